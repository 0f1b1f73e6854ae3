import { formatValue } from './format.ts';
import type { GateRule } from './kind.ts';

/** The bound is a value of the metric itself: `error rate > 2 %`. */
export const absolute: GateRule = {
  kind: 'absolute',
  reference: 'none',
  line: (bound) => bound,
  words: (bound, _direction, unit) => formatValue(bound, unit),
};
