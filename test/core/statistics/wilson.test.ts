import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { samplesToClear, wilsonInterval } from '../../../main/core/statistics/wilson.ts';
import recorded from '../../recorded/statistics/wilson.json' with { type: 'json' };
import { expectNear } from '../../support/statistics/near.ts';

const counts = fc
  .integer({ min: 1, max: 100_000 })
  .chain((samples) => fc.tuple(fc.integer({ min: 0, max: samples }), fc.constant(samples)));
const confidences = fc.double({ min: 0.5, max: 0.999, noNaN: true });

describe('design 5 gives a rate an interval', () => {
  test("design 5 agrees with SciPy's Wilson interval", () => {
    for (const { events, samples, confidence, low, high } of recorded.intervals) {
      const found = wilsonInterval(events, samples, confidence);
      expect(Math.abs(found.low - low)).toBeLessThan(1e-12);
      expect(Math.abs(found.high - high)).toBeLessThan(1e-12);
      expectNear(found.high, high, 1e-9);
    }
  });

  test('design 5 keeps the rate inside its interval and the interval inside 0 to 1', () => {
    fc.assert(
      fc.property(counts, confidences, ([events, samples], confidence) => {
        const { low, high } = wilsonInterval(events, samples, confidence);
        expect(low).toBeGreaterThanOrEqual(0);
        expect(high).toBeLessThanOrEqual(1);
        expect(low).toBeLessThanOrEqual(events / samples);
        expect(high).toBeGreaterThanOrEqual(events / samples);
      }),
    );
  });

  test('design 5 moves both ends of an interval up with one more bad event', () => {
    fc.assert(
      fc.property(counts, confidences, ([events, samples], confidence) => {
        fc.pre(events < samples);
        const before = wilsonInterval(events, samples, confidence);
        const after = wilsonInterval(events + 1, samples, confidence);
        expect(after.low).toBeGreaterThan(before.low);
        expect(after.high).toBeGreaterThan(before.high);
      }),
    );
  });

  test('design 5 leaves the whole range open when nothing was observed', () => {
    expect(wilsonInterval(0, 0)).toStrictEqual({ low: 0, high: 1 });
  });

  test('design 5 tells how many samples clear a bound, and not one fewer', () => {
    const rates = fc.double({ min: 0, max: 1, noNaN: true });
    const bounds = fc.double({ min: 0.001, max: 0.999, noNaN: true });
    fc.assert(
      fc.property(rates, bounds, confidences, (rate, bound, confidence) => {
        fc.pre(Math.abs(rate - bound) > 1e-4);
        const needed = samplesToClear(rate, bound, confidence) ?? 0;
        expect(clears(rate, bound, needed + 1, confidence)).toBe(true);
        if (needed > 2) expect(clears(rate, bound, needed - 2, confidence)).toBe(false);
      }),
    );
    expect(samplesToClear(0.02, 0.02)).toBeNull();
  });

  test('design 5 refuses counts that cannot be and says what to check', () => {
    expect(() => wilsonInterval(3, 2)).toThrow('events (3) must not exceed samples (2)');
    expect(() => wilsonInterval(-1, 2)).toThrow('events must be a number of at least 0');
    expect(() => wilsonInterval(1, Number.NaN)).toThrow('samples');
  });
});

function clears(rate: number, bound: number, samples: number, confidence: number): boolean {
  const { low, high } = wilsonInterval(rate * samples, samples, confidence);
  return low > bound || high < bound;
}
