import type { Context, Hono, MiddlewareHandler } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import type { HookReceiver } from '../commands/hooks/receive.ts';
import type { HookRefusal } from '../core/model/hook.ts';
import type { DoorEnv } from './guard.ts';

/** Longest body of a message, bytes: GitHub's longest payload of 64 KB with its description of the repository around it. */
const messageBytes = 256 * 1024;
/** Most requests in a minute that are looked at at all. */
const requestsPerMinute = 6000;
const prefix = '/hooks/';

/** Counts what the guards around this path refuse; they stand before it and know nothing of webhooks. */
export function noteRefusedHooks(hooks: HookReceiver): MiddlewareHandler<DoorEnv> {
  return async (c, next) => {
    const raw = rawPath(c);
    if (!raw.startsWith(prefix) && !c.req.path.startsWith(prefix)) return await next();
    if (raw !== c.req.path) {
      hooks.refused('', 'address', 'A path that leads elsewhere was asked for.');
      return c.json({ ok: false, problem: { code: 'notFound', message: 'There is nothing at this path.' } }, 404);
    }
    await next();
    const guarded: Readonly<Record<number, HookRefusal>> = { 421: 'host', 403: 'origin' };
    const kind = guarded[c.res.status];
    if (kind !== undefined) hooks.refused(addressOf(c), kind, kind === 'host' ? 'Sent to another host name.' : 'Sent by a web page.');
    return undefined;
  };
}

/** `/hooks/ID`: the only path that needs no key. What is posted there counts by its signature alone. */
export function addHookDoor(app: Hono<DoorEnv>, hooks: HookReceiver, now: () => number): void {
  app.use(`${prefix}*`, async (c, next) => (hooks.open() ? await next() : await c.notFound()));
  app.use(`${prefix}*`, capGuard(hooks, now));
  app.use(`${prefix}*`, shapeGuard(hooks));
  const says = `The body is larger than ${messageBytes} bytes.`;
  app.use(`${prefix}*`, bodyLimit({ maxSize: messageBytes, onError: (c) => refuse(c, hooks, 413, 'size', says) }));
  app.post(`${prefix}:address`, (c) => take(c, hooks));
}

/** Path as it was sent, where the server tells: the address parser has already followed `..` in the other one. */
function rawPath(c: Context): string {
  const incoming: unknown = Reflect.get(Object(c.env), 'incoming');
  const url: unknown = typeof incoming === 'object' && incoming !== null ? Reflect.get(incoming, 'url') : null;
  return typeof url === 'string' ? (url.split('?', 1)[0] ?? '') : c.req.path;
}

function addressOf(c: Context): string {
  return c.req.path.slice(prefix.length).slice(0, 100);
}

function refuse(c: Context, hooks: HookReceiver, status: 404 | 405 | 413 | 415 | 429, kind: HookRefusal, says: string): Response {
  hooks.refused(addressOf(c), kind, says);
  return c.json({ ok: false, problem: { code: 'refused', message: `${says} Nothing was done.` } }, status);
}

/** However many knock, looking at them must not slow the console down. */
function capGuard(hooks: HookReceiver, now: () => number): MiddlewareHandler<DoorEnv> {
  let windowStart = 0;
  let count = 0;
  return async (c, next) => {
    if (now() - windowStart >= 60_000) [windowStart, count] = [now(), 0];
    count += 1;
    if (count <= requestsPerMinute) return await next();
    c.header('Retry-After', '60');
    return refuse(c, hooks, 429, 'flood', 'Too many requests; wait a minute.');
  };
}

function shapeGuard(hooks: HookReceiver): MiddlewareHandler<DoorEnv> {
  return async (c, next) => {
    if (!/^[a-z0-9_]{1,64}$/.test(addressOf(c))) return refuse(c, hooks, 404, 'address', 'There is no webhook at this address.');
    if (c.req.method !== 'POST') {
      c.header('Allow', 'POST');
      return refuse(c, hooks, 405, 'method', 'A webhook is called with POST.');
    }
    const type = (c.req.header('content-type') ?? '').split(';', 1)[0]?.trim().toLowerCase();
    if (type !== 'application/json') return refuse(c, hooks, 415, 'type', 'Send the content type application/json.');
    return await next();
  };
}

async function take(c: Context<DoorEnv>, hooks: HookReceiver): Promise<Response> {
  const answer = await hooks.take({ address: c.req.param('address') ?? '', headers: c.req.header(), body: await c.req.text() });
  if (answer.key !== null) c.header('Idempotency-Status', answer.key);
  if (answer.retryAfterS !== null) c.header('Retry-After', String(answer.retryAfterS));
  return c.json(answer.body, answer.status);
}
