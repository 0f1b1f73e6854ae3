import { indexAt, type Series } from './series.ts';

interface Span {
  readonly first: number;
  readonly last: number;
  readonly firstAt: number;
  readonly lastAt: number;
  readonly count: number;
  /** Growth over the span, resets taken into account. */
  readonly growth: number;
}

function spanOf(series: Series, from: number, to: number): Span | null {
  const { times, values } = series;
  let previous: number | null = null;
  let first: number | null = null;
  let firstAt = 0;
  let lastAt = 0;
  let count = 0;
  let resets = 0;
  const end = indexAt(times, to);
  for (let index = Math.max(0, indexAt(times, from - 1) + 1); index <= end; index += 1) {
    const value = values[index];
    const time = times[index];
    if (value === null || value === undefined || time === undefined) continue;
    if (first === null) {
      first = value;
      firstAt = time;
    }
    if (previous !== null && value < previous) resets += previous;
    previous = value;
    lastAt = time;
    count += 1;
  }
  if (first === null || previous === null || count < 2) return null;
  return { first, last: previous, firstAt, lastAt, count, growth: previous - first + resets };
}

/**
 * Growth of a counter inside (at - rangeMs, at], stretched to the whole window. Null with fewer than two samples.
 * The stretching rule is that of Prometheus' extrapolated rate: up to 1.1 sample intervals at each end, never below zero.
 */
export function increaseAt(series: Series, at: number, rangeMs: number): number | null {
  const from = at - rangeMs;
  const span = spanOf(series, from, at);
  if (span === null) return null;
  const sampled = (span.lastAt - span.firstAt) / 1000;
  const interval = sampled / (span.count - 1);
  let toStart = (span.firstAt - from) / 1000;
  if (span.growth > 0 && span.first >= 0) toStart = Math.min(toStart, sampled * (span.first / span.growth));
  const toEnd = (at - span.lastAt) / 1000;
  const threshold = interval * 1.1;
  const length = sampled + (toStart < threshold ? toStart : interval / 2) + (toEnd < threshold ? toEnd : interval / 2);
  return span.growth * (length / sampled);
}
