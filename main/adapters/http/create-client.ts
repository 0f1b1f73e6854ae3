import { AdapterError } from '../errors.ts';
import type { HttpAnswer, HttpClient, HttpRequest } from './client.ts';
import { checkHost } from './hosts.ts';
import { redact } from './redact.ts';
import { rateLimitEnd } from './retry-after.ts';
import type { Transport } from './transport.ts';

export interface HttpOptions {
  readonly transport: Transport;
  /** `host:port` values that may be called. */
  readonly hosts: readonly string[];
  /** Now, ms. */
  readonly now: () => number;
  /** Waits between tries, ms. */
  readonly sleep: (ms: number) => Promise<void>;
  /** 0–1, for jitter. */
  readonly random: () => number;
}

const tries = 4;
const firstWaitMs = 250;
/** A longer wait is the engine's business: it comes back later instead of blocking a poll. */
const longestWaitMs = 3000;
const defaultTimeoutMs = 15_000;
const defaultMaxBytes = 1024 * 1024;
const mostRedirects = 3;
const credentials = ['authorization', 'x-environment-key', 'cookie'];

/** The HTTP client of one connection. */
export function createHttpClient(options: HttpOptions): HttpClient {
  return {
    async send(request) {
      const reads = request.method === 'GET' || request.reads === true;
      for (let attempt = 1; ; attempt += 1) {
        const last = attempt >= tries;
        const outcome = await once(options, request, reads);
        if (outcome instanceof AdapterError) {
          if (!reads || last || outcome.kind !== 'unavailable') throw outcome;
          await options.sleep(waitMs(attempt, options.random));
          continue;
        }
        if (!reads || last || !worthAgain(outcome.status)) return outcome;
        const until = rateLimitEnd(outcome.headers, options.now());
        const wait = until === null ? waitMs(attempt, options.random) : until - options.now();
        if (wait > longestWaitMs) return outcome;
        await options.sleep(Math.max(0, wait));
      }
    },
  };
}

function worthAgain(status: number): boolean {
  return status === 408 || status === 429 || status >= 500;
}

function waitMs(attempt: number, random: () => number): number {
  const ceiling = firstWaitMs * 2 ** (attempt - 1);
  return Math.round(ceiling / 2 + (ceiling / 2) * random());
}

async function once(options: HttpOptions, request: HttpRequest, reads: boolean): Promise<HttpAnswer | AdapterError> {
  const timeoutMs = request.timeoutMs ?? defaultTimeoutMs;
  const signal = AbortSignal.timeout(timeoutMs);
  const url = new URL(request.url);
  checkHost(url, options.hosts);
  try {
    const response = await follow(options, request, url, signal);
    return await answerOf(response, request.maxBytes ?? defaultMaxBytes, url);
  } catch (error) {
    if (error instanceof AdapterError) {
      if (error.kind !== 'unavailable') throw error;
      return error;
    }
    return noAnswer(error, url, reads, signal.aborted ? timeoutMs : null);
  }
}

/** Redirects by hand: never to plain http, never to a foreign host with credentials, and only for reads. */
async function follow(options: HttpOptions, request: HttpRequest, start: URL, signal: AbortSignal): Promise<Response> {
  let url = start;
  const headers = new Headers(request.headers);
  const body = bodyOf(request, headers);
  for (let hops = 0; ; hops += 1) {
    const init = { method: request.method, headers, redirect: 'manual' as const, signal, ...(body === undefined ? {} : { body }) };
    const response = await options.transport(new Request(url, init));
    const location = response.headers.get('location');
    if (response.status < 300 || response.status > 399 || location === null || response.status === 304) return response;
    if (request.method !== 'GET') return response;
    if (hops >= mostRedirects) throw new AdapterError('invalid', `${url.host} redirected more than ${mostRedirects} times.`);
    const next = new URL(location, url);
    if (url.protocol === 'https:' && next.protocol !== 'https:') throw new AdapterError('invalid', `${url.host} redirected to plain http, which is not followed.`);
    if (next.host !== url.host) for (const name of credentials) headers.delete(name);
    else checkHost(next, options.hosts);
    url = next;
  }
}

function bodyOf(request: HttpRequest, headers: Headers): string | Uint8Array<ArrayBuffer> | undefined {
  const { body } = request;
  if (body === undefined) return undefined;
  if (typeof body === 'string') return body;
  if (body instanceof Uint8Array) return new Uint8Array(body);
  if (!headers.has('content-type')) headers.set('content-type', 'application/json');
  return JSON.stringify(body);
}

async function answerOf(response: Response, maxBytes: number, url: URL): Promise<HttpAnswer> {
  const bytes = await limited(response, maxBytes, url);
  const text = new TextDecoder().decode(bytes);
  return {
    status: response.status,
    headers: response.headers,
    bytes,
    text,
    json() {
      try {
        const value: unknown = JSON.parse(text);
        return value;
      } catch (error) {
        throw new AdapterError('invalid', `${url.host} answered ${response.status} with something that is not JSON.`, { detail: redact(text.slice(0, 200)) || String(error) });
      }
    },
  };
}

async function limited(response: Response, maxBytes: number, url: URL): Promise<Uint8Array> {
  if (response.body === null) return new Uint8Array();
  const parts: Uint8Array[] = [];
  let size = 0;
  for await (const part of response.body) {
    size += part.byteLength;
    if (size > maxBytes) throw new AdapterError('invalid', `${url.host} sent more than ${maxBytes} bytes; the answer was cut off.`);
    parts.push(part);
  }
  return Buffer.concat(parts);
}

/** Failures before a connection stands: nothing can have been applied. */
const neverArrived = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH', 'UND_ERR_CONNECT_TIMEOUT', 'CERT_HAS_EXPIRED']);

function codeOf(error: unknown): string {
  for (let one = error; one instanceof Error; one = one.cause) {
    const code: unknown = Reflect.get(one, 'code');
    if (typeof code === 'string') return code;
  }
  return '';
}

function noAnswer(error: unknown, url: URL, reads: boolean, timeoutMs: number | null): AdapterError {
  const code = codeOf(error);
  const detail = redact(`${code} ${error instanceof Error ? error.message : String(error)}`.trim());
  if (neverArrived.has(code)) return new AdapterError('unavailable', `${url.host} cannot be reached. Nothing was sent.`, { detail });
  const what = timeoutMs === null ? `The connection to ${url.host} broke` : `${url.host} did not answer within ${timeoutMs / 1000} s`;
  if (reads) return new AdapterError('unavailable', `${what}.`, { detail });
  return new AdapterError('unknownOutcome', `${what}; the call may or may not have been applied.`, { detail });
}
