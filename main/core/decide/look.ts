import { worstOf } from '../gates/worst.ts';
import type { Automation } from '../model/plan.ts';
import type { Snapshot } from '../model/snapshot.ts';
import type { Verdict } from '../model/verdict.ts';
import { observe } from './observe.ts';
import type { View } from './view.ts';
import { bakeOf, watchOf } from './watch.ts';

const manual: Automation = { promote: false, rollback: false };

/** Works out once what the rules share. Shadow verdicts are left out here, before any rule can see them. */
export function viewOf(snapshot: Snapshot, verdicts: readonly Verdict[]): View {
  const { rollout, plan } = snapshot;
  const acting = verdicts.filter((verdict) => !verdict.shadow);
  const stage = plan.stages[rollout.stage] ?? null;
  const observedMs = observe(snapshot, acting);
  const watch = watchOf(snapshot, acting, observedMs);
  return {
    snapshot,
    verdicts: acting,
    worst: worstOf(acting),
    stage,
    nextStage: plan.stages[rollout.stage + 1] ?? null,
    automation: rollout.automationOverride ?? stage?.automation ?? manual,
    observedMs,
    watch,
    ...(stage === null ? { bakeMs: 0, accelerated: false } : bakeOf(stage, watch)),
  };
}
