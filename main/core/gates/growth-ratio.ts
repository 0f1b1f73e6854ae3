import { formatValue } from './format.ts';
import { sideOf, type GateRule } from './kind.ts';

/** The bound is a relative change for the worse against the first reading in the window: 0.2 above means `first × 1.2`. */
export const growthRatio: GateRule = {
  kind: 'growthRatio',
  reference: 'first',
  line: (bound, direction, first) => (first === null || first <= 0 ? null : first * (1 + sideOf(direction) * bound)),
  words: (bound, direction) => `first ${direction === 'above' ? '+' : '−'}${formatValue(bound, 'rate')}`,
};
