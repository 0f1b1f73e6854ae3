import { z } from 'zod';
import { type RespondMs, respondMsAt, type RespondSince, usualRespondMs } from '../core/incident/respond.ts';
import type { IncidentSeverity } from '../core/model/incident.ts';
import { damagedValue } from './errors.ts';
import type { Reader, Writer } from './handles.ts';
import { getSetting, putSetting } from './settings.ts';

const key = 'responseTimes';
const Ms = z.number().positive();
const History = z.array(z.object({ from: z.number(), times: z.object({ P0: Ms, P1: Ms, P2: Ms, P3: Ms }) }));

/** Every set of response times with when it came into force, oldest first; empty while the usual ones are. */
export function respondHistory(reader: Reader): RespondSince[] {
  const stored = getSetting(reader, key);
  if (stored === null) return [];
  const read = History.safeParse(stored);
  if (!read.success) throw damagedValue('the response times are not as they were written');
  return read.data;
}

/** The times in force now, ms. */
export function respondNow(reader: Reader): RespondMs {
  return respondHistory(reader).at(-1)?.times ?? usualRespondMs;
}

/** Response time of an incident, ms: the one in force when its clock began. */
export function respondMsOf(reader: Reader, incident: { readonly severity: IncidentSeverity; readonly severitySince: number }): number {
  return respondMsAt(respondHistory(reader), incident.severity, incident.severitySince);
}

/** Puts other times in force from `from` on, ms UTC. */
export function addRespondMs(writer: Writer, from: number, times: RespondMs): void {
  putRespondHistory(writer, [...respondHistory(writer), { from, times }]);
}

export function putRespondHistory(writer: Writer, history: readonly RespondSince[]): void {
  putSetting(
    writer,
    key,
    history.map(({ from, times }) => ({ from, times: { ...times } })),
  );
}
