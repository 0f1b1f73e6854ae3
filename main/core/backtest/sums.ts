import { firstAfter, pool } from '../gates/window.ts';
import type { Aggregate } from '../model/plan.ts';
import type { Point } from '../model/reading.ts';

/** Readings with running sums, so that a window costs the same however long it is. */
export interface Sums {
  readonly points: readonly Point[];
  /** Over the readings before each index: value, value × samples, samples, and readings that do not tell their samples. */
  readonly value: Float64Array;
  readonly weighted: Float64Array;
  readonly samples: Float64Array;
  readonly untold: Float64Array;
  /** Sum of all sizes: the last digits of a difference of running sums are lost in proportion to it. */
  readonly size: number;
}

/** A windowed value up to its last digits, and the room those need. */
export interface Nearly {
  readonly value: number;
  readonly room: number;
  readonly samples: number | null;
}

export function sumsOf(points: readonly Point[]): Sums {
  const value = new Float64Array(points.length + 1);
  const weighted = new Float64Array(points.length + 1);
  const samples = new Float64Array(points.length + 1);
  const untold = new Float64Array(points.length + 1);
  let size = 0;
  points.forEach((point, index) => {
    const count = point.samples ?? 0;
    value[index + 1] = (value[index] ?? 0) + point.value;
    weighted[index + 1] = (weighted[index] ?? 0) + point.value * count;
    samples[index + 1] = (samples[index] ?? 0) + count;
    untold[index + 1] = (untold[index] ?? 0) + (point.samples === null ? 1 : 0);
    size += Math.abs(point.value) * (count + 1);
  });
  return { points, value, weighted, samples, untold, size };
}

function between(sums: Float64Array, low: number, high: number): number {
  return (sums[high] ?? 0) - (sums[low] ?? 0);
}

/** Indices of the readings in (from, to]. */
export function windowIn(sums: Sums, from: number, to: number): { readonly low: number; readonly high: number } {
  return { low: firstAfter(sums.points, from), high: firstAfter(sums.points, to) };
}

/** Value of the readings [low, high) as `pool` would make it, nearly. Null when there are none. */
export function nearly(sums: Sums, low: number, high: number, how: Aggregate): Nearly | null {
  const count = high - low;
  if (count <= 0) return null;
  const samples = between(sums.untold, low, high) > 0 ? null : between(sums.samples, low, high);
  const lost = sums.size * 1e-13;
  switch (how) {
    case 'max':
      return { value: largest(sums.points, low, high), room: 0, samples };
    case 'sum':
      return { value: between(sums.value, low, high), room: lost, samples };
    case 'mean':
      return { value: between(sums.value, low, high) / count, room: lost / count, samples };
    case 'last':
      return newest(sums, low, high);
    case 'pooled':
      return samples === null || samples <= 0
        ? { value: between(sums.value, low, high) / count, room: lost / count, samples }
        : { value: between(sums.weighted, low, high) / samples, room: lost / samples, samples };
  }
}

function largest(points: readonly Point[], low: number, high: number): number {
  let value = Number.NEGATIVE_INFINITY;
  for (let index = low; index < high; index += 1) value = Math.max(value, points[index]?.value ?? value);
  return value;
}

function newest({ points }: Sums, low: number, high: number): Nearly | null {
  const last = points[high - 1];
  if (last === undefined) return null;
  if (points[high - 2]?.ts !== last.ts) return { value: last.value, room: 0, samples: last.samples };
  const pooled = pool(
    points.slice(low, high).filter((point) => point.ts === last.ts),
    'pooled',
  );
  return pooled === null ? null : { ...pooled, room: Math.abs(pooled.value) * 1e-9 };
}

/** Everything since the start up to each reading, counted without overlap: every reading, or one per `spacingMs` back from it. */
export interface Whole {
  readonly samples: Float64Array;
  readonly events: Float64Array;
}

export function wholeOf(points: readonly Point[], spacingMs: number): Whole {
  const samples = new Float64Array(points.length);
  const events = new Float64Array(points.length);
  points.forEach((point, index) => {
    const before = spacingMs <= 0 ? index - 1 : firstAfter(points, point.ts - spacingMs) - 1;
    const count = point.samples ?? 0;
    samples[index] = (samples[before] ?? 0) + count;
    events[index] = (events[before] ?? 0) + Math.min(1, Math.max(0, point.value)) * count;
  });
  return { samples, events };
}
