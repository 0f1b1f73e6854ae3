import { readPlan } from '../core/plan/index.ts';
import type { Plan } from '../core/model/plan.ts';
import type { PlatformState } from '../core/model/platform-state.ts';
import type { Rollout } from '../core/model/rollout.ts';
import type { Target } from '../core/model/target.ts';
import type { WayBack } from '../core/model/way-back.ts';
import { keepPlan } from '../store/plans.ts';
import { transaction } from '../store/open.ts';
import { getRollout, insertRollout, listRollouts } from '../store/rollouts.ts';
import { activeStates, freshWatch } from '../core/model/rollout.ts';
import { getTarget } from '../store/targets.ts';
import { getTargetRead } from '../store/target-states.ts';
import { record } from './audit.ts';
import { checkProblems } from './check-options.ts';
import type { EngineDeps } from './deps.ts';
import { subjectOf } from './gather.ts';
import { platformOf, pollPlatform } from './poll-platforms.ts';
import { type Override, recordOverride } from './override.ts';
import { PressRefused, type Press } from './press.ts';
import { problemOf } from './problems.ts';
import { wayBackFrom } from './way-back.ts';

export interface Beginning {
  readonly applicationId: string;
  readonly version: string;
  readonly targetIds: readonly string[];
  readonly planText: string;
  readonly planFile: string;
  /** Begins although the release could not be taken back on a target. */
  readonly override?: Override;
}

/**
 * Puts a release under a plan, one rollout per target. Nothing is written to a platform yet: the first sweep asks
 * checks, captures baselines and starts. Every target is read first, so that the way back is known before the start.
 * `kept` is called with the rollouts inside the transaction that stores them.
 */
export async function begin(
  deps: EngineDeps,
  what: Beginning,
  press: Press,
  kept: (started: readonly Rollout[]) => void = () => undefined,
): Promise<Rollout[]> {
  const read = readPlan(what.planText, what.planFile);
  if (!read.ok) {
    const first = read.problems[0];
    throw new PressRefused('refused', `${what.planFile}:${first?.line ?? 1} ${first?.path ?? ''} ${first?.message ?? 'is not valid'}`);
  }
  refuseIfUnclear(deps, what, read.plan);
  const targets = what.targetIds.map((id) => ownTarget(deps, id, what.applicationId));
  for (const target of targets) {
    refuseIfTaken(deps, target);
    refuseSegments(target, read.plan);
  }
  await Promise.all(targets.map((target) => pollPlatform(deps, target)));
  for (const target of targets) refuseIfUnreachable(deps, target, read.plan);
  const without = new Map(targets.map((target) => [target.id, noWayBack(deps, target, what.version, read.plan)]));
  if ((what.override ?? false) === false) refuseWithoutWayBack(targets, without);
  return transaction(deps.store.writer, () => {
    // Reading took time: somebody else may have begun on the same target meanwhile.
    for (const target of targets) refuseIfTaken(deps, target);
    keepPlan(deps.store.writer, { hash: read.hash, name: read.plan.name, text: what.planText, plan: read.plan, at: deps.clock.now() });
    const started = targets.map((target) =>
      insert(deps, what, target, { plan: read.plan, hash: read.hash, overridden: without.get(target.id) ?? null }, press),
    );
    kept(started);
    return started;
  });
}

/** What a check cannot read would hold the rollout for ever, so nothing is started. */
function refuseIfUnclear(deps: EngineDeps, what: Beginning, plan: Plan): void {
  const first = checkProblems(deps.store.reader, plan, what.planText)[0];
  if (first !== undefined) throw new PressRefused('refused', `${what.planFile}:${first.line ?? 1} ${first.path} ${first.message}`);
}

function ownTarget(deps: EngineDeps, id: string, applicationId: string): Target {
  const target = getTarget(deps.store.reader, id);
  if (target === null || target.applicationId !== applicationId)
    throw new PressRefused('notFound', `There is no target ${id} of application ${applicationId}.`);
  return target;
}

function refuseIfTaken(deps: EngineDeps, target: Target): void {
  const taken = listRollouts(deps.store.reader, { states: activeStates }).find((rollout) => rollout.targetId === target.id);
  if (taken !== undefined)
    throw new PressRefused(
      'refused',
      `${target.name} already has ${taken.version} rolling (${taken.state}). Complete it or roll it back first.`,
    );
}

/** Only a flag can be on for somebody by who they are. */
function refuseSegments(target: Target, plan: Plan): void {
  const stage = plan.stages.find((one) => one.segments.length > 0);
  if (stage === undefined || target.surface === 'flag') return;
  throw new PressRefused(
    'refused',
    `Stage ${stage.name} of the plan names segments (${stage.segments.join(', ')}), and segments need a flag target; ${target.name} is none. Use a plan without segments for it.`,
  );
}

