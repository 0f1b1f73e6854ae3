import type { AdapterProblem } from '../core/model/connection.ts';
import type { Notice, Severity } from '../core/model/notice.ts';
import { getConnection, listConnections } from '../store/connections.ts';
import { dueNotices, enqueueNotice, noticeSeenSince, type StoredNotice, updateNotice } from '../store/notices.ts';
import { transaction } from '../store/open.ts';
import type { EngineDeps } from './deps.ts';
import type { Subject } from './gather.ts';
import { noteHealth } from './poll-platforms.ts';
import { sourceNamed } from './poll-metrics.ts';
import { backoffMs, problemOf } from './problems.ts';

/** Notices with the same key inside this time are one, ms. */
const quietMs = 30 * 60_000;
const maxAttempts = 6;

/** This desktop, as a receiver of notices beside the connections of the plan. */
const desktop = '@desktop';
const dedupPrefix = 'tidegate';

/**
 * Queues a notice for everybody the plan names and for this desktop. Belongs inside the transaction of what it tells, so that a
 * crash neither loses it nor tells what was undone.
 */
export function tell(deps: EngineDeps, subject: Subject, severity: Severity, title: string, body: string, event: string): void {
  const { rollout } = subject;
  const notice: Notice = { severity, title, body, links: [], dedupKey: [dedupPrefix, rollout.id, event].join(':') };
  enqueue(deps, desktop, notice);
  for (const name of subject.plan.notices) {
    const connection = sourceNamed(deps, name);
    if (connection?.kind === 'notice') enqueue(deps, connection.id, notice);
  }
}

/** Queues a notice for every notice connection there is, whatever the plan names. Belongs inside the transaction of what it tells. */
export function tellEverybody(deps: EngineDeps, subject: Subject, severity: Severity, title: string, body: string, event: string): void {
  const notice: Notice = { severity, title, body, links: [], dedupKey: [dedupPrefix, subject.rollout.id, event].join(':') };
  enqueue(deps, desktop, notice);
  for (const connection of listConnections(deps.store.reader)) if (connection.kind === 'notice') enqueue(deps, connection.id, notice);
}

function enqueue(deps: EngineDeps, receiver: string, notice: Notice): void {
  const now = deps.clock.now();
  if (noticeSeenSince(deps.store.reader, receiver, notice.dedupKey, now - quietMs)) return;
  enqueueNotice(deps.store.writer, {
    id: deps.newId('not'),
    connection: receiver,
    notice,
    state: 'waiting',
    attempts: 0,
    dueAt: now,
    problem: null,
    createdAt: now,
    finishedAt: null,
  });
}

/** Shows what waits for this desktop. Never throws: nothing depends on a notice being seen. */
export function showNotices(deps: EngineDeps): void {
  try {
    for (const stored of dueNotices(deps.store.reader, deps.clock.now())) if (stored.connection === desktop) show(deps, stored);
  } catch (error) {
    deps.log.warn({ error: String(error) }, 'a notice could not be shown on this desktop');
  }
}

function show(deps: EngineDeps, { id, notice, attempts }: StoredNotice): void {
  // Kept as shown before it is: on a full disk it must not come up again at every turn.
  updateNotice(deps.store.writer, id, { state: 'delivered', attempts: attempts + 1, finishedAt: deps.clock.now() });
  deps.showNotice(notice, notice.dedupKey.split(':')[1] ?? '');
}

/** Connections that have something to be told now. */
export function receiversDue(deps: EngineDeps): string[] {
  const due = dueNotices(deps.store.reader, deps.clock.now()).map((stored) => stored.connection);
  return [...new Set(due)].filter((receiver) => receiver !== desktop);
}

/** Sends everything that is due, connections side by side: for a process without the engine's loop. */
export async function tellNow(deps: EngineDeps): Promise<void> {
  showNotices(deps);
  await Promise.all(receiversDue(deps).map((receiver) => sendNotices(deps, receiver)));
}

/** Sends one connection what is due for it, oldest first. A refusal for good is kept as failed and shown on the connection. */
export async function sendNotices(deps: EngineDeps, receiver: string): Promise<void> {
  for (const stored of dueNotices(deps.store.reader, deps.clock.now())) if (stored.connection === receiver) await send(deps, stored);
}

async function send(deps: EngineDeps, stored: StoredNotice): Promise<void> {
  const connection = getConnection(deps.store.reader, stored.connection);
  if (connection === null) {
    updateNotice(deps.store.writer, stored.id, { state: 'failed', problem: 'The connection was removed.', finishedAt: deps.clock.now() });
    return;
  }
  const attempts = stored.attempts + 1;
  try {
    await deps.desk.send(connection, stored.notice);
    transaction(deps.store.writer, () => {
      updateNotice(deps.store.writer, stored.id, { state: 'delivered', attempts, problem: null, finishedAt: deps.clock.now() });
      noteHealth(deps, connection.id, null);
    });
  } catch (error) {
    keepUnsent(deps, stored, attempts, problemOf(error));
  }
}

function keepUnsent(deps: EngineDeps, stored: StoredNotice, attempts: number, problem: AdapterProblem): void {
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
    noteHealth(deps, stored.connection, problem);
  });
}
