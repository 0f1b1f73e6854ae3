import { type Ascending, ascending } from './ranks.ts';

/** A percentile (0–100) by linear interpolation between neighbours; NaN for no values. */
export function percentile(values: readonly number[], percent: number): number {
  return percentileOf(ascending(values), percent);
}

/** The same of values that are sorted already. */
export function percentileOf(sorted: Ascending, percent: number): number {
  const place = (percent / 100) * (sorted.length - 1);
  const below = sorted[Math.floor(place)] ?? Number.NaN;
  const above = sorted[Math.ceil(place)] ?? Number.NaN;
  return below + (above - below) * (place - Math.floor(place));
}

/**
 * Values without the extreme ones: those beyond `factor` interquartile ranges from the quartiles (Tukey's fences), never inside the 1st
 * and 99th percentile, as in Kayenta's IQRDetector.
 */
export function withoutOutliers(values: readonly number[], factor: number): readonly number[] {
  if (values.length === 0) return values;
  const sorted = ascending(values);
  const [low, high] = [percentileOf(sorted, 25), percentileOf(sorted, 75)];
  const least = Math.min(percentileOf(sorted, 1), low - factor * (high - low));
  const most = Math.max(percentileOf(sorted, 99), high + factor * (high - low));
  return values.filter((value) => value >= least && value <= most);
}
