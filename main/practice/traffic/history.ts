import { latencyBounds, metricNames, counterNames, type Group } from './group.ts';

/** Scrapes of every group, column by column. Values are null where a series was not exported. Times in ms. */
export interface History {
  readonly times: number[];
  readonly columns: Record<string, (number | null)[][]>;
}

/** Lengths of the history in ms: newest scrapes are all kept, older ones thinned, the oldest dropped. */
export interface Keeping {
  readonly fineMs: number;
  readonly coarseStepMs: number;
  readonly totalMs: number;
}

/** Series of a group, in the order of their columns. */
export const seriesOfGroup: readonly { readonly name: string; readonly le: string | null }[] = [
  ...counterNames.map((name) => ({ name: metricNames[name], le: null })),
  { name: 'app_active_users', le: null },
  { name: 'app_request_duration_seconds_sum', le: null },
  { name: 'app_request_duration_seconds_count', le: null },
  ...latencyBounds.map((bound) => ({ name: 'app_request_duration_seconds_bucket', le: bound === Infinity ? '+Inf' : String(bound) })),
];

/** Present value of each series of a group, in the same order. */
export function valuesOf(group: Group): readonly (number | null)[] {
  const counters = counterNames.map((name) => (group.counts[name] === 0 ? null : group.counts[name]));
  const requests = group.counts.requests;
  const bucketTotals: number[] = [];
  let total = 0;
  for (const bucket of group.buckets) {
    total += bucket;
    bucketTotals.push(total);
  }
  const latency = requests === 0 ? [null, null, ...bucketTotals.map(() => null)] : [group.durationSeconds, total, ...bucketTotals];
  return [...counters, group.activeUsers, ...latency];
}

/** Adds one scrape. Groups that are `gone` (nobody has had them for a while) leave it, as a stopped exporter would. */
export function scrape(history: History, at: number, groups: Readonly<Record<string, Group>>, gone: (group: Group) => boolean): void {
  const length = history.times.length;
  history.times.push(at);
  for (const [key, group] of Object.entries(groups)) {
    const columns = (history.columns[key] ??= seriesOfGroup.map(() => Array.from<null>({ length }).fill(null)));
    const values = gone(group) ? null : valuesOf(group);
    for (const [index, column] of columns.entries()) column.push(values?.[index] ?? null);
  }
}

/** Drops what is too old and thins what is no longer new. */
export function thinOut(history: History, keeping: Keeping): void {
  const newest = history.times.at(-1) ?? 0;
  let lastKept = -Infinity;
  const kept: number[] = [];
  for (const [index, time] of history.times.entries()) {
    const age = newest - time;
    if (age > keeping.totalMs) continue;
    if (age > keeping.fineMs && time - lastKept < keeping.coarseStepMs) continue;
    lastKept = time;
    kept.push(index);
  }
  if (kept.length === history.times.length) return;
  replace(history.times, kept);
  for (const columns of Object.values(history.columns)) {
    for (const column of columns) replace(column, kept);
  }
}

function replace(list: (number | null)[], kept: readonly number[]): void {
  for (const [place, index] of kept.entries()) {
    const value = list[index];
    if (value !== undefined) list[place] = value;
  }
  list.length = kept.length;
}
