import type { Notice, Severity } from '../core/model/notice.ts';
import { getConnection } from '../store/connections.ts';
import { dueNotices, enqueueNotice, noticeSeenSince, updateNotice } from '../store/notices.ts';
import { transaction } from '../store/open.ts';
import type { EngineDeps } from './deps.ts';
import type { Subject } from './gather.ts';
import { noteHealth } from './poll-platforms.ts';
import { sourceNamed } from './poll-metrics.ts';
import { backoffMs, problemOf } from './problems.ts';

/** Notices with the same key inside this time are one, ms. */
const quietMs = 30 * 60_000;
const maxAttempts = 6;

/**
 * Queues a notice for everybody the plan names, and shows it on this desktop. Belongs inside the transaction
 * of what it tells, so that a crash neither loses nor repeats it.
 */
export function tell(deps: EngineDeps, subject: Subject, severity: Severity, title: string, body: string, event: string): void {
  const { rollout } = subject;
  const notice: Notice = { severity, title, body, links: [], dedupKey: `tidegate:${rollout.id}:${event}` };
  const now = deps.clock.now();
  for (const name of subject.plan.notices) {
    const connection = sourceNamed(deps, name);
    if (connection === null || connection.kind !== 'notice') continue;
    if (noticeSeenSince(deps.store.reader, connection.id, notice.dedupKey, now - quietMs)) continue;
    enqueueNotice(deps.store.writer, {
      id: deps.newId('not'),
      connection: connection.id,
      notice,
      state: 'waiting',
      attempts: 0,
      dueAt: now,
      problem: null,
      createdAt: now,
      finishedAt: null,
    });
  }
  try {
    deps.showNotice(notice, rollout.id);
  } catch (error) {
    // Inside the transaction of a rollback: a desktop that cannot show a notice must not undo it.
    deps.log.warn({ error: String(error) }, 'a notice could not be shown on this desktop');
  }
}

/** Sends what is due. A refusal for good is kept as failed and shown on the connection. */
export async function sendNotices(deps: EngineDeps): Promise<void> {
  for (const stored of dueNotices(deps.store.reader, deps.clock.now())) {
    const connection = getConnection(deps.store.reader, stored.connection);
    if (connection === null) {
      updateNotice(deps.store.writer, stored.id, { state: 'failed', problem: 'The connection was removed.', finishedAt: deps.clock.now() });
      continue;
    }
    try {
      await deps.desk.send(connection, stored.notice);
      transaction(deps.store.writer, () => {
        updateNotice(deps.store.writer, stored.id, {
          state: 'delivered',
          attempts: stored.attempts + 1,
          problem: null,
          finishedAt: deps.clock.now(),
        });
        noteHealth(deps, connection.id, null);
      });
    } catch (error) {
      const problem = problemOf(error);
      const attempts = stored.attempts + 1;
      const again = (problem.kind === 'unavailable' || problem.kind === 'rateLimited') && attempts < maxAttempts;
      const dueAt = Math.max(problem.retryAt ?? 0, deps.clock.now() + backoffMs(attempts, deps.random));
      transaction(deps.store.writer, () => {
        updateNotice(deps.store.writer, stored.id, {
          state: again ? 'waiting' : 'failed',
          attempts,
          dueAt,
          problem: problem.message,
          finishedAt: again ? null : deps.clock.now(),
        });
        noteHealth(deps, connection.id, problem);
      });
    }
  }
}
