import type { Action } from '../core/model/action.ts';
import { getAction, unfinished } from '../store/actions.ts';
import { inRecovery } from '../store/recovery-state.ts';
import type { EngineDeps } from './deps.ts';
import { showNotices } from './notify.ts';
import { perform } from './perform.ts';

/** Runs stored writes: targets side by side, one write at a time on each (design section 4). */
export interface ActionRunner {
  /** Starts what is due; returns at once. */
  kick(): void;
  /** Resolves when nothing that is due now is left to run. */
  idle(): Promise<void>;
  /** Earliest time a stored write is due, ms, or null. */
  nextDueAt(): number | null;
  /** Starts nothing more until `allow`, and waits for calls in flight. */
  stop(): Promise<void>;
  allow(): void;
}

/** Rest after a write that could not even be recorded, ms: without it a full disk would be tried in a tight loop for ever. */
const restMs = 1000;

export function createActionRunner(deps: EngineDeps): ActionRunner {
  const running = new Map<string, Promise<void>>();
  const rests = createRests(deps);
  let stopped = false;

  function kick(): void {
    if (stopped || inRecovery(deps.store.reader)) return;
    for (const action of readableDue(deps)) if (!running.has(action.targetId) && !rests.has(action.targetId)) begin(action);
  }

  function begin(action: Action): void {
    const work = runOne(action).finally(() => {
      running.delete(action.targetId);
      showNotices(deps);
      kick();
    });
    running.set(action.targetId, work);
  }

  async function runOne({ id, targetId }: Action): Promise<void> {
    try {
      const fresh = getAction(deps.store.reader, id);
      if (fresh !== null && !stopped) await perform(deps, fresh);
      rests.end(targetId);
    } catch (error) {
      rests.begin(targetId);
      deps.log.error({ action: id, error: String(error) }, 'action could not be carried on');
    }
  }

  return {
    kick,
    async idle() {
      kick();
      while (running.size > 0) await Promise.all(running.values());
    },
    nextDueAt: () => earliestDue(deps),
    allow: () => void (stopped = false),
    async stop() {
      stopped = true;
      await Promise.all(running.values());
    },
  };
}

/** Targets that were left because of our own trouble (a full disk), and since when, ms. */
function createRests(deps: EngineDeps): { has(targetId: string): boolean; begin(targetId: string): void; end(targetId: string): void } {
  const since = new Map<string, number>();
  return {
    has(targetId) {
      const from = since.get(targetId);
      if (from === undefined) return false;
      const waited = deps.clock.now() - from;
      return waited >= 0 && waited < restMs;
    },
    begin: (targetId) => void since.set(targetId, deps.clock.now()),
    end: (targetId) => void since.delete(targetId),
  };
}

function earliestDue(deps: EngineDeps): number | null {
  const due = unfinished(deps.store.reader).map((action) => action.dueAt);
  return due.length === 0 ? null : Math.min(...due);
}

/** None when they cannot be read: the press or sweep that asked is recorded already, and the loop asks again in a moment. */
function readableDue(deps: EngineDeps): Action[] {
  try {
    return firstDuePerTarget(deps);
  } catch (error) {
    deps.log.error({ error: String(error) }, 'stored writes could not be read');
    return [];
  }
}

/** The oldest unfinished write of each target, if it is due: a later one never overtakes it. */
function firstDuePerTarget(deps: EngineDeps): Action[] {
  const now = deps.clock.now();
  const first = new Map<string, Action>();
  for (const action of unfinished(deps.store.reader)) if (!first.has(action.targetId)) first.set(action.targetId, action);
  return [...first.values()].filter((action) => action.dueAt <= now || setBack(action, now));
}

/** Longest wait the engine gives a write by itself, ms. */
const longestWaitMs = 60_000;

/** The clock was set back since the wait began: taking back must not stand still until it has caught up. */
function setBack(action: Action, now: number): boolean {
  return (action.problem?.retryAt ?? null) === null && action.dueAt > now + longestWaitMs;
}
