import type { Command } from 'commander';
import type { ResponseTimes } from '../contract/response-times.ts';
import { type IncidentSeverity, severities } from '../core/model/incident.ts';
import { durationInWords } from '../core/words.ts';
import { print, table, WrongUsage } from './output.ts';
import type { Session } from './session.ts';

type Given = Partial<Record<'p0' | 'p1' | 'p2' | 'p3' | 'reason', string>>;

const units: Readonly<Record<string, number>> = { m: 60_000, h: 3_600_000, d: 86_400_000 };

function msOf(severity: IncidentSeverity, written: string): number {
  const [, count, unit] = /^(\d{1,6}) ?([mhd])$/.exec(written) ?? [];
  if (count === undefined || unit === undefined)
    throw new WrongUsage(`"${written}" is no response time of ${severity}. Write minutes, hours or days, such as 15m, 2h or 1d.`);
  return Number(count) * (units[unit] ?? 0);
}

function timesIn({ p0, p1, p2, p3 }: Given): [IncidentSeverity, number][] {
  const written = { P0: p0, P1: p1, P2: p2, P3: p3 };
  return severities.flatMap((severity): [IncidentSeverity, number][] => {
    const text = written[severity];
    return text === undefined ? [] : [[severity, msOf(severity, text)]];
  });
}

function lines({ times, usual }: ResponseTimes): string[] {
  const note = (severity: IncidentSeverity): string =>
    times[severity] === usual[severity] ? '' : `comes as ${durationInWords(usual[severity])}`;
  return table(severities.map((severity) => [severity, durationInWords(times[severity]), note(severity)]));
}

/** `response-times`: how soon somebody has to acknowledge an incident, by severity (R4.9). */
export function addResponseTimesCommand(program: Command, session: Session): void {
  program
    .command('response-times')
    .description('how soon somebody has to acknowledge an incident, by severity; sets them for incidents to come where times are given')
    .option('--p0 <time>', 'minutes, hours or days, such as 5m')
    .option('--p1 <time>', 'such as 15m')
    .option('--p2 <time>', 'such as 30m')
    .option('--p3 <time>', 'such as 1d')
    .option('--reason <text>', 'why; it goes into the audit log')
    .action(async (given: Given) => {
      await session.run(async (client, json) => {
        const changed = timesIn(given);
        const { reason } = given;
        if (changed.length > 0 && reason === undefined) throw new WrongUsage('Say why with --reason; it goes into the audit log.');
        const now = await client.call('incidents.responseTimes', {});
        const times = { ...now.times, ...Object.fromEntries(changed) };
        const view = changed.length === 0 ? now : await client.call('incidents.saveResponseTimes', { times, reason: reason ?? '' });
        print(json, view, () => lines(view));
      });
    });
}
