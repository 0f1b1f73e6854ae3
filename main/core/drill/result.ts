import { waysBack } from '../containment/ways.ts';
import type { DrillRecord } from '../model/drill.ts';

/** Times of one drill in ms; null where a moment never came. */
export interface DrillTimes {
  /** Fault → said by Tidegate. */
  readonly detectedMs: number | null;
  /** Said by Tidegate → pressed; 0 when somebody was faster than the gates. Null when nobody pressed. */
  readonly pressMs: number | null;
  /** Press, or the rollback that Tidegate made by itself → nobody is offered the release. */
  readonly containedMs: number | null;
  /** Fault → nobody is offered the release. */
  readonly totalMs: number | null;
  /** Press → the flag is off; null without one. */
  readonly flagMs: number | null;
}

export interface DrillPromise {
  readonly title: string;
  readonly promiseMs: number;
  readonly tookMs: number;
  readonly kept: boolean;
}

function since(from: number | null, to: number | null): number | null {
  return from === null || to === null ? null : Math.max(0, to - from);
}

/** The first press that takes the release away, ms; null when nobody made one. */
export function pressedAt(record: Pick<DrillRecord, 'pressed'>): number | null {
  return record.pressed.find((press) => press.contains)?.at ?? null;
}

/** What a drill measured. */
export function timesOf(record: DrillRecord): DrillTimes {
  const press = pressedAt(record);
  const begun = press ?? (record.byHand ? null : record.detectedAt);
  const flag = record.targets.find((target) => target.surface === 'flag' && target.exposedAt !== null);
  return {
    detectedMs: since(record.badAt, record.detectedAt),
    pressMs: press === null ? null : since(record.detectedAt ?? press, press),
    containedMs: since(begun, record.containedAt),
    totalMs: since(record.badAt, record.containedAt),
    flagMs: since(begun, flag?.containedAt ?? null),
  };
}

/** The times held against what the ways back promise (R4.2). Only what was measured. */
export function promisesOf(times: DrillTimes): DrillPromise[] {
  const measured = [
    { way: waysBack[0], tookMs: times.flagMs },
    { way: waysBack[2], tookMs: times.containedMs },
  ];
  return measured.flatMap(({ way, tookMs }) =>
    tookMs === null ? [] : [{ title: way.title, promiseMs: way.promiseMs, tookMs, kept: tookMs <= way.promiseMs }],
  );
}

/** The same person's drill before this one: of the same scenario, else of any; only those that were played to their end. */
export function beforeIt(record: DrillRecord, all: readonly DrillRecord[]): DrillRecord | null {
  const own = all
    .filter((one) => one.person === record.person && one.id !== record.id && one.startedAt < record.startedAt && one.state === 'contained')
    .toSorted((a, b) => b.startedAt - a.startedAt);
  return own.find((one) => one.scenario === record.scenario) ?? own[0] ?? null;
}

/** A rollback was rehearsed when somebody pressed and the release was taken away from everybody. */
export function rehearsed(record: DrillRecord): boolean {
  return record.state === 'contained';
}

export interface DrillReminder {
  /** Days after which a drill is due; 0 when nobody wants to be reminded. */
  readonly everyDays: number;
  /** The last drill that was played to its end, ms UTC. */
  readonly lastAt: number | null;
  readonly due: boolean;
}

/** Whether a fire drill is due: practice that no one rehearses is not there when it is needed (R1.12). */
export function reminderOf(lastAt: number | null, everyDays: number, now: number): DrillReminder {
  const due = everyDays > 0 && (lastAt === null || now - lastAt > everyDays * 86_400_000);
  return { everyDays, lastAt, due };
}

const dangerous = /[",\r\n]/;

function cell(value: string | number | null): string {
  const text = value === null ? '' : String(value);
  // A spreadsheet would run a text that begins like a formula.
  const safe = typeof value === 'string' && /^[=+\-@\t]/.test(text) ? `'${text}` : text;
  return dangerous.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

const columns = [
  'started',
  'person',
  'scenario',
  'release',
  'plan',
  'pressed by hand',
  'result',
  'fault to detected s',
  'detected to press s',
  'press to contained s',
  'fault to contained s',
  'users exposed at most',
  'presses',
] as const;

/** Drills as CSV (RFC 4180), one a line, times in seconds with one digit. */
export function drillsCsv(records: readonly DrillRecord[]): string {
  const seconds = (ms: number | null): number | null => (ms === null ? null : Math.round(ms / 100) / 10);
  const lines = records.map((record) => {
    const times = timesOf(record);
    return [
      new Date(record.startedAt).toISOString(),
      record.person,
      record.title,
      record.release,
      record.planName,
      record.byHand ? 'yes' : 'no',
      record.state,
      seconds(times.detectedMs),
      seconds(times.pressMs),
      seconds(times.containedMs),
      seconds(times.totalMs),
      record.exposedUsersMax,
      record.pressed.map((press) => press.says).join('; '),
    ];
  });
  return [[...columns], ...lines].map((line) => `${line.map(cell).join(',')}\r\n`).join('');
}
