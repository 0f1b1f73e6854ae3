import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fetchTransport } from '../adapters/http/fetch-transport.ts';
import { planTextOf } from '../commands/plan-files.ts';
import { systemActor } from '../core/model/actor.ts';
import type { Target } from '../core/model/target.ts';
import { begin } from '../engine/begin.ts';
import type { DrillPreparation } from '../contract/drills.ts';
import { presetFolder } from '../paths.ts';
import { createFleet, type Fleet, serveFleet } from '../practice/fleet.ts';
import { listScenarios } from '../practice/scenarios.ts';
import type { Scenario } from '../practice/scenario.ts';
import { flagPlans, saveFleet } from '../save-fleet.ts';
import type { Running } from '../start.ts';
import { listTargets } from '../store/targets.ts';
import { runKilledDrill } from './killed.ts';
import { driveUntilSettled } from './drive.ts';
import { runEmergencyDrill } from './emergency.ts';
import { openDrillConsole } from './open.ts';
import type { PlanToPlay } from './own-plan.ts';
import { prepareOn } from './prepare.ts';
import { drillReport, type DrillReport } from './report.ts';
import { createIntruder } from './second-console.ts';
import { createSimClock } from './sim-clock.ts';
import { createStopwatch } from './stopwatch.ts';

/** Latency of every platform call in a drill, real ms. */
export const drillLatencyMs = 100;
/** A Monday morning, so that traffic through the day is the same in every drill, ms UTC. */
export const drillStart = Date.UTC(2026, 10, 16, 8, 0, 0);

/** There is no scenario of that name; the message lists those there are. */
export class UnknownScenario extends Error {}

/** The scenario called `id`. Throws `UnknownScenario` when there is none. */
export function scenarioNamed(id: string): Scenario {
  const scenario = listScenarios().find((one) => one.id === id);
  if (scenario === undefined) {
    const known = listScenarios().map((one) => one.id);
    throw new UnknownScenario(`There is no scenario ${id}. Known scenarios: ${known.join(', ')}.`);
  }
  return scenario;
}

/** Looks at the console of a drill once the scenario has settled, before its workspace is thrown away. */
export type Settled = (running: Running) => Promise<void>;

const nothingMore: Settled = async () => undefined;

/** A plan that cannot be played in a scenario; the message says why. */
export class UnplayablePlan extends Error {}

/** A team's plan in place of the scenario's own. `prepared` hears how it meets the fleet, before the drill begins. */
export interface OwnPlan extends PlanToPlay {
  readonly prepared: (preparation: DrillPreparation) => void;
  /** Hears how much simulated time has passed, ms; often. */
  readonly passed: (simulatedMs: number) => void;
}

