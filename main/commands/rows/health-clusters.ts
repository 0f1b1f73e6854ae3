import type { ClusterRow, HealthClusters, HealthFilter } from '../../contract/health.ts';
import { ageOf, firstHeard, hintOf, restFingerprint } from '../../core/health/index.ts';
import type { ClusterCount, ErrorCluster } from '../../core/model/error-cluster.ts';
import type { World } from '../world.ts';
import { orderOf, scopeOfFilter } from './health-scope.ts';

/** Clusters listed at most; what is left is counted. */
const mostRows = 50;

/** Errors by cause, the most frequent first (R5.6). */
export async function healthClusters(world: World, filter: HealthFilter): Promise<HealthClusters> {
  const scope = scopeOfFilter(world, { ...filter, surface: null });
  const found = await world.heavy.call('clusters', {
    application: filter.applicationId ?? undefined,
    platform: filter.surface ?? undefined,
    from: scope.from,
    to: scope.to,
  });
  const known = new Map(scope.applications.map((one) => [one.id, one.name]));
  const inScope = found.filter((one) => known.has(one.application) && cameFrom(one, scope.version));
  const orders = new Map(scope.applications.map((one) => [one.id, beganOf(orderOf(scope.rollouts, one.id), found, one.id)]));
  const told = inScope.filter((one) => one.fingerprint !== restFingerprint);
  const rows = told
    .map((one) => rowOf(one, known.get(one.application) ?? one.application, orders.get(one.application) ?? new Map(), scope.version))
    .toSorted((x, y) => y.total - x.total || y.lastAt - x.lastAt);
  const untold = inScope.filter((one) => one.fingerprint === restFingerprint).reduce((sum, one) => sum + totalIn(one, scope.version), 0);
  const beyond = rows.slice(mostRows);
  return {
    rows: rows.slice(0, mostRows),
    more: { clusters: beyond.length, errors: untold + beyond.reduce((sum, row) => sum + row.total, 0) },
  };
}

function cameFrom(cluster: ErrorCluster, version: string | null): boolean {
  return version === null || totalIn(cluster, version) > 0;
}

function totalIn(cluster: ErrorCluster, version: string | null): number {
  return cluster.counts.reduce((sum, one) => sum + (version === null || one.release === version ? one.count : 0), 0);
}

/** When each version began: by its rollout, else by its first error. */
function beganOf(order: ReadonlyMap<string, number>, found: readonly ErrorCluster[], applicationId: string): Map<string, number> {
  return new Map([...firstHeard(found.filter((one) => one.application === applicationId)), ...order]);
}

function rowOf(cluster: ErrorCluster, applicationName: string, order: ReadonlyMap<string, number>, version: string | null): ClusterRow {
  const shown = version === null ? cluster.counts : cluster.counts.filter((one) => one.release === version);
  const seen = shown.filter((one) => one.count > 0);
  return {
    applicationId: cluster.application,
    applicationName,
    fingerprint: cluster.fingerprint,
    name: cluster.name,
    title: cluster.title,
    frame: cluster.frame,
    hint: hintOf(cluster),
    age: ageOf(version === null ? cluster.counts : forVersion(cluster.counts, version), order),
    total: totalIn(cluster, version),
    versions: byVersion(cluster.counts, order),
    firstAt: Math.min(...(seen.length > 0 ? seen : shown).map((one) => one.firstAt)),
    lastAt: Math.max(...(seen.length > 0 ? seen : shown).map((one) => one.lastAt)),
  };
}

/** Seen from one version, what others had counts as known and not as seen. */
function forVersion(counts: readonly ClusterCount[], version: string): ClusterCount[] {
  return counts.map((one) => (one.release === version ? one : { ...one, count: 0 }));
}

function byVersion(counts: readonly ClusterCount[], order: ReadonlyMap<string, number>): ClusterRow['versions'] {
  return [...Map.groupBy(counts, (one) => one.release)]
    .map(([version, own]) => ({
      version,
      count: own.reduce((sum, one) => sum + one.count, 0),
      platforms: own.map(({ platform, count }) => ({ platform, count })).toSorted((x, y) => y.count - x.count),
    }))
    .toSorted((x, y) => (order.get(y.version) ?? 0) - (order.get(x.version) ?? 0));
}
