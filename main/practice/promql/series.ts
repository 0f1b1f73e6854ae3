import type { Group } from '../traffic/group.ts';
import { seriesOfGroup, type History } from '../traffic/history.ts';
import type { Matcher } from './parse.ts';
import { QueryProblem } from './tokens.ts';

/** Label that carries a series' name. */
export const nameLabel = '__name__';

export type Labels = Readonly<Record<string, string>>;

/** One stored series: its labels (name included) and its values at the history's times; null where there was none. */
export interface Series {
  readonly labels: Labels;
  readonly times: readonly number[];
  readonly values: readonly (number | null)[];
}

const known = new WeakMap<History, { readonly keys: string; readonly series: readonly Series[] }>();

/** Everything that can be asked for. The columns grow in place, so the list is made anew only when a release came or went. */
export function allSeries(history: History, groups: Readonly<Record<string, Group>>): readonly Series[] {
  const keys = Object.keys(history.columns).join();
  const kept = known.get(history);
  if (kept?.keys === keys) return kept.series;
  const series = listSeries(history, groups);
  known.set(history, { keys, series });
  return series;
}

function listSeries(history: History, groups: Readonly<Record<string, Group>>): readonly Series[] {
  const all: Series[] = [];
  for (const [key, columns] of Object.entries(history.columns)) {
    const group = groups[key];
    if (group === undefined) continue;
    const common = { app: group.application, release: group.release, channel: 'stable', platform: group.platform };
    for (const [index, { name, le }] of seriesOfGroup.entries()) {
      all.push({
        labels: { [nameLabel]: name, ...common, ...(le === null ? {} : { le }) },
        times: history.times,
        values: columns[index] ?? [],
      });
    }
  }
  return all;
}

function test(matcher: Matcher): (labels: Labels) => boolean {
  const read = (labels: Labels): string => labels[matcher.label] ?? '';
  if (matcher.kind === '=') return (labels) => read(labels) === matcher.value;
  if (matcher.kind === '!=') return (labels) => read(labels) !== matcher.value;
  let pattern: RegExp;
  try {
    pattern = new RegExp(`^(?:${matcher.value})$`, 's');
  } catch {
    throw new QueryProblem(`invalid parameter "query": parse error: the pattern ${JSON.stringify(matcher.value)} cannot be read`);
  }
  return matcher.kind === '=~' ? (labels) => pattern.test(read(labels)) : (labels) => !pattern.test(read(labels));
}

/** Series with a name (empty: any) that pass every matcher. */
export function selectSeries(all: readonly Series[], name: string, matchers: readonly Matcher[]): readonly Series[] {
  const tests = matchers.map(test);
  return all.filter((series) => (name === '' || series.labels[nameLabel] === name) && tests.every((passes) => passes(series.labels)));
}

/** Place of the last time at or before `at`; -1 when there is none. */
export function indexAt(times: readonly number[], at: number): number {
  let low = 0;
  let high = times.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((times[middle] ?? Infinity) <= at) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}
