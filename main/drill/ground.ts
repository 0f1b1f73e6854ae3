import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { metricById } from '../adapters/metrics/index.ts';
import { type DrillGround, fleetMetrics } from '../core/drill/index.ts';
import type { JsonObject } from '../core/model/json.ts';
import { readPlan } from '../core/plan/index.ts';
import type { Fleet } from '../practice/fleet.ts';

/** What a plan meets on a fleet. `measuresPlan` is the preset whose metrics are the fleet's own, in the pace of the fleet. */
export async function groundOf(fleet: Fleet, options: DrillGroundOptions): Promise<DrillGround> {
  const { application, presetFolder, measuresPlan, adapterOf, queries } = options;
  const connections = fleet.connections('http://fleet');
  const nameOf = (adapter: string): string => connections.find((one) => one.adapter === adapter)?.name ?? adapter;
  const known = await answeredBy(fleet, queries, { application, release: fleet.truth().previousVersion });
  return {
    answers: (query) => known.has(keyOf(query)),
    measures: measuresOf(presetFolder, measuresPlan),
    metrics: nameOf('prometheus'),
    notices: nameOf('slack-webhook'),
    check(source) {
      const adapter = adapterOf(source);
      return connections.find((one) => one.kind === 'check' && (one.name === source || one.adapter === adapter))?.name ?? null;
    },
  };
}

export interface DrillGroundOptions {
  /** Application of the fleet that the scenario is about. */
  readonly application: string;
  readonly presetFolder: string;
  readonly measuresPlan: string;
  /** Adapter of a connection of the workspace, by its name; null when there is none. */
  readonly adapterOf: (source: string) => string | null;
  /** Queries of the plan's metrics. */
  readonly queries: readonly JsonObject[];
}

function keyOf(query: JsonObject): string {
  return JSON.stringify([query['query'] ?? null, query['samples'] ?? null]);
}

function measuresOf(folder: string, name: string): DrillGround['measures'] {
  const file = `${name}.yaml`;
  const read = readPlan(readFileSync(join(folder, file), 'utf8'), file);
  if (!read.ok) throw new Error(`The preset ${file} is damaged: ${read.problems[0]?.message ?? 'it cannot be read'}.`);
  const { metrics } = read.plan;
  const entries = fleetMetrics.map((id) => {
    const metric = metrics.find((one) => one.id === id);
    if (metric === undefined) throw new Error(`The preset ${file} has no metric ${id}.`);
    return [id, metric.query] as const;
  });
  return Object.fromEntries(entries) as Record<(typeof fleetMetrics)[number], JsonObject>;
}

/** Asks the fleet each query once, as the adapter would; those that come back with a series count as answered. */
async function answeredBy(
  fleet: Fleet,
  queries: readonly JsonObject[],
  { application, release }: { readonly application: string; readonly release: string },
): Promise<ReadonlySet<string>> {
  const adapter = metricById('prometheus');
  const scope = { application, release, channel: 'stable', platform: 'web' };
  const answered = new Set<string>();
  for (const query of queries) {
    const parsed = adapter.query.safeParse(query);
    if (!parsed.success) continue;
    const resolved = adapter.resolve(parsed.data, scope);
    const asked = resolved['query'];
    // The fleet's past has a reading every quarter of a minute at most: a long window always holds two of them.
    const wide = typeof asked === 'string' ? asked.replaceAll(/\[\d+(?:ms|s|m|h|d|w)\]/g, '[30m]') : '';
    if (wide !== '' && (await hasSeries(fleet, wide))) answered.add(keyOf(query));
  }
  return answered;
}

async function hasSeries(fleet: Fleet, query: string): Promise<boolean> {
  const url = `http://fleet/prometheus/api/v1/query?query=${encodeURIComponent(query)}`;
  const response = await fleet.fetch(new Request(url));
  if (!response.ok) return false;
  const body: unknown = await response.json();
  const data: unknown = typeof body === 'object' && body !== null ? Reflect.get(body, 'data') : null;
  const result: unknown = typeof data === 'object' && data !== null ? Reflect.get(data, 'result') : null;
  return Array.isArray(result) && result.length > 0;
}
