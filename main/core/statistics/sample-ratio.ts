import { requireAtLeast } from './check.ts';
import { upperGamma } from './special.ts';

export interface SampleRatioOptions {
  /** Below this p the split is not the planned one, 0–1. */
  readonly mismatchBelow: number;
  /** Largest share of people who may have seen both versions, 0–1. */
  readonly mostMultiple: number;
}

/** Health of the assignment of people to versions; values only, no words. */
export interface AssignmentHealth {
  readonly ok: boolean;
  readonly ratioOk: boolean;
  readonly exposureOk: boolean;
  /** Of the planned split, 0–1; null with too few people to test (fewer than five expected somewhere). */
  readonly p: number | null;
  readonly chiSquare: number | null;
  readonly observed: readonly number[];
  /** People each version would have had at the planned split. */
  readonly expected: readonly number[];
  /** Share of all people who saw more than one version, 0–1. */
  readonly multipleShare: number;
}

const defaults: SampleRatioOptions = { mismatchBelow: 0.001, mostMultiple: 0.01 };
const leastExpected = 5;

/** Probability that a chi-square value with these degrees of freedom exceeds x. */
export function chiSquareSurvival(x: number, degrees: number): number {
  requireAtLeast('degrees', degrees, 1);
  return upperGamma(degrees / 2, x / 2);
}

/**
 * Whether people reached the versions in the planned shares (Pearson's chi-square test; a mismatch below p = 0.001 as in GrowthBook) and
 * whether too many saw more than one. `observed` counts people a version, `shares` is the plan in any unit, `multiple` those in several.
 */
export function assignmentHealth(
  observed: readonly number[],
  shares: readonly number[],
  multiple = 0,
  given: Partial<SampleRatioOptions> = {},
): AssignmentHealth {
  const options = { ...defaults, ...given };
  requireSplit(observed, shares);
  requireAtLeast('multiple', multiple, 0);
  const people = total(observed);
  const expected = shares.map((share) => (people * share) / total(shares));
  const isTestable = expected.every((count) => count >= leastExpected);
  const chiSquare = isTestable ? expected.reduce((sum, count, index) => sum + ((observed[index] ?? 0) - count) ** 2 / count, 0) : null;
  const p = chiSquare === null ? null : chiSquareSurvival(chiSquare, observed.length - 1);
  const multipleShare = people + multiple === 0 ? 0 : multiple / (people + multiple);
  const ratioOk = p === null || p >= options.mismatchBelow;
  const exposureOk = multipleShare <= options.mostMultiple;
  return { ok: ratioOk && exposureOk, ratioOk, exposureOk, p, chiSquare, observed, expected, multipleShare };
}

function requireSplit(observed: readonly number[], shares: readonly number[]): void {
  if (observed.length < 2 || observed.length !== shares.length) {
    throw new RangeError(
      `A split needs two versions or more with one share each, not ${observed.length} counts and ${shares.length} shares.`,
    );
  }
  for (const count of observed) requireAtLeast('observed', count, 0);
  if (!shares.every((share) => share > 0 && Number.isFinite(share)))
    throw new RangeError('Every planned share must be above 0. Leave out a version that nobody was to see.');
}

function total(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0);
}
