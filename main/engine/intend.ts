import type { Action } from '../core/model/action.ts';
import type { Actor } from '../core/model/actor.ts';
import type { AuditBody } from '../core/model/audit.ts';
import type { Rollout } from '../core/model/rollout.ts';
import type { Decision, DecisionCause, DecisionKind, IntendedStep } from '../core/model/decision.ts';
import { insertAction, unfinished, updateAction } from '../store/actions.ts';
import { insertDecision } from '../store/decisions.ts';
import { getRollout, updateRollout, rolloutsOfRelease } from '../store/rollouts.ts';
import { getTargetRead } from '../store/target-states.ts';
import { bySpeed, measuredFrom } from '../core/containment/index.ts';
import { containmentTimes } from '../store/containment-times.ts';
import { getTarget } from '../store/targets.ts';
import { record } from './audit.ts';
import type { EngineDeps } from './deps.ts';
import { openActions, subjectOf, type Subject } from './gather.ts';
import { overrules, withdraw } from './settle.ts';

/** A decision about to be recorded, whoever made it. */
export interface Wish {
  readonly kind: DecisionKind;
  readonly cause: DecisionCause;
  readonly actor: Actor;
  readonly trigger: string;
  readonly reason: string;
  readonly recommendation: boolean;
  readonly snapshotHash: string | null;
  readonly steps: readonly IntendedStep[];
}

/**
 * Records a decision with its audit entry and pending actions (design promise 5). Must run inside a transaction;
 * the caller starts the actions once it has committed.
 */
export function recordWish(deps: EngineDeps, subject: Subject, wish: Wish): Decision {
  const { rollout } = subject;
  const decision: Decision = {
    id: deps.newId('dec'),
    rolloutId: rollout.id,
    at: deps.clock.now(),
    kind: wish.kind,
    cause: wish.cause,
    actor: wish.actor,
    reason: wish.reason,
    stage: rollout.stage,
    recommendation: wish.recommendation,
    snapshotHash: wish.snapshotHash,
  };
  insertDecision(deps.store.writer, decision, wish.trigger);
  deps.changed({ table: 'decisions', id: decision.id });
  if (wish.kind !== 'wait') {
    record(deps, subject, {
      actor: wish.actor,
      action: wish.recommendation ? `rollout.${wish.kind}.recommended` : `rollout.${wish.kind}`,
      trigger: wish.trigger,
      reason: wish.reason,
      snapshotHash: wish.snapshotHash,
      idempotencyKey: decision.id,
      ...standing(deps, subject, wish.steps),
      after: { stage: rollout.stage, steps: wish.steps.map((step) => ({ targetId: step.targetId, operation: { ...step.operation } })) },
    });
  }
  fastestFirst(deps, wish.steps).forEach((step, index) => intendStep(deps, decision, step, index));
  return decision;
}

/** What the target showed when it was decided, and the version it goes back to. */
function standing(deps: EngineDeps, { target }: Subject, steps: readonly IntendedStep[]): Pick<AuditBody, 'before' | 'toVersion'> {
  const state = getTargetRead(deps.store.reader, target.id)?.state ?? null;
  const back = steps.find((step) => step.targetId === target.id)?.operation;
  return {
    before: state === null ? null : { version: state.version, percent: state.percent, status: state.status },
    toVersion: back?.op === 'rollback' ? back.toVersion : null,
  };
}

/** Targets are written side by side; by what was measured, the fastest way back is begun first. */
function fastestFirst(deps: EngineDeps, steps: readonly IntendedStep[]): readonly IntendedStep[] {
  if (steps.length < 2 || steps.some((step) => step.operation.op !== 'rollback')) return steps;
  const lines = steps.map((step) => ({
    step,
    surface: getTarget(deps.store.reader, step.targetId)?.surface ?? ('web' as const),
    measured: measuredFrom(containmentTimes(deps.store.reader, step.targetId)),
  }));
  return bySpeed(lines).map(({ step }) => step);
}

function intendStep(deps: EngineDeps, decision: Decision, step: IntendedStep, index: number): void {
  const read = getTargetRead(deps.store.reader, step.targetId);
  const action: Action = {
    id: deps.newId('act'),
    key: `${decision.id}/${index}`,
    decisionId: decision.id,
    rolloutId: step.rolloutId,
    targetId: step.targetId,
    operation: step.operation,
    state: 'intended',
    attempts: 0,
    dueAt: deps.clock.now(),
    fence: read?.state?.fence ?? null,
    before: read?.state ?? null,
    after: null,
    problem: null,
    createdAt: deps.clock.now(),
    sentAt: null,
    finishedAt: null,
  };
  insertAction(deps.store.writer, action);
  deps.changed({ table: 'actions', id: action.id });
  clearTheWay(deps, action);
  if (step.operation.op === 'rollback') markRollingBack(deps, step.rolloutId);
}

/** Protection never queues behind a write that waits for its next try: an unsent one is given up, an unknown one looked up now. */
function clearTheWay(deps: EngineDeps, protection: Action): void {
  for (const earlier of unfinished(deps.store.reader)) {
    if (earlier.targetId !== protection.targetId || !overrules(protection, earlier)) continue;
    if (earlier.state === 'intended') withdraw(deps, earlier);
    if (earlier.state === 'unknown') updateAction(deps.store.writer, earlier.id, { dueAt: deps.clock.now() });
  }
}

function markRollingBack(deps: EngineDeps, rolloutId: string): void {
  updateRollout(deps.store.writer, rolloutId, { state: 'rollingBack', endedAt: null });
  deps.changed({ table: 'rollouts', id: rolloutId });
}

/** Nobody was given the release on this target, and no write of it is on its way. */
export function unstarted(deps: EngineDeps, rollout: Rollout): boolean {
  if (rollout.stage >= 0 || (rollout.state !== 'preparing' && rollout.state !== 'held')) return false;
  return openActions(deps, rollout.id).every((action) => action.state === 'failed');
}

/** Targets of a release that were never exposed do not start any more once it is taken back. */
export function cancelUnstarted(deps: EngineDeps, subject: Subject, actor: Actor, reason: string): void {
  for (const sibling of rolloutsOfRelease(deps.store.reader, subject.rollout.applicationId, subject.rollout.version)) {
    const fresh = getRollout(deps.store.reader, sibling.id);
    if (fresh === null || !unstarted(deps, fresh)) continue;
    updateRollout(deps.store.writer, fresh.id, { state: 'cancelled', endedAt: deps.clock.now(), heldReason: reason });
    record(deps, subjectOf(deps, fresh), { actor, action: 'rollout.cancel', trigger: 'release rolled back', reason });
    deps.changed({ table: 'rollouts', id: fresh.id });
  }
}
