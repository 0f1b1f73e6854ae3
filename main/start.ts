import { mkdirSync } from 'node:fs';
import { monotonicFactory } from 'ulid';
import { adapterRows } from './adapter-rows.ts';
import { createHttpClient } from './adapters/http/create-client.ts';
import type { Transport } from './adapters/http/transport.ts';
import type { ConsoleDoor } from './commands/index.ts';
import { dispatch } from './commands/dispatch.ts';
import { createHookReceiver, type HookReceiver } from './commands/hooks/receive.ts';
import { createNextSteps, type NextSteps } from './commands/next-steps.ts';
import { createPushHub } from './commands/pushes.ts';
import { settingsOf } from './commands/settings.ts';
import type { DrillHost, PracticeHost, Vault, World } from './commands/world.ts';
import type { PlainPush } from './contract/events.ts';
import type { Settings } from './contract/system.ts';
import { mayActAs, type Role } from './core/model/actor.ts';
import type { Notice } from './core/model/notice.ts';
import { createDesk } from './engine/desk.ts';
import type { Clock, EngineDeps, Hint, Log } from './engine/deps.ts';
import { createEngine, type Engine } from './engine/index.ts';
import { createIngest } from './engine/ingest.ts';
import { idempotencyCounters } from './store/idempotency.ts';
import { inRecovery } from './store/recovery-state.ts';
import { openWorkspace } from './open-workspace.ts';
import { ownWorkspace, stillOurs } from './own-workspace.ts';
import type { Store } from './store/open.ts';
import { getSetting } from './store/settings.ts';
import { startReadWorker, type ReadClient } from './store/read-client.ts';
import { swapStore, WorkspaceLost } from './swap-store.ts';

/** What an entry provides: the outside world, injected. */
export interface StartOptions {
  readonly folder: string;
  readonly clock: Clock;
  /** Waits between tries inside one network call: real time, even where the clock is simulated. */
  readonly pause: (ms: number) => Promise<void>;
  readonly random: () => number;
  readonly transport: Transport;
  readonly vault: Vault;
  readonly log: Log;
  readonly version: string;
  readonly presetFolder: string;
  readonly readWorkerUrl: URL;
  readonly openedAs: Role;
  readonly defaultActor: string;
  readonly showNotice: (notice: Notice, rolloutId: string, settings: Settings) => void;
  readonly settingsChanged: (settings: Settings) => void;
  /** No database could be opened after a restore, or another process has the workspace: nothing is watched any more, so the process ends with these words. */
  readonly lost?: (error: Error) => void;
  /** Hears every change, besides the screens. */
  readonly heard?: (hint: Hint) => void;
  /** A damaged database is salvaged and opened in recovery, where a person decides; left out where nobody could. */
  readonly recovers?: boolean;
  /** Makes the practice fleet's host for this workspace; null where none may run. */
  readonly practice: ((world: () => World) => PracticeHost) | null;
  /** Makes what plays fire drills beside this console; left out where nobody could take part. `tell` hands their pushes to the screens. */
  readonly drills?: (world: () => World, tell: (push: PlainPush) => void) => DrillHost;
}

export interface Running {
  readonly door: ConsoleDoor;
  readonly engine: Engine;
  readonly world: World;
  readonly store: () => Store;
  stop(): Promise<void>;
}

/** Composition root: store + adapters + engine + commands. The engine does not run until `engine.start()`. */
export async function start(options: StartOptions): Promise<Running> {
  mkdirSync(options.folder, { recursive: true });
  const lock = ownWorkspace(options.folder);
  const may = stillOurs(options.folder, lock, (error) => options.lost?.(error));
  try {
    return await compose({ ...options, may }, () => lock.release());
  } catch (error) {
    lock.release();
    throw error;
  }
}

/** `may` is asked before each change and throws once another process has the workspace. */
interface OwnedOptions extends StartOptions {
  readonly may: () => void;
}

