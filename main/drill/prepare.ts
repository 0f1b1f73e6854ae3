import { NotFound } from '../commands/problems.ts';
import { planTextOf } from '../commands/plan-files.ts';
import type { DrillWish, World } from '../commands/world.ts';
import type { DrillPreparation } from '../contract/drills.ts';
import type { DrillPlan } from '../core/drill/index.ts';
import { durationInWords } from '../core/words.ts';
import { targetAdapter } from '../engine/desk.ts';
import { createFleet, type Fleet } from '../practice/fleet.ts';
import type { Scenario } from '../practice/scenario.ts';
import { listScenarios } from '../practice/scenarios.ts';
import { longestDrillMs } from './observe.ts';
import { mapPlan, sourcesOf } from './own-plan.ts';

/** Longest time added before a fault shows, ms: nobody who has played a scenario knows when it comes. */
const longestSurpriseMs = 25_000;

/** Scenarios in which a release has to be taken back while the console runs: the others have nothing to press. */
export function drillScenarios(): readonly Scenario[] {
  return listScenarios().filter((scenario) => scenario.faults !== null && scenario.driver === null);
}

function scenarioFor(id: string): Scenario {
  const known = drillScenarios();
  const scenario = known.find((one) => one.id === id);
  if (scenario === undefined)
    throw new NotFound(`There is no fire drill ${id}. Those there are: ${known.map((one) => one.id).join(', ')}.`);
  return scenario;
}

/** A scenario with its fault at a moment that nobody knows beforehand. `random` gives 0–1. */
export function drillScenario(id: string, random: () => number): Scenario {
  const scenario = scenarioFor(id);
  const { faults } = scenario;
  if (faults === null) return scenario;
  const later = Math.round(random() * longestSurpriseMs);
  const { delayMs } = faults.from;
  return { ...scenario, faults: { ...faults, from: { ...faults.from, delayMs: { ...delayMs, practice: delayMs.practice + later } } } };
}

/** Targets of the fleet's application that the stages of a plan fit, and the others with the reason. */
export function fittingTargets(
  fleet: Fleet,
  application: string,
  percents: readonly number[],
): { readonly fitting: readonly string[]; readonly leftOut: readonly string[] } {
  const targets = fleet.applications().find((one) => one.id === application)?.targets ?? [];
  const looked = targets.map((target) => {
    // Flags go with the fleet's own plan for them.
    if (target.surface === 'flag') return { name: target.name, wrong: null };
    const adapter = targetAdapter({ kind: 'platform', adapter: target.adapter });
    const allowed = adapter.percents(adapter.targetSettings.schema.parse(target.settings));
    const wrong = allowed === null ? undefined : percents.find((percent) => !allowed.includes(percent));
    return {
      name: target.name,
      wrong: wrong === undefined ? null : `${target.name}: it can be at ${allowed?.join(', ')} %, and a stage asks for ${wrong} %.`,
    };
  });
  return {
    fitting: looked.filter((one) => one.wrong === null).map((one) => one.name),
    leftOut: looked.flatMap((one) => one.wrong ?? []),
  };
}

export interface Prepared {
  readonly preparation: DrillPreparation;
  readonly drill: DrillPlan | null;
}

const nothing: DrillPreparation = { problem: null, speed: 1, lastsMs: 0, metrics: [], judging: [], blind: [], leftOut: [], targets: [] };

/** How a plan of the workspace would be played, from a fleet that nobody else sees. Starts nothing. */
export async function prepareDrill(world: World, wish: DrillWish): Promise<Prepared> {
  const scenario = scenarioFor(wish.scenario);
  const plan = await planTextOf(world, wish.plan);
  const fleet = createFleet({ scenario, seed: 1, now: world.deps.clock.now, pace: 'practice' });
  return await prepareOn(fleet, scenario, { plan, ...sourcesOf(world), watched: true, byHand: wish.byHand });
}

export async function prepareOn(
  fleet: Fleet,
  scenario: Scenario,
  options: { readonly plan: { readonly text: string; readonly file: string } } & Parameters<typeof mapPlan>[3],
): Promise<Prepared> {
  const mapped = await mapPlan(options.plan, fleet, scenario, options);
  if (!mapped.ok) return { drill: null, preparation: { ...nothing, problem: mapped.problem } };
  const { drill } = mapped;
  const { fitting, leftOut } = fittingTargets(fleet, scenario.application, drill.percents);
  const long = options.watched && drill.lastsMs > longestDrillMs;
  const tooLate = long ? [`Whatever comes after ${durationInWords(longestDrillMs)}: a drill is over then.`] : [];
  const preparation: DrillPreparation = {
    problem: fitting.some((name) => name !== 'flag')
      ? null
      : `No target of the practice fleet fits the stages of ${drill.name}. ${leftOut.join(' ')}`,
    speed: drill.speed,
    lastsMs: drill.lastsMs,
    metrics: drill.metrics.map((metric) => ({ ...metric })),
    judging: [...drill.judging],
    blind: [...drill.blind],
    leftOut: [...drill.leftOut, ...leftOut, ...tooLate],
    targets: [...fitting],
  };
  return { preparation, drill };
}
