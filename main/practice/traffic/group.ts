/** Upper bounds of the latency buckets, seconds; the last one is open. */
export const latencyBounds = [
  0.01,
  0.025,
  0.05,
  0.075,
  0.1,
  0.11,
  0.12,
  0.13,
  0.14,
  0.15,
  0.165,
  0.18,
  0.2,
  0.225,
  0.25,
  0.3,
  0.4,
  0.5,
  0.75,
  1,
  2.5,
  Infinity,
] as const;

/** Counters of one release on one surface of one application, as its servers would export them. */
export interface Group {
  readonly application: string;
  readonly release: string;
  readonly platform: string;
  /** Whole events so far, by counter; a counter that never fired is absent, like a series nobody exported yet. */
  readonly counts: Record<CounterName, number>;
  /** Parts of events still to come. */
  readonly carry: Record<CounterName, number>;
  readonly buckets: number[];
  readonly bucketCarry: number[];
  durationSeconds: number;
  activeUsers: number;
  /** Since when nobody has had it; null while somebody does. */
  idleSince: number | null;
}

export const counterNames = ['requests', 'errors', 'sessions', 'crashes', 'auth', 'authFailures'] as const;
export type CounterName = (typeof counterNames)[number];

/** Prometheus name of each counter. */
export const metricNames: Record<CounterName, string> = {
  requests: 'app_requests_total',
  errors: 'app_request_errors_total',
  sessions: 'app_sessions_total',
  crashes: 'app_crashes_total',
  auth: 'app_auth_attempts_total',
  authFailures: 'app_auth_failures_total',
};

const zeroes = { requests: 0, errors: 0, sessions: 0, crashes: 0, auth: 0, authFailures: 0 } as const;

export function makeGroup(application: string, release: string, platform: string): Group {
  return {
    application,
    release,
    platform,
    counts: { ...zeroes },
    carry: { ...zeroes },
    buckets: latencyBounds.map(() => 0),
    bucketCarry: latencyBounds.map(() => 0),
    durationSeconds: 0,
    activeUsers: 0,
    idleSince: null,
  };
}

/** Adds `expected` events and returns how many whole ones that makes; the rest waits. */
export function addEvents(group: Group, name: CounterName, expected: number): number {
  const total = group.carry[name] + expected;
  const whole = Math.floor(total);
  group.carry[name] = total - whole;
  group.counts[name] += whole;
  return whole;
}
