import { readPlan } from '../core/plan/index.ts';
import type { Json } from '../core/model/json.ts';
import type { Plan } from '../core/model/plan.ts';
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
  const plan = planIn(planText);
  const stored = json as unknown as Snapshot;
  return {
    ...stored,
    signoffs: stored.signoffs ?? [],
    channelsDone: stored.channelsDone ?? [],
    windows: stored.windows.map((window) => ({ ...window, control: window.control ?? [] })),
    rollout: { ...stored.rollout, watch: stored.rollout.watch ?? freshWatch, approvals: stored.rollout.approvals ?? [] },
    plan,
  };
}

let last: { readonly text: string; readonly plan: Plan } | null = null;

/** Decisions are computed again in long rows of one plan, and reading it takes longer than judging by it. */
function planIn(text: string): Plan {
  if (last?.text === text) return last.plan;
  const read = readPlan(text, 'stored plan');
  if (!read.ok) throw new Error(`The stored plan is not valid: ${read.problems[0]?.message ?? 'unknown'}`);
  last = { text, plan: read.plan };
  return read.plan;
}
