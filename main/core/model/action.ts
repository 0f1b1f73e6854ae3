import type { AdapterProblem } from './connection.ts';
import type { Operation } from './operation.ts';
import type { PlatformState } from './platform-state.ts';

/**
 *   intended ──call starts──▶ sent ──read-back agrees──▶ confirmed
 *      ▲                       │
 *      │ known not applied     ├──refused for good──▶ failed ──a person retries──▶ intended
 *      └───────────────────────┤
 *                              └──cannot be known──▶ unknown ──re-read──▶ confirmed | intended | failed
 */
export const actionStates = ['intended', 'sent', 'confirmed', 'failed', 'unknown'] as const;
export type ActionState = (typeof actionStates)[number];

export const unfinishedActions: readonly ActionState[] = ['intended', 'sent', 'unknown'];

/** Taking back must get through whatever else moved; putting more users on a release must not. */
export function protects(action: Pick<Action, 'operation'>): boolean {
  return action.operation.op === 'rollback' || action.operation.op === 'halt' || action.operation.op === 'unpublish';
}

/** A write to a platform, stored before it is made. Times in ms. */
export interface Action {
  readonly id: string;
  /** Idempotency key: decision id + step. */
  readonly key: string;
  readonly decisionId: string;
  readonly rolloutId: string;
  readonly targetId: string;
  readonly operation: Operation;
  readonly state: ActionState;
  readonly attempts: number;
  /** Not before this time. */
  readonly dueAt: number;
  /** Fence the write is bound to: what was seen when it was decided or last reconciled. */
  readonly fence: string | null;
  readonly before: PlatformState | null;
  readonly after: PlatformState | null;
  readonly problem: AdapterProblem | null;
  readonly createdAt: number;
  readonly sentAt: number | null;
  readonly finishedAt: number | null;
}
