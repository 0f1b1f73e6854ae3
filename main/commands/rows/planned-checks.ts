import type { RolloutDetail } from '../../contract/rollouts.ts';
import { questionsAt } from '../../core/decide/checks.ts';
import type { CheckResult } from '../../core/model/check.ts';
import type { CheckMoment, Plan } from '../../core/model/plan.ts';
import type { Rollout } from '../../core/model/rollout.ts';

/** What this rollout will still ask: before its start, then after the present and each later stage. Nothing once it is over. */
export function plannedChecks(
  plan: Pick<Plan, 'checks' | 'stages'>,
  rollout: Pick<Rollout, 'state' | 'stage' | 'endedAt'>,
  asked: readonly CheckResult[],
): RolloutDetail['plannedChecks'] {
  if (rollout.endedAt !== null || rollout.state === 'rollingBack') return [];
  const open = (moment: CheckMoment, stage: number) =>
    questionsAt(plan, moment, plan.stages[stage]?.name ?? null)
      .filter((question) => question.moment === moment)
      .filter(
        ({ check }) =>
          !asked.some((one) => one.check === check.id && one.moment === moment && (moment === 'beforeStart' || one.stage === stage)),
      )
      .map(({ check }) => ({ check: check.id, title: check.title, moment, stage }));
  const first = rollout.state === 'preparing' ? open('beforeStart', 0) : [];
  return [...first, ...plan.stages.flatMap((_, stage) => (stage < rollout.stage ? [] : open('afterStage', stage)))];
}
