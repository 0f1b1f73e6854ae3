/** A cumulative bucket: how many observations were at most `upper`. */
export interface Bucket {
  readonly upper: number;
  count: number;
}

/**
 * Quantile of a classic histogram by linear interpolation inside a bucket, as Prometheus' `histogram_quantile` does:
 * above the last finite bound it is that bound, without an open bucket or without observations it is NaN.
 */
export function quantileOf(quantile: number, unsorted: readonly Bucket[]): number {
  if (Number.isNaN(quantile)) return Number.NaN;
  if (quantile < 0) return -Infinity;
  if (quantile > 1) return Infinity;
  const buckets = unsorted.toSorted((a, b) => a.upper - b.upper);
  const last = buckets.at(-1);
  if (last === undefined || last.upper !== Infinity || buckets.length < 2) return Number.NaN;
  let highest = 0;
  for (const bucket of buckets) {
    highest = Math.max(highest, bucket.count);
    bucket.count = highest;
  }
  if (last.count === 0 || Number.isNaN(last.count)) return Number.NaN;
  const rank = quantile * last.count;
  const index = buckets.findIndex((bucket) => bucket.count >= rank);
  const bucket = buckets[index];
  if (bucket === undefined || bucket.upper === Infinity) return buckets.at(-2)?.upper ?? Number.NaN;
  const below = buckets[index - 1];
  if (below === undefined && bucket.upper <= 0) return bucket.upper;
  const start = below?.upper ?? 0;
  const countBelow = below?.count ?? 0;
  return start + (bucket.upper - start) * ((rank - countBelow) / (bucket.count - countBelow));
}
