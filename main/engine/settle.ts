import type { Action } from '../core/model/action.ts';
import { type Actor, systemActor } from '../core/model/actor.ts';
import type { AuditBody } from '../core/model/audit.ts';
import type { AdapterProblem } from '../core/model/connection.ts';
import type { PlatformState } from '../core/model/platform-state.ts';
import { freshWatch, type Rollout } from '../core/model/rollout.ts';
import { getAction, updateAction } from '../store/actions.ts';
import { getDecision, triggerOfDecision } from '../store/decisions.ts';
import { transaction } from '../store/open.ts';
import { getRollout, recordShare, updateRollout } from '../store/rollouts.ts';
import { record, triggerOf, usersAt } from './audit.ts';
import type { EngineDeps } from './deps.ts';
import { subjectOf, type Subject } from './gather.ts';
import { operationInWords } from '../core/operation-words.ts';
import { tell } from './notify.ts';

/** The outcome of a write and everything that follows from it, in one transaction with its audit entry (design promise 5). */
export function confirm(deps: EngineDeps, action: Action, state: PlatformState): void {
  const now = deps.clock.now();
  transaction(deps.store.writer, () => {
    updateAction(deps.store.writer, action.id, { state: 'confirmed', after: state, problem: null, finishedAt: now });
    const subject = freshSubject(deps, action);
    const patch = afterConfirm(deps, subject.rollout, action, state);
    updateRollout(deps.store.writer, subject.rollout.id, patch);
    recordShare(deps.store.writer, { rolloutId: subject.rollout.id, ts: now, percent: shareOf(action, state) });
    record(deps, subject, {
      action: action.operation.op === 'rollback' ? 'rollout.rolledBack' : 'action.confirmed',
      ...about(deps, action),
      reason: reasonOf(deps, action),
      ...(action.operation.op === 'rollback' ? { toVersion: action.operation.toVersion ?? state.version } : {}),
      usersAffected: usersAt(subject.target.population, subject.rollout.expected?.percent ?? null),
      before: stateJson(action.before),
      after: stateJson(state),
    });
  });
  deps.changed({ table: 'actions', id: action.id });
  deps.changed({ table: 'rollouts', id: action.rolloutId });
}

/** A write the platform refused for good. It stays in sight until a person settles it. */
export function fail(deps: EngineDeps, action: Action, problem: AdapterProblem): void {
  const now = deps.clock.now();
  transaction(deps.store.writer, () => {
    updateAction(deps.store.writer, action.id, { state: 'failed', problem, finishedAt: now });
    const subject = freshSubject(deps, action);
    record(deps, subject, {
      action: 'action.failed',
      ...about(deps, action),
      reason: problem.message,
      before: stateJson(action.before),
      after: { problem: { ...problem } },
    });
    tell(deps, subject, 'critical', `${action.operation.op} failed on ${subject.target.name}`, problem.message, `failed:${action.id}`);
  });
  deps.changed({ table: 'actions', id: action.id });
  deps.changed({ table: 'rollouts', id: action.rolloutId });
}

const ranks: Partial<Record<Action['operation']['op'], number>> = { rollback: 2, halt: 1, unpublish: 1 };

/** Whether `later` makes `earlier` pointless: a rollback whatever comes before it, a halt what puts users on a release. */
export function overrules(later: Action, earlier: Action): boolean {
  return (ranks[later.operation.op] ?? 0) > (ranks[earlier.operation.op] ?? 0);
}

/** Says on a write that overrules one of unknown outcome why it has not been sent: the platform has to answer first. */
export function sayItWaits(deps: EngineDeps, action: Action, earlier: Action, problem: AdapterProblem): void {
  const message = `Waiting to learn what became of the ${earlier.operation.op} before it; asked again every second. ${problem.message}`;
  if (action.problem?.message === message) return;
  updateAction(deps.store.writer, action.id, { problem: { ...problem, message, retryAt: null } });
  deps.changed({ table: 'actions', id: action.id });
  deps.changed({ table: 'rollouts', id: action.rolloutId });
}

/** Gives a write up that was not applied, because one that overrules it follows on its target. */
export function withdraw(deps: EngineDeps, action: Action): void {
  const now = deps.clock.now();
  const message = 'Not carried out: the release is being taken back.';
  transaction(deps.store.writer, () => {
    updateAction(deps.store.writer, action.id, {
      state: 'failed',
      problem: { kind: 'precondition', message, detail: null, retryAt: null },
      finishedAt: now,
    });
    record(deps, freshSubject(deps, action), {
      action: 'action.withdrawn',
      ...about(deps, action),
      reason: message,
      before: stateJson(action.before),
    });
  });
  deps.changed({ table: 'actions', id: action.id });
}

/** Marks a write as about to be sent, before it is. */
export function markSent(deps: EngineDeps, action: Action, fence: string, before: PlatformState | null): Action {
  const now = deps.clock.now();
  const sent: Action = {
    ...action,
    state: 'sent',
    attempts: action.attempts + 1,
    fence,
    before: action.before ?? before,
    sentAt: action.sentAt ?? now,
  };
  transaction(deps.store.writer, () => {
    updateAction(deps.store.writer, action.id, { state: 'sent', attempts: sent.attempts, fence, before: sent.before, sentAt: sent.sentAt });
    record(deps, freshSubject(deps, action), {
      action: 'action.sent',
      ...about(deps, action),
      reason: `${sentInWords(sent)}${movedInWords(action, before)}`,
      before: stateJson(sent.before),
      after: { operation: { ...action.operation } },
    });
  });
  deps.changed({ table: 'actions', id: action.id });
  return sent;
}

