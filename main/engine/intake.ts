import { z } from 'zod';
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
  /** For auth and swUpdate: whether it worked. */
  ok: z.boolean().optional(),
  durationMs: z.number().min(0).max(3_600_000).optional(),
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

interface Bucket {
  readonly start: number;
  readonly application: string;
  readonly labels: SeriesLabels;
  readonly counts: Record<(typeof kinds)[number], number>;
  authFailed: number;
  swFailed: number;
  /** Counts by power of `growth`. */
  readonly durations: Map<number, number>;
}

/** Readings cover this long, ms. */
export const bucketMs = 15_000;
/** Events may come this long after their bucket ended, and be ahead of our clock by as much, ms; others are dropped and counted. */
const lateMs = bucketMs;
/** Buckets held at once; beyond that events are dropped and counted (R2.10). */
const mostBuckets = 5000;
/** Duration classes grow by 5 %, so a percentile is at most 2.5 % off. */
const growth = 1.05;

/** Adds events up into buckets and hands out those that are closed. Values in, readings out: no clock, no store. */
export interface Intake {
  add(events: readonly Event[], now: number): { accepted: number; dropped: number };
  /** Readings of every bucket that ended before `now` by more than the allowed lateness; `all` closes the open ones too. */
  close(now: number, all?: boolean): IntakeReadings[];
  readonly dropped: () => number;
}

function isOver(start: number, now: number): boolean {
  return start + bucketMs + lateMs <= now;
}

export function createIntake(): Intake {
  const buckets = new Map<string, Bucket>();
  let dropped = 0;

  function bucketFor(event: Event, now: number): Bucket | null {
    const start = event.ts - (event.ts % bucketMs);
    // A closed bucket stays closed: a second reading of the same time would replace the first.
    if (isOver(start, now)) return null;
    const key = JSON.stringify([start, event.application, event.release, event.channel, event.platform]);
    const known = buckets.get(key);
    if (known !== undefined) return known;
    if (buckets.size >= mostBuckets) return null;
    const labels = { release: event.release, channel: event.channel, platform: event.platform };
    const counts = { request: 0, error: 0, auth: 0, crash: 0, session: 0, swUpdate: 0, safeMode: 0 };
    const made: Bucket = { start, application: event.application, labels, counts, authFailed: 0, swFailed: 0, durations: new Map() };
    buckets.set(key, made);
    return made;
  }

  return {
    dropped: () => dropped,
    add(events, now) {
      const before = dropped;
      for (const event of events) {
        const bucket = event.ts > now + lateMs ? null : bucketFor(event, now);
        if (bucket === null) dropped += 1;
        else addTo(bucket, event);
      }
      return { accepted: events.length - (dropped - before), dropped: dropped - before };
    },
    close(now, all = false) {
      const closed = [...buckets].filter(([, bucket]) => all || isOver(bucket.start, now));
      for (const [key] of closed) buckets.delete(key);
      return closed.flatMap(([, bucket]) => readingsOf(bucket));
    },
  };
}

function addTo(bucket: Bucket, event: Event): void {
  bucket.counts[event.kind] += event.count;
  if (event.ok === false && event.kind === 'auth') bucket.authFailed += event.count;
  if (event.ok === false && event.kind === 'swUpdate') bucket.swFailed += event.count;
  if (event.durationMs === undefined) return;
  const level = Math.ceil(Math.log(Math.max(event.durationMs, 1)) / Math.log(growth));
  bucket.durations.set(level, (bucket.durations.get(level) ?? 0) + event.count);
}

/** Rates and counts exist only where there was something to count: no traffic gives no reading, never a zero. */
function readingsOf(bucket: Bucket): IntakeReadings[] {
  const { counts, labels, application } = bucket;
  const ts = bucket.start + bucketMs;
  const reading = (metric: string, value: number, samples: number): IntakeReadings => ({
    application,
    metric,
    readings: [{ labels, ts, value, samples }],
  });
  const rate = (metric: string, part: number, whole: number): IntakeReadings[] =>
    whole === 0 ? [] : [reading(metric, Math.min(1, part / whole), whole)];
  const timed = [...bucket.durations.values()].reduce((sum, count) => sum + count, 0);
  return [
    ...rate('error_rate', counts.error, counts.request),
    ...rate('auth_success', counts.auth - bucket.authFailed, counts.auth),
    ...rate('crash_rate', counts.crash, counts.session),
    ...rate('sw_update_success', counts.swUpdate - bucket.swFailed, counts.swUpdate),
    ...rate('safe_mode_rate', counts.safeMode, counts.session),
    ...(timed === 0 ? [] : [reading('latency_p95_ms', percentile(bucket.durations, timed, 95), timed)]),
    ...(counts.request === 0 ? [] : [reading('requests', counts.request, counts.request)]),
    ...(counts.request + counts.error === 0 ? [] : [reading('errors', counts.error, counts.request)]),
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
