import { unfinished } from '../store/actions.ts';
import { updateAction } from '../store/actions.ts';
import { transaction } from '../store/open.ts';
import { getRollout } from '../store/rollouts.ts';
import { getTarget } from '../store/targets.ts';
import { recordPlain, usersAt } from './audit.ts';
import type { EngineDeps } from './deps.ts';

/**
 * After a start: a write that was on its way when the last process ended may or may not have been applied.
 * It becomes unknown, so that the platform is read before anything is sent again.
 */
export function recoverActions(deps: EngineDeps): number {
  const sent = unfinished(deps.store.reader).filter((action) => action.state === 'sent');
  if (sent.length === 0) return 0;
  transaction(deps.store.writer, () => {
    for (const action of sent) {
      updateAction(deps.store.writer, action.id, { state: 'unknown', dueAt: deps.clock.now() });
      const rollout = getRollout(deps.store.reader, action.rolloutId);
      const target = getTarget(deps.store.reader, action.targetId);
      recordPlain(deps, {
        action: 'action.unknown',
        trigger: 'restart',
        applicationId: rollout?.applicationId ?? null,
        targetId: action.targetId,
        channel: target?.channel ?? null,
        rolloutId: action.rolloutId,
        version: rollout?.version ?? null,
        toVersion: action.operation.op === 'rollback' ? action.operation.toVersion : null,
        usersAffected: usersAt(target?.population ?? null, rollout?.expected?.percent ?? null),
        durationMs: deps.clock.now() - action.createdAt,
        reason: 'Tidegate stopped while this call was on its way; the platform is read before anything is sent again.',
        idempotencyKey: action.key,
      });
    }
  });
  for (const action of sent) deps.changed({ table: 'actions', id: action.id });
  return sent.length;
}
