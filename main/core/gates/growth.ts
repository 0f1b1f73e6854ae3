import { formatDifference } from './format.ts';
import { sideOf, type GateRule } from './kind.ts';

/** The bound is a difference for the worse against the first reading in the window: `table size > first +1 GB` (R3.2). */
export const growth: GateRule = {
  kind: 'growth',
  reference: 'first',
  line: (bound, direction, first) => (first === null ? null : first + sideOf(direction) * bound),
  words: (bound, direction, unit) => `first ${direction === 'above' ? '+' : '−'}${formatDifference(bound, unit)}`,
};
