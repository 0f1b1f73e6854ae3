import type { PastRollout } from '../../main/core/model/past-rollout.ts';
import { readPlan } from '../../main/core/plan/index.ts';
import { latencyBounds, makeGroup } from '../../main/practice/traffic/group.ts';
import { quantileOf } from '../../main/practice/promql/quantile.ts';
import { useFor as addUse } from '../../main/practice/traffic/usage.ts';
import type { BacktestInput, PastKeys } from '../../main/store/backtest.ts';
import { type Store, transaction } from '../../main/store/open.ts';
import { rollups } from '../../main/store/rollups.ts';
import { seriesId } from '../../main/store/series.ts';

const everyMs = 15_000;
const day = 86_400_000;
export const lookedAtMs = 7 * day;
const begin = Date.UTC(2026, 10, 2);
const population = 40_000;
/** Polls whose counts one reading spans: the queries look back over ten minutes. */
const span = 40;

const metricIds = ['errors', 'p95', 'sign-in', 'crashes', 'users'] as const;
type MetricId = (typeof metricIds)[number];

/** Ten gates over five metrics: every kind that stands by itself, one that sums and one that combines. */
const planText = `name: bench
every: 15s
baselineWindow: 1h
metrics:
  errors: { source: numbers, unit: rate, aggregate: last, query: { what: it } }
  p95: { source: numbers, unit: ms, aggregate: last, query: { what: it } }
  sign-in: { source: numbers, unit: rate, aggregate: last, query: { what: it } }
  crashes: { source: numbers, unit: rate, aggregate: last, query: { what: it } }
  users: { source: numbers, unit: count, aggregate: mean, query: { what: it } }
gates:
  - { id: errors, metric: errors, window: 10m, yellow: 1 %, red: 2 %, emergency: 20 %, minSamples: 200 }
  - { id: errors-grown, metric: errors, kind: baselineDelta, window: 10m, red: 1 points, minSamples: 200 }
  - { id: errors-breaker, metric: errors, kind: circuitBreaker, window: 10m, red: 3 %, consecutive: 4 }
  - { id: errors-sure, metric: errors, evidence: interval, window: 10m, red: 1.5 % }
  - { id: latency, metric: p95, kind: baselineRatio, window: 10m, yellow: 30 %, red: 50 %, for: 5m }
  - { id: sign-in, metric: sign-in, direction: below, window: 10m, yellow: 98 %, red: 95 %, minSamples: 50 }
  - { id: crashes, metric: crashes, window: 10m, yellow: 1 %, red: 2 %, minSamples: 20 }
  - { id: users, metric: users, direction: below, window: 1h, yellow: 300, red: 100 }
  - { id: trouble, kind: weightedScore, weights: { errors: 500, crashes: 800 }, window: 10m, yellow: 15, red: 25 }
  - id: slow-and-failing
    kind: allOf
    gates:
      - { id: slow, metric: p95, window: 10m, red: 180 ms }
      - { id: failing, metric: errors, window: 10m, red: 1 % }
stages:
  - { percent: 10, bake: 1d }
  - { percent: 50, bake: 2d }
  - { percent: 100, bake: 4d }
`;

/** Every fifth release turns bad at some time of its week, a little or a lot; half of these were taken back in reality. */
function troubleOf(index: number): { readonly from: number; readonly errorRate: number; readonly takenBack: boolean } | null {
  if (index % 5 !== 4) return null;
  return {
    from: begin + ((index * 7919) % 1000) * 0.006 * day + 3_600_000,
    errorRate: index % 2 === 0 ? 0.06 : 0.016,
    takenBack: index % 10 === 4,
  };
}

function pastOf(index: number): PastRollout {
  const bad = troubleOf(index);
  const end = begin + lookedAtMs;
  const edges = [begin, begin + day, begin + 3 * day, end];
  return {
    id: `past-${index}`,
    source: 'imported',
    applicationId: 'pryde',
    version: `5.${index}.0`,
    previousVersion: `4.${index}.0`,
    targetId: null,
    targetName: 'web',
    channel: 'stable',
    surface: 'web',
    population,
    planName: 'bench',
    planHash: null,
    stages: [10, 50, 100].map((percent, stage) => ({ stage, percent, from: edges[stage] ?? begin, to: edges[stage + 1] ?? end })),
    startedAt: begin,
    endedAt: end,
    outcome: bad?.takenBack === true ? 'rolledBack' : 'completed',
    decidedAt: bad?.takenBack === true ? Math.min(end, bad.from + 6 * 3_600_000) : end,
    reason: '',
  };
}

/** Counts of a poll, each the total since the start. */
interface Totals {
  readonly at: number;
  readonly requests: number;
  readonly errors: number;
  readonly sessions: number;
  readonly crashes: number;
  readonly auth: number;
  readonly authFailures: number;
  readonly active: number;
  readonly buckets: readonly number[];
}

