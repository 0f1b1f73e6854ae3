import type { BundleAsk, BundleLine, BundlePart, BundleSeries, BundleTable } from './bundle-lines.ts';
import { bundleTables } from './bundle-lines.ts';
import { damagedValue } from './errors.ts';
import type { Reader, Row, Value } from './handles.ts';
import { timelineScope } from './incident-timeline.ts';
import { getIncident, incidentsOfRelease } from './incidents.ts';
import { pointsOf } from './readings.ts';
import { number, text, toJson } from './row.ts';
import { snapshotText } from './snapshots.ts';

/** Decisions of one incident that a bundle holds, the newest ones when there are more. */
const mostDecisions = 20_000;
const snapshotsAtOnce = 100;

interface Query {
  readonly sql: string;
  readonly values: readonly Value[];
}

/** Rollouts of the incident, the incidents of its release up to it, and the incident itself. */
interface Scope {
  readonly applicationId: string;
  readonly incidentId: string;
  readonly rollouts: string;
  readonly incidents: string;
}

function scopeOf(reader: Reader, incidentId: string): Scope | null {
  const incident = getIncident(reader, incidentId);
  if (incident === null) return null;
  const { applicationId, version, openedAt } = incident;
  const earlier = version === null ? [] : incidentsOfRelease(reader, applicationId, version).filter((one) => one.openedAt < openedAt);
  const incidents = [...earlier.map((one) => one.id), incidentId];
  return { applicationId, incidentId, rollouts: toJson(timelineScope(reader, incident).rolloutIds), incidents: toJson(incidents) };
}

const inScope = 'IN (SELECT value FROM json_each(?))';

/** Settings of connections and targets stay at home: nobody can reach anything from a bundle. */
const queries: Readonly<Record<BundleTable, (scope: Scope) => Query>> = {
  application: ({ applicationId }) => ({ sql: 'SELECT * FROM application WHERE id = ?', values: [applicationId] }),
  connection: ({ applicationId }) => ({
    sql: `SELECT id, kind, adapter, name, '{}' AS settings FROM connection WHERE id IN (SELECT connection_id FROM target WHERE application_id = ?)`,
    values: [applicationId],
  }),
  target: ({ applicationId }) => ({
    sql: `SELECT id, application_id, connection_id, surface, channel, name, '{}' AS settings, population FROM target WHERE application_id = ?`,
    values: [applicationId],
  }),
  plan: ({ rollouts }) => ({
    sql: `SELECT hash, name, text, '{}' AS plan, at FROM plan WHERE hash IN (SELECT plan_hash FROM rollout WHERE id ${inScope})`,
    values: [rollouts],
  }),
  rollout: ({ rollouts }) => ({ sql: `SELECT * FROM rollout WHERE id ${inScope}`, values: [rollouts] }),
  share: ({ rollouts }) => ({ sql: `SELECT * FROM share WHERE rollout_id ${inScope}`, values: [rollouts] }),
  verdict: ({ rollouts }) => ({ sql: `SELECT * FROM verdict WHERE rollout_id ${inScope}`, values: [rollouts] }),
  verdict_span: ({ rollouts }) => ({ sql: `SELECT * FROM verdict_span WHERE rollout_id ${inScope}`, values: [rollouts] }),
  decision: ({ rollouts }) => ({
    sql: `SELECT * FROM decision WHERE rollout_id ${inScope} ORDER BY at DESC, id DESC LIMIT ${mostDecisions}`,
    values: [rollouts],
  }),
  action: ({ rollouts }) => ({ sql: `SELECT * FROM action WHERE rollout_id ${inScope}`, values: [rollouts] }),
  incident: ({ incidents }) => ({ sql: `SELECT * FROM incident WHERE id ${inScope} ORDER BY opened_at`, values: [incidents] }),
  incident_entry: ({ incidentId }) => ({ sql: 'SELECT * FROM incident_entry WHERE incident_id = ? ORDER BY seq', values: [incidentId] }),
  incident_pin: ({ incidentId }) => ({ sql: 'SELECT * FROM incident_pin WHERE incident_id = ?', values: [incidentId] }),
  postmortem: ({ incidentId }) => ({ sql: 'SELECT * FROM postmortem WHERE incident_id = ? ORDER BY version', values: [incidentId] }),
  postmortem_end: ({ incidentId }) => ({ sql: 'SELECT * FROM postmortem_end WHERE incident_id = ?', values: [incidentId] }),
};

