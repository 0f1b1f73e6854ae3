import { latencyBounds, makeGroup, type Group } from './traffic/group.ts';
import { useFor } from './traffic/usage.ts';
import type { PastRelease } from './past-releases.ts';
import { quantileOf } from './promql/quantile.ts';

/** One value of a metric of the practice plan: rates 0–1, latency in ms. */
export interface PastReading {
  readonly metric: string;
  readonly release: string;
  readonly at: number;
  readonly value: number;
  readonly samples: number;
}

/** Time between two readings, ms: the window of the practice plan's queries. */
const stepMs = 20_000;
/** How long before a release the version before it is measured, ms: a little more than the practice plan's baseline window. */
const beforeMs = 6 * 60_000;
const seed = 20;

/** What the metrics of the practice plan would have shown of a release and, before and beside it, of the version it replaced. */
export function pastReadings(past: PastRelease): PastReading[] {
  const startedAt = past.stages[0]?.from ?? past.decidedAt;
  const [own, before] = [past.version, past.previousVersion].map((version) => makeGroup(past.application, version, past.surface));
  const readings: PastReading[] = [];
  for (let at = startedAt - beforeMs + stepMs; at <= past.decidedAt; at += stepMs) {
    const percent = past.stages.findLast((stage) => stage.from < at)?.percent ?? 0;
    if (own !== undefined && percent > 0) readings.push(...readingsOf(own, past, at, percent, past.harmAt(at)));
    if (before !== undefined && percent < 100) readings.push(...readingsOf(before, past, at, 100 - percent, null));
  }
  return readings;
}

function readingsOf(group: Group, past: PastRelease, at: number, percent: number, harm: ReturnType<PastRelease['harmAt']>): PastReading[] {
  const counts = { ...group.counts };
  const buckets = [...group.buckets];
  const users = (past.population * percent) / 100;
  const faults = harm === null ? null : { ...harm, from: { percent: 1, delayMs: { practice: 0, day: 0 } } };
  useFor(group, past.surface, { at, elapsedMs: stepMs, users, traffic: 1, faults, pace: 'practice', seed });
  const grown = (name: keyof typeof counts): number => group.counts[name] - counts[name];
  const reading = (metric: string, value: number, samples: number): PastReading[] =>
    samples > 0 && Number.isFinite(value) ? [{ metric, release: group.release, at, value, samples }] : [];
  return [
    ...reading('error-rate', grown('errors') / grown('requests'), grown('requests')),
    ...reading('p95', 1000 * p95Of(group.buckets, buckets), grown('requests')),
    ...reading('auth-success', 1 - grown('authFailures') / grown('auth'), grown('auth')),
    ...reading('crash-rate', grown('crashes') / grown('sessions'), grown('sessions')),
  ];
}

/** Seconds under which 95 % of the requests since `before` stayed. */
function p95Of(after: readonly number[], before: readonly number[]): number {
  let total = 0;
  const cumulative = latencyBounds.map((upper, index) => {
    total += (after[index] ?? 0) - (before[index] ?? 0);
    return { upper, count: total };
  });
  return quantileOf(0.95, cumulative);
}
