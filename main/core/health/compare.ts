import { formatValue } from '../gates/index.ts';
import type { Direction, MetricUnit } from '../model/plan.ts';
import type { Point } from '../model/reading.ts';
import { mannWhitney, sequentialDifference, standsApart, wilsonInterval } from '../statistics/index.ts';

/** One metric of two versions. Readings must not overlap in what they count. */
export interface CompareInput {
  readonly unit: MetricUnit;
  /** The bad side; null for a metric that has none. */
  readonly direction: Direction | null;
  readonly a: readonly Point[];
  readonly b: readonly Point[];
}

export interface CompareSide {
  /** In the metric's unit; null when nothing was read. */
  readonly value: number | null;
  readonly samples: number | null;
  readonly readings: number;
  /** 95 % Wilson interval of a rate; null for the other units. */
  readonly interval: { readonly low: number; readonly high: number } | null;
}

/** `none`: no clear difference. `differs`: clear, but no side of this metric is the good one. `unknown`: too little to say. */
export const compareOutcomes = ['a', 'b', 'none', 'differs', 'unknown'] as const;
export type CompareOutcome = (typeof compareOutcomes)[number];

export interface Comparison {
  readonly a: CompareSide;
  readonly b: CompareSide;
  readonly outcome: CompareOutcome;
  /** How sure and by how much, in words. */
  readonly words: string;
  /** Both were read over the same time; otherwise the hours may differ as much as the versions. */
  readonly sameTime: boolean;
}

/** Least that is compared: samples of a rate, readings of anything else, on each side. */
const leastSamples = 30;
const leastReadings = 8;
/** Readings that both need in their common time for it to be enough. */
const leastCommon = 5;
const alpha = 0.05;
/** A shift of typical readings within this part of the other version's median is no difference. */
const tolerance = 0.05;
const rankConfidence = 0.98;

/**
 * Which of two versions is better in one metric (R5.4). Rates are compared by a confidence sequence, so that looking often makes no
 * false winner; everything else by ranks of its readings, as in Kayenta's judge. Where both ran at the same time only that time counts.
 */
export function compareMetric(input: CompareInput): Comparison {
  const span = commonSpan(input.a, input.b);
  const within = (points: readonly Point[]): readonly Point[] =>
    span === null ? points : points.filter((point) => point.ts >= span.from && point.ts <= span.to);
  const [a, b] = [within(input.a), within(input.b)];
  const rated = input.unit === 'rate' && [...a, ...b].every((point) => point.samples !== null);
  const [one, other] = rated ? [rateSide(a), rateSide(b)] : [plainSide(a, input.unit), plainSide(b, input.unit)];
  const found = rated ? rateDifference(one, other) : rankDifference(a, b, input.unit);
  return { a: one, b: other, ...judged(found, input.direction), sameTime: span !== null };
}

function commonSpan(a: readonly Point[], b: readonly Point[]): { from: number; to: number } | null {
  const [firstA, lastA, firstB, lastB] = [a[0], a.at(-1), b[0], b.at(-1)];
  if (firstA === undefined || lastA === undefined || firstB === undefined || lastB === undefined) return null;
  const span = { from: Math.max(firstA.ts, firstB.ts), to: Math.min(lastA.ts, lastB.ts) };
  const inside = (points: readonly Point[]): number => points.filter((point) => point.ts >= span.from && point.ts <= span.to).length;
  return inside(a) >= leastCommon && inside(b) >= leastCommon ? span : null;
}

function rateSide(points: readonly Point[]): CompareSide {
  const samples = points.reduce((sum, point) => sum + (point.samples ?? 0), 0);
  if (samples === 0) return { value: null, samples: 0, readings: points.length, interval: null };
  const events = points.reduce((sum, point) => sum + inRate(point.value) * (point.samples ?? 0), 0);
  return { value: events / samples, samples, readings: points.length, interval: wilsonInterval(Math.min(events, samples), samples) };
}

/** A source may say 1.0000001. */
function inRate(value: number): number {
  return Math.min(1, Math.max(0, value));
}

function plainSide(points: readonly Point[], unit: MetricUnit): CompareSide {
  const weigh = (unit === 'ms' || unit === 'rate') && points.every((point) => point.samples !== null);
  const weightOf = (point: Point): number => (weigh ? (point.samples ?? 0) : 1);
  const weight = points.reduce((sum, point) => sum + weightOf(point), 0);
  const value = weight === 0 ? null : points.reduce((sum, point) => sum + point.value * weightOf(point), 0) / weight;
  return { value, samples: weigh ? weight : null, readings: points.length, interval: null };
}

/** a minus b where it is clear; `null` when it is not, a text when there is too little. */
type Difference = { readonly low: number; readonly high: number; readonly sure: string; readonly unit: MetricUnit } | null | string;

function rateDifference(a: CompareSide, b: CompareSide): Difference {
  const least = Math.min(a.samples ?? 0, b.samples ?? 0);
  if (least < leastSamples) return `Too few samples: ${Math.floor(least)} of ${leastSamples} on one side`;
  const arm = ({ value, samples }: CompareSide) => ({ kind: 'rate' as const, n: samples ?? 0, events: (value ?? 0) * (samples ?? 0) });
  const found = sequentialDifference(arm(a), arm(b), { alpha });
  if (found === null || (found.low <= 0 && found.high >= 0)) return null;
  const sure = found.p < 0.001 ? '99.9 % sure' : found.p < 0.01 ? '99 % sure' : '95 % sure';
  return { low: found.low, high: found.high, sure, unit: 'rate' };
}

function rankDifference(a: readonly Point[], b: readonly Point[], unit: MetricUnit): Difference {
  const least = Math.min(a.length, b.length);
  if (least < leastReadings) return `Too few readings: ${least} of ${leastReadings} on one side`;
  const [one, other] = [a.map((point) => point.value), b.map((point) => point.value)];
  const apart = (direction: Direction): boolean => standsApart(one, other, { direction, tolerance, confidence: rankConfidence });
  if (!apart('above') && !apart('below')) return null;
  const size = Math.max(...other.map(Math.abs), ...one.map(Math.abs));
  const shift = mannWhitney(one, other, { confidence: rankConfidence, precision: Math.max(size * 1e-4, 1e-9) });
  return { low: Math.min(shift.low, shift.high), high: Math.max(shift.low, shift.high), sure: '98 % sure', unit };
}

function judged(found: Difference, direction: Direction | null): Pick<Comparison, 'outcome' | 'words'> {
  if (typeof found === 'string') return { outcome: 'unknown', words: found };
  if (found === null) return { outcome: 'none', words: 'No clear difference' };
  const aIsHigher = found.low + found.high > 0;
  const sizes = [Math.abs(found.low), Math.abs(found.high)].toSorted((x, y) => x - y);
  const words = `by ${spanWords(sizes[0] ?? 0, sizes[1] ?? 0, found.unit)}, ${found.sure}`;
  if (direction === null) return { outcome: 'differs', words: `Differs ${words}` };
  const aIsBetter = aIsHigher === (direction === 'below');
  return { outcome: aIsBetter ? 'a' : 'b', words: `Better ${words}` };
}

/** From least to most; a difference of rates is in percentage points: 2 % against 3 % differ by one point. */
function spanWords(least: number, most: number, unit: MetricUnit): string {
  if (unit !== 'rate') return `${formatValue(least, unit)} to ${formatValue(most, unit)}`;
  const digits = most >= 0.1 ? 0 : most >= 0.001 ? 1 : 2;
  const points = (value: number): string => (value * 100).toFixed(digits);
  return `${points(least)} to ${points(most)} points`;
}
