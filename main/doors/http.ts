import { serveStatic } from '@hono/node-server/serve-static';
import { type Context, Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { setCookie } from 'hono/cookie';
import { secureHeaders } from 'hono/secure-headers';
import { streamSSE } from 'hono/streaming';
import type { CallProblem, CallResult } from '../contract/bridge.ts';
import type { ConsoleDoor } from '../commands/index.ts';
import { batchExample } from '../contract/intake.ts';
import { keyOf, sayKey } from './call-key.ts';
import { jsonOf } from './json-body.ts';
import { type DoorEnv, hostGuard, keyGuard, rateGuard, sessionCookie } from './guard.ts';
import { addHookDoor, noteRefusedHooks } from './hooks.ts';
import type { KeyRing } from './keys.ts';

const statusOf = {
  input: 400,
  role: 403,
  notFound: 404,
  conflict: 409,
  refused: 422,
  offline: 503,
  internal: 500,
} as const satisfies Record<CallProblem['code'], number>;

/** Largest body of a call, and of a batch of events, bytes. */
const callBytes = 1024 * 1024;
const requestsPerMinute = 1200;
/** A comment this often keeps proxies from closing a quiet stream, ms. */
const heartbeatMs = 15_000;

export interface HttpDoorOptions {
  readonly door: ConsoleDoor;
  readonly keys: KeyRing;
  /** `host:port` values that may stand in the Host header. */
  readonly hosts: () => readonly string[];
  readonly rendererFolder: string;
  readonly now: () => number;
}

/** The HTTP door: the same calls as the window, for a browser, the CLI and programs. */
export function createHttpDoor(options: HttpDoorOptions): Hono<DoorEnv> {
  const app = new Hono<DoorEnv>();
  app.use(secureHeaders({ contentSecurityPolicy: policy, xFrameOptions: 'DENY', referrerPolicy: 'no-referrer' }));
  app.use(noteRefusedHooks(options.door.hooks));
  app.use(hostGuard(options.hosts));
  addHookDoor(app, options.door.hooks);
  app.get('/api/health', (c) => c.json({ ok: true }));
  app.use('/api/*', rateGuard(options.keys, requestsPerMinute, options.now));
  app.get('/login', (c) => login(c, options.keys));
  app.use('/api/*', keyGuard(options.keys));
  app.use('/api/*', bodyLimit({ maxSize: callBytes, onError: (c) => c.json(tooLarge, 413) }));
  app.post('/api/intake', (c) => takeEvents(c, options.door));
  app.use('/api/*', async (c, next) => (c.get('pass').intakeOnly ? c.json(onlyIntake, 403) : await next()));
  app.post('/api/call/:name', (c) => answerCall(c, options.door));
  app.get('/api/idempotency', (c) => c.json(options.door.idempotency()));
  app.get('/api/events', (c) => streamEvents(c, options.door));
  app.post('/api/link', (c) =>
    c.json({ path: `/login?token=${options.keys.issue({ role: c.get('pass').role, trigger: 'manual', intakeOnly: false }, true)}` }),
  );
  app.use('/*', serveStatic({ root: options.rendererFolder }));
  app.notFound((c) => c.json({ ok: false, problem: { code: 'notFound', message: `There is nothing at ${c.req.path}.` } }, 404));
  app.onError((error, c) =>
    c.json({ ok: false, problem: { code: 'internal', message: `The console could not answer: ${error.message}` } }, 500),
  );
  return app;
}

type DoorContext = Context<DoorEnv>;

const policy = {
  defaultSrc: ["'self'"],
  styleSrc: ["'self'", "'unsafe-inline'"],
  imgSrc: ["'self'", 'data:'],
  objectSrc: ["'none'"],
  frameAncestors: ["'none'"],
  baseUri: ["'none'"],
};

const tooLarge: CallResult<never> = {
  ok: false,
  problem: { code: 'input', message: `The body is larger than ${callBytes} bytes. Send less at once.` },
};
const onlyIntake: CallResult<never> = {
  ok: false,
  problem: { code: 'role', message: 'This key only takes events; it cannot call the console.' },
};

function login(c: DoorContext, keys: KeyRing): Response {
  const pass = keys.spend(c.req.query('token') ?? '');
  if (pass === null)
    return c.text('This link was used already or is not from this console. Run `npm run tidegate -- open` for a new one.', 401);
  setCookie(c, sessionCookie, keys.issue(pass, false), { httpOnly: true, sameSite: 'Strict', path: '/' });
  return c.redirect('/');
}

async function answerCall(c: DoorContext, door: ConsoleDoor): Promise<Response> {
  const read = jsonOf(await c.req.text());
  if (!read.ok) {
    const message = `The body is not JSON${read.where}. Send {"input": {…}}.`;
    return c.json({ ok: false, problem: { code: 'input', message } }, 400);
  }
  const body = read.value;
  if (typeof body !== 'object' || body === null) {
    return c.json({ ok: false, problem: { code: 'input', message: 'The body must be JSON like {"input": {…}}.' } }, 400);
  }
  const pass = c.get('pass');
  const given = keyOf(c);
  if ('problem' in given) return c.json({ ok: false, problem: { code: 'input', message: given.problem } }, 400);
  const [name, { key }] = [c.req.param('name') ?? '', given];
  const result = await door.call(name, Reflect.get(body, 'input'), { role: pass.role, trigger: pass.trigger }, key);
  if (key !== null) sayKey(c, name, key, result);
  return c.json(result, result.ok ? 200 : statusOf[result.problem.code]);
}

async function takeEvents(c: DoorContext, door: ConsoleDoor): Promise<Response> {
  const read = jsonOf(await c.req.text());
  if (!read.ok) {
    const message = `Nothing was taken. The body is not JSON${read.where}. ${batchExample}`;
    return c.json({ ok: false, message, errors: [{ index: -1, message }] }, 400);
  }
  const answer = door.intake(read.value);
  return c.json(answer, answer.ok ? 202 : 400);
}

function streamEvents(c: DoorContext, door: ConsoleDoor): Response {
  return streamSSE(c, async (stream) => {
    const unsubscribe = door.subscribe((push) => void stream.writeSSE({ id: String(push.seq), data: JSON.stringify(push) }));
    stream.onAbort(unsubscribe);
    await stream.write(`: connected at ${door.seq()}\n\n`);
    while (!stream.aborted && !stream.closed) {
      await stream.sleep(heartbeatMs);
      await stream.write(': still here\n\n');
    }
    unsubscribe();
  });
}
