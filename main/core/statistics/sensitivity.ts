import { rateReaching } from './binomial.ts';
import { requireAtLeast, requireProbability } from './check.ts';
import { normalQuantile, twoSidedQuantile } from './normal.ts';
import { sequentialHalfWidth, sequentialInterval } from './sequential.ts';
import { wilsonInterval } from './wilson.ts';

/** How a gate decides, as far as its sensitivity goes. */
export type EvidenceKind = 'raw' | 'interval' | 'sequential';

/** A gate on a rate of bad events in one window of a stage; turn a success rate round (1 − rate) before asking. */
export interface RateView {
  readonly mode: EvidenceKind;
  /** Today's rate and the red bound, 0–1. */
  readonly baseline: number;
  readonly bound: number;
  /** Observations in the window, or since the stage began for `sequential`. */
  readonly samples: number;
  readonly minEvents: number;
  /** Of the interval, 0–1; `sequential` accuses a healthy rollout with probability 1 − confidence at most. */
  readonly confidence: number;
  /** The chance with which the fault is to be seen, 0–1. */
  readonly power: number;
  /** N* of the sequential test. */
  readonly tuning: number;
}

/**
 * The smallest rise of the rate over today's, absolute (0.01 = one point), that turns the gate red with the wanted chance:
 * the events that red takes, then the true rate that brings them (exact binomial). null when no rate can: the stage sees nothing.
 */
export function smallestRateFault(view: RateView): number | null {
  const events = eventsToRed(view);
  if (events === null) return null;
  const rate = rateReaching(events, view.samples, view.power);
  return rate === null ? null : Math.max(0, rate - view.baseline);
}

/** The smallest whole number of bad events that turns the gate red; null when even nothing but bad events would not. */
export function eventsToRed(view: RateView): number | null {
  requireAtLeast('samples', view.samples, 0);
  const samples = Math.floor(view.samples);
  const isRed = (events: number): boolean => events >= view.minEvents && lowerEnd(view, events, samples) > view.bound;
  if (samples === 0 || !isRed(samples)) return null;
  let green = -1;
  let red = samples;
  while (red - green > 1) {
    const middle = Math.floor((green + red) / 2);
    if (isRed(middle)) red = middle;
    else green = middle;
  }
  return red;
}

function lowerEnd({ mode, confidence, tuning }: RateView, events: number, samples: number): number {
  if (mode === 'raw') return events / samples;
  if (mode === 'interval') return wilsonInterval(events, samples, confidence).low;
  return sequentialInterval({ kind: 'rate', n: samples, events }, { alpha: 1 - confidence, tuning })?.low ?? Number.NEGATIVE_INFINITY;
}

/** A gate on a mean (a latency, a size) against the version before, everything relative to the control's mean. */
export interface MeanView {
  readonly test: EvidenceKind | 'ranks';
  /** Standard deviation of one observation over the mean. */
  readonly deviation: number;
  /** Relative change at which the gate turns red: 0.2 = 20 % more. */
  readonly bound: number;
  readonly samples: number;
  readonly controlSamples: number;
  readonly confidence: number;
  readonly power: number;
  readonly tuning: number;
}

/** The rank test needs π/3 times the observations of a test on means when both suit the data (Pitman efficiency). */
const rankCost = Math.PI / 3;

/** The smallest relative rise (0.1 = 10 % slower) that turns the gate red with the wanted chance, by the normal approximation; null without samples. */
export function smallestMeanFault(view: MeanView): number | null {
  requireProbability('power', view.power);
  requireAtLeast('deviation', view.deviation, 0);
  if (view.samples < 1 || view.controlSamples < 1) return null;
  const plain = view.deviation ** 2 * (1 / view.samples + 1 / view.controlSamples);
  const squaredError = view.test === 'ranks' ? plain * rankCost : plain;
  return view.bound + halfWidth(view, squaredError) + Math.max(0, normalQuantile(view.power)) * Math.sqrt(squaredError);
}

function halfWidth({ test, confidence, samples, controlSamples, tuning }: MeanView, squaredError: number): number {
  if (test === 'raw') return 0;
  if (test !== 'sequential') return twoSidedQuantile(confidence) * Math.sqrt(squaredError);
  const all = samples + controlSamples;
  return sequentialHalfWidth(squaredError * all, all, { alpha: 1 - confidence, tuning });
}
