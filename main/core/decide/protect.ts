import type { CheckResult } from '../model/check.ts';
import type { DecisionCause, IntendedStep } from '../model/decision.ts';
import type { RolloutState } from '../model/rollout.ts';
import type { Sibling, Snapshot } from '../model/snapshot.ts';
import type { Surface } from '../model/surface.ts';
import { counted, sentence } from '../words.ts';
import { conclude, type Rule, type View } from './view.ts';

/** Fastest way back first: a flag flips at once, a store takes longest. */
const fastestFirst: readonly Surface[] = ['flag', 'web', 'desktop', 'mobile'];
const settled: readonly RolloutState[] = ['rollingBack', 'rolledBack', 'cancelled'];

/**
 * The writes that take a release back: every target it reached when the plan's scope is the release, else this one.
 * Completed targets are included, because their users have the release too.
 */
export function rollbackSteps(snapshot: Snapshot): IntendedStep[] {
  const { rollout, target, plan, siblings } = snapshot;
  const self: Sibling = {
    rolloutId: rollout.id,
    targetId: rollout.targetId,
    surface: target.surface,
    state: rollout.state,
    exposed: true,
    previousVersion: rollout.previousVersion,
  };
  const others = plan.rollbackScope === 'target' ? [] : siblings.filter((sibling) => sibling.rolloutId !== rollout.id);
  return [self, ...others]
    .filter((sibling) => sibling.exposed && !settled.includes(sibling.state))
    .toSorted((a, b) => fastestFirst.indexOf(a.surface) - fastestFirst.indexOf(b.surface))
    .map((sibling) => ({
      rolloutId: sibling.rolloutId,
      targetId: sibling.targetId,
      operation: { op: 'rollback', version: rollout.version, toVersion: sibling.previousVersion },
    }));
}

/** Emergency and red take the release back, or ask a person to when automatic rollback is off. */
export const rollBackOnRed: Rule = (view) => {
  const worst =
    view.verdicts.find((verdict) => verdict.kind === 'emergency') ??
    view.verdicts.find((verdict) => verdict.kind === 'red' && verdict.onRed === 'rollback');
  if (worst === undefined || (worst.kind !== 'emergency' && worst.kind !== 'red')) return null;
  return rollBack(view, worst.kind, `${worst.title}: ${sentence(worst.reason)}`);
};

/** Red where the plan says pause: the share stays and a person takes over, once for each episode, so that nobody who resumes is overruled. */
export const pauseOnRed: Rule = (view) => {
  const red = view.verdicts.find((verdict) => verdict.kind === 'red' && verdict.onRed === 'pause');
  if (red === undefined || view.snapshot.rollout.state !== 'running') return null;
  const reason = `${red.title}: ${sentence(red.reason)}`;
  if (view.watch.paused) {
    return conclude(view, {
      kind: 'hold',
      cause: 'red',
      reason: `${reason} A person let it go on; the share stays while it is red.`,
      next: 'holds until it is no longer red',
    });
  }
  const pause = conclude(view, {
    kind: 'pause',
    cause: 'red',
    reason: `${reason} The plan pauses here instead of rolling back.`,
    next: 'needs a person: resume or roll back',
  });
  return { ...pause, watch: { ...pause.watch, paused: true } };
};

/** A failed check after a stage takes the release back like a red gate (R1.8). */
export const rollBackOnFailedCheck: Rule = (view) => {
  const failed = failedCheck(view.snapshot);
  return failed === null ? null : rollBack(view, 'checkFailed', `${titleOf(view.snapshot, failed)} failed: ${sentence(failed.summary)}`);
};

function failedCheck({ checks, rollout }: Snapshot): CheckResult | null {
  return checks.find((check) => check.moment === 'afterStage' && check.stage === rollout.stage && check.passed === false) ?? null;
}

function titleOf({ plan }: Snapshot, result: CheckResult): string {
  return plan.checks.find((check) => check.id === result.check)?.title ?? result.check;
}

function rollBack(view: View, cause: DecisionCause, reason: string): ReturnType<Rule> {
  const { version, previousVersion } = view.snapshot.rollout;
  const back = previousVersion === null ? 'takes it back' : `back to ${previousVersion}`;
  if (!view.automation.rollback) {
    return conclude(view, {
      kind: 'rollback',
      cause,
      reason: `${reason} Automatic rollback is off.`,
      next: `needs a person: roll back ${version}`,
      recommendation: true,
    });
  }
  const steps = rollbackSteps(view.snapshot);
  const reach = steps.length > 1 ? ` Taking ${version} back on ${counted(steps.length, 'target')}.` : '';
  return conclude(view, { kind: 'rollback', cause, reason: `${reason}${reach}`, next: back, nextAt: view.snapshot.now, steps });
}
