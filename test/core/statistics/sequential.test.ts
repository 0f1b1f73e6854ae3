import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  type Arm,
  sequentialDifference,
  sequentialHalfWidth,
  sequentialInterval,
  sequentialLift,
  sequentialRho,
} from '../../../main/core/statistics/sequential.ts';
import recorded from '../../recorded/statistics/sequence.json' with { type: 'json' };
import { expectNear } from '../../support/statistics/near.ts';

function rate(events: number, n: number): Arm {
  return { kind: 'rate', n, events };
}

function meanOf(values: readonly number[]): Arm {
  const total = (of: (value: number) => number): number => values.reduce((sum, value) => sum + of(value), 0);
  return { kind: 'mean', n: values.length, sum: total((value) => value), sumSquares: total((value) => value * value) };
}

function found<T>(estimate: T | null): T {
  if (estimate === null) throw new Error('no estimate');
  return estimate;
}

/** Variance of one observation; a rate has no sum of squares of its own. */
function spreadOf(mean: number, sumSquares: number | null, n: number): number {
  return sumSquares === null ? mean * (1 - mean) : (sumSquares - n * mean * mean) / (n - 1);
}

describe('design 5 gives an interval that holds at every look', () => {
  test('design 5 agrees with the mixture worked out by quadrature', () => {
    for (const { alpha, tuning, n, rho, halfWidth } of recorded.cases) {
      expectNear(sequentialRho({ alpha, tuning }), rho, 1e-12);
      expectNear(sequentialHalfWidth(1, n, { alpha, tuning }), halfWidth, 1e-9);
      expectNear(sequentialHalfWidth(9, n, { alpha, tuning }), 3 * halfWidth, 1e-9);
    }
  });

  test('design 5 works out the difference of two rates as written', () => {
    const [canary, control] = [rate(130, 2_000), rate(400, 8_000)];
    const squaredError = (0.065 * 0.935) / 2_000 + (0.05 * 0.95) / 8_000;
    const difference = found(sequentialDifference(canary, control));
    expectNear(difference.estimate, 0.015, 1e-9);
    expectNear(difference.high - difference.estimate, sequentialHalfWidth(squaredError * 10_000, 10_000), 1e-9);
  });

  test('design 5 bounds a lift where the difference from that many times the control is just refuted', () => {
    const lift = found(sequentialLift(rate(650, 10_000), rate(2_000, 40_000)));
    expectNear(lift.estimate, 0.3, 1e-9);
    for (const end of [lift.low, lift.high]) {
      const squaredError = (0.065 * 0.935) / 10_000 + ((1 + end) ** 2 * 0.05 * 0.95) / 40_000;
      expectNear(Math.abs(0.065 - (1 + end) * 0.05), sequentialHalfWidth(squaredError * 50_000, 50_000), 1e-9);
    }
    const delta = (0.065 * 0.935) / (0.05 ** 2 * 10_000) + (0.05 * 0.95 * 0.065 ** 2) / (0.05 ** 4 * 40_000);
    const half = sequentialHalfWidth(delta * 50_000, 50_000);
    expect(Math.abs((lift.high - lift.low) / 2 - half)).toBeLessThan(0.03 * half);
    expect(sequentialLift(rate(9, 100), rate(2, 100))).toBeNull();
  });

  test.each([
    {
      tuning: 1_000,
      means: [1_396.87 / 3_000, 2_422.7 / 3_461],
      squares: [52_377.9767, 134_698.29],
      low: -0.55844,
      high: 1.56516,
      error: 0.33341,
    },
    { tuning: 5_000, means: [1_396 / 3_000, 2_422 / 3_461], squares: [null, null], low: 0.40098, high: 0.60675, error: 0.03386 },
  ])("design 5 has the width of GrowthBook's documented lift from $low to $high", ({ tuning, means, squares, low, high, error }) => {
    const [control = 0, canary = 0] = means;
    const [fromControl, fromCanary] = [spreadOf(control, squares[0] ?? null, 3_000), spreadOf(canary, squares[1] ?? null, 3_461)];
    const squaredError = fromCanary / (control ** 2 * 3_461) + (fromControl * canary ** 2) / (control ** 4 * 3_000);
    expect(Math.sqrt(squaredError)).toBeCloseTo(error, 5);
    const half = sequentialHalfWidth(squaredError * 6_461, 6_461, { alpha: 0.05, tuning });
    expect(canary / control - 1 - half).toBeCloseTo(low, 5);
    expect(canary / control - 1 + half).toBeCloseTo(high, 5);
  });

  test('design 5 takes the spread of means from their sums', () => {
    const values = Array.from({ length: 50 }, (_, index) => 100 + (index % 11));
    const mean = values.reduce((sum, value) => sum + value, 0) / 50;
    const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / 49;
    const one = found(sequentialInterval(meanOf(values)));
    expectNear(one.estimate, mean, 1e-12);
    expectNear(one.high - mean, sequentialHalfWidth(variance, 50), 1e-9);
  });

  test('design 5 leaves zero outside the interval exactly when p is below alpha', () => {
    const counts = fc.integer({ min: 2, max: 50_000 }).chain((n) => fc.tuple(fc.integer({ min: 0, max: n }), fc.constant(n)));
    fc.assert(
      fc.property(counts, counts, ([e1, n1], [e2, n2]) => {
        const { low, high, p, estimate } = found(sequentialDifference(rate(e1, n1), rate(e2, n2)));
        expect(low).toBeLessThanOrEqual(estimate);
        expect(high).toBeGreaterThanOrEqual(estimate);
        fc.pre(Math.abs(p - 0.05) > 1e-9);
        expect(low > 0 || high < 0).toBe(p < 0.05);
      }),
    );
  });

  test('design 5 narrows with every observation', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1_000_000 }), fc.integer({ min: 1, max: 1_000 }), (n, more) => {
        expect(sequentialHalfWidth(1, n + more)).toBeLessThan(sequentialHalfWidth(1, n));
      }),
    );
  });

  test('design 5 never takes one bad event more for a better rate', () => {
    fc.assert(
      fc.property(fc.integer({ min: 2, max: 5_000 }), fc.nat(), fc.double({ min: 0, max: 0.999, noNaN: true }), (n, some, bound) => {
        const events = some % n;
        const [before, after] = [found(sequentialInterval(rate(events, n))), found(sequentialInterval(rate(events + 1, n)))];
        if (before.low > bound) expect(after.low).toBeGreaterThan(bound);
        if (after.high < bound) expect(before.high).toBeLessThan(bound);
      }),
      { numRuns: 2_000 },
    );
  });

  test('design 5 stays unsure of a rate of zero seen a few times and says nothing without any spread', () => {
    const unseen = found(sequentialInterval(rate(0, 30)));
    expect(unseen.high).toBeGreaterThan(0.02);
    expect(found(sequentialInterval(rate(0, 200_000))).high).toBeLessThan(0.001);
    expect(sequentialInterval(rate(0, 1))).toBeNull();
    expect(sequentialInterval(meanOf([5, 5, 5]))).toBeNull();
    expect(sequentialDifference(meanOf([5]), meanOf([1, 2]))).toBeNull();
    expect(sequentialLift(rate(3, 100), { kind: 'mean', n: 3, sum: -6, sumSquares: 14 })).toBeNull();
  });

  test('design 5 refuses settings that cannot be', () => {
    expect(() => sequentialRho({ alpha: 0, tuning: 5_000 })).toThrow('alpha');
    expect(() => sequentialRho({ alpha: 0.05, tuning: 0 })).toThrow('tuning must be above 0');
    expect(() => sequentialInterval(rate(4, 3))).toThrow('events (4) must not exceed samples (3)');
  });
});
