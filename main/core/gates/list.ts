import type { GateKind } from '../model/plan.ts';
import { absolute } from './absolute.ts';
import { baselineDelta } from './baseline-delta.ts';
import { baselineRatio } from './baseline-ratio.ts';
import type { GateRule } from './kind.ts';

export const gateKindsList = [absolute, baselineRatio, baselineDelta] as const;

/** The rule of a gate kind. Throws on a kind nobody wrote. */
export function gateRule(kind: GateKind): GateRule {
  const rule = gateKindsList.find((one) => one.kind === kind);
  if (rule === undefined) throw new Error(`There is no gate kind ${kind}.`);
  return rule;
}
