import { AdapterError } from '../adapters/errors.ts';
import { type Action, protects } from '../core/model/action.ts';
import type { AdapterProblem } from '../core/model/connection.ts';
import type { PlatformState } from '../core/model/platform-state.ts';
import type { Target } from '../core/model/target.ts';
import { getAction, unfinished } from '../store/actions.ts';
import { listDecisions } from '../store/decisions.ts';
import { getRollout } from '../store/rollouts.ts';
import { getTarget } from '../store/targets.ts';
import type { EngineDeps } from './deps.ts';
import type { OpenPlatform } from './desk.ts';
import { keepRead, platformOf } from './poll-platforms.ts';
import { backoffMs, lookAgainMs, problemOf } from './problems.ts';
import { giveUp } from './next-best.ts';
import { confirm, markSent, overrules, postpone, sayItWaits, withdraw } from './settle.ts';

/** An exposure that keeps being put off is given up after so many tries; taking back never is. */
const maxExposeAttempts = 8;
/** An exposure that was not made for so long is given up, ms: it was decided on what is past (design promise 4). */
const maxExposeWaitMs = 10 * 60_000;
/** Tries of a write that others keep getting ahead of, before it waits between them. */
const eagerTries = 3;

/**
 * Carries one stored write one step further. Never decides again: it only brings the platform to what the action says.
 * A write that may have been applied is looked up before anything is sent again.
 */
export async function perform(deps: EngineDeps, action: Action): Promise<void> {
  const target = getTarget(deps.store.reader, action.targetId);
  if (target === null) {
    giveUp(deps, action, { kind: 'notFound', message: 'The target of this action was removed.', detail: null, retryAt: null });
    return;
  }
  let platform: OpenPlatform;
  try {
    platform = platformOf(deps, target);
  } catch (error) {
    giveUp(deps, action, problemOf(error));
    return;
  }
  if (action.state === 'intended' && action.attempts === 0 && action.fence !== null) {
    await send(deps, action, platform, target, action.fence, action.before);
    return;
  }
  await lookThenSend(deps, action, platform, target);
}

/** Reads the platform first: confirms what is already done, sends what is missing, refuses when somebody else moved it. */
async function lookThenSend(deps: EngineDeps, action: Action, platform: OpenPlatform, target: Target): Promise<void> {
  let state: PlatformState;
  try {
    state = await platform.read();
  } catch (error) {
    if (!givenUp(deps, action)) cannotLook(deps, action, problemOf(error));
    return;
  }
  keepRead(deps, target, { targetId: target.id, state, readAt: deps.clock.now(), failingSince: null, problem: null });
  const reached = platform.reached(action.operation, state);
  if (reached === 'yes') {
    confirm(deps, action, state);
    return;
  }
  if (givenUp(deps, action)) return;
  if (followers(deps, action).length > 0) {
    withdraw(deps, action);
    return;
  }
  if (!protects(action) && action.attempts >= maxExposeAttempts) {
    giveUp(deps, action, {
      kind: 'unknownOutcome',
      message: `After ${action.attempts} tries the platform still shows ${inWords(state)}. Look at the platform, then retry.`,
      detail: action.problem?.detail ?? null,
      retryAt: null,
    });
    return;
  }
  if (reached === 'no' && action.attempts > 0 && movedByOthers(action, state)) {
    giveUp(deps, action, {
      kind: 'conflict',
      message: `The platform shows ${inWords(state)}, and Tidegate saw ${inWords(action.before)} before it wrote. Somebody else changed it: look, then retry or accept.`,
      detail: null,
      retryAt: null,
    });
    return;
  }
  await send(deps, action, platform, target, state.fence, state);
}

/** The platform was read in between: a rollback may have given this write up meanwhile. */
function givenUp(deps: EngineDeps, action: Action): boolean {
  return getAction(deps.store.reader, action.id)?.state === 'failed';
}

/** Whether an exposure was decided too long ago to be made now: the console slept, was shut, or was told to wait. */
function isPast(deps: EngineDeps, action: Action): boolean {
  if (protects(action)) return false;
  const retried = listDecisions(deps.store.reader, { rolloutId: action.rolloutId }).find((one) => one.kind === 'retry');
  return deps.clock.now() - Math.max(action.createdAt, retried?.at ?? 0) >= maxExposeWaitMs;
}

