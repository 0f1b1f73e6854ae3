import { unfinishedActions } from '../model/action.ts';
import type { Snapshot } from '../model/snapshot.ts';
import { conclude, type Rule } from './view.ts';

/** The write on this target that is still under way; null when there is none. */
export function unfinishedOf(snapshot: Snapshot): Snapshot['actions'][number] | null {
  return snapshot.actions.find((action) => unfinishedActions.includes(action.state)) ?? null;
}

function failedOf(snapshot: Snapshot): Snapshot['actions'][number] | null {
  return snapshot.actions.find((action) => action.state === 'failed') ?? null;
}

/**
 * A write under way is settled before the next one is decided on its target. Taking back is asked before this: an exposure
 * that waits for its next try, or whose outcome is not known yet, must not delay it. It then runs after that write, never beside it.
 */
export const waitForWrite: Rule = (view) => {
  const { snapshot } = view;
  const action = unfinishedOf(snapshot);
  if (action === null) return null;
  const unknown = action.state === 'unknown';
  const reason = unknown
    ? `Whether ${action.op} was applied on ${snapshot.target.name} is not known; the platform is read until it is.`
    : `${action.op} is being written to ${snapshot.target.name}.`;
  return conclude(view, { kind: 'wait', cause: 'busy', reason, next: unknown ? 'settles an unknown write' : 'finishes the write' });
};

/** A rollback under way ends when every step is confirmed; a failed step needs a person. */
export const waitForRollback: Rule = (view) => {
  const { snapshot } = view;
  if (snapshot.rollout.state !== 'rollingBack') return null;
  const failed = failedOf(snapshot);
  return conclude(view, {
    kind: 'wait',
    cause: 'busy',
    reason:
      failed === null
        ? `${snapshot.rollout.version} is being taken back on ${snapshot.target.name}.`
        : `Taking ${snapshot.rollout.version} back on ${snapshot.target.name} failed at ${failed.op}. Retry it or settle it on the platform.`,
    next: failed === null ? 'finishes the rollback' : 'needs a person: a write failed',
  });
};

/** A write that failed for good stays in sight and stops the rollout until a person retries it. */
export const holdOnFailedWrite: Rule = (view) => {
  const failed = failedOf(view.snapshot);
  if (failed === null) return null;
  return conclude(view, {
    kind: 'hold',
    cause: 'busy',
    reason: `${failed.op} on ${view.snapshot.target.name} failed. Retry it, or roll back.`,
    next: 'needs a person: a write failed',
  });
};
