import { leavesOf, refersTo } from '../gates/list.ts';
import { rememberedMs } from '../gates/condition.ts';
import type { Plan } from '../model/plan.ts';

/**
 * Longest history any gate of the plan looks at in a metric, ms; Infinity for one that counts everything since the start. A window may end
 * at the newest reading instead of now, which a late source makes three polls and its lag old.
 */
export function horizonOf(plan: Plan, metric: string): number {
  const parts = new Set(plan.metrics.filter((one) => one.score?.parts.some((part) => part.metric === metric)).map((one) => one.id));
  const freshMs =
    3 * plan.everyMs + Math.max(0, ...plan.metrics.filter((one) => one.id === metric || parts.has(one.id)).map((one) => one.lagMs));
  let longest = plan.everyMs;
  for (const gate of plan.stages.flatMap((stage) => stage.gates.flatMap(leavesOf))) {
    if (gate.condition?.metric === metric) longest = Math.max(longest, gate.condition.windowMs + rememberedMs);
    if (gate.metric !== metric && gate.twice !== metric && !parts.has(gate.metric)) continue;
    if (gate.evidence === 'sequential') return Number.POSITIVE_INFINITY;
    longest = Math.max(longest, gate.windowMs + gate.forMs + gate.consecutive * plan.everyMs);
  }
  return longest + freshMs;
}

/** Whether some gate of the plan compares this metric with the version before at the same time. */
export function comparesWithControl(plan: Plan, metric: string): boolean {
  return plan.stages.some((stage) => stage.gates.flatMap(leavesOf).some((leaf) => leaf.metric === metric && refersTo(leaf, 'control')));
}
