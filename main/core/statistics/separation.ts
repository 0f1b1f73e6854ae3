import { requireAtLeast } from './check.ts';
import { twoSidedQuantile } from './normal.ts';
import { percentileOf } from './outliers.ts';
import { ascending, countRanks, rankDeviation } from './ranks.ts';

export interface SeparationOptions {
  /** The bad side: is the experiment above the control, or below it? */
  readonly direction: 'above' | 'below';
  /** Shift that counts as no difference, as a share of the median of the control: 0.25 = a quarter. */
  readonly tolerance: number;
  /** Two-sided confidence, 0–1. */
  readonly confidence: number;
}

/**
 * Whether the experiment lies on the bad side of the control by more than the tolerance, by the rank test of `mannWhitney` asked at that
 * one shift. Unlike Kayenta's rule its band does not grow with the shift and its spread leaves ties out (which makes it a little stricter),
 * so a worse reading of the experiment never makes it false. Without readings it is false.
 */
export function standsApart(experiment: readonly number[], control: readonly number[], options: SeparationOptions): boolean {
  requireAtLeast('tolerance', options.tolerance, 0);
  if (experiment.length === 0 || control.length === 0) return false;
  const side = options.direction === 'above' ? 1 : -1;
  const before = ascending(control);
  const shift = side * options.tolerance * Math.abs(percentileOf(before, 50));
  const { excess } = countRanks(ascending(experiment), before, shift);
  const deviation = rankDeviation(experiment.length, control.length, 0);
  return (side * excess - 0.5) / deviation > twoSidedQuantile(options.confidence);
}
