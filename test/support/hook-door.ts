import { createHmac } from 'node:crypto';
import { request } from 'node:http';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import type { ConsoleDoor } from '../../main/commands/index.ts';
import { createHookReceiver } from '../../main/commands/hooks/receive.ts';
import { signStandard } from '../../main/adapters/http/standard-webhook.ts';
import { createKeyRing } from '../../main/doors/keys.ts';
import { createHttpDoor } from '../../main/doors/http.ts';
import { listen } from '../../main/doors/serve.ts';
import type { HookShape } from '../../main/core/model/hook.ts';
import { listDecisions } from '../../main/store/decisions.ts';
import { openWorld, type TestWorld } from './engine/world.ts';
import { runningRollout } from './engine/bench.ts';

export interface Answered {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly text: string;
}

export interface Sent {
  readonly path?: string;
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Buffer;
}

/** A console's real HTTP door on loopback over a test world, with release 2.0.0 of pryde rolling out on web. */
export interface HookDoor {
  readonly bench: TestWorld;
  readonly url: string;
  /** Answers a request without the network between: for floods. */
  ask(sent: Sent): Promise<number>;
  /** Makes a webhook and answers its path and secret. */
  create(shape: HookShape, name?: string): Promise<{ readonly id: string; readonly path: string; readonly secret: string }>;
  send(sent: Sent): Promise<Answered>;
  /** Sends bytes as they are and answers what came back. */
  raw(bytes: string): Promise<string>;
  /** Ids of the decisions that a program made. */
  acted(): string[];
  /** How often a kind of refusal was counted. */
  refusals(): Promise<Record<string, number>>;
  logged(): readonly string[];
  close(): Promise<void>;
}

/** Opens the door; `withHook` false leaves it without any webhook. */
export async function openHookDoor(): Promise<HookDoor> {
  const bench = await openWorld();
  const logged: string[] = [];
  const keep = (fields: object, message: string): void => void logged.push(`${JSON.stringify(fields)} ${message}`);
  const world = { ...bench.world, deps: { ...bench.world.deps, log: { info: () => undefined, warn: keep, error: keep } } };
  const rollout = await runningRollout(bench);
  const hooks = createHookReceiver(world);
  const door: ConsoleDoor = {
    call: async () => await Promise.reject(new Error('No call belongs here.')),
    subscribe: () => () => undefined,
    seq: () => 0,
    intake: () => ({ ok: true, accepted: 0, dropped: 0 }),
    hooks,
    idempotency: () => ({ created: 0, replayed: 0, conflict: 0, stored: 0 }),
  };
  const behind = { door, keys: createKeyRing(), rendererFolder: tmpdir(), now: bench.clock.now };
  const app = createHttpDoor({ ...behind, hosts: () => ['localhost'] });
  const listening = await listen({
    ...behind,
    port: 0,
    host: '127.0.0.1',
    names: [],
  });
  const target = new URL(listening.url);
  return {
    bench,
    url: listening.url,
    async ask({ path = '/', method = 'POST', headers = {}, body }) {
      const all = { host: 'localhost', 'content-type': 'application/json', ...headers };
      return (await app.request(path, { method, headers: all, ...(body === undefined ? {} : { body: String(body) }) })).status;
    },
    async create(shape, name = `ci-${shape}`) {
      const { hook, secret } = await bench.ask('hooks.create', { name, applicationId: 'pryde', shape });
      return { id: hook.id, path: hook.path, secret: secret ?? '' };
    },
    send: async (sent) => await send(target, sent),
    raw: async (bytes) => await sendRaw(Number(target.port), bytes),
    acted: () =>
      listDecisions(bench.store.reader, { rolloutId: rollout.id, limit: 100 })
        .filter((decision) => decision.actor.kind === 'program')
        .map((decision) => decision.id),
    async refusals() {
      hooks.tally.flush(true);
      const { hooks: rows, elsewhere } = await bench.ask('hooks.list', {});
      const all = [...rows.flatMap((row) => row.refusals), ...elsewhere];
      return Object.fromEntries(all.map(({ kind, count }) => [kind, count]));
    },
    logged: () => logged,
    async close() {
      await listening.close();
      await bench.engine.stop();
    },
  };
}

async function send(target: URL, sent: Sent): Promise<Answered> {
  return await new Promise((resolve, reject) => {
    const headers = { 'content-type': 'application/json', ...sent.headers };
    const asked = request(
      { host: target.hostname, port: target.port, path: sent.path ?? '/', method: sent.method ?? 'POST', headers },
      (answer) => {
        const parts: Buffer[] = [];
        answer.on('data', (part: Buffer) => parts.push(part));
        answer.on('end', () => resolve({ status: answer.statusCode ?? 0, headers: answer.headers, text: Buffer.concat(parts).toString() }));
      },
    );
    asked.on('error', reject);
    asked.end(sent.body);
  });
}

async function sendRaw(port: number, bytes: string): Promise<string> {
  return await new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1', () => socket.write(bytes));
    let text = '';
    socket.on('data', (part) => (text += part.toString()));
    socket.on('end', () => resolve(text));
    socket.on('error', reject);
  });
}

/** Body of a GitHub delivery that asks for a rollback. */
export function githubBody(at: number, payload: Record<string, unknown> = {}, more: Record<string, unknown> = {}): string {
  const client_payload = { version: '2.0.0', reason: 'Errors in production', timestamp: new Date(at).toISOString(), application: 'pryde' };
  return JSON.stringify({
    action: 'auto-rollback',
    branch: 'main',
    client_payload: { ...client_payload, ...payload },
    repository: { id: 7, full_name: 'acme/pryde' },
    sender: { login: 'ada' },
    ...more,
  });
}

/** Headers of a GitHub delivery. */
export function githubHeaders(secret: string, body: string, id = 'd-1', more: Record<string, string> = {}): Record<string, string> {
  return {
    'x-github-event': 'repository_dispatch',
    'x-github-delivery': id,
    'x-hub-signature-256': `sha256=${createHmac('sha256', secret).update(body).digest('hex')}`,
    ...more,
  };
}

/** Body of a Standard Webhooks message that asks for a rollback. */
export function standardBody(at: number, data: Record<string, unknown> = {}): string {
  const timestamp = new Date(at).toISOString();
  return JSON.stringify({ type: 'auto-rollback', timestamp, data: { version: '2.0.0', reason: 'Errors in production', ...data } });
}

/** Headers of a Standard Webhooks message signed at `at`, ms. */
export function standardHeaders(secrets: readonly string[], body: string, at: number, id = 'msg_1'): Record<string, string> {
  const seconds = Math.floor(at / 1000);
  return {
    'webhook-id': id,
    'webhook-timestamp': String(seconds),
    'webhook-signature': secrets.map((secret) => signStandard(secret, id, seconds, body)).join(' '),
  };
}