function refuseIfUnreachable(deps: EngineDeps, target: Target, plan: Plan): void {
  const read = getTargetRead(deps.store.reader, target.id);
  if (read?.problem) throw new PressRefused('refused', `${target.name} cannot be read, so nothing was started: ${read.problem.message}`);
  const allowed = percentsOf(deps, target);
  const impossible = allowed === null ? undefined : plan.stages.find((stage) => !allowed.includes(stage.percent));
  if (impossible !== undefined) {
    throw new PressRefused(
      'refused',
      `${target.name} can be at ${allowed?.join(', ')} %, and stage ${impossible.name} of the plan asks for ${impossible.percent} %. Change the plan or the target's channels.`,
    );
  }
}

function percentsOf(deps: EngineDeps, target: Target): readonly number[] | null {
  try {
    return platformOf(deps, target).percents();
  } catch (error) {
    throw new PressRefused('refused', problemOf(error).message);
  }
}

/** Why the first stage could not be taken back on a target; null when it could, when nobody knows, and for a plan that writes nothing. */
function noWayBack(deps: EngineDeps, target: Target, version: string, plan: Plan): string | null {
  if (plan.dryRun) return null;
  const wayBack = wayBackBefore(deps, target, version, plan);
  return wayBack.exists === false ? wayBack.says : null;
}

/** Whether a release could be taken back once it is started on a target; asks nobody, the last read of the platform counts. */
export function wayBackBefore(deps: EngineDeps, target: Target, version: string, plan: Plan): WayBack {
  const state = getTargetRead(deps.store.reader, target.id)?.state ?? null;
  const rollout = { version, previousVersion: previousOf(state, version), stage: -1, expected: null };
  return wayBackFrom(deps, { rollout, target, plan }, state);
}

function refuseWithoutWayBack(targets: readonly Target[], without: ReadonlyMap<string, string | null>): void {
  const first = targets.find((target) => (without.get(target.id) ?? null) !== null);
  if (first === undefined) return;
  throw new PressRefused(
    'refused',
    `${first.name}: ${without.get(first.id)} Nothing was started. Start with the override and a reason to do it all the same.`,
  );
}

/** The version to return to: the one everybody has, or, while another one is only halfway or halted, the one everybody else has. */
function previousOf(state: PlatformState | null, version: string): string | null {
  if (state === null) return null;
  const partly = state.status === 'halted' || (state.percent !== null && state.percent < 100);
  return state.version === version || partly ? state.fallbackVersion : state.version;
}

interface Under {
  readonly plan: Plan;
  readonly hash: string;
  /** What a person set aside: why there is no way back. */
  readonly overridden: string | null;
}

function insert(deps: EngineDeps, what: Beginning, target: Target, { plan, hash, overridden }: Under, press: Press): Rollout {
  const rollout = freshRollout(deps, what, target, { plan, hash });
  insertRollout(deps.store.writer, rollout);
  const kept = getRollout(deps.store.reader, rollout.id) ?? rollout;
  if (overridden !== null) recordOverride(deps, subjectOf(deps, kept), press, what.override ?? false, overridden);
  record(deps, subjectOf(deps, kept), {
    actor: press.actor,
    action: 'rollout.created',
    trigger: press.trigger,
    reason: press.reason,
    toVersion: rollout.previousVersion,
    after: { plan: plan.name, planHash: hash, ...(overridden === null ? {} : { noWayBack: overridden }) },
  });
  deps.changed({ table: 'rollouts', id: rollout.id });
  return kept;
}

/** A rollout that nobody has seen yet, not stored. */
function freshRollout(deps: EngineDeps, what: Beginning, target: Target, { plan, hash }: Pick<Under, 'plan' | 'hash'>): Rollout {
  const state = getTargetRead(deps.store.reader, target.id)?.state ?? null;
  return {
    id: deps.newId('rol'),
    applicationId: what.applicationId,
    version: what.version,
    previousVersion: previousOf(state, what.version),
    targetId: target.id,
    planName: plan.name,
    planHash: hash,
    state: 'preparing',
    stage: -1,
    stageEnteredAt: null,
    observedMs: 0,
    lastSweepAt: null,
    gapSince: null,
    expected: null,
    baselines: [],
    automationOverride: null,
    approvedStage: -1,
    approvals: [],
    watch: freshWatch,
    heldReason: null,
    createdAt: deps.clock.now(),
    startedAt: null,
    endedAt: null,
  };
}