/** Puts a write aside: to be tried again (`intended`) or to be looked up first (`unknown`). */
export function postpone(
  deps: EngineDeps,
  action: Action,
  state: 'intended' | 'unknown',
  problem: AdapterProblem | null,
  dueAt: number,
): void {
  // Looked up in vain once a second it stays one entry: the log tells what changed.
  const news = state === 'unknown' && getAction(deps.store.reader, action.id)?.state !== 'unknown';
  transaction(deps.store.writer, () => {
    updateAction(deps.store.writer, action.id, { state, problem, dueAt });
    if (news) {
      record(deps, freshSubject(deps, action), {
        action: 'action.unknown',
        ...about(deps, action),
        reason: problem?.message ?? 'The outcome could not be read.',
        before: stateJson(action.before),
      });
    }
  });
  deps.changed({ table: 'actions', id: action.id });
}

function freshSubject(deps: EngineDeps, action: Action): Subject {
  const rollout = getRollout(deps.store.reader, action.rolloutId);
  if (rollout === null) throw new Error(`Action ${action.id} has no rollout. Restore a backup in Settings.`);
  return subjectOf(deps, rollout);
}

function afterConfirm(deps: EngineDeps, rollout: Rollout, action: Action, state: PlatformState): Partial<Rollout> {
  const now = deps.clock.now();
  const expected = { version: state.version, percent: state.percent, status: state.status };
  switch (action.operation.op) {
    case 'rollback':
      return { state: 'rolledBack', expected, endedAt: now };
    case 'expose': {
      const segments = segmentsKept(rollout, action.operation, state);
      const shown = { ...expected, ...(segments.length === 0 ? {} : { segments }) };
      const decision = getDecision(deps.store.reader, action.decisionId);
      if (decision?.kind === 'start') {
        // A hold or a rollback that was pressed meanwhile stands: only a rollout that still prepares begins to run.
        const next = rollout.state === 'preparing' ? 'running' : rollout.state;
        return {
          state: next,
          stage: 0,
          stageEnteredAt: now,
          startedAt: rollout.startedAt ?? now,
          observedMs: 0,
          watch: freshWatch,
          expected: shown,
        };
      }
      if (decision?.kind === 'advance') {
        return { stage: decision.stage + 1, stageEnteredAt: now, observedMs: 0, watch: freshWatch, expected: shown };
      }
      return { expected: shown };
    }
    case 'halt':
    case 'unpublish':
      // In place of a rollback that was refused: the release is contained, if not as well.
      return rollout.state === 'rollingBack' ? { state: 'rolledBack', expected, endedAt: now } : { expected };
    case 'resume':
      return { expected };
  }
}

/** Segments switched on by this rollout so far that are still on: a later stage takes them from nobody. */
function segmentsKept(rollout: Rollout, operation: Action['operation'], state: PlatformState): string[] {
  const named = operation.op === 'expose' ? (operation.segments ?? []) : [];
  const all = new Set([...(rollout.expected?.segments ?? []), ...named]);
  return [...all].filter((name) => state.segments?.includes(name) !== false);
}

function shareOf(action: Action, state: PlatformState): number | null {
  return action.operation.op === 'expose' || action.operation.op === 'resume' ? state.percent : 0;
}

type About = Pick<AuditBody, 'trigger' | 'toVersion' | 'idempotencyKey' | 'snapshotHash' | 'durationMs'> & { readonly actor: Actor };

/** What every entry about a write has: who and what set it off, from which evidence, its key, and how long it took so far, ms. */
function about(deps: EngineDeps, action: Action): About {
  const { operation } = action;
  return {
    ...causeOf(deps, action),
    toVersion: operation.op === 'rollback' ? operation.toVersion : null,
    idempotencyKey: action.key,
    snapshotHash: getDecision(deps.store.reader, action.decisionId)?.snapshotHash ?? null,
    durationMs: deps.clock.now() - action.createdAt,
  };
}

/** What a write asks of a platform, as people say it. */
function sentInWords({ operation, attempts }: Action): string {
  return attempts === 1 ? `${operationInWords(operation)}.` : `${operationInWords(operation)}; try ${attempts}.`;
}

/** That the platform moved between two tries, whoever moved it: a rollback goes on over it, and the log must not hide it. */
function movedInWords({ attempts, before }: Action, now: PlatformState | null): string {
  if (attempts === 0 || before === null || now === null) return '';
  if (before.version === now.version && before.percent === now.percent && before.status === now.status) return '';
  return ` The platform moved in between: it showed ${shownInWords(before)}, and shows ${shownInWords(now)} now.`;
}

function shownInWords({ version, percent, status }: PlatformState): string {
  return `${version ?? 'nothing'}${percent === null ? '' : ` at ${percent} %`} (${status})`;
}

/** Who and what set a write off: the decision behind it, a person's as well as the engine's own. */
function causeOf(deps: EngineDeps, action: Action): { actor: Actor; trigger: string } {
  const decision = getDecision(deps.store.reader, action.decisionId);
  if (decision === null) return { actor: systemActor, trigger: 'unknown' };
  const { actor, cause } = decision;
  const kept = triggerOfDecision(deps.store.reader, decision.id);
  if (kept !== null) return { actor, trigger: kept };
  if (actor.kind === 'system') return { actor, trigger: triggerOf(cause) };
  return { actor, trigger: actor.kind === 'program' ? 'webhook' : 'manual' };
}

function reasonOf(deps: EngineDeps, action: Action): string {
  return getDecision(deps.store.reader, action.decisionId)?.reason ?? '';
}

function stateJson(state: PlatformState | null): { version: string | null; percent: number | null; status: string } | null {
  return state === null ? null : { version: state.version, percent: state.percent, status: state.status };
}
