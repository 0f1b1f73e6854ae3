import type { RolloutDetail } from '../../contract/rollouts.ts';
import type { SignoffRow } from '../../contract/shapes.ts';
import { bakeOf, matrixOf, type SignoffState, signoffsAt } from '../../core/decide/index.ts';
import type { Verdict } from '../../core/model/verdict.ts';
import { gather, type Subject } from '../../engine/gather.ts';
import type { World } from '../world.ts';

type Judgement = Pick<RolloutDetail, 'signoffs' | 'matrix' | 'baselines' | 'approvals' | 'watch' | 'dryRun'>;

/** What the present stage asks for and how it decides: signoffs, matrix, baselines, approvals and bake. */
export function judgementRows(world: World, subject: Subject, verdicts: readonly Verdict[]): Judgement {
  const { rollout, plan } = subject;
  const stage = plan.stages[Math.max(rollout.stage, 0)];
  const moment = rollout.stage < 0 ? 'beforeStart' : 'afterStage';
  const automation = rollout.automationOverride ?? stage?.automation ?? { promote: false, rollback: false };
  return {
    signoffs: plan.signoffs.length === 0 ? [] : signoffsAt(gather(world.deps, subject), verdicts, moment).map(signoffRow),
    matrix: stage === undefined ? [] : matrixOf(plan, stage, automation, verdicts).map((row) => ({ ...row, cells: [...row.cells] })),
    baselines: rollout.baselines.map(({ stage: own, ...baseline }) => {
      const metric = plan.metrics.find((one) => one.id === baseline.metric);
      return { ...baseline, title: metric?.title ?? baseline.metric, unit: metric?.unit ?? 'score', stage: own ?? null };
    }),
    approvals: rollout.approvals.map((approval) => ({ ...approval })),
    watch: {
      ...(stage === undefined ? { bakeMs: 0, accelerated: false } : bakeOf(stage, rollout.watch)),
      extraBakeMs: rollout.watch.extraBakeMs,
      streakMs: rollout.watch.streakMs,
    },
    dryRun: plan.dryRun,
  };
}

function signoffRow({ spec, moment, state, words, result, due }: SignoffState): SignoffRow {
  return {
    signoff: spec.id,
    title: spec.title,
    moment,
    state,
    words,
    role: spec.role,
    due,
    byGate: spec.gate !== null,
    evidence: spec.evidence,
    value: spec.value === null ? null : { ...spec.value },
    actor: result?.actor.name ?? null,
    at: result?.at ?? null,
    note: result?.note ?? '',
  };
}
