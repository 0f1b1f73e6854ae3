import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { binomialAtLeast } from '../../../main/core/statistics/binomial.ts';
import { evidenceClock, samplesNeeded } from '../../../main/core/statistics/evidence-clock.ts';
import { eventsToRed, type RateView, smallestMeanFault, smallestRateFault } from '../../../main/core/statistics/sensitivity.ts';
import { wilsonInterval } from '../../../main/core/statistics/wilson.ts';

const view: RateView = {
  mode: 'raw',
  baseline: 0.005,
  bound: 0.02,
  samples: 1_000,
  minEvents: 3,
  confidence: 0.95,
  power: 0.8,
  tuning: 5_000,
};
const latency = { deviation: 0.6, bound: 0, samples: 1_000, controlSamples: 9_000, confidence: 0.95, power: 0.8, tuning: 5_000 };
const hour = 3_600_000;

describe('design 5 tells the smallest fault a stage can see', () => {
  test('design 5 counts the bad events that red takes in each mode', () => {
    expect(eventsToRed(view)).toBe(21);
    expect(eventsToRed({ ...view, samples: 100 })).toBe(3);
    const interval = eventsToRed({ ...view, mode: 'interval' }) ?? 0;
    expect(wilsonInterval(interval, 1_000).low).toBeGreaterThan(0.02);
    expect(wilsonInterval(interval - 1, 1_000).low).toBeLessThanOrEqual(0.02);
    expect(eventsToRed({ ...view, mode: 'sequential' })).toBeGreaterThan(interval);
  });

  test('design 5 finds the rate that brings those events with the wanted chance', () => {
    const fault = smallestRateFault(view) ?? 0;
    expect(Math.abs(binomialAtLeast(21, 1_000, view.baseline + fault) - 0.8)).toBeLessThan(1e-9);
  });

  test('design 5 says that a stage sees nothing when no rate can turn it red', () => {
    expect(smallestRateFault({ ...view, samples: 2 })).toBeNull();
    expect(smallestRateFault({ ...view, samples: 0 })).toBeNull();
    expect(smallestRateFault({ ...view, mode: 'sequential', samples: 4, bound: 0.5 })).toBeNull();
    expect(smallestMeanFault({ ...latency, test: 'interval', samples: 0 })).toBeNull();
  });

  test('design 5 sees smaller faults with more traffic and larger ones with more proof', () => {
    const faultAt = (samples: number, mode: RateView['mode']): number => smallestRateFault({ ...view, samples, mode }) ?? 1;
    for (const mode of ['raw', 'interval', 'sequential'] as const) expect(faultAt(50_000, mode)).toBeLessThan(faultAt(500, mode));
    expect(faultAt(1_000, 'raw')).toBeLessThan(faultAt(1_000, 'interval'));
    expect(faultAt(1_000, 'interval')).toBeLessThan(faultAt(1_000, 'sequential'));
  });

  test('design 5 works out the smallest slower mean by the normal approximation', () => {
    const error = 0.6 * Math.sqrt(1 / 1_000 + 1 / 9_000);
    expect(smallestMeanFault({ ...latency, test: 'interval' })).toBeCloseTo((1.959963984540054 + 0.8416212335729143) * error, 12);
    expect(smallestMeanFault({ ...latency, test: 'raw', bound: 0.2 })).toBeCloseTo(0.2 + 0.8416212335729143 * error, 12);
    const [interval, ranks, sequential] = (['interval', 'ranks', 'sequential'] as const).map(
      (kind) => smallestMeanFault({ ...latency, test: kind }) ?? 0,
    );
    expect(ranks).toBeGreaterThan(interval ?? 0);
    expect(sequential).toBeGreaterThan(ranks ?? 0);
  });
});

describe('design 5 tells when there will be evidence', () => {
  const wish = { mode: 'raw' as const, minSamples: 200, rate: 0.01, bound: 0.02, confidence: 0.95, tuning: 5_000 };

  test('design 5 asks for the samples that each mode needs', () => {
    expect(samplesNeeded(wish)).toBe(200);
    expect(samplesNeeded({ ...wish, mode: 'interval' })).toBe(753);
    const sequence = samplesNeeded({ ...wish, mode: 'sequential' }) ?? 0;
    expect(sequence).toBeGreaterThan(753);
    expect(sequence).toBeLessThan(6_000);
    expect(samplesNeeded({ ...wish, mode: 'interval', rate: 0.02 })).toBeNull();
    expect(samplesNeeded({ ...wish, mode: 'sequential', rate: 0.5, minSamples: 9_000 })).toBe(9_000);
  });

  test('design 5 needs more samples the nearer the rate is to the bound', () => {
    const rates = fc.double({ min: 0.03, max: 0.9, noNaN: true });
    fc.assert(
      fc.property(rates, rates, fc.constantFrom('interval' as const, 'sequential' as const), (one, other, mode) => {
        const [near, far] = [Math.min(one, other), Math.max(one, other)];
        const needed = (rate: number): number => samplesNeeded({ ...wish, mode, rate }) ?? Number.POSITIVE_INFINITY;
        expect(needed(near)).toBeGreaterThanOrEqual(needed(far));
      }),
    );
  });

  test('design 5 counts the rest of the lag, then the time the missing samples take', () => {
    const clock = { needed: 753, collected: 153, samplesPerMs: 600 / hour, lagMs: 120_000, elapsedMs: hour, windowMs: null };
    expect(evidenceClock(clock)).toStrictEqual({ missing: 600, readyInMs: hour });
    expect(evidenceClock({ ...clock, collected: 0, elapsedMs: 30_000, needed: 600 })).toStrictEqual({
      missing: 600,
      readyInMs: hour + 90_000,
    });
    expect(evidenceClock({ ...clock, collected: 800 })).toStrictEqual({ missing: 0, readyInMs: 0 });
  });

  test('design 5 says never where traffic or window cannot hold enough', () => {
    const clock = { needed: 500, collected: 100, samplesPerMs: 0.001, lagMs: 0, elapsedMs: 0, windowMs: 300_000 };
    expect(evidenceClock(clock)).toStrictEqual({ missing: 400, readyInMs: null });
    expect(evidenceClock({ ...clock, samplesPerMs: 0, windowMs: null }).readyInMs).toBeNull();
    expect(evidenceClock({ ...clock, needed: null })).toStrictEqual({ missing: null, readyInMs: null });
    expect(() => evidenceClock({ ...clock, lagMs: -1 })).toThrow('lagMs must be a number of at least 0');
  });
});
