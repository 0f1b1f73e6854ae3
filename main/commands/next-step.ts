import { readPlan } from '../core/plan/index.ts';
import type { NextSpec } from '../core/model/plan.ts';
import type { Rollout } from '../core/model/rollout.ts';
import type { Target } from '../core/model/target.ts';
import { listInWords } from '../core/words.ts';
import { listAudit } from '../store/audit.ts';
import { rolloutsOn } from '../store/ended.ts';
import { planOf } from '../store/plans.ts';
import { getTarget, listTargets } from '../store/targets.ts';
import { type PlanFile, planTextOf } from './plan-files.ts';
import { NotFound } from './problems.ts';
import type { World } from './world.ts';

/** Where a completed rollout's release goes next, or what a person has to do before it can. */
export interface NextStep {
  readonly rollout: Rollout;
  readonly from: Target;
  readonly next: NextSpec;
  /** Starts without a press. */
  readonly auto: boolean;
  readonly way: { readonly target: Target; readonly plan: PlanFile } | null;
  /** Why it cannot start as things are; null when it can. */
  readonly problem: string | null;
}

/** Left where it is by a person. */
export const stayed = 'rollout.stayed';

/** Null when the plan names no next channel, a person left the release where it is, or it is on the next channel already. */
export async function nextStepOf(world: World, rollout: Rollout): Promise<NextStep | null> {
  const reader = world.deps.store.reader;
  const plan = planOf(reader, rollout.planHash)?.plan;
  const from = getTarget(reader, rollout.targetId);
  // A dry run gave the release to nobody, so there is nothing that could go on.
  if (from === null || plan === undefined || plan.next === null || plan.dryRun || settled(world, rollout, plan.next)) return null;
  const { next } = plan;
  // Who switched promoting off for this rollout wants to be asked after it too.
  const auto = next.start === 'auto' && rollout.automationOverride?.promote !== false;
  const base = { rollout, from, next, auto };
  const targets = targetsOf(world, from, next);
  const [target] = targets;
  if (target === undefined || targets.length > 1) return { ...base, way: null, problem: noTarget(from, next, targets) };
  const found = await planFile(world, next);
  if (typeof found === 'string') return { ...base, way: null, problem: found };
  return { ...base, way: { target, plan: found }, problem: null };
}

/** Whether nothing is left to offer: the release was begun on that channel, or a person left it where it is. Reads the store alone. */
export function settled(world: World, rollout: Rollout, next: NextSpec): boolean {
  const reader = world.deps.store.reader;
  const from = getTarget(reader, rollout.targetId);
  if (from === null) return true;
  if (listAudit(reader, { rolloutId: rollout.id, limit: 100 }).some((entry) => entry.action === stayed)) return true;
  return targetsOf(world, from, next).some((target) => rolloutsOn(reader, target.id, rollout.applicationId, rollout.version).length > 0);
}

function targetsOf(world: World, from: Target, next: NextSpec): Target[] {
  return listTargets(world.deps.store.reader, from.applicationId).filter(
    (target) => target.id !== from.id && target.surface === from.surface && target.channel === next.channel,
  );
}

function noTarget(from: Target, next: NextSpec, found: readonly Target[]): string {
  if (from.channel === next.channel)
    return `The plan goes on to channel ${next.channel}, where ${from.name} is already. Name the channel after it under next in the plan.`;
  if (found.length === 0)
    return `There is no ${from.surface} target on channel ${next.channel}. Add one in Connections, or correct the channel of the one that is meant.`;
  const names = listInWords(found.map((target) => target.name));
  return `${names} are all on channel ${next.channel}. Start the release by hand on the ones that are meant.`;
}

async function planFile(world: World, next: NextSpec): Promise<PlanFile | string> {
  try {
    const plan = await planTextOf(world, next.plan);
    const read = readPlan(plan.text, plan.file);
    if (read.ok) return plan;
    const [first] = read.problems;
    return `Plan ${plan.file} is not valid: line ${first?.line ?? 1}, ${first?.path ?? ''} ${first?.message ?? ''}. Correct it in Plans.`;
  } catch (error) {
    if (error instanceof NotFound) return `${error.message} Save a plan of that name in Plans.`;
    throw error;
  }
}