/** Whether the release is being taken back, or was, or was given up: it must not be offered again. */
function isTakenBack(deps: EngineDeps, action: Action): boolean {
  const state = getRollout(deps.store.reader, action.rolloutId)?.state;
  return !protects(action) && (state === 'rollingBack' || state === 'rolledBack' || state === 'cancelled');
}

/** Writes that stand behind this one on its target and overrule it: a rollback whatever it is, a halt what puts users on a release. */
function followers(deps: EngineDeps, action: Action): Action[] {
  return unfinished(deps.store.reader).filter((one) => one.targetId === action.targetId && one.id !== action.id && overrules(one, action));
}

function movedByOthers(action: Action, state: PlatformState): boolean {
  if (protects(action)) return false;
  const before = action.before;
  return before !== null && (before.version !== state.version || before.percent !== state.percent || before.status !== state.status);
}

async function send(
  deps: EngineDeps,
  action: Action,
  platform: OpenPlatform,
  target: Target,
  fence: string,
  before: PlatformState | null,
): Promise<void> {
  if (givenUp(deps, action)) return;
  if (isTakenBack(deps, action)) {
    withdraw(deps, action);
    return;
  }
  if (isPast(deps, action)) {
    const message = 'Not carried out: it was decided too long ago, and nobody watched since. Look at the gates, then retry it.';
    giveUp(deps, action, { kind: 'precondition', message, detail: null, retryAt: null });
    return;
  }
  const sent = markSent(deps, action, fence, before);
  try {
    await platform.act(sent.operation, fence, sent.key);
  } catch (error) {
    afterError(deps, sent, error);
    return;
  }
  await readBack(deps, sent, platform, target);
}

async function readBack(deps: EngineDeps, action: Action, platform: OpenPlatform, target: Target): Promise<void> {
  try {
    const state = await platform.read();
    keepRead(deps, target, { targetId: target.id, state, readAt: deps.clock.now(), failingSince: null, problem: null });
    if (platform.reached(action.operation, state) === 'yes') {
      confirm(deps, action, state);
      return;
    }
    const problem: AdapterProblem = {
      kind: 'unknownOutcome',
      message: `The platform accepted the call but still shows ${inWords(state)}.`,
      detail: null,
      retryAt: null,
    };
    postpone(deps, action, 'unknown', problem, deps.clock.now() + backoffMs(action.attempts, deps.random));
  } catch (error) {
    cannotLook(deps, { ...action, state: 'unknown' }, problemOf(error));
  }
}

/** The platform could not be read: an unsent write waits as it was, a sent one stays unknown. Both are looked up again. */
function cannotLook(deps: EngineDeps, action: Action, problem: AdapterProblem): void {
  if (action.state === 'intended' && isPast(deps, action)) {
    giveUp(deps, action, problem);
    return;
  }
  const waited = deps.clock.now() - (action.sentAt ?? action.createdAt);
  const again = Math.max(problem.retryAt ?? 0, deps.clock.now() + lookAgainMs(waited, deps.random));
  // A rollback that stands behind this write waits no longer than a moment for the next look.
  const soon = deps.clock.now() + lookAgainMs(0, deps.random);
  const behind = followers(deps, action);
  postpone(deps, action, action.state === 'intended' ? 'intended' : 'unknown', problem, behind.length > 0 ? Math.min(again, soon) : again);
  for (const follower of behind) sayItWaits(deps, follower, action, problem);
}

function afterError(deps: EngineDeps, action: Action, error: unknown): void {
  const problem = problemOf(error);
  const applied = error instanceof AdapterError ? !error.notApplied : true;
  const dueAt = Math.max(problem.retryAt ?? 0, deps.clock.now() + backoffMs(action.attempts, deps.random));
  const overruled = followers(deps, action).length > 0;
  if (applied) {
    postpone(deps, action, 'unknown', problem, overruled ? deps.clock.now() : dueAt);
    return;
  }
  if (overruled) {
    withdraw(deps, action);
    return;
  }
  const protective = protects(action);
  const passing = problem.kind === 'rateLimited' || problem.kind === 'unavailable' || problem.kind === 'conflict';
  const again = passing && (protective || action.attempts < maxExposeAttempts);
  if (!again) {
    giveUp(deps, action, problem);
    return;
  }
  postpone(deps, action, 'intended', problem, problem.kind === 'conflict' && action.attempts <= eagerTries ? deps.clock.now() : dueAt);
}

function inWords(state: PlatformState | null): string {
  if (state === null) return 'nothing yet';
  return `${state.version ?? 'no version'} at ${state.percent ?? '?'} % (${state.status})`;
}