/** What the population model of the practice fleet does in a stretch of time, poll by poll. */
function* polls(version: string, past: PastRollout, from: number, to: number, index: number): Generator<Totals> {
  const group = makeGroup('pryde', version, 'web');
  const bad = version === past.version ? troubleOf(index) : null;
  for (let at = from; at <= to; at += everyMs) {
    const percent = version === past.version ? (past.stages.findLast((stage) => stage.from < at)?.percent ?? 10) : 90;
    const faults =
      bad !== null && at >= bad.from ? { errorRate: bad.errorRate, from: { percent: 1, delayMs: { practice: 0, day: 0 } } } : null;
    addUse(group, 'web', { at, elapsedMs: everyMs, users: (population * percent) / 100, traffic: 1, faults, pace: 'day', seed: index });
    const { requests, errors, sessions, crashes, auth, authFailures } = group.counts;
    yield { at, requests, errors, sessions, crashes, auth, authFailures, active: group.activeUsers, buckets: [...group.buckets] };
  }
}

type Values = Readonly<Record<MetricId, readonly [value: number, samples: number] | null>>;

/** What the queries would have answered at a poll, from the counts of ten minutes. */
function valuesOf(now: Totals, then: Totals): Values {
  const grown = (name: Exclude<keyof Totals, 'buckets' | 'at' | 'active'>): number => now[name] - then[name];
  const rate = (part: number, whole: number): readonly [number, number] | null => (whole > 0 ? [part / whole, whole] : null);
  let total = 0;
  const cumulative = latencyBounds.map((upper, bucket) => {
    total += (now.buckets[bucket] ?? 0) - (then.buckets[bucket] ?? 0);
    return { upper, count: total };
  });
  const failed = rate(grown('authFailures'), grown('auth'));
  return {
    errors: rate(grown('errors'), grown('requests')),
    p95: grown('requests') > 0 ? [1000 * quantileOf(0.95, cumulative), grown('requests')] : null,
    'sign-in': failed === null ? null : [1 - failed[0], failed[1]],
    crashes: rate(grown('crashes'), grown('sessions')),
    users: [now.active, grown('requests')],
  };
}

/** Writes one version's readings as the polls brought them, with the rollups that closing buckets would have made. */
function store(into: Store, version: string, past: PastRollout, from: number, to: number, index: number): number {
  const { writer } = into;
  const labels = { release: version, channel: 'stable', platform: 'web' };
  let rows = 0;
  transaction(writer, () => {
    const ids = metricIds.map((metric) => seriesId(writer, metric, labels));
    const window: Totals[] = [];
    for (const now of polls(version, past, from, to, index)) {
      window.push(now);
      const then = window.length > span ? window.shift() : window[0];
      if (then === undefined || then === now) continue;
      const values = valuesOf(now, then);
      metricIds.forEach((metric, position) => {
        const found = values[metric];
        if (found === null) return;
        writer.run(
          'INSERT INTO reading (series_id, ts, value, samples) VALUES (?, ?, ?, ?)',
          ids[position] ?? 0,
          now.at,
          found[0],
          found[1],
        );
        rows += 1;
      });
    }
    for (const { table, width } of rollups) {
      for (const id of ids) {
        writer.run(
          `INSERT INTO ${table} (series_id, ts, min, max, sum, count, samples)
           SELECT series_id, ts / ${width} * ${width}, min(value), max(value), sum(value), count(*), sum(samples)
           FROM reading WHERE series_id = ? GROUP BY 2`,
          id,
        );
      }
    }
  });
  return rows;
}

/** Fills a store with the weeks of `releases` releases, each with an hour of the version before. Answers how many readings there are. */
export function makeWeeks(into: Store, releases: number, told: (done: number) => void): number {
  let readings = 0;
  for (let index = 0; index < releases; index += 1) {
    const past = pastOf(index);
    readings += store(into, `4.${index}.0`, past, begin - 3_600_000, begin, index);
    readings += store(into, past.version, past, begin - everyMs, begin + lookedAtMs, index);
    told(index + 1);
  }
  return readings;
}

/** What to ask about them. */
export function weeksAsked(releases: number): BacktestInput {
  const rollouts = Array.from({ length: releases }, (_, index) => pastOf(index));
  const read = readPlan(planText, 'bench.yaml');
  if (!read.ok) throw new Error(`The plan of the bench is not valid: ${read.problems[0]?.message}`);
  const own = Object.fromEntries(metricIds.map((metric): [string, PastKeys] => [metric, { own: metric, before: metric }]));
  const keys = Object.fromEntries(rollouts.map((past) => [past.id, own]));
  return { rollouts, plans: [{ plan: read.plan, hash: read.hash, keys }], until: begin + lookedAtMs };
}
