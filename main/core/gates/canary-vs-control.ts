import { formatValue } from './format.ts';
import { sideOf, type GateRule } from './kind.ts';

/**
 * The bound is a relative change for the worse against the version before at the same time. It counts only when the rank test
 * finds the two apart as well, as in Kayenta's judge; `separation.ts` asks it.
 */
export const canaryVsControl: GateRule = {
  kind: 'canaryVsControl',
  reference: 'control',
  line: (bound, direction, control) => (control === null || control <= 0 ? null : control * (1 + sideOf(direction) * bound)),
  words: (bound, direction) => `control ${direction === 'above' ? '+' : '−'}${formatValue(bound, 'rate')}`,
};
