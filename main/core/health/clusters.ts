import type { ClusterCount, ErrorCluster } from '../model/error-cluster.ts';

export const clusterAges = ['new', 'recurring', 'unknown'] as const;
/** `recurring`: an earlier version had it as well. `unknown`: there is no earlier version to compare with. */
export type ClusterAge = (typeof clusterAges)[number];

/** When each version was first heard of, ms, by version. */
export function firstHeard(clusters: readonly ErrorCluster[]): ReadonlyMap<string, number> {
  const heard = new Map<string, number>();
  for (const one of clusters.flatMap((cluster) => cluster.counts)) {
    heard.set(one.release, Math.min(heard.get(one.release) ?? one.firstAt, one.firstAt));
  }
  return heard;
}

/**
 * Whether a cluster came with a version or was there before (R5.6). `order` says when each version of the application began, ms;
 * versions that began earlier and had the cluster make it a recurring one.
 */
export function ageOf(counts: readonly ClusterCount[], order: ReadonlyMap<string, number>): ClusterAge {
  const newest = newestOf(counts, order);
  if (newest === null) return 'unknown';
  const began = order.get(newest) ?? 0;
  if (counts.some((one) => one.release !== newest && (order.get(one.release) ?? one.firstAt) < began)) return 'recurring';
  const anyEarlier = [...order].some(([release, at]) => release !== newest && at < began);
  return anyEarlier ? 'new' : 'unknown';
}

/** The latest version that had a cluster in the time that was asked for. */
function newestOf(counts: readonly ClusterCount[], order: ReadonlyMap<string, number>): string | null {
  const seen = counts.filter((one) => one.count > 0);
  const beganAt = (one: ClusterCount): number => order.get(one.release) ?? one.firstAt;
  return seen.toSorted((x, y) => beganAt(y) - beganAt(x))[0]?.release ?? null;
}
