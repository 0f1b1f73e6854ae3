import { judgeGate } from '../gates/judge.ts';
import type { Conclusion } from '../model/decision.ts';
import { activeStates } from '../model/rollout.ts';
import type { Snapshot } from '../model/snapshot.ts';
import type { Verdict } from '../model/verdict.ts';
import { askForApproval, goOn, waitForBake, waitForChecks } from './advance.ts';
import { holdOnFailedWrite, waitForRollback, waitForWrite } from './busy.ts';
import { holdOnRepeatedCheck } from './checks.ts';
import { holdOnDrift } from './drift.ts';
import { holdOnEvidence } from './evidence.ts';
import { holdOnGap } from './gap.ts';
import { viewOf } from './look.ts';
import { refuseStart, start, waitForBaselines } from './prepare.ts';
import { rollBackOnFailedCheck, rollBackOnRed } from './protect.ts';
import { holdForPerson, holdOnUnreachable } from './unreachable.ts';
import { conclude, type Rule } from './view.ts';

export { answerTo, type CheckQuestion, isLapsed, questionsAt } from './checks.ts';
export { observe } from './observe.ts';
export { type Drift, driftOf } from './drift.ts';
export { rollbackSteps } from './protect.ts';

/** The rules before anybody has the release, in the order they are asked. */
const beforeStart: readonly Rule[] = [
  waitForWrite,
  holdOnGap,
  holdOnUnreachable,
  holdOnFailedWrite,
  refuseStart,
  waitForChecks('beforeStart'),
  waitForBaselines,
  askForApproval,
  start,
];

/** The rules of a sweep, in the order they are asked (design promise 3): protection before every reason to wait. */
const whileRolling: readonly Rule[] = [
  waitForRollback,
  holdOnDrift,
  rollBackOnRed,
  rollBackOnFailedCheck,
  waitForWrite,
  holdOnGap,
  holdForPerson,
  holdOnUnreachable,
  holdOnFailedWrite,
  holdOnEvidence,
  waitForBake,
  holdOnRepeatedCheck,
  waitForChecks('afterStage'),
  askForApproval,
  goOn,
];

const over: Rule = (view) =>
  activeStates.includes(view.snapshot.rollout.state)
    ? null
    : conclude(view, { kind: 'wait', cause: 'green', reason: 'This rollout is over.', next: 'nothing: it is over' });

/** Verdicts of every gate of the current stage, shadow ones included, in plan order; none before the first stage. */
export function judge(snapshot: Snapshot): Verdict[] {
  const { now, plan, rollout } = snapshot;
  return (plan.stages[rollout.stage]?.gates ?? []).map((gate) => {
    const metric = plan.metrics.find((one) => one.id === gate.metric);
    if (metric === undefined) throw new Error(`Gate ${gate.id} names metric ${gate.metric}, which plan ${plan.name} does not have.`);
    const window = snapshot.windows.find((one) => one.metric === metric.id);
    return judgeGate(gate, metric, {
      now,
      startedAt: rollout.startedAt,
      points: window?.points ?? [],
      baseline: rollout.baselines.find((one) => one.metric === metric.id) ?? null,
      failingSince: window?.failingSince ?? null,
      problem: window?.problem ?? null,
      everyMs: plan.everyMs,
    });
  });
}

/**
 * What a sweep concludes from a snapshot and its verdicts: the first rule that has something to say.
 * Pure, and shadow verdicts are left out before any rule sees them.
 */
export function decide(snapshot: Snapshot, verdicts: readonly Verdict[]): Conclusion {
  const view = viewOf(snapshot, verdicts);
  const rules = snapshot.rollout.state === 'preparing' ? beforeStart : whileRolling;
  for (const rule of [over, ...rules]) {
    const conclusion = rule(view);
    if (conclusion !== null) return conclusion;
  }
  throw new Error(
    `No rule spoke for rollout ${snapshot.rollout.id} in state ${snapshot.rollout.state} at stage ${snapshot.rollout.stage}.`,
  );
}
