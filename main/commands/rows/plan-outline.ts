import type { OutlineStage, PlanOutline } from '../../contract/plans.ts';
import type { CheckMoment, Plan, StageSpec } from '../../core/model/plan.ts';
import { stageRow } from './stage-row.ts';

const day = 86_400_000;

interface Asked {
  readonly title: string;
  readonly moments: readonly CheckMoment[];
  readonly stages: readonly string[] | null;
}

function asked(items: readonly Asked[], moment: CheckMoment, stage: StageSpec | null): string[] {
  const wanted = items.filter((item) => item.moments.includes(moment));
  return wanted.filter((item) => stage === null || (item.stages?.includes(stage.name) ?? true)).map((item) => item.title);
}

/** Time from the start until the last stage may end, ms: every bake, and no stage before its day. */
function leastTime(stages: readonly StageSpec[]): number {
  return stages.reduce((at, stage) => Math.max(at, (stage.earliestDay - 1) * day) + stage.bakeMs, 0);
}

/** What a plan does step by step, for its drawing. */
export function planOutline(plan: Plan): PlanOutline {
  const stages = plan.stages.map(
    (stage): OutlineStage => ({
      ...stageRow(stage),
      checks: asked(plan.checks, 'afterStage', stage),
      signoffs: asked(plan.signoffs, 'afterStage', stage),
      gates: stage.gates.length,
    }),
  );
  const before = { checks: asked(plan.checks, 'beforeStart', null), signoffs: asked(plan.signoffs, 'beforeStart', null) };
  return { stages, before, leastMs: leastTime(plan.stages), dryRun: plan.dryRun };
}
