import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { PracticeHost, World } from './commands/world.ts';
import { createFleet, type Fleet, serveFleet } from './practice/fleet.ts';
import type { FleetImage } from './practice/fleet.ts';
import { pastFiles } from './practice/past.ts';
import { listScenarios } from './practice/scenarios.ts';
import { activeStates } from './core/model/rollout.ts';
import { flagPlans, saveFleet } from './save-fleet.ts';
import { listRollouts } from './store/rollouts.ts';
import { getSetting } from './store/settings.ts';

/** Embedded practice fleet of a console: its state lives beside the workspace and goes on where it stopped. */
export interface EmbeddedFleet {
  readonly host: PracticeHost;
  /** Starts the fleet when this workspace is a practice one. */
  resume(): Promise<void>;
  /** Where the applications of the fleet send what they report about themselves. */
  reportTo(intake: (batch: unknown) => unknown): void;
  close(): Promise<void>;
}

const imageFile = 'practice-fleet.json';
/** How often the fleet's state is kept, so that a killed console finds it again, ms. */
const keepEveryMs = 2000;

/** How often the applications report, ms. */
const reportEveryMs = 3000;
/** Most events the intake takes at once. */
const batchSize = 1000;

interface Embedded {
  fleet: Fleet | null;
  server: Awaited<ReturnType<typeof serveFleet>> | null;
  timer: NodeJS.Timeout | null;
  reports: NodeJS.Timeout | null;
  networkUp: boolean;
}

export function embedFleet(world: () => World, options: { now: () => number; seed: number }): EmbeddedFleet {
  const own: Embedded = { fleet: null, server: null, timer: null, reports: null, networkUp: true };
  return {
    host: hostOf(own, world, async () => await open(own, world, options)),
    async resume() {
      if (mode(world()) === 'practice') await open(own, world, options);
    },
    reportTo(intake) {
      own.reports ??= setInterval(() => report(own, world, intake), reportEveryMs).unref();
    },
    async close() {
      if (own.reports !== null) clearInterval(own.reports);
      if (own.timer !== null) clearInterval(own.timer);
      keep(own, world);
      await own.server?.close();
      own.fleet = null;
      own.server = null;
    },
  };
}

/** Starts the fleet unless it runs, and puts its addresses into the workspace: a restored backup may hold former ones. */
async function open(own: Embedded, world: () => World, options: { now: () => number; seed: number }): Promise<void> {
  own.fleet ??= createFleet({
    scenario: null,
    seed: options.seed,
    now: options.now,
    latencyMs: 0,
    pace: 'practice',
    restore: readImage(join(world().folder, imageFile)),
  });
  own.fleet.setNetwork(own.networkUp);
  own.server ??= await serveFleet(
    keptAfterWrites(own.fleet, () => keep(own, world)),
    {},
  );
  keep(own, world);
  saveFleet(world(), { connections: own.fleet.connections(own.server.baseUrl), applications: own.fleet.applications() });
  own.timer ??= setInterval(() => keep(own, world), keepEveryMs).unref();
}

function keep(own: Embedded, world: () => World): void {
  if (own.fleet === null) return;
  const path = join(world().folder, imageFile);
  try {
    // Written beside and renamed: a kill in between leaves the former state, never half of one.
    writeFileSync(`${path}.new`, JSON.stringify(own.fleet.image()));
    renameSync(`${path}.new`, path);
  } catch (error) {
    // A full disk must not end the console: the practice fleet only forgets its last seconds.
    world().deps.log.warn({ error: String(error) }, 'the practice fleet could not be kept');
  }
}

/** Sends what the applications noticed about themselves; without a network they stay silent, as real ones would. */
function report(own: Embedded, world: () => World, intake: (batch: unknown) => unknown): void {
  if (own.fleet === null) return;
  const events = own.fleet.telemetry();
  if (!own.networkUp) return;
  try {
    for (let at = 0; at < events.length; at += batchSize) intake({ events: events.slice(at, at + batchSize) });
  } catch (error) {
    world().deps.log.warn({ error: String(error) }, 'the practice applications could not report');
  }
}

function hostOf(own: Embedded, world: () => World, setUp: () => Promise<void>): PracticeHost {
  return {
    setUp,
    scenarios: () => (mode(world()) === 'practice' ? listScenarios().map((scenario) => scenarioRow(world(), scenario)) : []),
    play(id) {
      const scenario = listScenarios().find((one) => one.id === id);
      const known = listScenarios().map((one) => one.id);
      if (scenario === undefined) throw new Error(`There is no scenario ${id}. Known scenarios: ${known.join(', ')}.`);
      if (own.fleet === null) throw new Error('The practice fleet is not running. Choose it in Setup first.');
      const plan = scenario.plans.live;
      return { ...own.fleet.loadScenario(id), plan, flagPlan: flagPlans[plan] ?? plan };
    },
    history: (now) => pastFiles(now),
    setNetwork(up) {
      own.networkUp = up;
      own.fleet?.setNetwork(up);
    },
    get networkUp() {
      return own.networkUp;
    },
  };
}

/** A write counts once it is kept: a console that is killed right after it finds a fleet that remembers. */
function keptAfterWrites(fleet: Fleet, keepNow: () => void): Fleet {
  return {
    ...fleet,
    async fetch(request) {
      try {
        return await fleet.fetch(request);
      } finally {
        if (changesPlatform(request)) keepNow();
      }
    },
  };
}

/** An edit of Play changes nothing before its commit; sources, checks and notices never do. */
function changesPlatform(request: Request): boolean {
  if (request.method === 'GET' || /\/(prometheus|oauth|guardian|slack|pagerduty|receiver)\//.test(request.url)) return false;
  return !request.url.includes('/androidpublisher/') || request.url.includes(':commit');
}

function mode(world: World): unknown {
  return getSetting(world.deps.store.reader, 'mode');
}

function readImage(path: string): FleetImage | null {
  if (!existsSync(path)) return null;
  return JSON.parse(readFileSync(path, 'utf8')) as FleetImage;
}

function scenarioRow(world: World, scenario: ReturnType<typeof listScenarios>[number]): ReturnType<PracticeHost['scenarios']>[number] {
  const rolling = listRollouts(world.deps.store.reader, { states: activeStates });
  return {
    id: scenario.id,
    title: scenario.title,
    summary: scenario.summary,
    watch: scenario.watch,
    running: rolling.some((rollout) => rollout.applicationId === scenario.application),
  };
}
