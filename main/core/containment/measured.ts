import type { Surface } from '../model/surface.ts';

/** How long taking back really took on a target, from the record: decision to read-back, ms. */
export interface Measured {
  readonly count: number;
  readonly medianMs: number;
  readonly worstMs: number;
  readonly lastMs: number;
}

/** What the times of past acts (ms, newest first) add up to; null when there was none. Pure. */
export function measuredFrom(times: readonly number[]): Measured | null {
  const [lastMs] = times;
  if (lastMs === undefined) return null;
  const sorted = [...times].toSorted((a, b) => a - b);
  const middle = sorted[Math.floor((sorted.length - 1) / 2)] ?? lastMs;
  return { count: times.length, medianMs: middle, worstMs: Math.max(...times), lastMs };
}

/** Until something was measured: a flag flips at once, a store takes longest, ms. Only their order matters. */
const usualMs: Record<Surface, number> = { flag: 1000, web: 5000, desktop: 15_000, mobile: 60_000 };

/** Fastest first, by what was measured on the target, else by what is usual for its surface. Keeps the order of equals. Pure. */
export function bySpeed<T extends { readonly surface: Surface; readonly measured: Measured | null }>(lines: readonly T[]): T[] {
  const speed = (line: T): number => line.measured?.medianMs ?? usualMs[line.surface];
  return lines.toSorted((a, b) => speed(a) - speed(b));
}