/** Runs engine and fleet in a temporary workspace until the scenario has settled, and reports what happened. */
export async function runDrill(id: string, seed: number, settled: Settled = nothingMore, own: OwnPlan | null = null): Promise<DrillReport> {
  const scenario = scenarioNamed(id);
  if (own !== null && scenario.driver !== null)
    throw new UnplayablePlan(
      `${id} ends or replaces the console in the middle and has its own plan. Choose another scenario for ${own.file}.`,
    );
  const folder = await mkdtemp(join(tmpdir(), 'tidegate-drill-'));
  try {
    const { driver } = scenario;
    if (driver === null || 'secondConsole' in driver) return await runInProcess(scenario, { seed, folder, settled, own });
    const drill = 'emergency' in driver ? runEmergencyDrill : runKilledDrill;
    const report = await drill(scenario, seed, folder);
    if (settled !== nothingMore) await openAgain(folder, seed, settled);
    return report;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** A console on the workspace that another process left, a week later. */
async function openAgain(folder: string, seed: number, settled: Settled): Promise<void> {
  const clock = createSimClock(drillStart + 7 * 86_400_000);
  const running = await openDrillConsole({ folder, clock, seed, transport: fetchTransport, hint: () => undefined });
  try {
    await settled(running);
  } finally {
    await running.stop();
  }
}

interface InProcess {
  readonly seed: number;
  readonly folder: string;
  readonly settled: Settled;
  readonly own: OwnPlan | null;
}

async function runInProcess(scenario: Scenario, { seed, folder, settled, own }: InProcess): Promise<DrillReport> {
  const clock = createSimClock(drillStart);
  const fleet = createFleet({ scenario, seed, now: clock.now, latencyMs: drillLatencyMs, pace: 'day' });
  const server = await serveFleet(fleet, {});
  const stopwatch = createStopwatch(fetchTransport, () => performance.now());
  const running = await openDrillConsole({ folder, clock, seed, transport: stopwatch.transport, hint: stopwatch.hint });
  try {
    stopwatch.watch(running);
    const setup = { connections: fleet.connections(server.baseUrl), applications: fleet.applications() };
    const mapped = own === null ? null : await mapOwn(own, fleet, scenario);
    const release = await beginDrill(running, scenario, setup, mapped);
    const intruder = scenario.driver === null ? null : createIntruder(folder, seed);
    const moved = async (now: number): Promise<void> => {
      fleet.advance(now);
      own?.passed(now - drillStart);
      await intruder?.turn(now, release);
    };
    const reached = await driveUntilSettled(running, clock, release, moved, mapped?.lastsMs);
    const outcome = intruder?.turnedAway() === false ? 'unsettled' : reached;
    await settled(running);
    const reader = running.store().reader;
    return drillReport({
      scenario: scenario.id,
      seed,
      expected: scenario.expected,
      outcome,
      reader,
      release,
      times: stopwatch.times(),
      truth: fleet.truth(),
    });
  } finally {
    await running.stop();
    await server.close();
  }
}

/** A plan as the fleet plays it, and the targets that fit it. */
interface MappedPlan extends PlanToPlay {
  readonly targets: readonly string[];
  readonly lastsMs: number;
}

async function mapOwn(own: OwnPlan, fleet: Fleet, scenario: Scenario): Promise<MappedPlan> {
  const options = { plan: own, presetFolder: presetFolder(), adapterOf: () => null, watched: false, byHand: false };
  const { preparation, drill } = await prepareOn(fleet, scenario, options);
  if (drill === null || preparation.problem !== null) throw new UnplayablePlan(preparation.problem ?? `${own.file} cannot be played.`);
  own.prepared(preparation);
  return { file: own.file, text: drill.text, targets: preparation.targets, lastsMs: drill.lastsMs };
}

/** Connects a fresh workspace to the fleet and puts the scenario's release under its drill plan, or `own`, on every target that fits. */
export async function beginDrill(
  running: Running,
  scenario: Scenario,
  fleet: Parameters<typeof saveFleet>[1],
  own: MappedPlan | null = null,
): Promise<{ applicationId: string; version: string }> {
  saveFleet(running.world, fleet);
  const all = listTargets(running.store().reader, scenario.application);
  const targets = all.filter((target) => own === null || own.targets.includes(target.name));
  const { drill } = scenario.plans;
  const plan = own ?? (await planTextOf(running.world, drill));
  const flagPlan = await planTextOf(running.world, flagPlans[drill] ?? drill);
  const isFlag = (target: Target): boolean => target.surface === 'flag';
  await beginUnder(
    running,
    scenario,
    plan,
    targets.filter((target) => !isFlag(target)),
  );
  await beginUnder(running, scenario, flagPlan, targets.filter(isFlag));
  return { applicationId: scenario.application, version: scenario.version };
}

async function beginUnder(running: Running, scenario: Scenario, plan: PlanToPlay, targets: readonly Target[]): Promise<void> {
  if (targets.length === 0) return;
  const targetIds = targets.map((target) => target.id);
  const what = { applicationId: scenario.application, version: scenario.version, targetIds, planText: plan.text, planFile: plan.file };
  await begin(running.world.deps, what, { actor: systemActor, trigger: 'drill', reason: `Drill ${scenario.id}` });
}
