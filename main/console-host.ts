import { randomBytes } from 'node:crypto';
import { fetchTransport } from './adapters/http/fetch-transport.ts';
import type { Settings } from './contract/system.ts';
import type { Role } from './core/model/actor.ts';
import type { Notice } from './core/model/notice.ts';
import { createKeyRing, type KeyRing } from './doors/keys.ts';
import { type ListeningDoor, listen } from './doors/serve.ts';
import type { Log } from './engine/deps.ts';
import { presetFolder, readWorkerUrl, rendererFolder, tidegateVersion } from './paths.ts';
import { type DrillRoom, openDrillRoom } from './drill-host.ts';
import { embedFleet } from './practice-host.ts';
import { removeAddress, writeAddress } from './console-address.ts';
import { realClock, realRandom, realSleep } from './real-world.ts';
import { type Running, start, type StartOptions } from './start.ts';
import { housekeeping } from './store/housekeeping.ts';
import { StoreError } from './store/open.ts';
import { inRecovery } from './store/recovery-state.ts';
import type { Vault } from './commands/world.ts';

/** A console with its loopback door open: what the window, the headless entry and nobody else runs. */
export interface OpenConsole {
  readonly running: Running;
  readonly keys: KeyRing;
  readonly listening: ListeningDoor;
  /** A fresh one-time address for a browser. */
  link(): string;
  stop(): Promise<void>;
}

export interface ConsoleOptions {
  readonly folder: string;
  readonly vault: Vault;
  readonly log: Log;
  readonly role: Role;
  readonly actor: string;
  readonly port: number;
  readonly host: string;
  readonly names: readonly string[];
  readonly showNotice: (notice: Notice, rolloutId: string, settings: Settings) => void;
  readonly settingsChanged: (settings: Settings) => void;
}

const houseworkEveryMs = 60 * 60_000;
/** The machine's own clock, network and randomness, for the console and for the drills beside it. */
const realOutside = { clock: realClock, pause: realSleep, random: realRandom, transport: fetchTransport, readWorkerUrl: readWorkerUrl() };
const intakeSecret = 'console/intakeKey';

/** Starts everything: store, engine, practice fleet when chosen, and the HTTP door. */
export async function openConsole(options: ConsoleOptions): Promise<OpenConsole> {
  let fleet: ReturnType<typeof embedFleet> | null = null;
  let drills: DrillRoom | null = null;
  const running = await startReal(options, {
    practice: (world) => {
      fleet = embedFleet(world, { now: realClock.now, seed: 1 });
      return fleet.host;
    },
    drills: (world, tell) => {
      drills = openDrillRoom(world, realOutside, tell);
      return drills.host;
    },
  });
  const drillRoom: DrillRoom | null = drills;
  recoverDrills(drillRoom);
  const embedded: ReturnType<typeof embedFleet> | null = fleet;
  await resumeFleet(embedded);
  reportFrom(embedded, running);
  const { keys, listening } = await openDoor(options, running).catch((error: unknown) => giveUp(running, embedded, error));
  running.engine.start();
  const chores = keepHouse(running, options.log);
  async function end(): Promise<void> {
    clearInterval(chores);
    removeAddress(options.folder);
    await listening.close();
    await closeDrills(drillRoom);
    await running.stop();
    await closeFleet(embedded);
  }
  let stopping: Promise<void> | null = null;
  return {
    running,
    keys,
    listening,
    link: () => `${listening.url}/login?token=${keys.issue({ role: options.role, trigger: 'manual', intakeOnly: false }, true)}`,
    // Asked twice when a second signal arrives before the first one is done.
    stop: () => (stopping ??= end()),
  };
}

/** A console without its door is closed again. */
async function giveUp(running: Running, fleet: ReturnType<typeof embedFleet> | null, error: unknown): Promise<never> {
  await running.stop();
  await closeFleet(fleet);
  throw error;
}

/** Store, engine and commands with the real clock, network and randomness. */
async function startReal(options: ConsoleOptions, hosts: Pick<StartOptions, 'practice' | 'drills'>): Promise<Running> {
  return await start({
    ...realOutside,
    folder: options.folder,
    vault: options.vault,
    log: options.log,
    version: tidegateVersion(),
    presetFolder: presetFolder(),
    readWorkerUrl: readWorkerUrl(),
    openedAs: options.role,
    defaultActor: options.actor,
    showNotice: options.showNotice,
    settingsChanged: options.settingsChanged,
    lost: (error) => endWith(options.log, error),
    recovers: true,
    ...hosts,
  });
}

/** Keys and the HTTP door, and the file by which the CLI finds them. */
async function openDoor(options: ConsoleOptions, running: Running): Promise<{ keys: KeyRing; listening: ListeningDoor }> {
  const { folder, role, port, host, names } = options;
  const intakeKey = lastingIntakeKey(options);
  const keys = createKeyRing();
  keys.admit(intakeKey, { role: 'viewer', trigger: 'webhook', intakeOnly: true });
  const key = keys.issue({ role, trigger: 'cli', intakeOnly: false }, false);
  const listening = await listen({ door: running.door, keys, rendererFolder: rendererFolder(), now: realClock.now, port, host, names });
  writeAddress(folder, { url: listening.url, key, intakeKey, pid: process.pid });
  return { keys, listening };
}

async function resumeFleet(fleet: ReturnType<typeof embedFleet> | null): Promise<void> {
  await fleet?.resume();
}

function reportFrom(fleet: ReturnType<typeof embedFleet> | null, running: Running): void {
  fleet?.reportTo((batch) => running.door.intake(batch));
}

function recoverDrills(drills: DrillRoom | null): void {
  drills?.recover();
}

async function closeDrills(drills: DrillRoom | null): Promise<void> {
  await drills?.close();
}

async function closeFleet(fleet: ReturnType<typeof embedFleet> | null): Promise<void> {
  await fleet?.close();
}

/** A console without a database watches nothing: better gone, with the reason, than up and blind. */
function endWith(log: Log, error: Error): void {
  log.error({ error: error.message }, 'the console ends: it has no database');
  process.stderr.write(`${error.message}\n`);
  process.exit(1);
}

/** Daily backup and cleaning up, looked at every hour; a failure is told in the log and tried again. */
function keepHouse(running: Running, log: Log): NodeJS.Timeout {
  const keep = async (): Promise<void> => {
    // What was salvaged is no backup of what was there.
    if (inRecovery(running.store().reader)) return;
    try {
      await housekeeping(running.store(), realClock.now(), (file) => running.world.heavy.call('checkCopy', { file }));
    } catch (error) {
      log.error({ error: String(error) }, 'the daily backup or cleaning up failed');
      // The check of the copy reads every page: what it finds lies in the database itself.
      if (error instanceof StoreError && error.code === 'damaged') running.world.deps.damaged?.(error.message);
    }
  };
  void keep();
  return setInterval(() => void keep(), houseworkEveryMs).unref();
}

/** The intake's key, made once and kept in the vault: applications are configured with it. */
function lastingIntakeKey(options: ConsoleOptions): string {
  const kept = options.vault.get(intakeSecret) ?? randomBytes(24).toString('base64url');
  options.vault.set(intakeSecret, kept);
  return kept;
}
