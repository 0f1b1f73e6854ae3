import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { PracticeHost, World } from './commands/world.ts';
import { createFleet, type Fleet, serveFleet } from './practice/fleet.ts';
import type { FleetImage } from './practice/fleet.ts';
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
  close(): Promise<void>;
}

const imageFile = 'practice-fleet.json';
/** How often the fleet's state is kept, so that a killed console finds it again, ms. */
const keepEveryMs = 2000;

export function embedFleet(world: () => World, options: { now: () => number; seed: number }): EmbeddedFleet {
  let fleet: Fleet | null = null;
  let server: Awaited<ReturnType<typeof serveFleet>> | null = null;
  let timer: NodeJS.Timeout | null = null;
  let networkUp = true;

  async function open(): Promise<void> {
    if (fleet !== null) return;
    const path = join(world().folder, imageFile);
    fleet = createFleet({ scenario: null, seed: options.seed, now: options.now, latencyMs: 0, pace: 'practice', restore: readImage(path) });
    server = await serveFleet(
      keptAfterWrites(fleet, () => keep(path)),
      {},
    );
    keep(path);
    saveFleet(world(), { connections: fleet.connections(server.baseUrl), applications: fleet.applications() });
    timer = setInterval(() => keep(path), keepEveryMs);
    timer.unref();
  }

  function keep(path: string): void {
    if (fleet === null) return;
    try {
      // Written beside and renamed: a kill in between leaves the former state, never half of one.
      writeFileSync(`${path}.new`, JSON.stringify(fleet.image()));
      renameSync(`${path}.new`, path);
    } catch (error) {
      // A full disk must not end the console: the practice fleet only forgets its last seconds.
      world().deps.log.warn({ error: String(error) }, 'the practice fleet could not be kept');
    }
  }

  return {
    host: {
      setUp: open,
      scenarios: () => (mode(world()) === 'practice' ? listScenarios().map((scenario) => scenarioRow(world(), scenario)) : []),
      play(id) {
        const scenario = listScenarios().find((one) => one.id === id);
        if (scenario === undefined)
          throw new Error(
            `There is no scenario ${id}. Known scenarios: ${listScenarios()
              .map((one) => one.id)
              .join(', ')}.`,
          );
        if (fleet === null) throw new Error('The practice fleet is not running. Choose it in Setup first.');
        const plan = scenario.plans.live;
        return { ...fleet.loadScenario(id), plan, flagPlan: flagPlans[plan] ?? plan };
      },
      setNetwork(up) {
        networkUp = up;
        fleet?.setNetwork(up);
      },
      get networkUp() {
        return networkUp;
      },
    },
    async resume() {
      if (mode(world()) === 'practice') await open();
    },
    async close() {
      if (timer !== null) clearInterval(timer);
      keep(join(world().folder, imageFile));
      await server?.close();
      fleet = null;
      server = null;
    },
  };
}

/** A write counts once it is kept: a console that is killed right after it finds a fleet that remembers. */
function keptAfterWrites(fleet: Fleet, keep: () => void): Fleet {
  return {
    ...fleet,
    async fetch(request) {
      const answer = await fleet.fetch(request);
      if (changesPlatform(request)) keep();
      return answer;
    },
  };
}

/** An edit of Play changes nothing before its commit; sources, checks and notices never do. */
function changesPlatform(request: Request): boolean {
  if (request.method === 'GET' || /\/(prometheus|oauth|guardian|slack)\//.test(request.url)) return false;
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
