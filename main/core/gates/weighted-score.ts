import { absolute } from './absolute.ts';
import type { GateRule } from './kind.ts';

/** Bounds of a score that sums other metrics by weight (R2.1), at or over which it counts. */
export const weightedScore: GateRule = { ...absolute, kind: 'weightedScore' };
