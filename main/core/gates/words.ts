import type { Direction, GateSpec, MetricSpec } from '../model/plan.ts';
import { gateRule } from './list.ts';

export const boundNames = ['yellow', 'red', 'emergency'] as const;
export type BoundName = (typeof boundNames)[number];

const sign: Record<Direction, string> = { above: '>', below: '<' };
/** Where a bad and a good value lie, seen from the bound. */
export const sideWords: Record<Direction, { readonly bad: string; readonly good: string }> = {
  above: { bad: 'over', good: 'under' },
  below: { bad: 'under', good: 'over' },
};

/** One bound as a person writes it, without its sign: `5 %`, `base +20 %`. */
export function boundWords(gate: GateSpec, metric: Pick<MetricSpec, 'unit'>, bound: number): string {
  return gateRule(gate.kind).words(bound, gate.direction, metric.unit);
}

/** All bounds of a gate, mildest first: `yellow > 2 %, red > 5 %`. */
export function boundsInWords(gate: GateSpec, metric: Pick<MetricSpec, 'unit'>): string {
  return boundNames
    .flatMap((name) => {
      const bound = gate[name];
      return bound === null ? [] : [`${name} ${sign[gate.direction]} ${boundWords(gate, metric, bound)}`];
    })
    .join(', ');
}
