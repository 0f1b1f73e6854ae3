import { z } from 'zod';
import { type Fingerprint, fingerprintOf, restFingerprint } from '../core/health/index.ts';
import type { ErrorCount } from '../core/model/error-cluster.ts';
import type { Reading, SeriesLabels } from '../core/model/reading.ts';

const kinds = ['request', 'error', 'auth', 'crash', 'session', 'swUpdate', 'safeMode'] as const;

const Event = z.strictObject({
  application: z.string().min(1).max(100),
  release: z.string().min(1).max(100),
  channel: z.string().max(100).default('*'),
  platform: z.string().max(100).default('*'),
  /** ms UTC. */
  ts: z.number().int().positive(),
  kind: z.enum(kinds),
  /** For request, auth and swUpdate: whether it worked; left out, it did. A request that did not is an error of its own. */
  ok: z.boolean().optional(),
  /** For request. */
  durationMs: z.number().min(0).max(3_600_000).optional(),
  /** Taken, so that applications need no second format for us, and not kept. */
  user: z.string().max(200).optional(),
  /** For error: what went wrong. It is kept without addresses, secrets, quoted text, numbers and ids. */
  message: z.string().max(2000).optional(),
  /** For error: its class, such as TypeError. */
  name: z.string().max(100).optional(),
  /** For error: only the function and file that threw are kept. */
  stack: z.string().max(8000).optional(),
  count: z.number().int().min(1).max(1_000_000).default(1),
});
type Event = z.infer<typeof Event>;

/** What applications send: at most 1,000 events at once. */
export const IntakeBatch = z.strictObject({ events: z.array(Event).min(1).max(1000) });

/** Readings of one metric of one application, ready to be stored. */
export interface IntakeReadings {
  readonly application: string;
  readonly metric: string;
  readonly readings: readonly Reading[];
}

/** What closed: readings, and errors by cluster. */
export interface Closed {
  readonly readings: readonly IntakeReadings[];
  readonly errors: readonly ErrorCount[];
}

interface Cluster extends Fingerprint {
  count: number;
  firstAt: number;
  lastAt: number;
}

interface Bucket {
  readonly start: number;
  readonly application: string;
  readonly labels: SeriesLabels;
  readonly counts: Record<(typeof kinds)[number], number>;
  readonly failed: { request: number; auth: number; swUpdate: number };
  /** Errors by fingerprint. */
  readonly clusters: Map<string, Cluster>;
  /** Counts by power of `growth`. */
  readonly durations: Map<number, number>;
}

/** Readings cover this long unless told otherwise, ms. */
export const bucketMs = 15_000;
/** Buckets held at once; beyond that events are dropped and counted (R2.10). */
const mostBuckets = 5000;
const longestSetbackMs = 10 * 60_000;
/** Messages told apart in one bucket; errors with further ones, and those without a message, are the rest. */
const mostClusters = 100;
const rest: Fingerprint = { id: restFingerprint, name: '', title: '', frame: '' };
/** Duration classes grow by 5 %, so a percentile is at most 2.5 % off. */
const growth = 1.05;

/**
 * Adds events up into buckets and hands out those that are closed. Values in, readings out: no clock, no store.
 * Events may come as late after the end of their bucket, and be as far ahead of our clock, as a bucket is long;
 * others are dropped and counted.
 */
export interface Intake {
  add(events: readonly Event[], now: number): { accepted: number; dropped: number };
  /** What every bucket counted that ended before `now` by more than the allowed lateness; `all` closes the open ones too. */
  close(now: number, all?: boolean): Closed;
  readonly dropped: () => number;
}

const noCounts = { request: 0, error: 0, auth: 0, crash: 0, session: 0, swUpdate: 0, safeMode: 0 };

function emptyBucket(start: number, event: Event): Bucket {
  const labels = { release: event.release, channel: event.channel, platform: event.platform };
  const failed = { request: 0, auth: 0, swUpdate: 0 };
  return { start, application: event.application, labels, counts: { ...noCounts }, failed, clusters: new Map(), durations: new Map() };
}

/** A clock set back by more than that was wrong before: without this, one leap ahead would shut the intake until then. */
function later(latest: number, now: number): number {
  return now < latest - longestSetbackMs ? now : Math.max(latest, now);
}

/** A bucket closed before its end is stamped with now, so that what comes after a restart does not replace it. */
function endOf(bucket: Bucket, lengthMs: number, now: number): number {
  return Math.min(bucket.start + lengthMs, Math.max(now, bucket.start));
}

