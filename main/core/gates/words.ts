import type { Direction, GateSpec, MetricSpec } from '../model/plan.ts';
import { gateRule } from './list.ts';

export const boundNames = ['yellow', 'red', 'emergency'] as const;
export type BoundName = (typeof boundNames)[number];

const sign: Record<Direction, { readonly beyond: string; readonly at: string }> = {
  above: { beyond: '>', at: '≥' },
  below: { beyond: '<', at: '≤' },
};
/** Where a bad and a good value lie, seen from the bound. */
export const sideWords: Record<Direction, { readonly bad: string; readonly good: string }> = {
  above: { bad: 'over', good: 'under' },
  below: { bad: 'under', good: 'over' },
};

/** One bound as a person writes it, without its sign: `5 %`, `base +20 %`. */
export function boundWords(gate: GateSpec, metric: Pick<MetricSpec, 'unit'>, bound: number): string {
  return gateRule(gate.kind).words(bound, gate.direction, metric.unit);
}

/** All bounds of a gate, mildest first: `yellow > 2 %, red > 5 %`; of a composite, what it needs of its members. */
export function boundsInWords(gate: GateSpec, metric: Pick<MetricSpec, 'unit'>): string {
  if (gate.kind === 'sampleRatio') return 'yellow when the split is not the planned one';
  if (gate.score !== null) return `yellow < ${gate.score.pass} points, red < ${gate.score.marginal} points`;
  if (gate.members.length > 0) return `${gate.kind === 'anyOf' ? 'any' : 'all'} of ${gate.members.map((one) => one.title).join(', ')}`;
  return boundNames
    .flatMap((name) => {
      const bound = gate[name];
      return bound === null
        ? []
        : [`${name} ${gate.inclusive ? sign[gate.direction].at : sign[gate.direction].beyond} ${boundWords(gate, metric, bound)}`];
    })
    .join(', ');
}