function lineOf(line: BundleLine): string {
  return `${JSON.stringify(line)}\n`;
}

function cellsOf(row: Row): Record<string, string | number | null> {
  const cells = Object.entries(row).map(([column, value]) => {
    if (value === null || typeof value === 'string' || typeof value === 'number') return [column, value] as const;
    throw damagedValue(`column ${column} holds bytes, which a bundle does not take`);
  });
  return Object.fromEntries(cells);
}

function rowLines(reader: Reader, scope: Scope): string[] {
  return bundleTables.flatMap((table) => {
    const { sql, values } = queries[table](scope);
    return reader.all(sql, ...values).map((row) => lineOf({ t: 'row', table, row: cellsOf(row) }));
  });
}

function readingLine(reader: Reader, { metricKey, release, channel, platform }: BundleSeries, from: number, to: number): string[] {
  const points = pointsOf(reader, metricKey, { release, channel, platform }, from, to);
  if (points.length === 0) return [];
  const cells = points.map(({ ts, value, samples }): [number, number, number | null] => [ts, value, samples]);
  return [lineOf({ t: 'readings', metric: metricKey, release, channel, platform, points: cells })];
}

/** What decisions were computed from: those that did something first, then the newest that waited. */
function snapshotHashes(reader: Reader, scope: Scope): { readonly hash: string; readonly at: number }[] {
  const sql = `SELECT snapshot_hash AS hash, min(at) AS at, min(kind = 'wait') AS waits FROM decision
    WHERE rollout_id ${inScope} AND snapshot_hash IN (SELECT hash FROM snapshot) GROUP BY snapshot_hash ORDER BY waits, at DESC, hash`;
  return reader.all(sql, scope.rollouts).map((row) => ({ hash: text(row, 'hash'), at: number(row, 'at') }));
}

function snapshotLines(reader: Reader, ask: BundleAsk, hashes: readonly { readonly hash: string; readonly at: number }[]) {
  let took = 0;
  let leftOut = 0;
  const lines = hashes.flatMap(({ hash, at }): string[] => {
    const body = took >= ask.room ? null : snapshotText(reader, hash);
    const line = body === null ? '' : `{"t":"snapshot","hash":"${hash}","at":${at},"body":${body}}\n`;
    if (line === '' || took + line.length > ask.room) {
      leftOut += 1;
      return [];
    }
    took += line.length;
    return [line];
  });
  return { lines, took, leftOut };
}

/** One part of a bundle: first every row, then a series each, then snapshots by the hundred. Null when there is no such incident. */
export function bundlePart(reader: Reader, ask: BundleAsk): BundlePart | null {
  const scope = scopeOf(reader, ask.incidentId);
  if (scope === null) return null;
  const hashes = snapshotHashes(reader, scope);
  const parts = 1 + ask.series.length + Math.ceil(hashes.length / snapshotsAtOnce);
  const series = ask.series[ask.part - 1];
  const begin = (ask.part - 1 - ask.series.length) * snapshotsAtOnce;
  const rest = { took: 0, leftOut: 0 };
  const made =
    ask.part === 0
      ? { lines: rowLines(reader, scope), ...rest }
      : series !== undefined
        ? { lines: readingLine(reader, series, ask.from, ask.to), ...rest }
        : snapshotLines(reader, ask, hashes.slice(begin, begin + snapshotsAtOnce));
  return { text: made.lines.join(''), lines: made.lines.length, parts, leftOut: made.leftOut, took: made.took };
}
