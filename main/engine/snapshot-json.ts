import { readPlan } from '../core/plan/index.ts';
import type { Json } from '../core/model/json.ts';
import type { Snapshot } from '../core/model/snapshot.ts';

/** A snapshot as stored: the plan by its hash, because its text is kept with the rollout. */
export function snapshotJson(snapshot: Snapshot): Json {
  const plain: unknown = JSON.parse(JSON.stringify({ ...snapshot, plan: snapshot.rollout.planHash }));
  return plain as Json;
}

/** A stored snapshot with its plan put back, ready to be judged again. Throws when the text is no valid plan any more. */
export function snapshotOf(json: Json, planText: string): Snapshot {
  const read = readPlan(planText, 'stored plan');
  if (!read.ok) throw new Error(`The stored plan is not valid: ${read.problems[0]?.message ?? 'unknown'}`);
  return { ...(json as unknown as Snapshot), plan: read.plan };
}
