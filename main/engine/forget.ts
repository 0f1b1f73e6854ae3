import { activeStates } from '../core/model/rollout.ts';
import { listRollouts } from '../store/rollouts.ts';
import type { EngineDeps } from './deps.ts';
import type { Latest } from './sweep.ts';

/** Lets go of what is only remembered for rollouts that are being watched: a console that runs for months meets thousands of others. */
export function forgetEnded(deps: EngineDeps, latest: Latest): void {
  if (latest.size === 0) return;
  const active = new Set(listRollouts(deps.store.reader, { states: activeStates }).map((rollout) => rollout.id));
  const ended = [...latest.keys()].filter((id) => !active.has(id));
  for (const id of ended) latest.delete(id);
  // Series keys do not say whose they are; those still needed are worked out again.
  if (ended.length > 0) deps.keys.clear();
}
