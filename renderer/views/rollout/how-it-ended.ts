import type { RolloutDetail } from '../../../main/contract/rollouts.ts';
import type { Actor } from '../../../main/core/model/actor.ts';

export interface TakenBack {
  readonly by: Pick<Actor, 'kind' | 'name'> | null;
  readonly at: number;
  /** From the decision to the platform's confirmation, ms; null where nothing was sent or it is not confirmed. */
  readonly containedMs: number | null;
  readonly reason: string;
}

/** Who took a release back, when and how fast, from its last rollback decision and that decision's writes; null while it was not. */
export function takenBackOf({ rollout, decisions, actions }: Pick<RolloutDetail, 'rollout' | 'decisions' | 'actions'>): TakenBack | null {
  if (rollout.state !== 'rolledBack') return null;
  const decision = decisions.filter((one) => one.kind === 'rollback' && !one.recommendation).toSorted((a, b) => b.at - a.at)[0];
  const writes = actions.filter((one) => one.rolloutId === rollout.id && one.decisionId === decision?.id);
  const confirmed = writes.length > 0 && writes.every((one) => one.state === 'confirmed' && one.finishedAt !== null);
  const until = Math.max(...writes.map((one) => one.finishedAt ?? 0));
  return {
    by: decision?.actor ?? null,
    at: rollout.endedAt ?? decision?.at ?? rollout.createdAt,
    containedMs: decision && confirmed ? Math.max(until - decision.at, 0) : null,
    reason: decision?.reason ?? '',
  };
}
