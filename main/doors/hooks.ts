import type { Context, Hono, MiddlewareHandler } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import type { HookAnswer, HookReceiver } from '../commands/hooks/receive.ts';
import type { HookRefusal } from '../core/model/hook.ts';
import type { DoorEnv } from './guard.ts';

/** Longest body of a message, bytes: GitHub's longest payload of 64 KB with its description of the repository around it. */
const messageBytes = 256 * 1024;
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

/**
 * `/hooks/ID`: the only path that needs no key. What is posted there counts by its signature alone. However much is sent that is not
 * signed, nothing is refused for its number: that would shut the right message out. Instead all that can be told without the body is
 * looked at first, so that junk costs no more than a look at its headers, or one body of bounded length and its hash.
 */
export function addHookDoor(app: Hono<DoorEnv>, hooks: HookReceiver): void {
  app.use(`${prefix}*`, async (c, next) => (hooks.open() ? await next() : await c.notFound()));
  app.use(`${prefix}*`, shapeGuard(hooks));
  app.use(`${prefix}*`, signGuard(hooks));
  const says = `The body is larger than ${messageBytes} bytes.`;
  app.use(`${prefix}*`, bodyLimit({ maxSize: messageBytes, onError: (c) => refuse(c, hooks, 'size', says) }));
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

function refuse(c: Context, hooks: HookReceiver, kind: HookRefusal, says: string): Response {
  return reply(c, hooks.refused(addressOf(c), kind, `${says} Nothing was done.`));
}

function reply(c: Context, answer: HookAnswer): Response {
  if (answer.key !== null) c.header('Idempotency-Status', answer.key);
  if (answer.retryAfterS !== null) c.header('Retry-After', String(answer.retryAfterS));
  return c.json(answer.body, answer.status);
}

/** What lacks a signature of the right form is refused before its body is read. */
function signGuard(hooks: HookReceiver): MiddlewareHandler<DoorEnv> {
  return async (c, next) => {
    const answer = hooks.look({ address: addressOf(c), headers: c.req.header() });
    return answer === null ? await next() : reply(c, answer);
  };
}

function shapeGuard(hooks: HookReceiver): MiddlewareHandler<DoorEnv> {
  return async (c, next) => {
    if (!/^[a-z0-9_]{1,64}$/.test(addressOf(c))) return refuse(c, hooks, 'address', 'There is no webhook at this address.');
    if (c.req.method !== 'POST') {
      c.header('Allow', 'POST');
      return refuse(c, hooks, 'method', 'A webhook is called with POST.');
    }
    const type = (c.req.header('content-type') ?? '').split(';', 1)[0]?.trim().toLowerCase();
    if (type !== 'application/json') return refuse(c, hooks, 'type', 'Send the content type application/json.');
    return await next();
  };
}

async function take(c: Context<DoorEnv>, hooks: HookReceiver): Promise<Response> {
  return reply(c, await hooks.take({ address: c.req.param('address') ?? '', headers: c.req.header(), body: await c.req.text() }));
}
