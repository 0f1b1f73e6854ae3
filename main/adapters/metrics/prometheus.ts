import { z } from 'zod';
import type { JsonObject } from '../../core/model/json.ts';
import type { Reading } from '../../core/model/reading.ts';
import type { AdapterContext } from '../context.ts';
import { AdapterError } from '../errors.ts';
import type { HttpAnswer } from '../http/client.ts';
import { kindOfStatus, problemFrom } from '../http/problem-from.ts';
import { BaseUrl, field, Optional } from '../settings-kit.ts';
import { testLines } from '../test-lines.ts';
import { fillIn } from './placeholders.ts';
import type { MetricAdapter } from './port.ts';
import { Failure, readingsIn, Success, withSamples } from './prometheus/answer.ts';

export interface PrometheusSettings {
  readonly url: string;
  readonly user?: string | undefined;
  readonly password?: string | undefined;
  readonly token?: string | undefined;
}

const Query = z.strictObject({ query: z.string().min(1), samples: z.string().min(1).optional(), scale: z.number().positive().default(1) });
type Query = z.infer<typeof Query>;

type Context = AdapterContext<PrometheusSettings>;

/** A range query answers at most so many points per series. */
const mostPoints = 11_000;

/** Inside a PromQL string a label value may hold anything, so quotes, backslashes and line ends are escaped. */
function escapeLabel(value: string): string {
  return value.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n');
}

function authorization(settings: PrometheusSettings): Record<string, string> {
  if (settings.token) return { authorization: `Bearer ${settings.token}` };
  if (!settings.user) return {};
  return { authorization: `Basic ${Buffer.from(`${settings.user}:${settings.password ?? ''}`).toString('base64')}` };
}

async function post(context: Context, path: string, form: Record<string, string>): Promise<z.infer<typeof Success>> {
  const answer = await context.http.send({
    method: 'POST',
    url: `${context.settings.url}/api/v1/${path}`,
    headers: { ...authorization(context.settings), 'content-type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams(form).toString(),
    reads: true,
    maxBytes: 16 * 1024 * 1024,
  });
  const parsed = Success.safeParse(bodyOf(context, answer));
  if (parsed.success) return parsed.data;
  throw refusal(context, answer);
}

/** The server answers in JSON, always: anything else comes from a proxy or an auth layer in front. */
function bodyOf(context: Context, answer: HttpAnswer): unknown {
  try {
    return answer.json();
  } catch {
    const kind = answer.status < 300 ? 'invalid' : kindOfStatus(answer.status);
    throw problemFrom(answer, { doing: 'asking Prometheus', kind, said: answer.text.slice(0, 200), advice: { invalid: 'That is no answer of Prometheus: check the address, and the proxy in front of it.' }, now: context.now() });
  }
}

function refusal(context: Context, answer: HttpAnswer): AdapterError {
  const failure = Failure.safeParse(answer.json());
  if (!failure.success) return new AdapterError('invalid', 'Prometheus answered in a form that Tidegate does not know.', { detail: answer.text.slice(0, 200) });
  const { errorType, error } = failure.data;
  const kind = errorType === 'timeout' || errorType === 'internal' || errorType === 'canceled' ? 'unavailable' : 'invalid';
  return problemFrom(answer, { doing: 'asking Prometheus', kind, said: `${errorType}: ${error}`, advice: { invalid: 'Correct the query in the plan.' }, now: context.now() });
}

function queryOf(resolved: JsonObject): Query {
  return Query.parse(resolved);
}

async function readNow(context: Context, resolved: JsonObject): Promise<Reading[]> {
  const { query, samples, scale } = queryOf(resolved);
  // Seconds: milliseconds would be accepted too, and answered with nothing.
  const time = (context.now() / 1000).toFixed(3);
  const [values, counts] = await Promise.all([
    post(context, 'query', { query, time }),
    samples === undefined ? Promise.resolve(null) : post(context, 'query', { query: samples, time }),
  ]);
  const readings = readingsIn(values, scale);
  return counts === null ? readings : withSamples(readings, readingsIn(counts, 1));
}

async function readRange(context: Context, resolved: JsonObject, from: number, to: number, stepMs: number): Promise<Reading[]> {
  const { query, samples, scale } = queryOf(resolved);
  // A range that ends in the future repeats the last value.
  const end = Math.min(to, context.now());
  const step = Math.max(stepMs, 1000, (end - from) / mostPoints);
  const form = { start: (from / 1000).toFixed(3), end: (end / 1000).toFixed(3), step: (Math.ceil(step) / 1000).toFixed(3) };
  const [values, counts] = await Promise.all([
    post(context, 'query_range', { query, ...form }),
    samples === undefined ? Promise.resolve(null) : post(context, 'query_range', { query: samples, ...form }),
  ]);
  const readings = readingsIn(values, scale);
  return counts === null ? readings : withSamples(readings, readingsIn(counts, 1));
}

/** Prometheus and what speaks its query API. */
export const prometheus = {
  id: 'prometheus',
  label: 'Prometheus',
  settings: {
    fields: [
      field('url', 'Address', 'Of the server, without /api/v1.', { kind: 'url', placeholder: 'https://prometheus.example.com' }),
      field('token', 'Bearer token', 'When a proxy in front asks for one.', { kind: 'secret', required: false }),
      field('user', 'User', 'For basic authentication.', { required: false }),
      field('password', 'Password', 'For basic authentication.', { kind: 'secret', required: false }),
    ],
    schema: z.object({ url: BaseUrl, token: Optional, user: Optional, password: Optional }),
  },
  query: Query,
  hosts: (settings) => [new URL(settings.url).host],
  test: async (context) =>
    await testLines([['Query', async () => void (await post(context, 'query', { query: 'vector(1)', time: (context.now() / 1000).toFixed(3) })), 'Prometheus answers a query.']]),
  resolve(query, scope): JsonObject {
    const samples = query.samples === undefined ? {} : { samples: fillIn(query.samples, scope, escapeLabel) };
    return { query: fillIn(query.query, scope, escapeLabel), ...samples, scale: query.scale };
  },
  read: readNow,
  history: readRange,
} satisfies MetricAdapter<PrometheusSettings, Query>;
