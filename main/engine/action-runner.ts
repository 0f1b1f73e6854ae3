import type { Action } from '../core/model/action.ts';
import { getAction, unfinished } from '../store/actions.ts';
import type { EngineDeps } from './deps.ts';
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

export function createActionRunner(deps: EngineDeps): ActionRunner {
  const running = new Map<string, Promise<void>>();
  let stopped = false;

  function kick(): void {
    if (stopped) return;
    for (const action of firstDuePerTarget(deps)) {
      if (running.has(action.targetId)) continue;
      const work = runOne(action)
        .catch((error: unknown) => deps.log.error({ action: action.id, error: String(error) }, 'action could not be carried on'))
        .finally(() => {
          running.delete(action.targetId);
          kick();
        });
      running.set(action.targetId, work);
    }
  }

  async function runOne(action: Action): Promise<void> {
    const fresh = getAction(deps.store.reader, action.id);
    if (fresh !== null && !stopped) await perform(deps, fresh);
  }

  async function idle(): Promise<void> {
    kick();
    while (running.size > 0) await Promise.all(running.values());
  }

  return {
    kick,
    idle,
    nextDueAt() {
      const due = unfinished(deps.store.reader).map((action) => action.dueAt);
      return due.length === 0 ? null : Math.min(...due);
    },
    allow() {
      stopped = false;
    },
    async stop() {
      stopped = true;
      await Promise.all(running.values());
    },
  };
}

/** The oldest unfinished write of each target, if it is due: a later one never overtakes it. */
function firstDuePerTarget(deps: EngineDeps): Action[] {
  const now = deps.clock.now();
  const first = new Map<string, Action>();
  for (const action of unfinished(deps.store.reader)) if (!first.has(action.targetId)) first.set(action.targetId, action);
  return [...first.values()].filter((action) => action.dueAt <= now);
}
