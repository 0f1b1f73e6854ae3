import { requireAtLeast, requireProbability } from './check.ts';
import { incompleteBeta } from './special.ts';

/** Probability of at least `events` bad ones out of `samples` at a true rate 0–1, exact (through the incomplete beta function). */
export function binomialAtLeast(events: number, samples: number, rate: number): number {
  requireAtLeast('samples', samples, 0);
  if (events <= 0) return 1;
  if (events > samples) return 0;
  return incompleteBeta(events, samples - events + 1, rate);
}

/** The smallest true rate 0–1 at which at least `events` out of `samples` turn up with probability `power`; null when they cannot. */
export function rateReaching(events: number, samples: number, power: number): number | null {
  requireProbability('power', power);
  if (events <= 0) return 0;
  if (events > samples) return null;
  let low = 0;
  let high = 1;
  for (let middle = 0.5; middle > low && middle < high; middle = (low + high) / 2) {
    if (binomialAtLeast(events, samples, middle) < power) low = middle;
    else high = middle;
  }
  return high;
}
