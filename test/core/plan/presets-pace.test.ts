import { expect, test } from 'vitest';
import { planOf, presetText } from '../../support/plan-text.ts';
import { healthy } from '../../support/preset-stand.ts';
import { type Step, walk, type World } from '../../support/walk.ts';

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;
const weighted = planOf(presetText('weighted-circuit-breaker.yaml'));
const production = planOf(presetText('play-production.yaml'));
const good: World['read'] = (metric) => ({ value: healthy[metric] ?? 0, samples: 5000 });
const world = (read: World['read']): World => ({ before: (metric) => healthy[metric] ?? 0, read });

/** When each stage was left, ms after the first was entered. */
function leaves(steps: readonly Step[]): number[] {
  const start = steps.find(({ conclusion }) => conclusion.kind === 'start')?.atMs ?? 0;
  return steps.filter(({ conclusion }) => ['advance', 'complete', 'rollback'].includes(conclusion.kind)).map(({ atMs }) => atMs - start);
}

test('R2.3 R2.9 takes a clean release to everybody in two and a half hours, and watches it for a day', () => {
  const [canary = 0, half = 0, everybody = 0, watch = 0] = leaves(walk(weighted, world(good), 40 * hour));
  for (const [at, wanted] of [
    [canary, 30 * minute],
    [half - canary, 2 * hour],
    [everybody - half, 30 * minute],
    [watch - everybody, day],
  ] as const) {
    expect(at).toBeGreaterThanOrEqual(wanted);
    expect(at).toBeLessThanOrEqual(wanted + 3 * minute);
  }
});

test('R2.3 takes a release with a single warning an hour at 10 %, and the fast way again at 50 % when it stays clean', () => {
  const once: World['read'] = (metric, atMs) =>
    metric === 'console-warnings' && atMs === 10 * minute ? { value: 1, samples: 5000 } : good(metric, atMs);
  const [canary = 0, half = 0] = leaves(walk(weighted, world(once), 40 * hour));
  expect(canary).toBeGreaterThanOrEqual(hour);
  expect(canary).toBeLessThanOrEqual(hour + 3 * minute);
  expect(half - canary).toBeLessThanOrEqual(2 * hour + 3 * minute);
});

test('R2.2 takes a release back on the third check at the threshold, not on the second', () => {
  const bad =
    (checks: number): World['read'] =>
    (metric, atMs) =>
      metric === 'migration-failures' && atMs >= 20 * minute && atMs < (20 + checks) * minute
        ? { value: 2, samples: 5000 }
        : good(metric, atMs);
  const three = walk(weighted, world(bad(3)), 3 * hour);
  expect(three.at(-1)).toMatchObject({ atMs: 22 * minute, conclusion: { kind: 'rollback', cause: 'red' } });
  const two = walk(weighted, world(bad(2)), 3 * hour);
  expect(two.some(({ conclusion }) => conclusion.kind === 'rollback')).toBe(false);
});

test('R1.3 R1.10 takes a green release through production on days 1, 2, 3 and 5, and ends after the week', () => {
  const coarse = { ...production, everyMs: 30 * minute, checks: [], signoffs: [], follows: null };
  const stages = coarse.stages.map((stage) => ({ ...stage, gates: stage.gates.map((gate) => ({ ...gate, windowMs: hour })) }));
  const left = leaves(walk({ ...coarse, stages }, world(good), 20 * day)).map((at) => Math.ceil(at / hour / 24));
  expect(left.slice(0, 3)).toEqual([2, 3, 5]);
  expect(left).toHaveLength(5);
});
