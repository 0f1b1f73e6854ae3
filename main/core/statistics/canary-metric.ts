import { commonLanguageEffect, mean, meanRatio } from './effect-size.ts';
import type { Interval } from './interval.ts';
import { mannWhitney } from './mann-whitney.ts';
import { withoutOutliers } from './outliers.ts';
import { ascending } from './ranks.ts';

/** `high` and `low` tell on which side the canary differs; `nodataFail` is a metric that had to have data and has none. */
export const canaryLabels = ['pass', 'high', 'low', 'nodata', 'nodataFail'] as const;
export type CanaryLabel = (typeof canaryLabels)[number];

/** How one metric of a canary is judged. Effect bounds are in the measure's own terms: 1 or 0.5 (CLES) is no difference. */
export interface CanaryMetricOptions {
  /** Which change is bad. */
  readonly direction: 'increase' | 'decrease' | 'either';
  /** Share of the estimated shift that the interval must clear, 0–1. */
  readonly tolerance: number;
  /** Two-sided confidence of the interval, 0–1. */
  readonly confidence: number;
  /** A missing reading is left out, or counts as zero. */
  readonly missing: 'remove' | 'replace';
  readonly outliers: 'keep' | 'remove';
  readonly outlierFactor: number;
  readonly critical: boolean;
  /** Without data the metric fails instead of being left out. */
  readonly mustHaveData: boolean;
  readonly effect: 'meanRatio' | 'cles';
  readonly allowedIncrease: number | null;
  readonly allowedDecrease: number | null;
  readonly criticalIncrease: number | null;
  readonly criticalDecrease: number | null;
  /** How close the interval is searched, in the metric's unit; null takes a ten-thousandth of the mean size of the values. */
  readonly precision: number | null;
}

export interface CanaryMetricResult {
  readonly label: CanaryLabel;
  /** A critical metric whose failure fails the whole canary. */
  readonly critical: boolean;
  /** Mean of the canary over mean of the control; null when either is zero or nothing was compared. */
  readonly ratio: number | null;
  /** Share of pairs in which the canary is higher, 0–1. */
  readonly cles: number | null;
  /** The shift, canary minus control, in the metric's unit; null when there was nothing to test. */
  readonly shift: Interval | null;
  readonly estimate: number | null;
}

const defaults: CanaryMetricOptions = {
  direction: 'either',
  tolerance: 0.25,
  confidence: 0.98,
  missing: 'remove',
  outliers: 'keep',
  outlierFactor: 3,
  critical: false,
  mustHaveData: false,
  effect: 'meanRatio',
  allowedIncrease: null,
  allowedDecrease: null,
  criticalIncrease: null,
  criticalDecrease: null,
  precision: null,
};

type Readings = readonly (number | null)[];

/**
 * One metric of a canary against its control, by the rules and with the defaults of Kayenta's judge (MannWhitneyClassifier.scala,
 * NetflixACAJudge.scala). `null` is a missing reading. Two differences: samples of one repeated value each get their exact shift
 * instead of added noise, and one reading against one other counts as no data instead of an error.
 */
export function classifyCanaryMetric(
  experiment: Readings,
  control: Readings,
  given: Partial<CanaryMetricOptions> = {},
): CanaryMetricResult {
  const options = { ...defaults, ...given };
  const canary = prepared(experiment, options);
  const before = prepared(control, options);
  if (canary.length === 0 || before.length === 0) return withoutData(options);
  if (isSame(canary, before)) return same;
  if (canary.length + before.length < 3) return withoutData({ ...options, missing: 'remove' });
  const found = shiftOf(canary, before, options);
  const effects = { ratio: meanRatio(canary, before), cles: commonLanguageEffect(canary, before) };
  const effect = options.effect === 'cles' ? effects.cles : effects.ratio;
  const band = options.tolerance * Math.abs(found.estimate);
  const side = sideOf(found, band, effect, options);
  return {
    label: side,
    critical: options.critical && isCritical(side, effect, options),
    ...effects,
    shift: { low: Math.min(found.low, found.high), high: Math.max(found.low, found.high) },
    estimate: found.estimate,
  };
}

const same: CanaryMetricResult = { label: 'pass', critical: false, ratio: 1, cles: 0.5, shift: null, estimate: 0 };

function prepared(readings: Readings, options: CanaryMetricOptions): readonly number[] {
  const values = options.missing === 'replace' ? readings.map((value) => value ?? 0) : readings.filter((value) => value !== null);
  return options.outliers === 'remove' ? withoutOutliers(values, options.outlierFactor) : values;
}

function withoutData({ missing, critical, mustHaveData }: CanaryMetricOptions): CanaryMetricResult {
  const nothing = { ratio: null, cles: null, shift: null, estimate: null };
  if (missing === 'replace') return { label: 'pass', critical: false, ...nothing };
  return mustHaveData && !critical ? { label: 'nodataFail', critical: false, ...nothing } : { label: 'nodata', critical, ...nothing };
}

/** The same values, or one value all over. */
function isSame(canary: readonly number[], control: readonly number[]): boolean {
  const [one, other] = [ascending(canary), ascending(control)];
  if (one.length === other.length && one.every((value, index) => value === other[index])) return true;
  return new Set([...canary, ...control]).size === 1;
}

interface Shift extends Interval {
  readonly estimate: number;
}

function shiftOf(canary: readonly number[], control: readonly number[], { confidence, precision }: CanaryMetricOptions): Shift {
  const [one, other] = [canary[0], control[0]];
  if (one !== undefined && other !== undefined && new Set(canary).size === 1 && new Set(control).size === 1) {
    return { low: one - other, high: one - other, estimate: one - other };
  }
  return mannWhitney(canary, control, { confidence, precision: precision ?? mean([...canary, ...control].map(Math.abs)) / 10_000 });
}

/** The side on which the canary differs by more than the tolerance and the allowed effect; an effect that cannot be told is not asked. */
function sideOf(shift: Shift, band: number, effect: number | null, options: CanaryMetricOptions): 'pass' | 'high' | 'low' {
  const least = options.allowedIncrease ?? neutral(options);
  const most = options.allowedDecrease ?? neutral(options);
  if (options.direction !== 'decrease' && shift.low > band && (effect === null || effect >= least)) return 'high';
  if (options.direction !== 'increase' && shift.high < -band && (effect === null || effect <= most)) return 'low';
  return 'pass';
}

function isCritical(side: 'pass' | 'high' | 'low', effect: number | null, options: CanaryMetricOptions): boolean {
  if (side === 'pass' || effect === null) return side !== 'pass';
  return side === 'high'
    ? effect >= (options.criticalIncrease ?? neutral(options))
    : effect <= (options.criticalDecrease ?? neutral(options));
}

function neutral({ effect }: CanaryMetricOptions): number {
  return effect === 'cles' ? 0.5 : 1;
}
