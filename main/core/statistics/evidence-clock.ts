import { requireAtLeast } from './check.ts';
import type { EvidenceKind } from './sensitivity.ts';
import { sequentialInterval } from './sequential.ts';
import { samplesToClear } from './wilson.ts';

/** What a gate waits for. Rates and bounds are 0–1; `rate` is what it reads now. */
export interface EvidenceWish {
  readonly mode: EvidenceKind;
  readonly minSamples: number;
  readonly rate: number;
  readonly bound: number;
  readonly confidence: number;
  /** N* of the sequential test. */
  readonly tuning: number;
}

const mostSamples = 2 ** 50;

/**
 * Samples after which the gate can decide if the rate stays as it is: the plan's minimum for `raw`; until Wilson's interval, or the
 * confidence sequence, leaves the bound to one side for the others. null when it never will: the rate is the bound.
 */
export function samplesNeeded({ mode, minSamples, rate, bound, confidence, tuning }: EvidenceWish): number | null {
  requireAtLeast('minSamples', minSamples, 0);
  if (mode === 'raw') return minSamples;
  if (rate === bound) return null;
  const clear =
    mode === 'interval' ? samplesToClear(rate, bound, confidence) : sequenceSamples(rate, bound, { alpha: 1 - confidence, tuning });
  return clear === null ? null : Math.max(minSamples, clear);
}

/** The width of the sequence only falls, so that doubling and halving finds the first number that clears the bound. */
function sequenceSamples(rate: number, bound: number, options: { readonly alpha: number; readonly tuning: number }): number | null {
  const clears = (n: number): boolean => {
    const seen = sequentialInterval({ kind: 'rate', n, events: rate * n }, options);
    return seen !== null && (seen.low > bound || seen.high < bound);
  };
  let yes = 2;
  while (!clears(yes)) {
    yes *= 2;
    if (yes > mostSamples) return null;
  }
  let no = yes / 2;
  while (yes - no > 1) {
    const middle = Math.floor((no + yes) / 2);
    if (clears(middle)) yes = middle;
    else no = middle;
  }
  return yes;
}

export interface EvidenceClockInput {
  readonly needed: number | null;
  /** Samples that stand in the window now. */
  readonly collected: number;
  /** Today's traffic, samples a ms. */
  readonly samplesPerMs: number;
  /** How late the source is, ms, and how long the stage has been on, ms: after a start nothing arrives for the length of the lag. */
  readonly lagMs: number;
  readonly elapsedMs: number;
  /** The longest time whose samples count together, ms; null when they are counted since the stage began. */
  readonly windowMs: number | null;
}

export interface EvidenceClock {
  /** Samples still missing; null when no number of them would do. */
  readonly missing: number | null;
  /** ms until the gate can decide at today's traffic; 0 now, null never. */
  readonly readyInMs: number | null;
}

/** When a gate has its evidence: what is left of the source's lag, then the time today's traffic takes for the missing samples. */
export function evidenceClock(input: EvidenceClockInput): EvidenceClock {
  for (const name of ['collected', 'samplesPerMs', 'lagMs', 'elapsedMs'] as const) requireAtLeast(name, input[name], 0);
  if (input.needed === null) return { missing: null, readyInMs: null };
  const missing = Math.max(0, Math.ceil(input.needed - input.collected));
  if (missing === 0) return { missing, readyInMs: 0 };
  const most = input.windowMs === null ? Number.POSITIVE_INFINITY : input.windowMs * input.samplesPerMs;
  if (input.samplesPerMs === 0 || most < input.needed) return { missing, readyInMs: null };
  return { missing, readyInMs: Math.max(0, input.lagMs - input.elapsedMs) + missing / input.samplesPerMs };
}
