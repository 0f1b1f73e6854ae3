import { formatValue } from './format.ts';
import { sideOf, type GateRule } from './kind.ts';

/**
 * The bound is a relative change for the worse against the value before the rollout: 0.2 above means `baseline × 1.2`,
 * 0.2 below means `baseline × 0.8`. A baseline of zero or less has no relative change, so it carries no line.
 */
export const baselineRatio: GateRule = {
  kind: 'baselineRatio',
  reference: 'baseline',
  line: (bound, direction, baseline) => (baseline === null || baseline <= 0 ? null : baseline * (1 + sideOf(direction) * bound)),
  words: (bound, direction) => `base ${direction === 'above' ? '+' : '−'}${formatValue(bound, 'rate')}`,
};