export function createIntake(lengthMs = bucketMs): Intake {
  const buckets = new Map<string, Bucket>();
  let dropped = 0;
  /** The latest time seen, ms. What was over then stays over when the clock is set back a little. */
  let latest = 0;

  const isOver = (start: number): boolean => start + 2 * lengthMs <= latest;

  function bucketFor(event: Event): Bucket | null {
    const start = event.ts - (event.ts % lengthMs);
    // A closed bucket stays closed: a second reading of the same time would replace the first.
    if (isOver(start)) return null;
    const key = JSON.stringify([start, event.application, event.release, event.channel, event.platform]);
    const known = buckets.get(key);
    if (known !== undefined) return known;
    if (buckets.size >= mostBuckets) return null;
    const made = emptyBucket(start, event);
    buckets.set(key, made);
    return made;
  }

  return {
    dropped: () => dropped,
    add(events, now) {
      latest = later(latest, now);
      const before = dropped;
      for (const event of events) {
        const bucket = event.ts > now + lengthMs ? null : bucketFor(event);
        if (bucket === null) dropped += 1;
        else addTo(bucket, event);
      }
      return { accepted: events.length - (dropped - before), dropped: dropped - before };
    },
    close(now, all = false) {
      latest = later(latest, now);
      const closed = [...buckets].filter(([, bucket]) => all || isOver(bucket.start));
      for (const [key] of closed) buckets.delete(key);
      return {
        readings: closed.flatMap(([, bucket]) => readingsOf(bucket, endOf(bucket, lengthMs, now))),
        errors: closed.flatMap(([, bucket]) => errorsOf(bucket)),
      };
    },
  };
}

function addTo(bucket: Bucket, event: Event): void {
  const { kind, count, ok, durationMs } = event;
  bucket.counts[kind] += count;
  if (ok === false && (kind === 'request' || kind === 'auth' || kind === 'swUpdate')) bucket.failed[kind] += count;
  if (kind === 'error') addToCluster(bucket.clusters, event);
  if (kind !== 'request' || durationMs === undefined) return;
  const level = Math.ceil(Math.log(Math.max(durationMs, 1)) / Math.log(growth));
  bucket.durations.set(level, (bucket.durations.get(level) ?? 0) + count);
}

function addToCluster(clusters: Map<string, Cluster>, { message, name, stack, count, ts }: Event): void {
  const told = message === undefined && name === undefined ? rest : fingerprintOf({ message: message ?? '', name, stack });
  const full = clusters.size >= mostClusters && !clusters.has(told.id);
  const { id } = full ? rest : told;
  const known = clusters.get(id);
  if (known === undefined) {
    clusters.set(id, { ...(full ? rest : told), count, firstAt: ts, lastAt: ts });
    return;
  }
  known.count += count;
  known.firstAt = Math.min(known.firstAt, ts);
  known.lastAt = Math.max(known.lastAt, ts);
}

function errorsOf({ application, labels, clusters }: Bucket): ErrorCount[] {
  return [...clusters.values()].map(({ id, ...cluster }) => ({
    application,
    release: labels.release,
    platform: labels.platform,
    fingerprint: id,
    ...cluster,
  }));
}

/**
 * Rates and counts exist only where there was something to count: no traffic gives no reading, never a zero.
 * `largest_error_cluster` is per bucket, so its sum over a window is the most the largest cluster of the window can be.
 */
function readingsOf(bucket: Bucket, ts: number): IntakeReadings[] {
  const { counts, failed, labels, application } = bucket;
  const reading = (metric: string, value: number, samples: number): IntakeReadings => ({
    application,
    metric,
    readings: [{ labels, ts, value, samples }],
  });
  const rate = (metric: string, part: number, whole: number): IntakeReadings[] =>
    whole === 0 ? [] : [reading(metric, Math.min(1, part / whole), whole)];
  const timed = [...bucket.durations.values()].reduce((sum, count) => sum + count, 0);
  const errors = counts.error + failed.request;
  const told = [...bucket.clusters.values()].filter((cluster) => cluster.id !== restFingerprint).map((cluster) => cluster.count);
  return [
    ...rate('error_rate', errors, counts.request),
    ...rate('auth_success', counts.auth - failed.auth, counts.auth),
    ...rate('crash_rate', counts.crash, counts.session),
    ...rate('sw_update_success', counts.swUpdate - failed.swUpdate, counts.swUpdate),
    ...rate('safe_mode_rate', counts.safeMode, counts.session),
    ...(timed === 0 ? [] : [reading('latency_p95_ms', percentile(bucket.durations, timed, 95), timed)]),
    ...(counts.request === 0 ? [] : [reading('requests', counts.request, counts.request)]),
    ...(counts.session === 0 ? [] : [reading('sessions', counts.session, counts.session)]),
    ...(counts.request + errors === 0 ? [] : [reading('errors', errors, counts.request)]),
    ...(told.length === 0 ? [] : [reading('largest_error_cluster', Math.max(...told), errors)]),
  ];
}

/** Nearest-rank percentile (0–100) over the duration classes, at the middle of its class, ms. Below 1 ms all are one class. */
function percentile(durations: ReadonlyMap<number, number>, total: number, percent: number): number {
  const rank = Math.ceil((total * percent) / 100);
  let seen = 0;
  for (const [level, count] of [...durations].sort(([a], [b]) => a - b)) {
    seen += count;
    if (seen >= rank) return growth ** (level - 0.5);
  }
  return 0;
}
