import { keepsAlerts } from '../adapters/notices/index.ts';
import type { AdapterProblem } from '../core/model/connection.ts';
import type { Notice, Severity } from '../core/model/notice.ts';
import { getConnection, listConnections } from '../store/connections.ts';
import { dueNotices, enqueueNotice, lastNotice, openAlerts, type StoredNotice, updateNotice } from '../store/notices.ts';
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
  const notice = noticeOf(subject, severity, title, body, event);
  enqueue(deps, desktop, notice);
  for (const name of subject.plan.notices) {
    const connection = sourceNamed(deps, name);
    if (connection?.kind === 'notice') enqueue(deps, connection.id, notice);
  }
}

/** Queues a notice for every notice connection there is, whatever the plan names. Belongs inside the transaction of what it tells. */
export function tellEverybody(deps: EngineDeps, subject: Subject, severity: Severity, title: string, body: string, event: string): void {
  const notice = noticeOf(subject, severity, title, body, event);
  enqueue(deps, desktop, notice);
  for (const connection of listConnections(deps.store.reader)) if (connection.kind === 'notice') enqueue(deps, connection.id, notice);
}

function noticeOf({ rollout }: Subject, severity: Severity, title: string, body: string, event: string): Notice {
  const dedupKey = [dedupPrefix, rollout.id, event].join(':');
  const release = alertKeyOf(rollout);
  // Whoever acknowledged the page of a release still has to hear that its way back failed: that is an alert of its own.
  const key = ownAlert.test(event) ? `${release}:${event}` : release;
  return { severity, title, body, links: [], dedupKey, alert: { key, act: 'trigger' } };
}

const ownAlert = /^(failed:|offeredAgain)/;

/** The alert that everything told about one release belongs to. */
export function alertKeyOf(release: { readonly applicationId: string; readonly version: string }): string {
  return [dedupPrefix, release.applicationId, release.version].join(':');
}

function resolveKey(key: string): string {
  return `${key}:resolve`;
}

interface ReleaseOrNone {
  readonly applicationId: string;
  /** Null for trouble that is no release's. */
  readonly version: string | null;
}

/**
 * Queues an acknowledgement or the end of every alert that is open for a release, to the services that keep alerts open. Answers how
 * many. Belongs inside the transaction of what it tells.
 */
export function moveAlerts(
  deps: EngineDeps,
  { applicationId, version }: ReleaseOrNone,
  act: 'acknowledge' | 'resolve',
  why: string,
): number {
  if (version === null) return 0;
  const { reader } = deps.store;
  const pagers = listConnections(reader).filter((one) => one.kind === 'notice' && keepsAlerts(one.adapter));
  let told = 0;
  for (const { id } of pagers) {
    for (const key of openAlerts(reader, id, alertKeyOf({ applicationId, version }))) {
      queue(deps, id, {
        severity: 'info',
        title: `${act === 'resolve' ? 'Resolved' : 'Acknowledged'}: ${applicationId} ${version}`,
        body: why,
        links: [],
        dedupKey: act === 'resolve' ? resolveKey(key) : `${key}:acknowledge`,
        alert: { key, act },
      });
      told += 1;
    }
  }
  return told;
}

function enqueue(deps: EngineDeps, receiver: string, notice: Notice): void {
  const now = deps.clock.now();
  const { reader } = deps.store;
  const told = lastNotice(reader, receiver, notice.dedupKey);
  // Trouble that comes back after its alert was resolved is news, however soon.
  const ended = notice.alert === undefined ? null : lastNotice(reader, receiver, resolveKey(notice.alert.key));
  if (told !== null && told >= now - quietMs && told >= (ended ?? told)) return;
  queue(deps, receiver, notice);
}

function queue(deps: EngineDeps, receiver: string, notice: Notice): void {
  const now = deps.clock.now();
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
    await deps.desk.send(connection, stored.notice, { id: stored.id, at: stored.createdAt });
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
