import type { GateKind, GateSpec } from '../model/plan.ts';
import { absolute } from './absolute.ts';
import { baselineDelta } from './baseline-delta.ts';
import { baselineRatio } from './baseline-ratio.ts';
import { canaryVsControl } from './canary-vs-control.ts';
import { circuitBreaker } from './circuit-breaker.ts';
import { growth } from './growth.ts';
import { growthRatio } from './growth-ratio.ts';
import type { GateRule, Reference } from './kind.ts';
import { sampleRatio } from './sample-ratio.ts';
import { weightedScore } from './weighted-score.ts';

export const gateKindsList = [
  absolute,
  baselineRatio,
  baselineDelta,
  growth,
  growthRatio,
  circuitBreaker,
  weightedScore,
  canaryVsControl,
  sampleRatio,
] as const;

/** Gates that judge by other gates and have no bounds of their own. */
export const compositeKinds: readonly GateKind[] = ['anyOf', 'allOf', 'canaryScore'];

/** The rule of a gate kind. Throws on a kind nobody wrote, and on one that has members instead of a rule. */
export function gateRule(kind: GateKind): GateRule {
  const rule = gateKindsList.find((one) => one.kind === kind);
  if (rule === undefined) throw new Error(`There is no rule for gate kind ${kind}.`);
  return rule;
}

/** The gates that read a metric of their own: a gate itself, or the members of a composite. */
export function leavesOf(gate: GateSpec): readonly GateSpec[] {
  return compositeKinds.includes(gate.kind) ? gate.members.flatMap(leavesOf) : [gate];
}

/** Whether some part of a gate is measured from `reference`. */
export function refersTo(gate: GateSpec, reference: Reference): boolean {
  return leavesOf(gate).some((leaf) => gateRule(leaf.kind).reference === reference);
}
