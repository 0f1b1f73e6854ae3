import type { BacktestReleaseRow, BacktestReportRow, PastRow } from '../../../main/contract/backtests.ts';
import { aboutInWords } from '../../../main/core/words.ts';
import { duration } from '../../format.ts';

export type BacktestClass = BacktestReleaseRow['class'];
type Tone = 'green' | 'yellow' | 'red' | 'quiet';

interface ClassWords {
  readonly sign: string;
  readonly tone: Tone;
  readonly words: string;
}

/** What the plan would have done with a release, in a sign and a few words. */
export const classWords: Readonly<Record<BacktestClass, ClassWords>> = {
  caughtEarlier: { sign: '✓', tone: 'green', words: 'stopped earlier' },
  caughtSame: { sign: '✓', tone: 'green', words: 'stopped when it was' },
  caughtLater: { sign: '◆', tone: 'yellow', words: 'stopped later' },
  missed: { sign: '✕', tone: 'red', words: 'missed' },
  falseAlarm: { sign: '▲', tone: 'red', words: 'false alarm' },
  letThrough: { sign: '●', tone: 'quiet', words: 'let through' },
  unknown: { sign: '?', tone: 'quiet', words: 'nobody knows' },
  noReadings: { sign: '◌', tone: 'quiet', words: 'no readings' },
};

/** The same for a release of which nobody knows whether it was good. */
export function wordsOf(row: BacktestReleaseRow): ClassWords {
  if (row.class !== 'unknown') return classWords[row.class];
  return row.replay.stop === null
    ? { sign: '●', tone: 'quiet', words: 'let through' }
    : { sign: '◆', tone: 'yellow', words: 'stopped, not known whether rightly' };
}

export interface Measure {
  readonly name: string;
  /** How it is counted. */
  readonly hint: string;
  readonly of: (report: BacktestReportRow) => number;
  readonly text: (value: number) => string;
  /** Whether more of it is better. */
  readonly moreIsBetter: boolean;
}

function plain(value: number): string {
  return new Intl.NumberFormat('en-GB').format(Math.round(value));
}

function caught(report: BacktestReportRow): number {
  const { caughtEarlier, caughtSame, caughtLater } = report.totals.classes;
  return caughtEarlier + caughtSame + caughtLater;
}

/** Releases that really were taken back and of which readings are kept. */
export function badOnes(report: BacktestReportRow): number {
  return caught(report) + report.totals.classes.missed;
}

/** Minutes of users, in hours from where minutes say nothing any more: an estimate has no use for seven digits. */
function userMinutes(value: number): string {
  return value < 600 ? `${aboutInWords(value)} min` : `${aboutInWords(value / 60)} h`;
}

/** What two backtests are compared by, most telling first. */
export const measures: readonly Measure[] = [
  {
    name: 'Stopped rightly',
    hint: 'Releases that really were taken back, and that the plan would have stopped too',
    of: caught,
    text: plain,
    moreIsBetter: true,
  },
  {
    name: 'Missed',
    hint: 'Releases that really were taken back, and that the plan would have let through',
    of: (report) => report.totals.classes.missed,
    text: plain,
    moreIsBetter: false,
  },
  {
    name: 'False alarms',
    hint: 'Releases that completed well, and that the plan would have stopped',
    of: (report) => report.totals.classes.falseAlarm,
    text: plain,
    moreIsBetter: false,
  },
  {
    name: 'Time saved',
    hint: 'From the stop of the plan to the real decision, added up over all releases stopped earlier',
    of: (report) => report.totals.savedMs,
    text: duration,
    moreIsBetter: true,
  },
  {
    name: 'Users spared',
    hint: 'Population × share reached after the stop of the plan, less the share at the stop. Releases of unknown population are left out',
    of: (report) => report.totals.usersSpared,
    text: (value) => `${aboutInWords(value)} ${Math.round(value) === 1 ? 'user' : 'users'}`,
    moreIsBetter: true,
  },
  {
    name: 'User time spared',
    hint: 'An estimate: population × share × time between the stop of the plan and the real decision',
    of: (report) => report.totals.userMinutesSpared,
    text: userMinutes,
    moreIsBetter: true,
  },
];

export interface Difference {
  readonly sign: string;
  readonly words: string;
  readonly judged: 'better' | 'worse' | 'same';
}

/** How `now` differs from `before`: `1 fewer, better`. */
export function differenceOf(measure: Measure, before: number, now: number): Difference {
  const by = Math.abs(now - before);
  if (measure.text(by) === measure.text(0)) return { sign: '=', words: 'the same', judged: 'same' };
  const more = now > before;
  const judged = more === measure.moreIsBetter ? 'better' : 'worse';
  return { sign: more ? '+' : '−', words: measure.text(by), judged };
}

export const outcomeWords: Readonly<Record<PastRow['outcome'], ClassWords>> = {
  completed: { sign: '●', tone: 'green', words: 'complete' },
  rolledBack: { sign: '▲', tone: 'red', words: 'taken back' },
  cancelled: { sign: '○', tone: 'quiet', words: 'cancelled' },
  open: { sign: '◔', tone: 'quiet', words: 'still open' },
};

/** When the plan would have spoken against the real decision: `14 min earlier`. */
export function timeAgainst(past: PastRow, row: BacktestReleaseRow): string | null {
  const { stop } = row.replay;
  if (stop === null || past.decidedAt === null || past.outcome !== 'rolledBack') return null;
  const by = past.decidedAt - stop.at;
  if (Math.abs(by) <= row.replay.paceMs) return 'at the same time';
  return `${duration(Math.abs(by))} ${by > 0 ? 'earlier' : 'later'}`;
}

/** The reason of a gate where its title already stands before it. */
export function bareReason(title: string, reason: string): string {
  return reason.startsWith(`${title}: `) ? reason.slice(title.length + 2) : reason;
}
