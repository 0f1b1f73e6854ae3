import { formatDifference } from './format.ts';
import { sideOf, type GateRule } from './kind.ts';

/** The bound is a difference for the worse against the value before the rollout, in the metric's unit: `5xx > base +0.2 points`. */
export const baselineDelta: GateRule = {
  kind: 'baselineDelta',
  reference: 'baseline',
  line: (bound, direction, baseline) => (baseline === null ? null : baseline + sideOf(direction) * bound),
  words: (bound, direction, unit) => `base ${direction === 'above' ? '+' : '−'}${formatDifference(bound, unit)}`,
};
