import { readPlan } from '../core/plan/index.ts';
import type { Json } from '../core/model/json.ts';
import { freshWatch } from '../core/model/rollout.ts';
import type { Snapshot } from '../core/model/snapshot.ts';

/** A snapshot as stored: the plan by its hash, because its text is kept with the rollout. */
export function snapshotJson(snapshot: Snapshot): Json {
  const plain: unknown = JSON.parse(JSON.stringify({ ...snapshot, plan: snapshot.rollout.planHash }));
  return plain as Json;
}

/**
 * A stored snapshot with its plan put back, ready to be judged again. What a snapshot of an older version lacks stands as it did then:
 * nothing was watched, approved or signed off. Throws when the text is no valid plan any more.
 */
export function snapshotOf(json: Json, planText: string): Snapshot {
  const read = readPlan(planText, 'stored plan');
  if (!read.ok) throw new Error(`The stored plan is not valid: ${read.problems[0]?.message ?? 'unknown'}`);
  const stored = json as unknown as Snapshot;
  return {
    ...stored,
    signoffs: stored.signoffs ?? [],
    channelsDone: stored.channelsDone ?? [],
    windows: stored.windows.map((window) => ({ ...window, control: window.control ?? [] })),
    rollout: { ...stored.rollout, watch: stored.rollout.watch ?? freshWatch, approvals: stored.rollout.approvals ?? [] },
    plan: read.plan,
  };
}
