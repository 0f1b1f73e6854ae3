import { worstOf } from '../gates/worst.ts';
import type { Snapshot } from '../model/snapshot.ts';
import type { Verdict } from '../model/verdict.ts';
import { sentence } from '../words.ts';
import { waitForBake, waitForChecks, waitForDay, waitForStreak } from './advance.ts';
import { holdOnRepeatedCheck } from './checks.ts';
import { holdOnDrift } from './drift.ts';
import { holdOnEvidence } from './evidence.ts';
import { holdOnFreeze } from './freeze.ts';
import { holdOnGap } from './gap.ts';
import { viewOf } from './look.ts';
import { refuseStart, waitForBaselines, waitForChannel } from './prepare.ts';
import { waitForSignoffs } from './signoffs.ts';
import type { Rule } from './view.ts';

/** What a start by hand does not wait for. Approvals are asked for even then. */
const beforeStart: readonly Rule[] = [
  holdOnGap,
  refuseStart,
  waitForChecks('beforeStart'),
  waitForChannel,
  waitForBaselines,
  waitForSignoffs('beforeStart'),
  holdOnFreeze,
];

/** What a step by hand does not wait for. A missing way back wants an override of its own. */
const whileRolling: readonly Rule[] = [
  holdOnDrift,
  holdOnGap,
  holdOnEvidence,
  waitForBake,
  waitForStreak,
  holdOnRepeatedCheck,
  waitForChecks('afterStage'),
  waitForSignoffs('afterStage'),
  waitForDay,
  holdOnFreeze,
];

/**
 * What a person who promotes by hand now passes over, as sentences: every rule of the plan that would still hold or wait. Empty when
 * the plan itself would go on. Pure.
 */
export function passedOver(snapshot: Snapshot, verdicts: readonly Verdict[]): string[] {
  const view = viewOf(snapshot, verdicts);
  const rules = snapshot.rollout.state === 'preparing' || snapshot.rollout.stage < 0 ? beforeStart : whileRolling;
  const red = worstOf(view.verdicts);
  const said = rules.flatMap((rule) => rule(view)?.reason ?? []);
  const bad =
    red !== null && (red.kind === 'red' || red.kind === 'emergency') ? [`${red.title} is ${red.kind}: ${sentence(red.reason)}`] : [];
  return [...new Set([...bad, ...said])];
}
