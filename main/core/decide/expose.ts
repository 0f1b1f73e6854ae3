import type { IntendedStep } from '../model/decision.ts';
import type { StageSpec } from '../model/plan.ts';
import type { Rollout } from '../model/rollout.ts';

/** The write by which a stage is entered: its share, and the segments that get the release besides. */
export function exposure(
  rollout: Pick<Rollout, 'id' | 'targetId' | 'version'>,
  stage: Pick<StageSpec, 'percent' | 'segments'>,
): IntendedStep {
  const segments = stage.segments.length === 0 ? {} : { segments: stage.segments };
  return {
    rolloutId: rollout.id,
    targetId: rollout.targetId,
    operation: { op: 'expose', version: rollout.version, percent: stage.percent, ...segments },
  };
}
