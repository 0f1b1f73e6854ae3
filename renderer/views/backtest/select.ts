import type { BacktestReleaseRow, BacktestResult, PastRow } from '../../../main/contract/backtests.ts';

export const filters = ['all', 'bad', 'stopped', 'falseAlarm', 'missed', 'differs'] as const;
export type Filter = (typeof filters)[number];

/** One past release with what each plan would have done. */
export interface Line {
  readonly past: PastRow;
  readonly plan: BacktestReleaseRow;
  /** By the second plan or, without one, by the numbers as they are written; null when nothing is compared. */
  readonly other: BacktestReleaseRow | null;
}

/** Newest first. `before` is what the lines are compared with when there is no second plan. */
export function linesOf(result: BacktestResult, before: BacktestResult | null): Line[] {
  const other = result.compare ?? (before === null || before === result ? null : before.plan);
  const byId = new Map(other?.releases.map((row) => [row.rolloutId, row]));
  const plans = new Map(result.plan.releases.map((row) => [row.rolloutId, row]));
  return result.past
    .flatMap((past) => {
      const plan = plans.get(past.id);
      return plan === undefined ? [] : [{ past, plan, other: byId.get(past.id) ?? null }];
    })
    .toReversed();
}

/** Whether the two would have done something else, or the same at another time. */
export function differs({ plan, other }: Line): boolean {
  if (other === null) return false;
  return plan.class !== other.class || plan.replay.stop?.at !== other.replay.stop?.at;
}

function fits(line: Line, filter: Filter): boolean {
  if (filter === 'bad') return line.past.outcome === 'rolledBack';
  if (filter === 'stopped') return line.plan.replay.stop !== null;
  if (filter === 'falseAlarm' || filter === 'missed') return line.plan.class === filter;
  return filter === 'all' || differs(line);
}

/** The lines of a filter whose application, version, target or gate holds the words. */
export function selectLines(lines: readonly Line[], filter: Filter, text: string): Line[] {
  const words = text.trim().toLowerCase();
  return lines.filter((line) => {
    const { past, plan } = line;
    const all = [past.applicationName, past.version, past.targetName, past.reason, plan.replay.stop?.title ?? ''];
    return fits(line, filter) && (words === '' || all.join(' ').toLowerCase().includes(words));
  });
}