interface Held {
  store: Store;
  heavy: ReadClient;
}

/** `met` says what damage somebody has met in the database while it was open. */
async function openHeld(options: OwnedOptions, met?: string): Promise<Held> {
  const store = await openWorkspace(options, met === undefined ? undefined : { thorough: true, met });
  return { store, heavy: startReadWorker(store.file, options.readWorkerUrl) };
}

async function closeHeld(held: Held): Promise<void> {
  await held.heavy.close();
  held.store.close();
}

async function compose(options: OwnedOptions, unlock: () => void): Promise<Running> {
  const held = await openHeld(options);
  const hub = createPushHub(options.clock);
  const deps = engineDeps(options, held, (hint) => {
    hub.hint(hint);
    options.heard?.(hint);
  });
  const ingest = createIngest(deps);
  const nextSteps = createNextSteps(() => world);
  const engine = createEngine(deps, { beforeTurn: () => beforeTurn(options, ingest), afterTurn: () => afterTurn(nextSteps, hooks) });
  const world: World = {
    deps,
    engine,
    nextSteps,
    heavy: { call: (name, input, watching) => held.heavy.call(name, input, watching), close: () => held.heavy.close() },
    vault: options.vault,
    practice: options.practice === null ? null : options.practice(() => world),
    drills: drillsOf(options, () => world, hub),
    version: options.version,
    folder: options.folder,
    presetFolder: options.presetFolder,
    openedAs: options.openedAs,
    defaultActor: options.defaultActor,
    adapters: () => adapterRows(),
    restore: (file) => restoreAll(options, held, world, file),
    settingsChanged: options.settingsChanged,
  };
  const hooks = createHookReceiver(world);
  hub.attach(world, () => localActor(world, options.openedAs, undefined));
  watchDamage(options, held, world);
  return {
    engine,
    world,
    store: () => held.store,
    door: doorOf(world, hub, ingest, hooks),
    stop: async () => await stopAll(engine, hooks, ingest, held).finally(unlock),
  };
}

function drillsOf(options: StartOptions, world: () => World, hub: ReturnType<typeof createPushHub>): World['drills'] {
  return options.drills?.(world, (push) => hub.carry([{ table: 'drill', push }])) ?? null;
}

/** The engine says when it meets damage, again and again: one look at a time, and none where a person is deciding already. */
function watchDamage(options: OwnedOptions, held: Held, { deps, engine }: World): void {
  if (options.recovers !== true) return;
  let looking = false;
  deps.damaged = (words) => {
    if (looking || isDecided(held.store)) return;
    looking = true;
    void reopenDamaged(options, held, engine, deps, words).finally(() => {
      looking = false;
    });
  };
}

/** Whether recovery was entered already; a database too damaged to tell was not looked into yet. */
function isDecided(store: Store): boolean {
  try {
    return inRecovery(store.reader);
  } catch {
    return false;
  }
}

/** Damage that was met while the console runs: it closes the database and opens it again, which brings it into recovery. */
async function reopenDamaged(options: OwnedOptions, held: Held, engine: Engine, deps: EngineDeps, words: string): Promise<void> {
  try {
    await engine.stop();
    await closeHeld(held);
    Object.assign(held, await openHeld(options, words));
    engine.latest.clear();
    engine.start();
    deps.changed({ table: 'reload', what: 'everything' });
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    options.lost?.(new WorkspaceLost(`The database was damaged while Tidegate ran, and could not be opened again: ${why}`));
  }
}

async function stopAll(engine: Engine, hooks: HookReceiver, ingest: ReturnType<typeof createIngest>, held: Held): Promise<void> {
  await engine.stop();
  hooks.tally.flush(true);
  await letGo(ingest, held);
}

/** The store closes even when the last events could not be kept. */
async function letGo(ingest: ReturnType<typeof createIngest>, held: Held): Promise<void> {
  try {
    ingest.flush(true);
  } finally {
    await closeHeld(held);
  }
}

