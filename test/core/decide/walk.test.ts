import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { planOf, presetText } from '../../support/plan-text.ts';
import { type Step, walk, type World } from '../../support/walk.ts';

const practice = planOf(presetText('practice.yaml'));
const day = planOf(presetText('canary-24h.yaml'));
const second = 1000;
const minute = 60 * second;
const hour = 60 * minute;

const healthy: Readonly<Record<string, number>> = { 'error-rate': 0.001, p95: 115, 'auth-success': 0.998, 'crash-rate': 0.0004 };
const before: World['before'] = (metric) => healthy[metric] ?? 0;
const good: World['read'] = (metric) => ({ value: healthy[metric] ?? 0, samples: 5000 });
/** Good until a moment, then one metric has another value. */
const turning =
  (bad: string, value: number, fromMs: number): World['read'] =>
  (metric, atMs) =>
    metric === bad && atMs >= fromMs ? { value, samples: 5000 } : good(metric, atMs);

const last = (steps: readonly Step[]) => steps.at(-1);
const moves = (steps: readonly Step[]) =>
  steps
    .filter(({ conclusion }) => !['wait', 'hold'].includes(conclusion.kind))
    .map(({ atMs, conclusion }) => [conclusion.kind, atMs / second]);

describe('the practice plan on a simulated clock', () => {
  test('R3.1 takes a good release through 10, 50 and 100 % within two minutes', () => {
    const steps = walk(practice, { before, read: good }, 5 * minute);
    expect(moves(steps)).toEqual([
      ['start', 0],
      ['advance', 20],
      ['advance', 40],
      ['complete', 60],
    ]);
  });

  test('R1.8 takes a release back on the first sweep that sees it turn bad', () => {
    const steps = walk(practice, { before, read: turning('error-rate', 0.08, 8 * second) }, 5 * minute);
    expect(moves(steps)).toEqual([
      ['start', 0],
      ['rollback', 8],
    ]);
    expect(last(steps)).toMatchObject({ stage: 0, conclusion: { cause: 'red' } });
  });

  test('R1.6 takes a slow release back after three checks, and says so before', () => {
    const steps = walk(practice, { before, read: turning('p95', 161, 30 * second) }, 5 * minute);
    expect(last(steps)).toMatchObject({ atMs: 34 * second, stage: 1, conclusion: { kind: 'rollback', cause: 'red' } });
    const warning = steps.at(-2)?.conclusion;
    expect(warning).toMatchObject({ kind: 'hold', cause: 'yellow', next: 'rolls back unless it recovers' });
    expect(warning?.reason).toContain('in 2 of 3 checks in a row');
  });

  test('design 4 holds while the source is silent, goes on when it is back, and counts none of the silence', () => {
    const silent = (atMs: number) => atMs >= 12 * second && atMs < 2 * minute;
    const steps = walk(practice, { before, read: (metric, atMs) => (silent(atMs) ? null : good(metric, atMs)) }, 10 * minute);
    const blind = steps.filter(({ conclusion }) => conclusion.cause === 'blind');
    expect(blind.length).toBeGreaterThan(45);
    expect(new Set(blind.map(({ conclusion }) => conclusion.observedMs)).size).toBe(1);
    expect(moves(steps).map(([kind]) => kind)).toEqual(['start', 'advance', 'advance', 'complete']);
    expect(moves(steps)[1]?.[1]).toBeGreaterThanOrEqual(120);
  });

  test('design 4 waits for ever when hardly anybody uses the release', () => {
    const steps = walk(practice, { before, read: (metric) => ({ value: healthy[metric] ?? 0, samples: 3 }) }, 10 * minute);
    expect(moves(steps)).toEqual([['start', 0]]);
    expect(last(steps)?.conclusion).toMatchObject({ kind: 'hold', cause: 'thin', nextAt: null });
    expect(last(steps)?.conclusion.reason).toContain('3 of 50 samples; at this traffic');
  });

  test('design 4 holds after sleep, looks again and does not count the night', () => {
    const steps = walk(practice, { before, read: good, asleep: (atMs) => atMs > 10 * second && atMs < 8 * hour }, 9 * hour);
    const woken = steps.find(({ atMs }) => atMs >= 8 * hour);
    expect(woken?.conclusion).toMatchObject({ kind: 'hold', cause: 'gap', observedMs: 10 * second });
    expect(moves(steps)[1]?.[1]).toBeGreaterThan(8 * 3600 + 8);
    expect(moves(steps).at(-1)?.[0]).toBe('complete');
  });

  test('design 4 holds while the platform does not answer', () => {
    const steps = walk(practice, { before, read: good, platformDown: (atMs) => atMs > 4 * second && atMs < minute }, 5 * minute);
    expect(steps.some(({ conclusion }) => conclusion.cause === 'unreachable')).toBe(true);
    expect(moves(steps)[1]?.[1]).toBeGreaterThanOrEqual(60);
  });
});

