import { AdapterError } from '../errors.ts';
import type { HttpAnswer, HttpClient, HttpRequest } from './client.ts';
import { failureOf, isTimeout } from './failure.ts';
import { allowedUrl, credentialsIn, withoutCredentials, type Reach } from './hosts.ts';
import { plainUrl, redact } from './redact.ts';
import { readBody } from './read-body.ts';
import { backoffMs, isPassing, maxTries, maxWaitMs, rateLimitEnd } from './retry.ts';
import type { Transport } from './transport.ts';

export interface HttpClientOptions extends Reach {
  readonly transport: Transport;
  readonly now: () => number;
  readonly sleep: (ms: number) => Promise<void>;
  /** 0 (included) to 1 (excluded). */
  readonly random: () => number;
}

const usualTimeoutMs = 15_000;
const usualMaxBytes = 1024 * 1024;
const maxRedirects = 3;

/** One exchange with everything filled in. */
interface Call {
  readonly method: HttpRequest['method'];
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Uint8Array | null;
  readonly timeoutMs: number;
  readonly maxBytes: number;
  readonly reads: boolean;
}

/**
 * A client that reaches the listed hosts and no other. Reads are tried up to four times within a few seconds; a write is tried once.
 * Throws and answers as `HttpClient` says.
 */
export function createHttpClient(options: HttpClientOptions): HttpClient {
  return {
    async send(request) {
      const call = callOf(request);
      allowedUrl(call.url, options);
      return call.reads ? await read(options, call) : await once(options, call);
    },
  };
}

function callOf(request: HttpRequest): Call {
  const headers: Record<string, string> = { 'user-agent': 'tidegate', accept: 'application/json', ...lowerCase(request.headers ?? {}) };
  const raw = request.body === undefined || typeof request.body === 'string' || request.body instanceof Uint8Array;
  if (!raw) headers['content-type'] ??= 'application/json';
  return {
    method: request.method,
    url: request.url,
    headers,
    body: encoded(request.body),
    timeoutMs: request.timeoutMs ?? usualTimeoutMs,
    maxBytes: request.maxBytes ?? usualMaxBytes,
    reads: request.method === 'GET' || request.reads === true,
  };
}

function lowerCase(headers: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
}

function encoded(body: unknown): string | Uint8Array | null {
  if (body === undefined) return null;
  return typeof body === 'string' || body instanceof Uint8Array ? body : JSON.stringify(body);
}

async function read(options: HttpClientOptions, call: Call): Promise<HttpAnswer> {
  let waitedMs = 0;
  let timeouts = 0;
  for (let next = 2; ; next += 1) {
    const outcome = await attempt(options, call);
    const passing = outcome.ok ? isPassing(outcome.answer.status) : outcome.error.kind === 'unavailable';
    if (!outcome.ok && outcome.timedOut) timeouts += 1;
    const asked = outcome.ok ? rateLimitEnd(outcome.answer.headers, options.now()) : null;
    const waitMs = Math.max(backoffMs(next, options.random), asked === null ? 0 : asked - options.now());
    // A silent host costs a whole timeout each time, so it gets a second chance but not a fourth.
    if (!passing || next > maxTries || timeouts > 1 || waitedMs + waitMs > maxWaitMs) {
      if (outcome.ok) return outcome.answer;
      throw outcome.error;
    }
    await options.sleep(waitMs);
    waitedMs += waitMs;
  }
}

type Outcome =
  | { readonly ok: true; readonly answer: HttpAnswer }
  | { readonly ok: false; readonly error: AdapterError; readonly timedOut: boolean };

async function attempt(options: HttpClientOptions, call: Call): Promise<Outcome> {
  try {
    return { ok: true, answer: await exchange(options, call) };
  } catch (error) {
    return { ok: false, error: failureOf(error, call), timedOut: isTimeout(error) };
  }
}

async function once(options: HttpClientOptions, call: Call): Promise<HttpAnswer> {
  const outcome = await attempt(options, call);
  if (outcome.ok) return outcome.answer;
  throw outcome.error;
}

/** One try: follows redirects by hand, each hop checked like the first. The timeout covers all hops and the body. */
async function exchange(options: HttpClientOptions, call: Call): Promise<HttpAnswer> {
  const signal = AbortSignal.timeout(call.timeoutMs);
  let hop = call;
  for (let hops = 0; ; hops += 1) {
    const response = await options.transport(wireRequest(hop, signal));
    const location = [301, 302, 303, 307, 308].includes(response.status) ? response.headers.get('location') : null;
    if (location === null) return answerOf(hop.url, response, await readBody(response, call.maxBytes), credentialsIn(call.headers));
    // Nobody waits for the rest of a redirect: giving it up may take as long as reading it.
    void response.body?.cancel().catch(() => undefined);
    if (hops === maxRedirects) throw new AdapterError('invalid', `${plainUrl(call.url)} redirects more than ${maxRedirects} times.`);
    hop = redirected(options, hop, response.status, location);
  }
}

function wireRequest(call: Call, signal: AbortSignal): Request {
  const body = call.body instanceof Uint8Array ? new Uint8Array(call.body) : call.body;
  return new Request(call.url, { method: call.method, headers: { ...call.headers }, body, signal, redirect: 'manual' });
}

function redirected(options: HttpClientOptions, hop: Call, status: number, location: string): Call {
  if (!URL.canParse(location, hop.url))
    throw new AdapterError('invalid', `${plainUrl(hop.url)} redirects to an address that cannot be read.`);
  const from = new URL(hop.url);
  const to = allowedUrl(new URL(location, hop.url).href, options);
  if (from.protocol === 'https:' && to.protocol !== 'https:') {
    throw new AdapterError('invalid', `${plainUrl(hop.url)} redirects from https to http, which is not followed.`);
  }
  if (hop.method !== 'GET' && status < 307) {
    const text = `${plainUrl(hop.url)} answered a ${hop.method} with redirect ${status}.`;
    if (hop.reads) throw new AdapterError('invalid', `${text} Use the address it redirects to.`);
    throw new AdapterError('unknownOutcome', `${text} Whether the change was applied is looked up next.`);
  }
  if (to.host === from.host) return { ...hop, url: to.href };
  if (hop.body !== null)
    throw new AdapterError('invalid', `${plainUrl(hop.url)} redirects a ${hop.method} to ${to.host}; its content was not sent there.`);
  return { ...hop, url: to.href, headers: withoutCredentials(hop.headers) };
}

function answerOf(url: string, response: Response, bytes: Uint8Array, secrets: readonly string[]): HttpAnswer {
  let decoded: string | null = null;
  // Only when asked for: an installer is not text, and as long as a disk.
  const text = (): string => (decoded ??= new TextDecoder().decode(bytes));
  return {
    status: response.status,
    headers: response.headers,
    bytes,
    get text() {
      return text();
    },
    json() {
      try {
        const value: unknown = JSON.parse(text());
        return value;
      } catch {
        throw new AdapterError(
          'invalid',
          `${plainUrl(url)} answered ${response.status} with something that is not JSON. Check the address.`,
          {
            detail: redact(text().slice(0, 1000), secrets).slice(0, 200),
          },
        );
      }
    },
    conceal: (words) => redact(words, secrets),
  };
}
