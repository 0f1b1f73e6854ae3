import type { ClusterCount, ErrorCluster, ErrorCount } from '../core/model/error-cluster.ts';
import type { Reader, Row, Value, Writer } from './handles.ts';
import { number, text } from './row.ts';

const dayMs = 24 * 60 * 60_000;
/** Counts are kept by this much time, ms, for as long as the longest range that is shown and a day more. */
export const slotMs = 5 * 60_000;
const slotsKeptMs = 8 * dayMs;
/** A cluster that did not come back for this long is forgotten, ms. */
const clustersKeptMs = 90 * dayMs;
/** Clusters told apart in one release; the smallest makes room for a new one and goes to the rest. */
export const mostPerRelease = 200;

/** Adds what the intake counted. */
export function addErrors(writer: Writer, counts: readonly ErrorCount[]): void {
  writer.transaction(() => {
    for (const one of counts) addOne(writer, one);
    for (const one of new Set(counts.map((count) => JSON.stringify([count.application, count.release])))) {
      const [application, release] = JSON.parse(one) as [string, string];
      makeRoom(writer, application, release);
    }
  });
}

function addOne(writer: Writer, one: ErrorCount): void {
  const key: Value[] = [one.application, one.release, one.platform, one.fingerprint];
  writer.run(
    `INSERT INTO error_cluster (application_id, version, platform, fingerprint, name, title, frame, count, first_at, last_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
     ON CONFLICT DO UPDATE SET count = count + excluded.count, first_at = min(first_at, excluded.first_at), last_at = max(last_at, excluded.last_at)`,
    ...key,
    one.name,
    one.title,
    one.frame,
    one.count,
    one.firstAt,
    one.lastAt,
  );
  const ts = Math.floor(one.lastAt / slotMs) * slotMs;
  addToSlot(writer, key, ts, one.count);
}

function addToSlot(writer: Writer, key: readonly Value[], ts: number, count: number): void {
  writer.run(
    `INSERT INTO error_slot (application_id, version, platform, fingerprint, ts, count) VALUES (?, ?, ?, ?, ?, ?)
     ON CONFLICT DO UPDATE SET count = count + excluded.count`,
    ...key,
    ts,
    count,
  );
}

/** Puts the smallest clusters of a release to the rest while there are too many: a flood of single errors never hides a large one. */
function makeRoom(writer: Writer, application: string, release: string): void {
  const total = writer.one(
    `SELECT count(*) AS n FROM error_cluster WHERE application_id = ? AND version = ? AND fingerprint <> ''`,
    application,
    release,
  );
  const over = (total === null ? 0 : number(total, 'n')) - mostPerRelease;
  if (over <= 0) return;
  const smallest = writer.all(
    `SELECT * FROM error_cluster WHERE application_id = ? AND version = ? AND fingerprint <> '' ORDER BY count, last_at, fingerprint LIMIT ?`,
    application,
    release,
    over,
  );
  for (const row of smallest) toRest(writer, row);
}

function toRest(writer: Writer, row: Row): void {
  const place: Value[] = [text(row, 'application_id'), text(row, 'version'), text(row, 'platform')];
  const key = [...place, text(row, 'fingerprint')];
  const rest = [...place, ''];
  const where = 'application_id = ? AND version = ? AND platform = ? AND fingerprint = ?';
  writer.run(
    `INSERT INTO error_cluster (application_id, version, platform, fingerprint, name, title, frame, count, first_at, last_at) VALUES (?, ?, ?, ?, '', '', '', ?, ?, ?)
     ON CONFLICT DO UPDATE SET count = count + excluded.count, first_at = min(first_at, excluded.first_at), last_at = max(last_at, excluded.last_at)`,
    ...rest,
    number(row, 'count'),
    number(row, 'first_at'),
    number(row, 'last_at'),
  );
  for (const slot of writer.all(`SELECT ts, count FROM error_slot WHERE ${where}`, ...key))
    addToSlot(writer, rest, number(slot, 'ts'), number(slot, 'count'));
  writer.run(`DELETE FROM error_slot WHERE ${where}`, ...key);
  writer.run(`DELETE FROM error_cluster WHERE ${where}`, ...key);
}

/** Which clusters, by their last occurrence in [from, to], ms; left out, any application or platform. */
export interface ClusterFilter {
  readonly application?: string | undefined;
  readonly platform?: string | undefined;
  readonly from: number;
  readonly to: number;
}

/**
 * Clusters that came in a time, the most frequent first, with their counts per release and platform. A release that had one only
 * outside of that time is there with a count of 0, so that a recurring cluster is known as one.
 */
export function clustersOf(reader: Reader, filter: ClusterFilter): ErrorCluster[] {
  const { where, values } = whereOf(filter);
  const rows = reader.all(
    `SELECT c.*, (SELECT coalesce(sum(s.count), 0) FROM error_slot s WHERE s.application_id = c.application_id AND s.version = c.version
       AND s.platform = c.platform AND s.fingerprint = c.fingerprint AND s.ts > ? AND s.ts <= ?) AS inside
     FROM error_cluster c WHERE ${where}`,
    filter.from - slotMs,
    filter.to,
    ...values,
  );
  const byCause = Map.groupBy(rows, (row) => `${text(row, 'application_id')}\n${text(row, 'fingerprint')}`);
  return [...byCause.values()]
    .map(clusterOf)
    .filter((cluster) => totalOf(cluster) > 0)
    .toSorted((a, b) => totalOf(b) - totalOf(a) || (a.fingerprint < b.fingerprint ? -1 : 1));
}

function whereOf({ application, platform }: ClusterFilter): { where: string; values: Value[] } {
  const wanted = [
    ...(application === undefined ? [] : ([['c.application_id = ?', application]] as const)),
    ...(platform === undefined ? [] : ([["c.platform IN (?, '*')", platform]] as const)),
  ];
  return { where: ['1 = 1', ...wanted.map(([sql]) => sql)].join(' AND '), values: wanted.map(([, value]) => value) };
}

/** How often a cluster came inside the time that was asked for. */
export function totalOf(cluster: ErrorCluster): number {
  return cluster.counts.reduce((sum, one) => sum + one.count, 0);
}

function clusterOf(rows: readonly Row[]): ErrorCluster {
  const [first] = rows;
  if (first === undefined) throw new Error('A cluster has at least one row.');
  return {
    application: text(first, 'application_id'),
    fingerprint: text(first, 'fingerprint'),
    name: text(first, 'name'),
    title: text(first, 'title'),
    frame: text(first, 'frame'),
    counts: rows.map(countOf),
  };
}

function countOf(row: Row): ClusterCount {
  return {
    release: text(row, 'version'),
    platform: text(row, 'platform'),
    count: number(row, 'inside'),
    firstAt: number(row, 'first_at'),
    lastAt: number(row, 'last_at'),
  };
}

/** Forgets counts that no range shows any more and clusters that did not come back. Answers how many rows went. */
export function pruneErrors(writer: Writer, now: number): number {
  return writer.transaction(() => {
    const slots = writer.run('DELETE FROM error_slot WHERE ts < ?', now - slotsKeptMs);
    return slots + writer.run('DELETE FROM error_cluster WHERE last_at < ?', now - clustersKeptMs);
  });
}
