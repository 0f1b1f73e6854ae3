import { Hono } from 'hono';
import { evaluate, type Value } from './promql/evaluate.ts';
import { parseQuery } from './promql/parse.ts';
import { allSeries, type Labels } from './promql/series.ts';
import { durationMs, QueryProblem } from './promql/tokens.ts';
import type { World } from './state.ts';
import type { FleetContext, FleetEnv } from './writes.ts';

const mostPoints = 11_000;

/** Parameters of the address and, for a form, of the body. A JSON body is not looked at, as in the real server. */
async function parametersOf(c: FleetContext): Promise<URLSearchParams> {
  const parameters = new URL(c.req.url).searchParams;
  const isForm = (c.req.header('content-type') ?? '').includes('application/x-www-form-urlencoded');
  if (c.req.method === 'POST' && isForm) {
    for (const [key, value] of new URLSearchParams(await c.req.text())) parameters.append(key, value);
  }
  return parameters;
}

/** A time in seconds or RFC 3339 as ms. */
function timeOf(name: string, text: string | null, fallback: number | null): number {
  if (text === null || text === '') {
    if (fallback === null) throw new QueryProblem(`invalid parameter "${name}": cannot parse "" to a valid timestamp`);
    return fallback;
  }
  const seconds = Number(text);
  const ms = Number.isFinite(seconds) ? Math.round(seconds * 1000) : Date.parse(text);
  if (Number.isNaN(ms)) throw new QueryProblem(`invalid parameter "${name}": cannot parse ${JSON.stringify(text)} to a valid timestamp`);
  return ms;
}

function stepOf(text: string | null): number {
  const seconds = Number(text ?? Number.NaN);
  const ms = Number.isFinite(seconds) ? seconds * 1000 : /^(?:\d+(?:ms|[smhdwy]))+$/.test(text ?? '') ? durationMs(text ?? '') : Number.NaN;
  if (Number.isNaN(ms)) throw new QueryProblem(`invalid parameter "step": cannot parse ${JSON.stringify(text ?? '')} to a valid duration`);
  if (ms <= 0)
    throw new QueryProblem(
      'invalid parameter "step": zero or negative query resolution step widths are not accepted. Try a positive integer',
    );
  return ms;
}

function textOf(value: number): string {
  if (value === Infinity) return '+Inf';
  if (value === -Infinity) return '-Inf';
  return String(value);
}

function instantJson(value: Value, at: number): unknown {
  if (value.type === 'scalar') return { resultType: 'scalar', result: [at / 1000, textOf(value.value)] };
  return {
    resultType: 'vector',
    result: value.samples.map((sample) => ({ metric: sample.labels, value: [at / 1000, textOf(sample.value)] })),
  };
}

async function query(world: World, c: FleetContext): Promise<unknown> {
  const parameters = await parametersOf(c);
  const expression = parseQuery(parameters.get('query') ?? '');
  const at = timeOf('time', parameters.get('time'), world.now());
  return instantJson(evaluate(expression, allSeries(world.state.history, world.state.groups), at), at);
}

async function queryRange(world: World, c: FleetContext): Promise<unknown> {
  const parameters = await parametersOf(c);
  const start = timeOf('start', parameters.get('start'), null);
  const end = timeOf('end', parameters.get('end'), null);
  const step = stepOf(parameters.get('step'));
  if (end < start) throw new QueryProblem('invalid parameter "end": end timestamp must not be before start time');
  if ((end - start) / step > mostPoints) {
    throw new QueryProblem('exceeded maximum resolution of 11,000 points per timeseries. Try decreasing the query resolution (?step=XX)');
  }
  const expression = parseQuery(parameters.get('query') ?? '');
  const all = allSeries(world.state.history, world.state.groups);
  const rows = new Map<string, { readonly metric: Labels; readonly values: [number, string][] }>();
  for (let at = start; at <= end; at += step) {
    const value = evaluate(expression, all, at);
    const samples = value.type === 'scalar' ? [{ labels: {}, value: value.value }] : value.samples;
    for (const sample of samples) {
      const key = JSON.stringify(sample.labels);
      const row = rows.get(key) ?? { metric: sample.labels, values: [] };
      row.values.push([at / 1000, textOf(sample.value)]);
      rows.set(key, row);
    }
  }
  return { resultType: 'matrix', result: [...rows.values()] };
}

/** The query as it came, once it could be read. */
async function checkedQuery(c: FleetContext): Promise<string> {
  const text = (await parametersOf(c)).get('query') ?? '';
  parseQuery(text);
  return text.trim();
}

function labelValues(world: World, c: FleetContext): readonly string[] {
  const name = c.req.param('name') ?? '';
  const values = allSeries(world.state.history, world.state.groups).flatMap((series) => series.labels[name] ?? []);
  return [...new Set(values)].toSorted();
}

const buildInfo = { version: '3.14.0', revision: 'practice', branch: 'practice', buildUser: 'practice', buildDate: '', goVersion: '' };

/** `/prometheus`: the query API over the fleet's own counters. */
export function prometheusRoutes(world: World): Hono<FleetEnv> {
  const app = new Hono<FleetEnv>();
  app.use('*', async (c, next) => {
    if (!world.state.metricsUp) return c.text('Service Unavailable', 503);
    await next();
    return undefined;
  });
  const answer = (read: (c: FleetContext) => unknown) => async (c: FleetContext) => c.json({ status: 'success', data: await read(c) });
  app.get('/-/ready', (c) => c.text('Prometheus Server is Ready.\n'));
  app.on(
    ['GET', 'POST'],
    '/api/v1/query',
    answer((c) => query(world, c)),
  );
  app.on(
    ['GET', 'POST'],
    '/api/v1/query_range',
    answer((c) => queryRange(world, c)),
  );
  app.on(
    ['GET', 'POST'],
    '/api/v1/format_query',
    answer((c) => checkedQuery(c)),
  );
  app.get(
    '/api/v1/label/:name/values',
    answer((c) => labelValues(world, c)),
  );
  app.get(
    '/api/v1/status/buildinfo',
    answer(() => buildInfo),
  );
  app.onError((error, c) => {
    if (!(error instanceof QueryProblem)) throw error;
    return c.json({ status: 'error', errorType: error.errorType, error: error.message }, error.errorType === 'bad_data' ? 400 : 422);
  });
  return app;
}
