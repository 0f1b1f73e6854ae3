import type { DrillWish, World } from '../commands/world.ts';
import { planTextOf } from '../commands/plan-files.ts';
import { type DrillPlanRead, planForDrill } from '../core/drill/index.ts';
import { readPlan } from '../core/plan/index.ts';
import type { Fleet } from '../practice/fleet.ts';
import type { Scenario } from '../practice/scenario.ts';
import { flagPlans } from '../save-fleet.ts';
import { listConnections } from '../store/connections.ts';
import { groundOf } from './ground.ts';

export interface PlanToPlay {
  readonly text: string;
  readonly file: string;
}

/** Where adapters of connections are known from, and the presets: a workspace, or nothing but the presets. */
export interface DrillSources {
  readonly presetFolder: string;
  readonly adapterOf: (source: string) => string | null;
}

/** Connections of a workspace by name. */
export function sourcesOf(world: World): DrillSources {
  const connections = new Map(listConnections(world.deps.store.reader).map((one) => [one.name, one.adapter]));
  return { presetFolder: world.presetFolder, adapterOf: (source) => connections.get(source) ?? null };
}

/** A plan mapped onto a fleet. `watched` is for people, whose fleet lives in seconds; else it lives through whole days. */
export async function mapPlan(
  plan: PlanToPlay,
  fleet: Fleet,
  scenario: Scenario,
  options: DrillSources & { readonly watched: boolean; readonly byHand: boolean },
): Promise<DrillPlanRead> {
  const read = readPlan(plan.text, plan.file);
  const queries = read.ok ? read.plan.metrics.map((metric) => metric.query) : [];
  const ground = await groundOf(fleet, {
    application: scenario.application,
    presetFolder: options.presetFolder,
    measuresPlan: options.watched ? scenario.plans.live : scenario.plans.drill,
    adapterOf: options.adapterOf,
    queries,
  });
  return planForDrill(plan.text, plan.file, ground, { watched: options.watched, byHand: options.byHand });
}

/** The plan of the release's flag: the fleet's own, since few plans speak of flags; automatic rollback is off where it is off in the other. */
export async function flagPlanFor(world: World, scenario: Scenario, fleet: Fleet, wish: Pick<DrillWish, 'byHand'>): Promise<PlanToPlay> {
  const name = flagPlans[scenario.plans.live] ?? 'practice-flag';
  const file = await planTextOf(world, name);
  const mapped = await mapPlan(file, fleet, scenario, { ...sourcesOf(world), watched: true, byHand: wish.byHand });
  return { file: file.file, text: mapped.ok ? mapped.drill.text : file.text };
}
