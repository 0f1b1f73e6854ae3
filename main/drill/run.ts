import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fetchTransport } from '../adapters/http/fetch-transport.ts';
import { planTextOf } from '../commands/plan-files.ts';
import { systemActor } from '../core/model/actor.ts';
import type { Target } from '../core/model/target.ts';
import { begin } from '../engine/begin.ts';
import { createFleet, serveFleet } from '../practice/fleet.ts';
import { listScenarios } from '../practice/scenarios.ts';
import type { Scenario } from '../practice/scenario.ts';
import { flagPlans, saveFleet } from '../save-fleet.ts';
import type { Running } from '../start.ts';
import { listTargets } from '../store/targets.ts';
import { runKilledDrill } from './killed.ts';
import { driveUntilSettled } from './drive.ts';
import { runEmergencyDrill } from './emergency.ts';
import { openDrillConsole } from './open.ts';
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

/** Runs engine and fleet in a temporary workspace until the scenario has settled, and reports what happened. */
export async function runDrill(id: string, seed: number, settled: Settled = nothingMore): Promise<DrillReport> {
  const scenario = scenarioNamed(id);
  const folder = await mkdtemp(join(tmpdir(), 'tidegate-drill-'));
  try {
    const { driver } = scenario;
    if (driver === null || 'secondConsole' in driver) return await runInProcess(scenario, seed, folder, settled);
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

async function runInProcess(scenario: Scenario, seed: number, folder: string, settled: Settled): Promise<DrillReport> {
  const clock = createSimClock(drillStart);
  const fleet = createFleet({ scenario, seed, now: clock.now, latencyMs: drillLatencyMs, pace: 'day' });
  const server = await serveFleet(fleet, {});
  const stopwatch = createStopwatch(fetchTransport, () => performance.now());
  const running = await openDrillConsole({ folder, clock, seed, transport: stopwatch.transport, hint: stopwatch.hint });
  try {
    stopwatch.watch(running);
    const release = await beginDrill(running, scenario, {
      connections: fleet.connections(server.baseUrl),
      applications: fleet.applications(),
    });
    const intruder = scenario.driver === null ? null : createIntruder(folder, seed);
    const reached = await driveUntilSettled(running, clock, release, async (now) => {
      fleet.advance(now);
      await intruder?.turn(now, release);
    });
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

/** Connects a fresh workspace to the fleet and puts the scenario's release under its drill plan on every target. */
export async function beginDrill(
  running: Running,
  scenario: Scenario,
  fleet: Parameters<typeof saveFleet>[1],
): Promise<{ applicationId: string; version: string }> {
  saveFleet(running.world, fleet);
  const targets = listTargets(running.store().reader, scenario.application);
  const { drill } = scenario.plans;
  await beginUnder(
    running,
    scenario,
    drill,
    targets.filter((target) => target.surface !== 'flag'),
  );
  await beginUnder(
    running,
    scenario,
    flagPlans[drill] ?? drill,
    targets.filter((target) => target.surface === 'flag'),
  );
  return { applicationId: scenario.application, version: scenario.version };
}

async function beginUnder(running: Running, scenario: Scenario, planName: string, targets: readonly Target[]): Promise<void> {
  if (targets.length === 0) return;
  const plan = await planTextOf(running.world, planName);
  const targetIds = targets.map((target) => target.id);
  const what = { applicationId: scenario.application, version: scenario.version, targetIds, planText: plan.text, planFile: plan.file };
  await begin(running.world.deps, what, { actor: systemActor, trigger: 'drill', reason: `Drill ${scenario.id}` });
}
