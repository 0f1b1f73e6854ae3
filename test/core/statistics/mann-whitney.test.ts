import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { commonLanguageEffect, meanRatio } from '../../../main/core/statistics/effect-size.ts';
import { mannWhitney } from '../../../main/core/statistics/mann-whitney.ts';
import { percentile, withoutOutliers } from '../../../main/core/statistics/outliers.ts';
import { standsApart } from '../../../main/core/statistics/separation.ts';
import percentiles from '../../recorded/statistics/percentiles.json' with { type: 'json' };
import ranks from '../../recorded/statistics/ranks.json' with { type: 'json' };
import shifts from '../../recorded/statistics/shifts.json' with { type: 'json' };
import { expectNear } from '../../support/statistics/near.ts';

const options = { confidence: 0.98, precision: 1e-6 };
const values = fc.array(fc.oneof(fc.integer({ min: 0, max: 8 }), fc.double({ min: 0, max: 10, noNaN: true })), {
  minLength: 1,
  maxLength: 40,
});
const tolerances = fc.double({ min: 0, max: 1, noNaN: true });

describe('design 5 compares a canary with its control by ranks', () => {
  test("design 5 agrees with SciPy's Mann-Whitney test and effect sizes", () => {
    for (const { experiment, control, u, p, ...effect } of ranks.tests) {
      const found = mannWhitney(experiment, control, options);
      expect(found.u).toBe(u);
      expectNear(found.p, p, 1e-9);
      expectNear(meanRatio(experiment, control) ?? Number.NaN, effect.meanRatio, 1e-9);
      expectNear(commonLanguageEffect(experiment, control) ?? Number.NaN, effect.cles, 1e-9);
    }
  });

  test("design 5 agrees with R's interval of the shift, at R's own precision and at the finest", () => {
    for (const { experiment, control, results } of shifts.tests) {
      for (const { confidence, precision, u, p, low, high } of results) {
        const found = mannWhitney(experiment, control, { confidence, precision });
        expect(found.u).toBe(u);
        expectNear(found.p, p, 1e-9);
        expect(Math.abs(found.low - low)).toBeLessThan(1e-9);
        expect(Math.abs(found.high - high)).toBeLessThan(1e-9);
      }
    }
  });

  test('design 5 agrees with NumPy on percentiles', () => {
    for (const { values: given, percent, value } of percentiles.cases)
      expect(Math.abs(percentile(given, percent) - value)).toBeLessThan(1e-9);
  });

  test('design 5 finds the same whatever the order of the readings', () => {
    fc.assert(
      fc.property(values, values, (experiment, control) => {
        const found = mannWhitney(experiment, control, options);
        expect(mannWhitney(experiment.toReversed(), control.toReversed(), options)).toStrictEqual(found);
        expect(meanRatio(experiment.toReversed(), control.toReversed())).toBe(meanRatio(experiment, control));
      }),
    );
  });

  test('design 5 orders the bounds of a shift within the precision', () => {
    fc.assert(
      fc.property(values, values, (experiment, control) => {
        const { low, high, p } = mannWhitney(experiment, control, options);
        expect(low).toBeLessThanOrEqual(high + 2 * options.precision);
        expect(p).toBeGreaterThanOrEqual(0);
        expect(p).toBeLessThanOrEqual(1);
      }),
    );
  });

  test('design 5 never takes a worse reading of the canary for a better one', () => {
    const sides = fc.constantFrom('above' as const, 'below' as const);
    const worse = fc.double({ min: 0, max: 10, noNaN: true });
    fc.assert(
      fc.property(values, values, sides, tolerances, fc.nat(), worse, (experiment, control, direction, tolerance, at, by) => {
        const one = { direction, tolerance, confidence: 0.9 };
        fc.pre(standsApart(experiment, control, one));
        const change = direction === 'above' ? by : -by;
        const worsened = experiment.map((value, index) => (index === at % experiment.length ? value + change : value));
        expect(standsApart(worsened, control, one)).toBe(true);
      }),
    );
  });

  test('design 5 keeps apart only what differs by more than the tolerance', () => {
    const control = Array.from({ length: 30 }, (_, index) => 100 + (index % 7));
    const slower = control.map((value) => value * 1.2);
    expect(standsApart(slower, control, { direction: 'above', tolerance: 0.1, confidence: 0.98 })).toBe(true);
    expect(standsApart(slower, control, { direction: 'above', tolerance: 0.25, confidence: 0.98 })).toBe(false);
    expect(standsApart(slower, control, { direction: 'below', tolerance: 0.1, confidence: 0.98 })).toBe(false);
    expect(standsApart([], control, { direction: 'above', tolerance: 0.1, confidence: 0.98 })).toBe(false);
  });

  test('design 5 takes out only extreme values', () => {
    const plain = Array.from({ length: 200 }, (_, index) => 10 + (index % 10));
    expect(withoutOutliers([...plain, 5_000], 3)).toStrictEqual(plain);
    expect(withoutOutliers(plain, 3)).toStrictEqual(plain);
    expect(withoutOutliers([], 3)).toStrictEqual([]);
  });

  test('design 5 refuses a reading without a rank', () => {
    expect(() => mannWhitney([1, Number.NaN], [1], options)).toThrow('Every value must be a finite number');
    expect(() => mannWhitney([], [1], options)).toThrow('experiment.length');
    expect(commonLanguageEffect([], [1])).toBeNull();
    expect(meanRatio([0, 0], [1])).toBeNull();
    expect(meanRatio([], [1])).toBeNull();
  });
});
