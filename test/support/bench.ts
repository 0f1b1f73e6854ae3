import { afterEach } from 'vitest';
import type { AdapterContext } from '../../main/adapters/context.ts';
import { AdapterError } from '../../main/adapters/errors.ts';
import { createHttpClient } from '../../main/adapters/http/create-client.ts';
import { fetchTransport } from '../../main/adapters/http/fetch-transport.ts';
import type { PlatformAdapter, TargetOf } from '../../main/adapters/platforms/port.ts';
import type { SettingsOf } from '../../main/adapters/settings.ts';
import type { JsonObject } from '../../main/core/model/json.ts';
import type { Ability, Operation, OperationKind } from '../../main/core/model/operation.ts';
import type { PlatformState } from '../../main/core/model/platform-state.ts';
import { serveFleet, type ServedFleet } from '../../main/practice/serve.ts';
import { openFleet, type Client } from '../practice/client.ts';

/** Stands between an adapter and the fleet: passes a request on, answers it itself, or loses either. */
export type Meddler = (request: Request, pass: () => Promise<Response>) => Promise<Response>;

/** A request as it left the adapter. */
export interface Sent {
  readonly method: string;
  readonly path: string;
  readonly headers: Headers;
  readonly body: string;
}

/** A practice fleet behind a real socket, every request noted on its way there. */
export interface Bench extends Client {
  readonly baseUrl: string;
  readonly sent: Sent[];
  /** How long a client waited between tries, ms. */
  readonly waits: number[];
  meddle: Meddler | null;
  /** Settings the fleet hands out for an adapter. */
  settings(adapter: string): JsonObject;
  /** `METHOD path` of everything sent that was no GET, sign-ins left out. */
  writes(): string[];
}

const servers: ServedFleet[] = [];
afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => server.close()));
});

/** A bench that closes at the end of the test. */
export async function openBench(...options: Parameters<typeof openFleet>): Promise<Bench> {
  const { bench, server } = await serveBench(...options);
  servers.push(server);
  return bench;
}

/** A bench for several tests, which has to be closed by hand. */
export async function serveBench(
  ...options: Parameters<typeof openFleet>
): Promise<{ readonly bench: Bench; readonly server: ServedFleet }> {
  const client = openFleet(...options);
  const server = await serveFleet(client.fleet);
  const bench: Bench = Object.assign(client, {
    baseUrl: server.baseUrl,
    sent: [],
    waits: [],
    meddle: null,
    settings: (adapter: string) => settingsOf(client, server.baseUrl, adapter),
    writes: () => bench.sent.filter((one) => one.method !== 'GET' && one.path !== '/oauth/token').map((one) => `${one.method} ${one.path}`),
  });
  return { bench, server };
}

function settingsOf(client: Client, baseUrl: string, adapter: string): JsonObject {
  const found = client.fleet.connections(baseUrl).find((one) => one.adapter === adapter);
  if (found === undefined) throw new Error(`The practice fleet has no connection for ${adapter}.`);
  return found.settings;
}

/** What is in a thrown `AdapterError`; anything else that is thrown fails the test. */
export async function problemOf(work: Promise<unknown>): Promise<AdapterError> {
  try {
    await work;
  } catch (error) {
    if (error instanceof AdapterError) return error;
    throw error;
  }
  throw new Error('Nothing was thrown.');
}

interface Connected<S> {
  readonly id: string;
  readonly settings: SettingsOf<S>;
  hosts(settings: S): readonly string[];
}

