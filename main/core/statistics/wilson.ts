import { requireEvents } from './check.ts';
import type { Interval } from './interval.ts';
import { twoSidedQuantile } from './normal.ts';

/**
 * Wilson's score interval of a rate (Wilson 1927, without continuity correction), 0–1, from `events` out of `samples`.
 * Nothing observed leaves the whole range open. Throws a RangeError for negative counts or more events than samples.
 */
export function wilsonInterval(events: number, samples: number, confidence = 0.95): Interval {
  requireEvents(events, samples);
  const z = twoSidedQuantile(confidence);
  return samples === 0 ? { low: 0, high: 1 } : scoreInterval(events, samples, z);
}

/** The rates 0–1 from which the observed one lies at most z of their own standard errors away. */
export function scoreInterval(events: number, samples: number, z: number): Interval {
  const rate = events / samples;
  const share = (z * z) / samples;
  const centre = (rate + share / 2) / (1 + share);
  const half = (z / (1 + share)) * Math.sqrt((rate * (1 - rate)) / samples + share / (4 * samples));
  return { low: events === 0 ? 0 : Math.max(0, centre - half), high: events === samples ? 1 : Math.min(1, centre + half) };
}

/**
 * How many samples it takes at this observed rate until Wilson's interval leaves the bound (both 0–1) to one side; null when the rate
 * is the bound itself. Wilson's interval is the score test turned round, so this is that test solved for the number of samples.
 */
export function samplesToClear(rate: number, bound: number, confidence = 0.95): number | null {
  if (rate === bound) return null;
  const z = twoSidedQuantile(confidence);
  const distance = rate - bound;
  return Math.max(1, Math.floor((z * z * bound * (1 - bound)) / (distance * distance)) + 1);
}
