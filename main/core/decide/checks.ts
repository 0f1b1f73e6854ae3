import type { CheckResult } from '../model/check.ts';
import type { CheckMoment, CheckSpec, Plan } from '../model/plan.ts';
import { sentence } from '../words.ts';
import { belongs } from './signoffs.ts';
import { conclude, type Rule } from './view.ts';

/** A check and the moment it speaks for. */
export interface CheckQuestion {
  readonly check: CheckSpec;
  readonly moment: CheckMoment;
}

/**
 * What has to be answered before the next step: the checks of that moment, and after a stage also those asked before the start
 * whose answer holds for a limited time only. `stage` is the name of the present stage; a check may belong to some stages only.
 */
export function questionsAt(plan: Pick<Plan, 'checks'>, moment: CheckMoment, stage: string | null): CheckQuestion[] {
  const checks = plan.checks.filter((check) => moment === 'beforeStart' || belongs(check, stage));
  const own = checks.filter((check) => check.moments.includes(moment)).map((check) => ({ check, moment }));
  if (moment === 'beforeStart') return own;
  const lasting = checks.filter((check) => check.freshForMs !== null && !check.moments.includes('afterStage'));
  return [...own, ...lasting.map((check) => ({ check, moment: 'beforeStart' as const }))];
}

/** The answer that speaks for a question now: of this stage, or for one asked before the start the newest of all. */
export function answerTo(results: readonly CheckResult[], { check, moment }: CheckQuestion, stage: number): CheckResult | null {
  const own = results.filter((one) => one.check === check.id && one.moment === moment);
  if (moment === 'afterStage') return own.find((one) => one.stage === stage) ?? null;
  return own.toSorted((a, b) => b.stage - a.stage)[0] ?? null;
}

/** Whether an answer is older than it may be at `now`, ms. */
export function isLapsed(result: CheckResult, check: CheckSpec, now: number): boolean {
  return check.freshForMs !== null && now - result.at >= check.freshForMs;
}

/** A check from before the start that was asked again and failed meanwhile keeps the share where it is. */
export const holdOnRepeatedCheck: Rule = (view) => {
  const { plan, checks, rollout } = view.snapshot;
  for (const question of questionsAt(plan, 'afterStage', view.stage?.name ?? null)) {
    const answer = question.moment === 'beforeStart' ? answerTo(checks, question, rollout.stage) : null;
    if (answer?.passed !== false) continue;
    return conclude(view, {
      kind: 'hold',
      cause: 'checkFailed',
      reason: `${question.check.title} failed when it was asked again: ${sentence(answer.summary)}`,
      next: `holds until ${question.check.title} passes`,
    });
  }
  return null;
};
