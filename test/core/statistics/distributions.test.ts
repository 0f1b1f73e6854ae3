import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { binomialAtLeast, rateReaching } from '../../../main/core/statistics/binomial.ts';
import { normalCdf, normalQuantile, normalSurvival, twoSidedQuantile } from '../../../main/core/statistics/normal.ts';
import { chiSquareSurvival } from '../../../main/core/statistics/sample-ratio.ts';
import recorded from '../../recorded/statistics/distributions.json' with { type: 'json' };
import { expectNear } from '../../support/statistics/near.ts';

describe('design 5 knows the distributions its statistics rest on', () => {
  test('design 5 agrees with SciPy on the normal distribution far into both tails', () => {
    for (const { z, below, above } of recorded.normal) {
      expectNear(normalCdf(z), below, 1e-11);
      expectNear(normalSurvival(z), above, 1e-11);
    }
  });

  test('design 5 agrees with SciPy on normal quantiles', () => {
    for (const { p, z } of recorded.quantile) expectNear(normalQuantile(p), z, 1e-11);
  });

  test('design 5 agrees with SciPy on the chi-square distribution', () => {
    for (const { x, degrees, above } of recorded.chiSquare) expectNear(chiSquareSurvival(x, degrees), above, 1e-9);
  });

  test('design 5 agrees with SciPy on the binomial distribution', () => {
    for (const { events, samples, rate, atLeast } of recorded.binomial) expectNear(binomialAtLeast(events, samples, rate), atLeast, 1e-9);
  });

  test('design 5 agrees with SciPy on the rate that brings a number of events', () => {
    for (const { events, samples, power, rate } of recorded.reaching) expectNear(rateReaching(events, samples, power) ?? 9, rate, 1e-9);
  });

  test('design 5 turns a normal probability into a quantile and back', () => {
    fc.assert(
      fc.property(fc.double({ min: 1e-12, max: 0.9999, noNaN: true }), (p) => {
        expectNear(normalCdf(normalQuantile(p)), p, 1e-11);
      }),
    );
  });

  test('design 5 expects rarer what asks for more events', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 500 }),
        fc.integer({ min: 0, max: 500 }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (n, k, rate) => {
          expect(binomialAtLeast(k + 1, n, rate)).toBeLessThanOrEqual(binomialAtLeast(k, n, rate) + 1e-12);
        },
      ),
    );
  });

  test('design 5 refuses a probability outside 0 to 1 and names it', () => {
    expect(() => normalQuantile(1)).toThrow('p must lie between 0 and 1');
    expect(() => twoSidedQuantile(95)).toThrow('confidence must lie between 0 and 1');
    expect(() => rateReaching(1, 10, 0)).toThrow('power');
    expect(rateReaching(11, 10, 0.8)).toBeNull();
    expect(rateReaching(0, 10, 0.8)).toBe(0);
  });
});
