import { requireProbability } from './check.ts';
import { upperGamma } from './special.ts';

/** Probability that a standard normal value exceeds z, through the incomplete gamma function, exact far into the tail. */
export function normalSurvival(z: number): number {
  const tail = upperGamma(0.5, (z * z) / 2) / 2;
  return z >= 0 ? tail : 1 - tail;
}

/** Probability that a standard normal value is at most z. */
export function normalCdf(z: number): number {
  return normalSurvival(-z);
}

function normalDensity(z: number): number {
  return Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI);
}

/**
 * The z below which a standard normal value falls with probability p (0–1, both excluded):
 * a rational start (Abramowitz and Stegun 26.2.23), made exact by Halley's steps in the tail.
 */
export function normalQuantile(p: number): number {
  requireProbability('p', p);
  if (p === 0.5) return 0;
  return p < 0.5 ? -upperQuantile(p) : upperQuantile(1 - p);
}

/** The z > 0 that a standard normal value exceeds with probability `tail` < 0.5. */
function upperQuantile(tail: number): number {
  const t = Math.sqrt(-2 * Math.log(tail));
  let z = t - (2.515517 + t * (0.802853 + t * 0.010328)) / (1 + t * (1.432788 + t * (0.189269 + t * 0.001308)));
  for (let step = 0; step < 4; step += 1) {
    const error = (normalSurvival(z) - tail) / normalDensity(z);
    z += error / (1 - (error * z) / 2);
  }
  return z;
}

/** A plan asks millions of times with the same confidence, and the search for z is all that costs time in an interval. */
let lastAsked = { confidence: 0.5, z: normalQuantile(0.75) };

/** The z that bounds the middle `confidence` (0–1) of a standard normal value on both sides: 0.95 gives 1.96. */
export function twoSidedQuantile(confidence: number): number {
  requireProbability('confidence', confidence);
  if (lastAsked.confidence !== confidence) lastAsked = { confidence, z: -normalQuantile((1 - confidence) / 2) };
  return lastAsked.z;
}
