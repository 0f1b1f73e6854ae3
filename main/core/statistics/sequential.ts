import { requireAtLeast, requireEvents, requireProbability } from './check.ts';
import type { Interval } from './interval.ts';
import { scoreInterval } from './wilson.ts';

/** All that was observed of one version since the stage began, and nothing from before: never a moving window. */
export type Arm =
  | { readonly kind: 'rate'; readonly n: number; readonly events: number }
  | { readonly kind: 'mean'; readonly n: number; readonly sum: number; readonly sumSquares: number };

export interface SequentialOptions {
  /** The share of healthy rollouts that may ever be accused, however often one looks, 0–1. */
  readonly alpha: number;
  /** N*: the number of observations at which the interval is tightest for its purpose. */
  readonly tuning: number;
}

/** An estimate with an interval that holds at every look at once. */
export interface SequentialInterval extends Interval {
  readonly estimate: number;
}

/** The same of a comparison, with its always-valid p against no difference. */
export interface SequentialEstimate extends SequentialInterval {
  readonly p: number;
}

const defaults: SequentialOptions = { alpha: 0.05, tuning: 5_000 };

/** ρ of the normal mixture that is tightest at `tuning` observations (Waudby-Smith et al. 2021, arXiv 2103.06476, eq. 161; GrowthBook's sequential_rho). */
export function sequentialRho({ alpha, tuning }: SequentialOptions): number {
  requireProbability('alpha', alpha);
  if (!(tuning > 0)) throw new RangeError(`tuning must be above 0, not ${tuning}. GrowthBook takes 5000 observations.`);
  const level = -2 * Math.log(alpha);
  return Math.sqrt((level + Math.log(level + 1)) / tuning);
}

/** Half the width of the confidence sequence of a mean after n observations of that variance (same paper, eq. 9), in the unit of the observations. */
export function sequentialHalfWidth(variance: number, n: number, options: SequentialOptions = defaults): number {
  requireAtLeast('variance', variance, 0);
  requireAtLeast('n', n, 1);
  const rho = sequentialRho(options);
  const grown = n * rho * rho + 1;
  return (Math.sqrt(variance) * Math.sqrt(2 * grown * Math.log(Math.sqrt(grown) / options.alpha))) / (n * rho);
}

/**
 * The rate (0–1) or mean of one version, to be held against a fixed bound; null before two observations or without any spread.
 * A rate gets the wider end of two sequences: with the spread seen, which is too sure of rare events that did not come yet, and with the
 * spread at the bound asked about, as in Wilson's interval, which is too sure of rare events that just came.
 */
export function sequentialInterval(arm: Arm, given: Partial<SequentialOptions> = {}): SequentialInterval | null {
  const seen = momentsOf(arm);
  if (seen === null) return null;
  const options = { ...defaults, ...given };
  const half = sequentialHalfWidth(seen.variance, arm.n, options);
  const plain = { estimate: seen.mean, low: seen.mean - half, high: seen.mean + half };
  if (arm.kind === 'mean') return plain;
  const score = scoreInterval(arm.events, arm.n, sequentialHalfWidth(arm.n, arm.n, options));
  return { estimate: seen.mean, low: Math.min(plain.low, score.low), high: Math.max(plain.high, score.high) };
}

/** Canary minus control, in the unit of the observations (rates 0–1); null before two observations on each side or without any spread. */
export function sequentialDifference(canary: Arm, control: Arm, given: Partial<SequentialOptions> = {}): SequentialEstimate | null {
  const [one, other] = [momentsOf(canary), momentsOf(control)];
  if (one === null || other === null) return null;
  const squaredError = one.variance / canary.n + other.variance / control.n;
  return estimateOf(one.mean - other.mean, squaredError, canary.n + control.n, { ...defaults, ...given });
}

/**
 * Relative change of the canary against the control (0.2 = 20 % more): every ratio that `sequentialDifference` would not refute, after
 * Fieller (1954). GrowthBook's delta method agrees once there are many events, but with few it accuses far more healthy canaries than alpha.
 * null also while the control's own mean cannot be told from zero.
 */
export function sequentialLift(canary: Arm, control: Arm, given: Partial<SequentialOptions> = {}): SequentialEstimate | null {
  const [one, other] = [momentsOf(canary), momentsOf(control)];
  if (one === null || other === null || other.mean <= 0) return null;
  const n = canary.n + control.n;
  const [oneError, otherError] = [one.variance / canary.n, other.variance / control.n];
  const options = { ...defaults, ...given };
  const reach = sequentialHalfWidth(n, n, options) ** 2;
  const square = other.mean ** 2 - reach * otherError;
  if (square <= 0) return null;
  const middle = (one.mean * other.mean) / square;
  const half = Math.sqrt(Math.max(0, middle ** 2 - (one.mean ** 2 - reach * oneError) / square));
  const p = sequentialP(one.mean - other.mean, oneError + otherError, n, options);
  return { estimate: one.mean / other.mean - 1, low: middle - half - 1, high: middle + half - 1, p };
}

interface Moments {
  readonly mean: number;
  readonly variance: number;
}

/** Mean and variance of one observation; null when they cannot be told. */
function momentsOf(arm: Arm): Moments | null {
  if (arm.kind === 'rate') return rateMoments(arm.events, arm.n);
  requireAtLeast('n', arm.n, 0);
  if (arm.n < 2) return null;
  const variance = (arm.sumSquares - (arm.sum * arm.sum) / arm.n) / (arm.n - 1);
  return variance > 0 ? { mean: arm.sum / arm.n, variance } : null;
}

/** A rate of 0 or 1 is no proof of no spread: it is taken as if one more observation had gone the other way. */
function rateMoments(events: number, n: number): Moments | null {
  requireEvents(events, n);
  if (n < 2) return null;
  const rate = events / n;
  const spreadAt = Math.min(Math.max(rate, 1 / (n + 2)), (n + 1) / (n + 2));
  return { mean: rate, variance: spreadAt * (1 - spreadAt) };
}

/** `squaredError` is the variance of the estimate itself; times n it is that of one observation, as the formulas want it. */
function estimateOf(estimate: number, squaredError: number, n: number, options: SequentialOptions): SequentialEstimate | null {
  if (!(squaredError > 0)) return null;
  const half = sequentialHalfWidth(squaredError * n, n, options);
  return { estimate, low: estimate - half, high: estimate + half, p: sequentialP(estimate, squaredError, n, options) };
}

/** Always-valid p against no difference (same paper, eq. 155), kept in logarithms so that strong evidence does not overflow. */
function sequentialP(estimate: number, squaredError: number, n: number, options: SequentialOptions): number {
  const rho = sequentialRho(options);
  const grown = n * rho * rho + 1;
  const evidence = (rho * rho * n * estimate * estimate) / (squaredError * 2 * grown) - Math.log(grown) / 2;
  return Math.min(1, Math.exp(-evidence));
}