/** What an adapter gets from the engine, with every request noted. `more` overrides settings. */
export function contextOf<S>(bench: Bench, adapter: Connected<S>, more: JsonObject = {}): AdapterContext<S> {
  const settings = adapter.settings.schema.parse({ ...bench.settings(adapter.id), ...more });
  const http = createHttpClient({
    hosts: adapter.hosts(settings),
    now: () => bench.now,
    random: () => 0.5,
    async sleep(ms) {
      bench.waits.push(ms);
      await Promise.resolve();
    },
    async transport(request) {
      const copy = request.clone();
      const { pathname, search } = new URL(copy.url);
      bench.sent.push({ method: copy.method, path: pathname + search, headers: copy.headers, body: await copy.text() });
      const pass = (): Promise<Response> => fetchTransport(request);
      return bench.meddle === null ? await pass() : await bench.meddle(request, pass);
    },
  });
  return { http, settings, now: () => bench.now };
}

/** One target of the application that is about to get 2.4.0 after 2.3.0, as the engine drives it. */
export interface Drive<T> {
  readonly target: TargetOf<T>;
  read(): Promise<PlatformState>;
  /** Acts on a state read just before, or on the fence of an older one. */
  act(operation: Operation, fence?: string): Promise<void>;
  /** Acts, reads back and gives what the platform shows then. */
  go(operation: Operation): Promise<PlatformState>;
  reached(operation: Operation): Promise<'yes' | 'partly' | 'no'>;
  ability(op: OperationKind, version?: string): Promise<Ability>;
  describe(operation: Operation): Promise<readonly string[]>;
}

export interface DriveOptions {
  readonly application?: string;
  readonly settings?: JsonObject;
  readonly target?: JsonObject;
}

export function driveOf<S, T>(bench: Bench, adapter: PlatformAdapter<S, T>, options: DriveOptions = {}): Drive<T> {
  const applicationId = options.application ?? 'pryde';
  const found = bench.fleet
    .applications()
    .find((one) => one.id === applicationId)
    ?.targets.find((one) => one.adapter === adapter.id);
  if (found === undefined) throw new Error(`${applicationId} has no target of ${adapter.id}.`);
  const { surface, channel, name, population } = found;
  const settings = adapter.targetSettings.schema.parse({ ...found.settings, ...options.target });
  const target = { id: 'target', applicationId, connectionId: 'connection', surface, channel, name, population, settings };
  const context = contextOf(bench, adapter, options.settings);
  const read = (): Promise<PlatformState> => adapter.read(context, target);
  return {
    target,
    read,
    async act(operation, fence) {
      await adapter.act(context, target, operation, fence ?? (await read()).fence, 'key/1');
    },
    async go(operation) {
      await adapter.act(context, target, operation, (await read()).fence, 'key/1');
      return await read();
    },
    reached: async (operation) => adapter.reached(operation, await read(), target),
    async ability(op, version = '2.4.0') {
      const ability = adapter.abilities(await read(), version, target).find((one) => one.op === op);
      if (ability === undefined) throw new Error(`${adapter.id} says nothing about ${op}.`);
      return ability;
    },
    describe: async (operation) => adapter.describe(operation, await read(), target),
  };
}

/** Lets `count` matching requests reach the fleet and loses their answers. */
export function loseAnswers(matches: (request: Request) => boolean, count = 1): Meddler {
  let left = count;
  return async (request, pass) => {
    if (left === 0 || !matches(request)) return await pass();
    left -= 1;
    await (await pass()).arrayBuffer();
    throw new TypeError('fetch failed', { cause: Object.assign(new Error('reset'), { code: 'ECONNRESET' }) });
  };
}

/** Answers `count` matching requests itself; they never reach the fleet. */
export function answerWith(matches: (request: Request) => boolean, make: () => Response, count = 1): Meddler {
  let left = count;
  return async (request, pass) => {
    if (left === 0 || !matches(request)) return await pass();
    left -= 1;
    return make();
  };
}

/** A request that changes something users get: not a read, not a sign-in, not the opening, checking or giving up of an edit. */
export function isWrite(request: Request): boolean {
  const { pathname } = new URL(request.url);
  if (request.method === 'GET' || pathname === '/oauth/token') return false;
  return !pathname.includes('/androidpublisher/') || pathname.endsWith(':commit');
}
