import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fetchTransport } from '../../main/adapters/http/fetch-transport.ts';
import type { Decision } from '../../main/core/model/decision.ts';
import { memoryVault } from '../../main/drill/memory-vault.ts';
import { beginDrill, scenarioNamed } from '../../main/drill/run.ts';
import { seededRandom } from '../../main/drill/sim-clock.ts';
import { presetFolder, readWorkerUrl, tidegateVersion } from '../../main/paths.ts';
import { createFleet, serveFleet, type Fleet } from '../../main/practice/fleet.ts';
import { realClock, realSleep } from '../../main/real-world.ts';
import { start, type Running } from '../../main/start.ts';
import { verifyAudit } from '../../main/store/audit.ts';
import { listDecisions } from '../../main/store/decisions.ts';
import { rolloutsOfRelease } from '../../main/store/rollouts.ts';
import { getTarget } from '../../main/store/targets.ts';

export interface LiveFleet {
  readonly fleet: Fleet;
  readonly baseUrl: string;
  close(): Promise<void>;
}

/** A practice fleet in the machine's own time, with both applications at rest. */
export async function openLiveFleet(seed: number): Promise<LiveFleet> {
  const fleet = createFleet({ scenario: null, seed, now: realClock.now, latencyMs: 0, pace: 'practice' });
  const server = await serveFleet(fleet);
  return { fleet, baseUrl: server.baseUrl, close: () => server.close() };
}

/** How one release ended on one target, and the decisions that moved it, oldest first. */
export interface Course {
  readonly target: string;
  readonly state: string;
  readonly moves: readonly string[];
}

export interface LiveConsole {
  /** Publishes a scenario's release and puts it under the plan that is played live, on every target. */
  play(scenario: string): Promise<void>;
  /** The courses of a scenario's release by target name. */
  courses(scenario: string): readonly Course[];
  /** What is read when a comparison fails: every decision with its reason. */
  story(): string;
  /** Addresses that were asked for metrics. */
  readonly sources: ReadonlySet<string>;
  auditVerified(): boolean;
  close(): Promise<void>;
}

const quiet = { info: () => undefined, warn: () => undefined, error: () => undefined };
const moving: ReadonlySet<string> = new Set(['start', 'advance', 'complete', 'rollback', 'cancel']);

/** A whole console in a workspace of its own, its engine running in the machine's own time, that measures at `metricsUrl`. */
export async function openLiveConsole(live: LiveFleet, metricsUrl: string, seed: number): Promise<LiveConsole> {
  const folder = await mkdtemp(join(tmpdir(), 'tidegate-live-'));
  const sources = new Set<string>();
  const running = await start({
    folder: join(folder, 'workspace'),
    clock: realClock,
    pause: realSleep,
    random: seededRandom(seed),
    transport: async (request) => {
      const at = request.url.indexOf('/api/v1/query');
      if (at !== -1) sources.add(request.url.slice(0, at));
      return await fetchTransport(request);
    },
    vault: memoryVault(),
    log: quiet,
    version: tidegateVersion(),
    presetFolder: presetFolder(),
    readWorkerUrl: readWorkerUrl(),
    openedAs: 'admin',
    defaultActor: 'drill',
    showNotice: () => undefined,
    settingsChanged: () => undefined,
    practice: null,
  });
  running.engine.start();
  const played = new Map<string, { readonly applicationId: string; readonly version: string }>();
  return {
    async play(id) {
      const loaded = live.fleet.loadScenario(id);
      const scenario = scenarioNamed(id);
      const plans = { ...scenario.plans, drill: scenario.plans.live };
      played.set(id, loaded);
      await beginDrill(running, { ...scenario, plans, version: loaded.version }, measuredAt(live, metricsUrl));
      running.engine.wake();
    },
    courses: (id) => coursesOf(running, played.get(id)),
    story: () => storyOf(running),
    sources,
    auditVerified: () => verifyAudit(running.store().reader, {}).ok,
    async close() {
      await running.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

function measuredAt(live: LiveFleet, metricsUrl: string): Parameters<typeof beginDrill>[2] {
  const connections = live.fleet.connections(live.baseUrl);
  return {
    connections: connections.map((one) => (one.name === 'practice-metrics' ? { ...one, settings: { url: metricsUrl } } : one)),
    applications: live.fleet.applications(),
  };
}

function coursesOf(running: Running, release: { readonly applicationId: string; readonly version: string } | undefined): Course[] {
  if (release === undefined) return [];
  const { reader } = running.store();
  const rollouts = rolloutsOfRelease(reader, release.applicationId, release.version);
  const moves = rollouts
    .flatMap((rollout) => listDecisions(reader, { rolloutId: rollout.id, limit: 500 }))
    .filter((decision) => moving.has(decision.kind) && !decision.recommendation)
    .toSorted((a, b) => a.at - b.at || a.id.localeCompare(b.id));
  return rollouts
    .map((rollout) => ({
      target: getTarget(reader, rollout.targetId)?.name ?? rollout.targetId,
      state: rollout.state,
      // One decision takes a release back on every target; it stands on the one whose gate asked for it.
      moves: moves.filter((move) => move.rolloutId === rollout.id || move.kind === 'rollback').map(inWords),
    }))
    .toSorted((a, b) => a.target.localeCompare(b.target));
}

function inWords(decision: Decision): string {
  return decision.kind === 'rollback' ? `rollback on ${decision.cause}` : decision.kind;
}

function storyOf(running: Running): string {
  const decisions = listDecisions(running.store().reader, { limit: 500 }).toReversed();
  return decisions.map((one) => `${one.at} ${one.rolloutId} ${one.kind}/${one.cause}: ${one.reason}`).join('\n');
}
