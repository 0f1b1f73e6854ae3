import { absolute } from './absolute.ts';
import type { GateRule } from './kind.ts';

/** Trips when a value stands at or over its bound in several checks in a row (R2.2): an inclusive bound, and `consecutive` must be said. */
export const circuitBreaker: GateRule = { ...absolute, kind: 'circuitBreaker' };
