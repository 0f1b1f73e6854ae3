import { expect, test } from 'vitest';
import { quantileOf } from '../../../main/practice/promql/quantile.ts';
import { latencyBounds, makeGroup, type Group } from '../../../main/practice/traffic/group.ts';
import { useFor as addUsage } from '../../../main/practice/traffic/usage.ts';

const noon = Date.UTC(2026, 10, 16, 12);

/** The release used by so many people for so many seconds, from its first request on. */
function usedBy(users: number, seconds: number): Group {
  const group = makeGroup('harbor', '4.8.0', 'web');
  for (let second = 0; second < seconds; second += 1) {
    const at = noon + second * 1000;
    addUsage(group, 'web', { at, elapsedMs: 1000, users, traffic: 1, faults: null, pace: 'practice', seed: 7 });
  }
  return group;
}

/** Cumulative counts, as they are exported. */
function exported(group: Group): { upper: number; count: number }[] {
  let count = 0;
  return latencyBounds.map((upper, index) => ({ upper, count: (count += group.buckets[index] ?? 0) }));
}

test('R6.1 shows the latency of a healthy release from its first second on, however few requests there were', () => {
  for (const [users, seconds] of [
    [1000, 1],
    [300, 5],
    [40, 60],
  ] as const) {
    const p95 = quantileOf(0.95, exported(usedBy(users, seconds)));
    expect(p95, `${users} users, ${seconds} s`).toBeGreaterThan(0.09);
    expect(p95, `${users} users, ${seconds} s`).toBeLessThan(0.16);
  }
});

test('R6.1 counts every request in exactly one latency bucket, and takes none back', () => {
  let before = exported(usedBy(40, 0));
  for (let seconds = 1; seconds <= 30; seconds += 1) {
    const group = usedBy(40, seconds);
    const now = exported(group);
    expect(now.at(-1)?.count).toBe(group.counts.requests);
    for (const [index, { count }] of now.entries()) {
      expect(count).toBeGreaterThanOrEqual(before[index]?.count ?? 0);
      expect(count).toBeGreaterThanOrEqual(now[index - 1]?.count ?? 0);
    }
    before = now;
  }
});
