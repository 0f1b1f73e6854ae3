import type { Aggregate } from '../model/plan.ts';
import type { Point } from '../model/reading.ts';

/** What stands in a window: one value and how many observations are behind it (null when the source does not say). */
export interface Pool {
  readonly value: number;
  readonly samples: number | null;
}

/**
 * Readings in one fixed order, whatever order they came in; ties on time are ordered by content,
 * because adding the same numbers in another order can change the last bit.
 */
export function inOrder(points: readonly Point[]): readonly Point[] {
  for (let index = 1; index < points.length; index += 1) {
    const before = points[index - 1];
    const here = points[index];
    if (before !== undefined && here !== undefined && compare(before, here) > 0) return points.toSorted(compare);
  }
  return points;
}

function compare(a: Point, b: Point): number {
  return a.ts - b.ts || a.value - b.value || (a.samples ?? -1) - (b.samples ?? -1);
}

/** Readings in (end − length, end]. */
export function within(points: readonly Point[], end: number, lengthMs: number): readonly Point[] {
  return points.filter((point) => point.ts > end - lengthMs && point.ts <= end);
}

/** The same for readings oldest first, found by halving, so that a week of them can be asked many times. */
export function sliceWithin(points: readonly Point[], end: number, lengthMs: number): readonly Point[] {
  return sliceOf(points, end - lengthMs, end);
}

/** Readings in (from, to], ms, of readings oldest first. */
export function sliceOf(points: readonly Point[], from: number, to: number): readonly Point[] {
  return points.slice(firstAfter(points, from), firstAfter(points, to));
}

/** Index of the first reading after `time`, ms; the readings are oldest first. */
export function firstAfter(points: readonly Pick<Point, 'ts'>[], time: number): number {
  let low = 0;
  let high = points.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((points[middle]?.ts ?? Number.POSITIVE_INFINITY) <= time) low = middle + 1;
    else high = middle;
  }
  return low;
}

/**
 * Readings made into one value with its samples; null when there are none. `pooled` weighs each reading by its samples
 * and is the plain mean when any of them is unknown. `last` takes the newest time only, so that a query
 * with a window of its own counts no observation twice.
 */
export function pool(points: readonly Point[], how: Aggregate): Pool | null {
  const used = how === 'last' ? newestOf(points) : points;
  if (used.length === 0) return null;
  const samples = samplesOf(used);
  switch (how) {
    case 'max':
      return { value: used.reduce((most, point) => Math.max(most, point.value), Number.NEGATIVE_INFINITY), samples };
    case 'sum':
      return { value: total(used), samples };
    case 'mean':
      return { value: total(used) / used.length, samples };
    case 'pooled':
    case 'last':
      return { value: weighted(used, samples), samples };
  }
}

/**
 * Readings that share no observation: all of them, or one per `spacingMs` counted back from the newest for a query that looks back
 * over a window of its own.
 */
export function independent(points: readonly Point[], spacingMs: number): readonly Point[] {
  if (spacingMs <= 0) return points;
  const kept: Point[] = [];
  for (const point of points.toReversed()) {
    const last = kept.at(-1);
    if (last === undefined || point.ts <= last.ts - spacingMs) kept.push(point);
    // Of one moment the one with more behind it, whatever its value: else a worse value could take the place of a surer one.
    else if (point.ts === last.ts && (point.samples ?? -1) > (last.samples ?? -1)) kept[kept.length - 1] = point;
  }
  return kept.toReversed();
}

/** The value of `pool` alone, in the metric's unit. */
export function aggregate(points: readonly Point[], how: Aggregate): number | null {
  return pool(inOrder(points), how)?.value ?? null;
}

/**
 * The value a baseline takes from past readings. A history is longer than one query window, so `last` pools it:
 * one moment would make a poor measure for a whole rollout.
 */
export function baselineValue(points: readonly Point[], how: Aggregate): Pool | null {
  return pool(inOrder(points), how === 'last' ? 'pooled' : how);
}

function newestOf(points: readonly Point[]): readonly Point[] {
  const newest = points[points.length - 1];
  return newest === undefined ? [] : points.filter((point) => point.ts === newest.ts);
}

function total(points: readonly Point[]): number {
  return points.reduce((sum, point) => sum + point.value, 0);
}

function samplesOf(points: readonly Point[]): number | null {
  let sum = 0;
  for (const point of points) {
    if (point.samples === null) return null;
    sum += point.samples;
  }
  return sum;
}

function weighted(points: readonly Point[], samples: number | null): number {
  const [only] = points;
  if (points.length === 1 && only !== undefined) return only.value;
  if (samples === null || samples <= 0) return total(points) / points.length;
  return points.reduce((sum, point) => sum + point.value * (point.samples ?? 0), 0) / samples;
}