function engineDeps(options: OwnedOptions, held: Held, changed: EngineDeps['changed']): EngineDeps {
  const { clock, random } = options;
  const ulid = monotonicFactory(random);
  // The last look before anything leaves: no read goes on to a write once another process has the workspace.
  const transport: Transport = async (request) => {
    if (request.method !== 'GET') options.may();
    return await options.transport(request);
  };
  const http = (hosts: readonly string[]): ReturnType<typeof createHttpClient> =>
    createHttpClient({ transport, hosts, now: clock.now, sleep: options.pause, random });
  const deps: EngineDeps = {
    get store() {
      return held.store;
    },
    desk: createDesk({ secrets: options.vault, now: clock.now, http }),
    clock,
    random,
    newId: (prefix) => `${prefix}_${ulid(clock.now()).toLowerCase()}`,
    log: options.log,
    keys: new Map(),
    changed,
    showNotice: (notice, rolloutId) => {
      options.showNotice(notice, rolloutId, settingsOf({ deps, openedAs: options.openedAs, defaultActor: options.defaultActor }));
    },
  };
  return deps;
}

/** A backup of a practice workspace meets a fleet on other addresses: they are corrected. */
async function restoreAll(options: OwnedOptions, held: Held, world: World, file: string): Promise<string> {
  options.may();
  const replaced = await restoreInto(options, held, world.engine, file, world.deps);
  if (getSetting(held.store.reader, 'mode') === 'practice') await world.practice?.setUp();
  return replaced;
}

/** Stops everything, puts a backup in place and goes on with it. The replaced database is kept. */
async function restoreInto(options: OwnedOptions, held: Held, engine: Engine, file: string, deps: EngineDeps): Promise<string> {
  try {
    return await swapStore({
      folder: options.folder,
      file,
      now: options.clock.now(),
      async close() {
        await engine.stop();
        await closeHeld(held);
        engine.latest.clear();
        deps.keys.clear();
      },
      async open() {
        Object.assign(held, await openHeld(options));
        try {
          engine.start();
        } catch (error) {
          await closeHeld(held);
          throw error;
        }
        deps.changed({ table: 'reload', what: 'everything' });
      },
    });
  } catch (error) {
    if (error instanceof WorkspaceLost) options.lost?.(error);
    throw error;
  }
}

/** The person at this console: name and role from Settings, never above the right the door was opened with. */
function localActor(world: World, role: Role, name: string | undefined): { kind: 'person' | 'program'; name: string; role: Role } {
  const settings = settingsOf(world);
  const allowed = mayActAs(role, settings.role) ? settings.role : role;
  return { kind: 'person', name: name ?? settings.actorName, role: allowed };
}

/** A turn that changes nothing asks as well: a console that lost its workspace must not look like one that watches. */
function beforeTurn(options: OwnedOptions, ingest: ReturnType<typeof createIngest>): void {
  options.may();
  ingest.flush();
}

/** What the engine does beside its work, once per turn. */
async function afterTurn(nextSteps: NextSteps, hooks: HookReceiver): Promise<void> {
  hooks.tally.flush();
  await nextSteps.look();
}

function doorOf(
  world: World,
  hub: ReturnType<typeof createPushHub>,
  ingest: ReturnType<typeof createIngest>,
  hooks: HookReceiver,
): ConsoleDoor {
  return {
    async call(name, input, from, key) {
      const actor = localActor(world, from.role, from.name);
      const kind = from.trigger === 'webhook' ? 'program' : 'person';
      return await dispatch(world, name, input, { actor: { ...actor, kind }, trigger: from.trigger }, key);
    },
    subscribe: (listener) => hub.subscribe(listener),
    seq: () => hub.seq(),
    intake: (batch) => ingest.take(batch),
    hooks,
    idempotency: () => idempotencyCounters(world.deps.store.reader),
  };
}
