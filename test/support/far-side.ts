import type { AdapterContext } from '../../main/adapters/context.ts';
import { createHttpClient } from '../../main/adapters/http/create-client.ts';
import type { SettingsOf } from '../../main/adapters/settings.ts';
import type { JsonObject } from '../../main/core/model/json.ts';

/** Noon of a Friday, ms. */
export const noon = Date.parse('2026-11-20T12:00:00Z');

/** A request as it arrived on the far side. */
export interface Arrived {
  readonly method: string;
  readonly url: URL;
  readonly headers: Headers;
  readonly body: string;
  /** Fields of a form body. */
  readonly form: URLSearchParams;
}

/** A far side that a test plays: its answers in, everything that arrived out. */
export interface FarSide<S> {
  readonly context: AdapterContext<S>;
  readonly arrived: Arrived[];
  /** How long the client waited between tries, ms. */
  readonly waits: number[];
}

interface Connected<S> {
  readonly settings: SettingsOf<S>;
  hosts(settings: S): readonly string[];
}

/** Opens an adapter's connection to `answer`, through the real HTTP client but without a network. */
export function farSide<S>(
  adapter: Connected<S>,
  settings: JsonObject,
  answer: (arrived: Arrived) => Response | Promise<Response>,
  now: () => number = () => noon,
): FarSide<S> {
  const arrived: Arrived[] = [];
  const waits: number[] = [];
  const parsed = adapter.settings.schema.parse(settings);
  const http = createHttpClient({
    hosts: adapter.hosts(parsed),
    now,
    random: () => 0,
    async sleep(ms) {
      waits.push(ms);
      await Promise.resolve();
    },
    async transport(request) {
      const body = await request.text();
      const one = { method: request.method, url: new URL(request.url), headers: request.headers, body, form: new URLSearchParams(body) };
      arrived.push(one);
      return await answer(one);
    },
  });
  return { context: { http, settings: parsed, now }, arrived, waits };
}

/** The way a connection breaks after the request has left. */
export function brokenConnection(): never {
  throw new TypeError('fetch failed', { cause: Object.assign(new Error('reset'), { code: 'ECONNRESET' }) });
}

/** The way a connection fails before anything was sent. */
export function refusedConnection(): never {
  throw new TypeError('fetch failed', { cause: Object.assign(new Error('refused'), { code: 'ECONNREFUSED' }) });
}
