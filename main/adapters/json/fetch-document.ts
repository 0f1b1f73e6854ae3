import { z } from 'zod';
import { AdapterError } from '../errors.ts';
import type { HttpAnswer, HttpRequest } from '../http/client.ts';
import { problemFrom } from '../http/problem-from.ts';
import { headersOf, type HttpJsonContext } from './settings.ts';

const Document = z.json();
export type Document = z.infer<typeof Document>;

/** A document and the time its numbers are from at the latest, ms: a cached copy is older than its arrival. */
export interface Fetched {
  readonly document: Document;
  readonly text: string;
  readonly receivedAt: number;
}

/** Which document: what is added to the connection's address, what is sent, and how many minutes the time placeholders span. */
export interface DocumentQuery {
  readonly path?: string | undefined;
  readonly body?: string | undefined;
  readonly minutes: number;
}

const timeoutMs = 10_000;

function withTimes(text: string, now: number, minutes: number, encode: (value: string) => string): string {
  const from = now - minutes * 60_000;
  const values: Record<string, string> = {
    from_ms: String(Math.round(from)),
    to_ms: String(now),
    from_iso: new Date(from).toISOString(),
    to_iso: new Date(now).toISOString(),
  };
  return text.replace(/\{\{\s*(from_ms|to_ms|from_iso|to_iso)\s*\}\}/g, (whole: string, name: string) => encode(values[name] ?? whole));
}

function addressOf(base: string, path: string): string {
  if (path === '') return base;
  if (!base.includes('?')) return `${base}${path}`;
  if (path.startsWith('?')) return `${base}&${path.slice(1)}`;
  throw new AdapterError(
    'invalid',
    'The address of this connection has a ? in it, so a plan cannot add a path. Move that part into path in the plan.',
  );
}

function requestOf(context: HttpJsonContext, query: DocumentQuery): HttpRequest {
  const { settings } = context;
  const now = context.now();
  const path = withTimes(query.path ?? '', now, query.minutes, encodeURIComponent);
  const body = withTimes(query.body ?? settings.body ?? '', now, query.minutes, (value) => value);
  const headers = headersOf(settings);
  if (body !== '' && settings.method === 'GET')
    throw new AdapterError('invalid', 'The query has a body, and this connection asks with GET. Set its method to POST in Connections.');
  return {
    method: settings.method,
    url: addressOf(settings.url, path),
    headers: body === '' || 'content-type' in headers ? headers : { ...headers, 'content-type': 'application/json' },
    ...(body === '' ? {} : { body }),
    timeoutMs,
    reads: settings.method === 'GET' || settings.repeatable,
  };
}

/** Asks the source. Throws `AdapterError` with what to correct; a web page instead of JSON is named as such. */
export async function fetchDocument(context: HttpJsonContext, query: DocumentQuery): Promise<Fetched> {
  const answer = await send(context, requestOf(context, query));
  if (answer.status < 200 || answer.status >= 300) {
    throw problemFrom(answer, {
      doing: 'asking the JSON source',
      kind: answer.status === 425 ? 'unavailable' : null,
      said: answer.text.slice(0, 200),
      now: context.now(),
      advice: {
        notFound: 'Check the address in Connections and the path in the plan.',
        permission: 'The credentials lack a right for this address.',
      },
    });
  }
  const age = Number(answer.headers.get('age') ?? 0);
  return { document: documentOf(answer), text: answer.text, receivedAt: context.now() - (age > 0 ? age * 1000 : 0) };
}

/** A question changes nothing, so one without an answer is no unknown outcome, only no answer. */
async function send(context: HttpJsonContext, request: HttpRequest): Promise<HttpAnswer> {
  try {
    return await context.http.send(request);
  } catch (error) {
    if (!(error instanceof AdapterError) || error.kind !== 'unknownOutcome') throw error;
    throw new AdapterError('unavailable', 'The source did not answer. It is asked again at the next poll.', { detail: error.detail });
  }
}

function documentOf(answer: HttpAnswer): Document {
  const start = (answer.conceal?.(answer.text) ?? answer.text).trim().slice(0, 200);
  let value: unknown;
  try {
    value = answer.json();
  } catch {
    const what = start.startsWith('<') ? 'a web page, perhaps a login' : start === '' ? 'nothing' : 'something that is not JSON';
    throw new AdapterError(
      'invalid',
      `The source answered with ${what}. Check its address and credentials.${start === '' ? '' : ` It begins: ${start}`}`,
    );
  }
  return Document.parse(value);
}