test('R3.1 takes a good release through the 24 h plan in a day and no less', () => {
  const steps = walk(day, { before, read: good }, 30 * hour);
  const total = last(steps);
  expect(total?.conclusion.kind).toBe('complete');
  expect(total?.atMs).toBeGreaterThanOrEqual(24 * hour);
  expect(total?.atMs).toBeLessThanOrEqual(24 * hour + 15 * minute);
});

const moods = fc.constantFrom('good', 'good', 'good', 'silent', 'thin', 'yellow', 'asleep');
const weathers = fc.array(moods, { minLength: 20, maxLength: 60 });

/** A world that changes its mood every four seconds; after the last mood it stays good. */
function worldOf(weather: readonly string[]): World {
  const mood = (atMs: number) => weather[Math.floor(atMs / (4 * second))] ?? 'good';
  return {
    before,
    asleep: (atMs) => mood(atMs) === 'asleep',
    read(metric, atMs) {
      if (mood(atMs) === 'silent') return null;
      if (mood(atMs) === 'yellow' && metric === 'error-rate') return { value: 0.03, samples: 5000 };
      return { value: healthy[metric] ?? 0, samples: mood(atMs) === 'thin' ? 5 : 5000 };
    },
  };
}

test('design 4 never advances before its bake time was seen, whatever the weather, and never rolls back for weather', () => {
  fc.assert(
    fc.property(weathers, (weather) => {
      const steps = walk(practice, worldOf(weather), 10 * minute);
      const forward = steps.filter(({ conclusion }) => ['advance', 'complete'].includes(conclusion.kind));
      for (const { stage, conclusion } of forward) {
        expect(conclusion.observedMs).toBeGreaterThanOrEqual(practice.stages[stage]?.bakeMs ?? Number.POSITIVE_INFINITY);
      }
      expect(steps.some(({ conclusion }) => conclusion.kind === 'rollback')).toBe(false);
      expect(last(steps)?.conclusion.kind).toBe('complete');
    }),
    { numRuns: 60 },
  );
});

test('design 4 never counts more observed time than passed', () => {
  fc.assert(
    fc.property(weathers, (weather) => {
      const steps = walk(practice, worldOf(weather), 10 * minute);
      const grown = steps.map((step, index) => {
        const earlier = steps[index - 1];
        if (earlier === undefined || earlier.stage !== step.stage) return true;
        return step.conclusion.observedMs - earlier.conclusion.observedMs <= step.atMs - earlier.atMs;
      });
      expect(grown.every(Boolean)).toBe(true);
    }),
    { numRuns: 60 },
  );
});

test('design 3 takes a release back on the sweep that first sees an emergency, whatever the weather was', () => {
  fc.assert(
    fc.property(weathers, fc.integer({ min: 2, max: 15 }), (weather, at) => {
      const fromMs = at * 4 * second;
      const world = worldOf(weather);
      const steps = walk(
        practice,
        {
          ...world,
          asleep: (atMs) => atMs < fromMs && (world.asleep?.(atMs) ?? false),
          read: (metric, atMs) => (atMs >= fromMs && metric === 'error-rate' ? { value: 0.5, samples: 5000 } : world.read(metric, atMs)),
        },
        5 * minute,
      );
      fc.pre((last(steps)?.atMs ?? 0) >= fromMs);
      expect(last(steps)).toMatchObject({ conclusion: { kind: 'rollback', cause: 'emergency' } });
      expect(last(steps)?.atMs).toBeLessThanOrEqual(fromMs + practice.everyMs);
    }),
    { numRuns: 60 },
  );
});
