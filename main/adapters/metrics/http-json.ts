import { JSONPathEnvironment, JSONPathError, type JSONValue } from 'json-p3';
import { z } from 'zod';
import type { JsonObject } from '../../core/model/json.ts';
import type { Reading } from '../../core/model/reading.ts';
import type { AdapterContext } from '../context.ts';
import { AdapterError } from '../errors.ts';
import { problemFrom } from '../http/problem-from.ts';
import { BaseUrl, field, Optional } from '../settings-kit.ts';
import { testLines } from '../test-lines.ts';
import { fillIn } from './placeholders.ts';
import type { MetricAdapter } from './port.ts';

export interface HttpJsonSettings {
  readonly url: string;
  readonly token?: string | undefined;
  readonly user?: string | undefined;
  readonly password?: string | undefined;
}

const Query = z.strictObject({
  /** Added to the connection's address. */
  path: z.string().default(''),
  /** JSONPath of the rows, when one answer holds several series. */
  items: z.string().optional(),
  value: z.string().min(1),
  samples: z.string().optional(),
  ts: z.string().optional(),
  release: z.string().optional(),
  channel: z.string().optional(),
  platform: z.string().optional(),
  scale: z.number().default(1),
});
type Query = z.infer<typeof Query>;
type Context = AdapterContext<HttpJsonSettings>;

const paths = new JSONPathEnvironment();

function select(document: JSONValue, path: string): JSONValue[] {
  try {
    return paths.query(path, document).values();
  } catch (error) {
    if (error instanceof JSONPathError) throw new AdapterError('invalid', `The JSONPath ${path} is not valid: ${error.message}. Correct it in the plan.`);
    throw error;
  }
}

/** The one value a path points at; undefined when there is none. Several are a mistake, never a choice. */
function single(document: JSONValue, path: string): JSONValue | undefined {
  const found = select(document, path);
  if (found.length > 1) throw new AdapterError('invalid', `The JSONPath ${path} finds ${found.length} values. Name the rows with items, or narrow the path.`);
  return found[0];
}

/** Null and nothing are no data; anything else must be one finite number, or text that is fully one. */
function numberAt(document: JSONValue, path: string): number | null {
  const found = single(document, path);
  if (found === undefined || found === null) return null;
  const value = typeof found === 'string' && found.trim() !== '' ? Number(found) : found;
  if (typeof value === 'number' && Number.isFinite(value)) return value;
  throw new AdapterError('invalid', `The JSONPath ${path} does not find a number.`, { detail: JSON.stringify(document).slice(0, 200) });
}

function labelAt(document: JSONValue, path: string | undefined): string {
  if (path === undefined) return '*';
  const found = single(document, path);
  return found === undefined || found === null ? '*' : String(found);
}

/** A time in s, ms, µs or ns by its size, or ISO 8601 with a zone, as ms. */
function timeAt(document: JSONValue, path: string | undefined, received: number): number {
  if (path === undefined) return received;
  const found = single(document, path);
  if (typeof found === 'string' && /(Z|[+-]\d{2}:?\d{2})$/.test(found)) return Date.parse(found);
  const value = Number(found);
  if (!Number.isFinite(value) || value <= 0) throw new AdapterError('invalid', `The JSONPath ${path} does not find a time: a number, or ISO 8601 with a zone.`);
  if (value < 1e11) return Math.round(value * 1000);
  if (value < 1e14) return Math.round(value);
  return Math.round(value < 1e17 ? value / 1e3 : value / 1e6);
}

function readingOf(row: JSONValue, document: JSONValue, query: Query, received: number): Reading[] {
  const value = numberAt(row, query.value);
  if (value === null) return [];
  const time = query.ts !== undefined && select(row, query.ts).length > 0 ? row : document;
  return [
    {
      labels: { release: labelAt(row, query.release), channel: labelAt(row, query.channel), platform: labelAt(row, query.platform) },
      ts: timeAt(time, query.ts, received),
      value: value * query.scale,
      samples: query.samples === undefined ? null : numberAt(row, query.samples),
    },
  ];
}

function headersOf(settings: HttpJsonSettings): Record<string, string> {
  if (settings.token) return { authorization: `Bearer ${settings.token}` };
  if (!settings.user) return {};
  return { authorization: `Basic ${Buffer.from(`${settings.user}:${settings.password ?? ''}`).toString('base64')}` };
}

/** The query without the parts that were left out, so that it hashes alike however it was written. */
function defined(query: Query): Record<string, string | number> {
  return Object.fromEntries(Object.entries(query).filter((entry): entry is [string, string | number] => entry[1] !== undefined));
}

async function fetchDocument(context: Context, path: string): Promise<JSONValue> {
  const answer = await context.http.send({ method: 'GET', url: `${context.settings.url}${path}`, headers: headersOf(context.settings) });
  if (answer.status >= 300) throw problemFrom(answer, { doing: 'asking the JSON source', now: context.now(), advice: { notFound: 'Check the address in Connections and the path in the plan.' } });
  if (/^\s*</.test(answer.text)) throw new AdapterError('invalid', 'The source answered with a web page, perhaps a login. Check its address and credentials.', { detail: answer.text.slice(0, 200) });
  return answer.json() as JSONValue;
}

/** Anything that answers with JSON: one address, JSONPath (RFC 9535) for the numbers and labels. */
export const httpJson = {
  id: 'http-json',
  label: 'HTTP JSON',
  settings: {
    fields: [
      field('url', 'Address', 'Plans may add a path to it.', { kind: 'url', placeholder: 'https://metrics.example.com' }),
      field('token', 'Bearer token', 'A read-only token made for Tidegate.', { kind: 'secret', required: false }),
      field('user', 'User', 'For basic authentication.', { required: false }),
      field('password', 'Password', 'For basic authentication.', { kind: 'secret', required: false }),
    ],
    schema: z.object({ url: BaseUrl, token: Optional, user: Optional, password: Optional }),
  },
  query: Query,
  hosts: (settings) => [new URL(settings.url).host],
  test: async (context) => await testLines([['Address', async () => void (await fetchDocument(context, '')), 'The source answers with JSON.']]),
  resolve: (query, scope): JsonObject => ({ ...defined(query), path: fillIn(query.path, scope, encodeURIComponent) }),
  async read(context, resolved) {
    const query = Query.parse(resolved);
    const document = await fetchDocument(context, query.path);
    const rows = query.items === undefined ? [document] : select(document, query.items).flatMap((found) => (Array.isArray(found) ? found : [found]));
    return rows.flatMap((row) => readingOf(row, document, query, context.now()));
  },
  history: async () => await Promise.resolve(null),
} satisfies MetricAdapter<HttpJsonSettings, Query>;
