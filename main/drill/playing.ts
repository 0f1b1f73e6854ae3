import { rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Transport } from '../adapters/http/transport.ts';
import type { World } from '../commands/world.ts';
import type { PlainPush } from '../contract/events.ts';
import type { Log } from '../engine/deps.ts';
import { createFleet, type Fleet, type ServedFleet, serveFleet } from '../practice/fleet.ts';
import type { Scenario } from '../practice/scenario.ts';
import { saveFleet } from '../save-fleet.ts';
import { type Running, start, type StartOptions } from '../start.ts';
import { putRespondHistory, respondHistory } from '../store/response-times.ts';
import { putSetting } from '../store/settings.ts';
import { settingsOf, storeSettings } from '../commands/settings.ts';
import { memoryVault } from './memory-vault.ts';

/** What the drill's console needs from outside; the same things a real one gets. */
export type Outside = Pick<StartOptions, 'clock' | 'pause' | 'random' | 'transport' | 'readWorkerUrl'>;

/** A console of its own with a practice fleet of its own: nothing of it leaves this process. */
export interface Playing {
  readonly running: Running;
  readonly fleet: Fleet;
  close(): Promise<void>;
}

/** How often the applications report about themselves, ms. */
const reportEveryMs = 3000;
/** Latency of every platform call, as a near data centre has it, ms. */
const latencyMs = 120;

/** Folder of the drill's workspace. It lies inside the real one, so that a console that was killed finds and removes it. */
export function drillFolder(workspace: string): string {
  return join(workspace, 'drill-session');
}

/** Removes what a drill left behind. */
export function sweepDrillFolder(workspace: string): void {
  rmSync(drillFolder(workspace), { recursive: true, force: true, maxRetries: 3 });
}

/** Lets requests through to the drill's own fleet, and to nothing else: no real platform, source or notice can be reached. */
export function onlyTo(baseUrl: string, inner: Transport): Transport {
  const { origin } = new URL(baseUrl);
  return async (request) => {
    if (new URL(request.url).origin !== origin)
      throw new TypeError(`A fire drill reaches nothing but its practice fleet, not ${request.url}.`);
    return await inner(request);
  };
}

/** Opens the drill's console beside the real one. The engine does not run yet. */
export async function openPlaying(real: World, scenario: Scenario, outside: Outside, tell: (push: PlainPush) => void): Promise<Playing> {
  sweepDrillFolder(real.folder);
  const seed = Math.floor(outside.random() * 0xffff_ffff);
  const fleet = createFleet({ scenario, seed, now: outside.clock.now, latencyMs, pace: 'practice' });
  const server = await serveFleet(fleet);
  try {
    return await compose(real, { fleet, server }, outside, tell);
  } catch (error) {
    await server.close();
    sweepDrillFolder(real.folder);
    throw error;
  }
}

async function compose(
  real: World,
  { fleet, server }: { readonly fleet: Fleet; readonly server: ServedFleet },
  outside: Outside,
  tell: (push: PlainPush) => void,
): Promise<Playing> {
  const running = await start({
    ...outside,
    folder: drillFolder(real.folder),
    transport: onlyTo(server.baseUrl, outside.transport),
    vault: memoryVault(),
    log: quietLog(real.deps.log),
    version: real.version,
    presetFolder: real.presetFolder,
    openedAs: real.openedAs,
    defaultActor: real.defaultActor,
    showNotice: () => undefined,
    settingsChanged: () => undefined,
    practice: null,
  });
  storeSettings(running.world, settingsOf(real));
  putRespondHistory(running.store().writer, respondHistory(real.deps.store.reader));
  putSetting(running.store().writer, 'mode', 'drill');
  saveFleet(running.world, { connections: fleet.connections(server.baseUrl), applications: fleet.applications() });
  const unsubscribe = running.door.subscribe(({ seq, changes }) =>
    tell({ seq, changes: changes.filter((change) => change.table !== 'drill') }),
  );
  const reports = setInterval(() => report(running, fleet), reportEveryMs).unref();
  return {
    running,
    fleet,
    async close() {
      clearInterval(reports);
      unsubscribe();
      await running.stop();
      await server.close();
      sweepDrillFolder(real.folder);
    },
  };
}

/** Most events the intake takes at once. */
const batchSize = 1000;

function report(running: Running, fleet: Fleet): void {
  const events = fleet.telemetry();
  for (let at = 0; at < events.length; at += batchSize) running.door.intake({ events: events.slice(at, at + batchSize) });
}

/** The log of the real console hears of a drill only what went wrong in it. */
function quietLog(log: Log): Log {
  const named = (fields: object): object => ({ drill: true, ...fields });
  return {
    info: () => undefined,
    warn: () => undefined,
    error: (fields, message) => log.error(named(fields), message),
  };
}
