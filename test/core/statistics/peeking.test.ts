import { describe, expect, test } from 'vitest';
import { twoSidedQuantile } from '../../../main/core/statistics/normal.ts';
import { type Arm, sequentialDifference, sequentialInterval, sequentialLift } from '../../../main/core/statistics/sequential.ts';
import { binomialDraw, seededGenerator } from '../../support/statistics/generator.ts';

const runs = 1_000;
const looks = 1_000;
/** A check of a bound against itself needs fewer runs: it fails far less often than it may. */
const boundRuns = 300;
const patienceMs = 60_000;
const z = twoSidedQuantile(0.95);

/** Two versions without any difference, one more batch of observations each at every call. */
type Pair = () => readonly [canary: Arm, control: Arm];

interface Accusations {
  sequential: number;
  lift: number;
  fixed: number;
}

/** In how many of the runs each test accuses the canary at one look or more. */
function accusations(start: (seed: number) => Pair): Accusations {
  const all: Accusations = { sequential: 0, lift: 0, fixed: 0 };
  for (let run = 1; run <= runs; run += 1) {
    const next = start(run * 2_654_435_761);
    const seen = { sequential: false, lift: false, fixed: false };
    for (let look = 0; look < looks; look += 1) {
      const [canary, control] = next();
      seen.sequential ||= leavesZero(sequentialDifference(canary, control));
      seen.lift ||= leavesZero(sequentialLift(canary, control));
      seen.fixed ||= fixedTestAccuses(canary, control);
    }
    all.sequential += Number(seen.sequential);
    all.lift += Number(seen.lift);
    all.fixed += Number(seen.fixed);
  }
  return all;
}

function leavesZero(interval: { readonly low: number; readonly high: number } | null): boolean {
  return interval !== null && (interval.low > 0 || interval.high < 0);
}

/** The test for one look only, at 5 %. */
function fixedTestAccuses(canary: Arm, control: Arm): boolean {
  const [one, other] = [moments(canary), moments(control)];
  return Math.abs(one.mean - other.mean) > z * Math.sqrt(one.variance / canary.n + other.variance / control.n);
}

function moments(arm: Arm): { readonly mean: number; readonly variance: number } {
  const mean = (arm.kind === 'rate' ? arm.events : arm.sum) / arm.n;
  return { mean, variance: (arm.kind === 'rate' ? arm.events : arm.sumSquares) / arm.n - mean * mean };
}

/** 20 requests a look on each side, 2 % of which fail. */
function failureRates(seed: number): Pair {
  const even = seededGenerator(seed);
  const draw = binomialDraw(20, 0.02);
  let [n, canary, control] = [0, 0, 0];
  return () => {
    n += 20;
    canary += draw(even());
    control += draw(even());
    return [
      { kind: 'rate', n, events: canary },
      { kind: 'rate', n, events: control },
    ];
  };
}

/** Five requests a look on each side, with skewed durations of 200 ms on average. */
function durations(seed: number): Pair {
  const even = seededGenerator(seed);
  const sums = [0, 0];
  const squares = [0, 0];
  let n = 0;
  const arm = (side: number): Arm => ({ kind: 'mean', n, sum: sums[side] ?? 0, sumSquares: squares[side] ?? 0 });
  return () => {
    n += 5;
    for (const side of [0, 1]) {
      for (let request = 0; request < 5; request += 1) {
        const duration = -200 * Math.log(1 - even());
        sums[side] = (sums[side] ?? 0) + duration;
        squares[side] = (squares[side] ?? 0) + duration * duration;
      }
    }
    return [arm(0), arm(1)];
  };
}

describe('design 5 does not cry wolf however often one looks', () => {
  test.each([
    { what: 'a failure rate', start: failureRates },
    { what: 'a mean duration', start: durations },
  ])(
    'design 5 accuses at most 5 % of 1,000 healthy rollouts over 1,000 looks at $what, where a test for one look accuses most',
    { timeout: patienceMs },
    ({ start }) => {
      const { sequential, lift, fixed } = accusations(start);
      expect(sequential / runs).toBeLessThanOrEqual(0.05);
      expect(lift / runs).toBeLessThanOrEqual(0.05);
      expect(fixed / runs).toBeGreaterThan(0.3);
    },
  );

  test.each([0.001, 0.02, 0.5])(
    'design 5 puts a rate of %d on one side of itself in at most 5 % of the runs',
    { timeout: patienceMs },
    (rate) => {
      const draw = binomialDraw(20, rate);
      let wrong = 0;
      for (let run = 1; run <= boundRuns; run += 1) {
        const even = seededGenerator(run * 2_654_435_761);
        let [n, events, isWrong] = [0, 0, false];
        for (let look = 0; look < looks && !isWrong; look += 1) {
          n += 20;
          events += draw(even());
          const seen = sequentialInterval({ kind: 'rate', n, events });
          isWrong = seen !== null && (seen.low > rate || seen.high < rate);
        }
        wrong += Number(isWrong);
      }
      expect(wrong / boundRuns).toBeLessThanOrEqual(0.05);
    },
  );

  test('design 5 still accuses a canary that fails twice as often', () => {
    const even = seededGenerator(7);
    const [bad, good] = [binomialDraw(20, 0.04), binomialDraw(20, 0.02)];
    let [n, canary, control, at] = [0, 0, 0, 0];
    for (let look = 1; look <= looks && at === 0; look += 1) {
      n += 20;
      canary += bad(even());
      control += good(even());
      const seen = sequentialDifference({ kind: 'rate', n, events: canary }, { kind: 'rate', n, events: control });
      if (seen !== null && seen.low > 0) at = look;
    }
    expect(at).toBeGreaterThan(0);
    expect(at).toBeLessThan(500);
  });
});
