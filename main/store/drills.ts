import { z } from 'zod';
import { type DrillRecord, drillStates } from '../core/model/drill.ts';
import type { Reader, Row, Value, Writer } from './handles.ts';
import { number, numberOrNull, shaped, text, toJson, word } from './row.ts';

const PressShape = z.object({ at: z.number(), who: z.string(), says: z.string(), contains: z.boolean() });
const TargetShape = z.object({
  name: z.string(),
  surface: z.string(),
  exposedAt: z.number().nullable(),
  containedAt: z.number().nullable(),
});

function drillOf(row: Row): DrillRecord {
  return {
    id: text(row, 'id'),
    person: text(row, 'person'),
    scenario: text(row, 'scenario'),
    title: text(row, 'title'),
    release: text(row, 'release'),
    planName: text(row, 'plan_name'),
    planFile: text(row, 'plan_file'),
    planHash: text(row, 'plan_hash'),
    byHand: number(row, 'by_hand') === 1,
    speed: number(row, 'speed'),
    state: word(row, 'state', drillStates),
    startedAt: number(row, 'started_at'),
    endedAt: numberOrNull(row, 'ended_at'),
    badAt: numberOrNull(row, 'bad_at'),
    detectedAt: numberOrNull(row, 'detected_at'),
    containedAt: numberOrNull(row, 'contained_at'),
    pressed: shaped(row, 'pressed', z.array(PressShape)),
    targets: shaped(row, 'targets', z.array(TargetShape)),
    exposedUsersMax: number(row, 'exposed_users'),
    notes: shaped(row, 'notes', z.array(z.string())),
  };
}

function valuesOf(drill: DrillRecord): Value[] {
  return [
    drill.id,
    drill.person,
    drill.scenario,
    drill.title,
    drill.release,
    drill.planName,
    drill.planFile,
    drill.planHash,
    drill.byHand ? 1 : 0,
    drill.speed,
    drill.state,
    drill.startedAt,
    drill.endedAt,
    drill.badAt,
    drill.detectedAt,
    drill.containedAt,
    toJson(drill.pressed),
    toJson(drill.targets),
    drill.exposedUsersMax,
    toJson(drill.notes),
  ];
}

/** Stores a drill as it stands; an earlier state of it is replaced. */
export function saveDrill(writer: Writer, drill: DrillRecord): void {
  const values = valuesOf(drill);
  writer.run(`INSERT OR REPLACE INTO drill VALUES (${values.map(() => '?').join(', ')})`, ...values);
}

export function getDrill(reader: Reader, id: string): DrillRecord | null {
  const row = reader.one('SELECT * FROM drill WHERE id = ?', id);
  return row === null ? null : drillOf(row);
}

/** Drills, newest first. */
export function listDrills(reader: Reader, limit = 500): DrillRecord[] {
  return reader.all('SELECT * FROM drill ORDER BY started_at DESC, id DESC LIMIT ?', limit).map(drillOf);
}

/** When the last drill that was played to its end ended, ms; null when there was none. */
export function lastRehearsal(reader: Reader): number | null {
  const row = reader.one("SELECT max(ended_at) AS at FROM drill WHERE state = 'contained'");
  return row === null ? null : numberOrNull(row, 'at');
}

/** Drills that a console left behind when it ended count as interrupted from then on. */
export function interruptDrills(writer: Writer, now: number): number {
  return writer.run("UPDATE drill SET state = 'interrupted', ended_at = ? WHERE state = 'running'", now);
}
