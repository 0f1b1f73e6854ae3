import { requireAtLeast } from './check.ts';
import { normalSurvival, twoSidedQuantile } from './normal.ts';
import { type Ascending, ascending, countRanks, rankDeviation } from './ranks.ts';
import { brentRoot } from './root.ts';

/** What the rank test says of two samples; shifts are in the metric's unit, experiment minus control. */
export interface RankTest {
  /** Pairs in which the experiment is higher, ties counted half. */
  readonly u: number;
  /** Two-sided, of no shift at all. */
  readonly p: number;
  /** Bounds of the shift. Ties can leave `low` above `high` by less than the precision, as in R. */
  readonly low: number;
  readonly high: number;
  /** The most likely shift (Hodges and Lehmann). */
  readonly estimate: number;
}

export interface RankTestOptions {
  /** Two-sided, 0–1. */
  readonly confidence: number;
  /** How close the bounds are searched, in the metric's unit. */
  readonly precision: number;
}

interface Samples {
  readonly experiment: Ascending;
  readonly control: Ascending;
}

/**
 * Two-sided Mann-Whitney test with an interval for the shift: the normal approximation of R's `wilcox.test` with corrections for
 * continuity and ties, which Kayenta's judge uses (MannWhitney.scala). Kayenta's precision is 1e-4. Throws a RangeError for an empty sample.
 */
export function mannWhitney(experiment: readonly number[], control: readonly number[], options: RankTestOptions): RankTest {
  requireAtLeast('experiment.length', experiment.length, 1);
  requireAtLeast('control.length', control.length, 1);
  const samples = { experiment: ascending(experiment), control: ascending(control) };
  const { excess } = countRanks(samples.experiment, samples.control);
  const z = twoSidedQuantile(options.confidence);
  return {
    u: excess + (experiment.length * control.length) / 2,
    p: Math.min(1, 2 * normalSurvival(Math.abs(rankScore(samples, 0)))),
    low: shiftAt(samples, z, options.precision),
    high: shiftAt(samples, -z, options.precision),
    estimate: shiftAt(samples, 0, options.precision),
  };
}

/** The rank sum in units of its own spread after the experiment was moved down by `shift`; 0 when every value is tied. */
export function rankScore({ experiment, control }: Samples, shift: number): number {
  const { excess, ties } = countRanks(experiment, control, shift);
  const deviation = rankDeviation(experiment.length, control.length, ties);
  return deviation === 0 ? 0 : (excess - Math.sign(excess) / 2) / deviation;
}

/** The shift after which the score falls to z, or the end of the possible range when it never does. */
function shiftAt(samples: Samples, z: number, precision: number): number {
  const from = first(samples.experiment) - last(samples.control);
  const to = last(samples.experiment) - first(samples.control);
  const above = (shift: number): number => rankScore(samples, shift) - z;
  if (above(from) <= 0) return from;
  if (above(to) >= 0) return to;
  return brentRoot(above, { from, to }, precision);
}

function first(values: Ascending): number {
  return values[0] ?? Number.NaN;
}

function last(values: Ascending): number {
  return values[values.length - 1] ?? Number.NaN;
}
