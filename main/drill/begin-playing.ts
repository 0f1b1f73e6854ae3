import type { DrillWish, World } from '../commands/world.ts';
import { Refused } from '../commands/problems.ts';
import type { DrillPreparation } from '../contract/drills.ts';
import { textHash } from '../core/hash.ts';
import { systemActor } from '../core/model/actor.ts';
import type { DrillRecord } from '../core/model/drill.ts';
import type { Target } from '../core/model/target.ts';
import { begin } from '../engine/begin.ts';
import { listScenarios } from '../practice/scenarios.ts';
import type { Running } from '../start.ts';
import { listTargets } from '../store/targets.ts';
import { flagPlanFor, mapPlan, type PlanToPlay, sourcesOf } from './own-plan.ts';
import type { Playing } from './playing.ts';

export interface Begun {
  readonly release: { readonly applicationId: string; readonly version: string };
  readonly record: DrillRecord;
}

interface What {
  readonly wish: DrillWish;
  readonly plan: PlanToPlay;
  readonly person: string;
  readonly preparation: DrillPreparation;
}

/** Puts the scenario's release under the team's plan on every target that fits, and begins the record of the drill. */
export async function beginPlaying(world: World, playing: Playing, { wish, plan, person, preparation }: What): Promise<Begun> {
  const { fleet, running } = playing;
  const scenario = listScenarios().find((one) => one.id === wish.scenario);
  if (scenario === undefined) throw new Refused(`There is no scenario ${wish.scenario}.`);
  const mapped = await mapPlan(plan, fleet, scenario, { ...sourcesOf(world), watched: true, byHand: wish.byHand });
  if (!mapped.ok) throw new Refused(mapped.problem);
  const { application, version } = fleet.truth();
  const targets = listTargets(running.store().reader, application).filter((target) => preparation.targets.includes(target.name));
  const flags = targets.filter((target) => target.surface === 'flag');
  const release = { applicationId: application, version };
  const others = targets.filter((target) => target.surface !== 'flag');
  await beginUnder(running, release, { file: plan.file, text: mapped.drill.text }, others);
  await beginUnder(running, release, await flagPlanFor(world, scenario, fleet, wish), flags);
  const name = fleet.applications().find((one) => one.id === application)?.name ?? application;
  const record: DrillRecord = {
    id: world.deps.newId('drl'),
    person,
    scenario: scenario.id,
    title: scenario.title,
    release: `${name} ${version}`,
    planName: mapped.drill.name,
    planFile: plan.file,
    planHash: textHash(plan.text),
    byHand: wish.byHand,
    speed: mapped.drill.speed,
    state: 'running',
    startedAt: world.deps.clock.now(),
    endedAt: null,
    badAt: null,
    detectedAt: null,
    containedAt: null,
    pressed: [],
    targets: targets.map((target) => ({ name: target.name, surface: target.surface, exposedAt: null, containedAt: null })),
    exposedUsersMax: 0,
    notes: notesOf(preparation),
  };
  return { release, record };
}

async function beginUnder(running: Running, release: Begun['release'], plan: PlanToPlay, targets: readonly Target[]): Promise<void> {
  if (targets.length === 0) return;
  const what = { ...release, targetIds: targets.map((target) => target.id), planText: plan.text, planFile: plan.file };
  // The scenario without a way back is about just that.
  await begin(running.world.deps, { ...what, override: true }, { actor: systemActor, trigger: 'drill', reason: 'Fire drill' });
}

/** What the record keeps of the differences between the drill and the real thing. */
function notesOf(preparation: DrillPreparation): string[] {
  const standIns = preparation.metrics.filter((metric) => metric.use === 'standIn').map((metric) => `${metric.title}: ${metric.says}.`);
  const blind = preparation.blind.map((title) => `${title} stayed blind and only watched.`);
  const left = preparation.leftOut.map((sentence) => `Left out: ${sentence}`);
  return [...standIns, ...blind, ...left];
}
