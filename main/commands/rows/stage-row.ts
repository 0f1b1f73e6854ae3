import type { RolloutRow } from '../../contract/shapes.ts';
import type { StageSpec } from '../../core/model/plan.ts';

/** A stage of a plan as it is shown. Apart from the other rows, so that it needs no store. */
export function stageRow(stage: StageSpec): RolloutRow['stages'][number] {
  return {
    name: stage.name,
    percent: stage.percent,
    bakeMs: stage.bakeMs,
    approval: stage.approval,
    approvals: stage.approvals.map((approval) => ({ ...approval })),
    onYellow: { ...stage.onYellow },
    streakMs: stage.streakMs,
    earliestDay: stage.earliestDay,
    acceleratedMs: stage.accelerated?.bakeMs ?? null,
    segments: [...stage.segments],
    automation: { ...stage.automation },
  };
}
