import type { Conclusion } from '../core/model/decision.ts';
import { freshWatch, type Rollout } from '../core/model/rollout.ts';

/**
 * What changes on a rollout by a conclusion that needs no write on the platform: a stage that only watches on, a pause, and everything
 * a dry run concludes. Null when the conclusion changes nothing by itself.
 */
export function unwritten(rollout: Rollout, conclusion: Conclusion, dryRun: boolean, now: number): Partial<Rollout> | null {
  if (conclusion.recommendation || conclusion.steps.length > 0) return null;
  switch (conclusion.kind) {
    case 'start':
    case 'advance':
      return entered(rollout, now);
    case 'pause':
      return { state: 'held', heldReason: conclusion.reason };
    case 'rollback':
      return dryRun ? { state: 'cancelled', endedAt: now, heldReason: conclusion.reason } : null;
    default:
      return null;
  }
}

/** The next stage, entered now. A rollout that still prepares begins to run; one that a person holds stays held. */
export function entered(rollout: Rollout, now: number): Partial<Rollout> {
  return {
    state: rollout.state === 'preparing' ? 'running' : rollout.state,
    stage: rollout.stage + 1,
    stageEnteredAt: now,
    startedAt: rollout.startedAt ?? now,
    observedMs: 0,
    watch: freshWatch,
  };
}
