import { evidenceClock, samplesNeeded, sequentialInterval, standsApart, wilsonInterval } from '../statistics/index.ts';
import type { GateSpec } from '../model/plan.ts';
import type { Sight } from './sight.ts';
import { independent, type Pool } from './window.ts';

/** N* of GrowthBook's sequential test: the sample size at which its interval is tightest. */
const sequentialTuning = 5000;

/** Where the true value lies by the gate's confidence, in the metric's unit, and how many bad events of how many say so. */
export interface Interval {
  readonly low: number;
  readonly high: number;
  readonly bad: number;
  readonly samples: number;
}

/**
 * The interval a gate asks for: Wilson's over its window, or an always-valid one over everything seen since the start, so that
 * looking again and again does not inflate false alarms. Null for `raw`, for a metric that is no rate, and without sample counts.
 */
export function intervalOf(sight: Sight, seen: Pool): Interval | null {
  const { gate, metric } = sight;
  if (gate.evidence === 'raw' || metric.unit !== 'rate' || seen.samples === null || seen.samples <= 0) return null;
  if (gate.evidence === 'interval') {
    const events = asRate(seen.value) * seen.samples;
    return { ...wilsonInterval(events, seen.samples, gate.confidence), bad: badOf(gate, events, seen.samples), samples: seen.samples };
  }
  const whole = independent(sight.points, metric.aggregate === 'last' ? gate.windowMs : 0);
  const n = whole.reduce((sum, point) => sum + (point.samples ?? 0), 0);
  const events = whole.reduce((sum, point) => sum + asRate(point.value) * (point.samples ?? 0), 0);
  const interval =
    n <= 0 ? null : sequentialInterval({ kind: 'rate', n, events }, { alpha: 1 - gate.confidence, tuning: sequentialTuning });
  return interval === null ? null : { low: interval.low, high: interval.high, bad: badOf(gate, events, n), samples: n };
}

function badOf({ direction }: GateSpec, events: number, samples: number): number {
  return Math.round(direction === 'above' ? events : samples - events);
}

/** A source may answer beside 0–1, as a sum of rates does; there is nothing surer than all. */
function asRate(value: number): number {
  return Math.min(1, Math.max(0, value));
}

/** Why a canary cannot be told from the version before; null when it can, and for every other kind of gate. */
export function doubtOf({ gate, used, control }: Sight): string | null {
  if (gate.canary === null) return null;
  const values = (points: typeof used): number[] => points.map((point) => point.value);
  const apart = standsApart(values(used), values(control), { direction: gate.direction, ...gate.canary });
  return apart ? null : 'not told apart from the version before';
}

/**
 * When the far end of the interval could fall inside `line` at today's traffic, ms: enough samples plus the lag of the source.
 * Null when a window never holds that many.
 */
export function enoughAt({ gate, metric, input }: Sight, seen: Interval, line: number | null, startedAt: number): number | null {
  if (line === null || gate.evidence === 'raw' || seen.samples <= 0) return null;
  const { minSamples, evidence: mode, confidence, direction } = gate;
  const rate = direction === 'above' ? seen.bad / seen.samples : 1 - seen.bad / seen.samples;
  const needed = samplesNeeded({ mode, minSamples, rate: asRate(rate), bound: line, confidence, tuning: sequentialTuning });
  const elapsedMs = Math.max(1, input.now - startedAt);
  const windowMs = mode === 'interval' ? gate.windowMs : null;
  const samplesPerMs = seen.samples / Math.min(elapsedMs, windowMs ?? elapsedMs);
  const { readyInMs } = evidenceClock({ needed, collected: seen.samples, samplesPerMs, lagMs: metric.lagMs, elapsedMs, windowMs });
  return readyInMs === null ? null : Math.ceil(input.now + readyInMs);
}
