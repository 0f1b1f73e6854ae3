import { mulberry32, seedOf, wobble } from '../random.ts';
import type { Faults, Pace } from '../scenario.ts';
import type { SurfaceWithUsers } from '../catalogue.ts';
import { addEvents, latencyBounds, type Group } from './group.ts';

/** Healthy behaviour of a surface. Rates 0–1; the 95th percentile of latency in seconds. */
const healthy = {
  web: { errorRate: 0.0008, p95: 0.112, crashRate: 0.0003, authFailureRate: 0.002 },
  desktop: { errorRate: 0.0009, p95: 0.118, crashRate: 0.0004, authFailureRate: 0.002 },
  mobile: { errorRate: 0.001, p95: 0.127, crashRate: 0.0005, authFailureRate: 0.003 },
} as const;

/** What one active user does per second. The short pace is busier, so that seconds hold enough samples to judge. */
const habits: Record<Pace, { readonly requests: number; readonly sessions: number; readonly auth: number }> = {
  practice: { requests: 1 / 4, sessions: 1 / 8, auth: 1 / 12 },
  day: { requests: 1 / 20, sessions: 1 / 300, auth: 1 / 300 },
};

const dayMs = 24 * 3_600_000;
/** Steepness of the log-logistic latency curve; its 95th percentile lies at median × 19^(1/steepness). */
const steepness = 4.5;

/** Share of all users who are active at a time of day: most in the afternoon (UTC), fewest at night. */
export function activeShare(at: number): number {
  return 0.32 + 0.12 * Math.sin((2 * Math.PI * (at - 9 * 3_600_000)) / dayMs);
}

export interface UsageStep {
  readonly at: number;
  readonly elapsedMs: number;
  readonly users: number;
  readonly traffic: number;
  readonly faults: Faults | null;
  readonly pace: Pace;
  readonly seed: number;
}

/** Adds to a group what its users did in one step. Counts scatter a little around the expectation, less than pure chance would. */
export function useFor(group: Group, surface: SurfaceWithUsers, step: UsageStep): void {
  const random = mulberry32(seedOf(step.seed, group.application, group.release, surface, step.at));
  const faults = step.faults;
  const norm = healthy[surface];
  const active = step.users * activeShare(step.at) * step.traffic;
  group.activeUsers = Math.round(active);
  const seconds = step.elapsedMs / 1000;
  const scatter = (): number => 1 + 0.1 * wobble(random);
  const habit = habits[step.pace];
  const requests = addEvents(group, 'requests', active * habit.requests * seconds * scatter());
  addEvents(group, 'errors', requests * (faults?.errorRate ?? norm.errorRate) * scatter());
  const sessions = addEvents(group, 'sessions', active * habit.sessions * seconds * scatter());
  addEvents(group, 'crashes', sessions * (faults?.crashRate ?? norm.crashRate) * scatter());
  const attempts = addEvents(group, 'auth', active * habit.auth * seconds * scatter());
  addEvents(group, 'authFailures', attempts * (faults?.authFailureRate ?? norm.authFailureRate) * scatter());
  addDurations(group, requests, norm.p95 * (faults?.latencyFactor ?? 1) * (1 + 0.02 * wobble(random)));
}

/** Parts of requests wait per bound, not per bucket: few requests, spread over many buckets, would all seem the slowest otherwise. */
function addDurations(group: Group, requests: number, p95: number): void {
  const median = p95 / 19 ** (1 / steepness);
  let below = 0;
  for (const [index, bound] of latencyBounds.entries()) {
    const share = 1 / (1 + (bound / median) ** -steepness);
    const total = bound === Infinity ? requests : (group.bucketCarry[index] ?? 0) + requests * share;
    const whole = Math.floor(total);
    group.bucketCarry[index] = total - whole;
    group.buckets[index] = (group.buckets[index] ?? 0) + whole - below;
    below = whole;
  }
  group.durationSeconds = Math.round((group.durationSeconds + requests * median * 1.08) * 1000) / 1000;
}
