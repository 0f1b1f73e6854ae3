import type { Conclusion } from '../model/decision.ts';
import { activeStates } from '../model/rollout.ts';
import type { Snapshot } from '../model/snapshot.ts';
import type { Verdict } from '../model/verdict.ts';
import { askForApproval, goOn, waitForBake, waitForChecks, waitForDay, waitForStreak } from './advance.ts';
import { holdOnFailedWrite, waitForRollback, waitForWrite } from './busy.ts';
import { holdOnRepeatedCheck } from './checks.ts';
import { holdOnDrift } from './drift.ts';
import { holdOnEvidence } from './evidence.ts';
import { holdOnFreeze } from './freeze.ts';
import { holdOnGap } from './gap.ts';
import { viewOf } from './look.ts';
import { refuseStart, start, waitForBaselines, waitForChannel } from './prepare.ts';
import { pauseOnRed, rollBackOnFailedCheck, rollBackOnRed } from './protect.ts';
import { waitForSignoffs } from './signoffs.ts';
import { holdForPerson, holdOnUnreachable } from './unreachable.ts';
import { conclude, type Rule } from './view.ts';
import { holdOnNoWayBack } from './way-back.ts';

export { answerTo, type CheckQuestion, isLapsed, questionsAt } from './checks.ts';
export { missingApprovals } from './advance.ts';
export { exposure } from './expose.ts';
export { freezeAt, freezeEnds } from './freeze.ts';
export { matrixColumns, type MatrixRow, matrixOf } from './matrix.ts';
export { comparesWithControl, horizonOf } from './horizon.ts';
export { baselineOf, judge, judgeIn } from './judge.ts';
export { observe } from './observe.ts';
export { passedOver } from './passed-over.ts';
export { keepsBound, type SignoffState, signoffsAt } from './signoffs.ts';
export { bakeOf } from './watch.ts';
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
  waitForChannel,
  waitForBaselines,
  waitForSignoffs('beforeStart'),
  askForApproval,
  holdOnFreeze,
  start,
];

/** The rules of a sweep, in the order they are asked (design promise 3): protection before every reason to wait. */
const whileRolling: readonly Rule[] = [
  waitForRollback,
  holdOnDrift,
  rollBackOnRed,
  rollBackOnFailedCheck,
  pauseOnRed,
  waitForWrite,
  holdOnGap,
  holdForPerson,
  holdOnUnreachable,
  holdOnFailedWrite,
  holdOnEvidence,
  waitForBake,
  waitForStreak,
  holdOnRepeatedCheck,
  waitForChecks('afterStage'),
  waitForSignoffs('afterStage'),
  waitForDay,
  askForApproval,
  holdOnFreeze,
  holdOnNoWayBack,
  goOn,
];

const over: Rule = (view) =>
  activeStates.includes(view.snapshot.rollout.state)
    ? null
    : conclude(view, { kind: 'wait', cause: 'green', reason: 'This rollout is over.', next: 'nothing: it is over' });

/**
 * What a sweep concludes from a snapshot and its verdicts: the first rule that has something to say.
 * Pure, and shadow verdicts are left out before any rule sees them.
 */
export function decide(snapshot: Snapshot, verdicts: readonly Verdict[]): Conclusion {
  const view = viewOf(snapshot, verdicts);
  const rules = snapshot.rollout.state === 'preparing' ? beforeStart : whileRolling;
  for (const rule of [over, ...rules]) {
    const conclusion = rule(view);
    if (conclusion !== null) return snapshot.plan.dryRun ? unsent(conclusion) : conclusion;
  }
  throw new Error(
    `No rule spoke for rollout ${snapshot.rollout.id} in state ${snapshot.rollout.state} at stage ${snapshot.rollout.stage}.`,
  );
}

/** A dry run concludes everything and writes nothing. */
function unsent(conclusion: Conclusion): Conclusion {
  return conclusion.steps.length === 0
    ? conclusion
    : { ...conclusion, steps: [], reason: `Dry run, nothing is sent. ${conclusion.reason}` };
}
