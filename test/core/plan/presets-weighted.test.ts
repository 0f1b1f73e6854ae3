import { describe, expect, test } from 'vitest';
import { freshWatch } from '../../../main/core/model/rollout.ts';
import { now } from '../../support/core-samples.ts';
import { planOf, presetText } from '../../support/plan-text.ts';
import { at, walkBands } from '../../support/preset-bands.ts';
import { stand, type Standing } from '../../support/preset-stand.ts';

const file = 'weighted-circuit-breaker.yaml';
const minute = 60_000;
const hour = 60 * minute;
const plan = planOf(presetText(file));

/** Errors in each of the last checks, one minute apart; before those none. */
const errors = (values: Readonly<Record<string, number>>, checks = 1, stage?: string): Standing => ({
  values,
  lastedMs: (checks - 1) * plan.everyMs,
  earlier: Object.fromEntries(Object.keys(values).map((metric) => [metric, [{ ts: now - 5 * minute, value: 0, samples: 100 }]])),
  ...(stage === undefined ? {} : { stage }),
});

describe('the score of a check', () => {
  test('R2.1 weighs a failed migration 10, a failed validation 5, a warning 1 and anything else 3', () => {
    const score = plan.metrics.find((metric) => metric.id === 'score')?.score;
    expect(Object.fromEntries(score?.parts.map(({ metric, weight }) => [metric, weight]) ?? [])).toEqual({
      'migration-failures': 10,
      'validation-errors': 5,
      'console-warnings': 1,
      'other-errors': 3,
    });
  });

  walkBands(file, [
    ['R2.4 goes on at a score of 0', {}, 'score', 'green', 'advance'],
    ['R2.4 goes on at a score of 5: five warnings', errors({ 'console-warnings': 5 }), 'score', 'green', 'advance'],
    ['R2.1 R2.4 goes on at a score of 5: one failed validation', errors({ 'validation-errors': 1 }), 'score', 'green', 'advance'],
    ['R2.4 holds at a score of 6', errors({ 'console-warnings': 6 }), 'score', 'yellow', 'hold'],
    ['R2.1 holds at a score of 6: two other errors', errors({ 'other-errors': 2 }), 'score', 'yellow', 'hold'],
    ['R2.1 holds at a score of 10: one failed migration', errors({ 'migration-failures': 1 }), 'score', 'yellow', 'hold'],
    ['R2.4 holds at a score of 14', errors({ 'migration-failures': 1, 'console-warnings': 4 }), 'score', 'yellow', 'hold'],
  ]);
});

describe('the breaker', () => {
  const fifteen = { 'migration-failures': 1, 'validation-errors': 1 };
  walkBands(file, [
    ['R2.2 holds after one check at 15', errors(fifteen, 1), 'breaker', 'yellow', 'hold'],
    ['R2.2 holds after two checks at 15', errors(fifteen, 2), 'breaker', 'yellow', 'hold'],
    ['R2.2 R2.4 rolls back after three checks at 15', errors(fifteen, 3), 'breaker', 'red', 'rollback'],
    ['R2.2 does not trip after three checks at 14', errors({ 'console-warnings': 14 }, 3), 'breaker', 'green', 'hold'],
    ['R2.4 rolls back when a score of 20 stays', errors({ 'migration-failures': 2 }, 3), 'breaker', 'red', 'rollback'],
  ]);

  test('R2.2 starts to count again after a check under the threshold', () => {
    const points = [15, 15, 14, 15, 15].map((value, index) => ({ ts: now - (4 - index) * minute, value, samples: 100 }));
    const windows = plan.metrics.map(({ id }) => ({
      metric: id,
      points: points.map((point) => ({ ...point, value: id === 'console-warnings' ? point.value : id.endsWith('success') ? 1 : 0 })),
      control: [],
      failingSince: null,
      problem: null,
    }));
    expect(stand(file, { snapshot: { windows } }).gates['breaker']).toBe('yellow');
  });
});

describe('the other bands', () => {
  walkBands(file, [
    ['R2.4 goes on at a migration success over 99.5 %', at('migration-success', 0.996), 'migrations', 'green', 'advance'],
    ['R2.4 holds at a migration success of 99.4 %', at('migration-success', 0.994), 'migrations', 'yellow', 'hold'],
    ['R2.4 holds at a migration success of 95 %', at('migration-success', 0.95), 'migrations', 'yellow', 'hold'],
    ['R2.4 rolls back at a migration success under 95 %', at('migration-success', 0.949), 'migrations', 'red', 'rollback'],
    ['R2.4 goes on with 4 people at the kill switch', at('kill-switch-users', 4), 'kill-switch', 'green', 'advance'],
    ['R2.4 holds with 5 people at the kill switch', at('kill-switch-users', 5), 'kill-switch', 'yellow', 'hold'],
    ['R2.4 holds with 20 people at the kill switch', at('kill-switch-users', 20), 'kill-switch', 'yellow', 'hold'],
    ['R2.4 rolls back with more than 20 people at the kill switch', at('kill-switch-users', 21), 'kill-switch', 'red', 'rollback'],
    ['R2.4 goes on without console errors', at('console-errors', 0), 'console-errors', 'green', 'advance'],
    ['R2.4 holds at one console error', at('console-errors', 1), 'console-errors', 'yellow', 'hold'],
  ]);
});

describe('the pace', () => {
  const clean = { score: 0, 'console-errors': 0, 'kill-switch': 0 };
  const some = { ...clean, score: 3 };
  const pace = (stage: string, observedMs: number, peaks: Readonly<Record<string, number>>, extraBakeMs = 0) =>
    stand(file, { stage, rollout: { observedMs, watch: { ...freshWatch, peaks, extraBakeMs, streakMs: 30 * 24 * hour } } }).conclusion;

  test.each([
    ['canary', 30 * minute, 50],
    ['half', 2 * hour, 100],
  ])('R2.3 leaves %s after %d ms when nothing at all went wrong', (stage, bakeMs, percent) => {
    expect(pace(stage, bakeMs - 2 * minute, clean)).toMatchObject({ kind: 'wait', cause: 'bake' });
    expect(pace(stage, bakeMs, clean)).toMatchObject({ kind: 'advance', next: `to ${percent} %` });
  });

  test.each([
    ['canary', 30 * minute, hour],
    ['half', 2 * hour, 6 * hour],
  ])('R2.3 stays in %s for longer than %d ms when there were some errors', (stage, fastMs, slowMs) => {
    expect(pace(stage, fastMs, some)).toMatchObject({ kind: 'wait', cause: 'bake' });
    expect(pace(stage, slowMs - 2 * minute, some)).toMatchObject({ kind: 'wait', cause: 'bake' });
    expect(pace(stage, slowMs, some).kind).toBe('advance');
  });

  test('R2.3 watches an hour and a half at 10 % after something yellow', () => {
    expect(pace('canary', hour, clean, 30 * minute)).toMatchObject({ kind: 'wait', cause: 'bake' });
    expect(pace('canary', 90 * minute, clean, 30 * minute).kind).toBe('advance');
    expect(stand(file, at('kill-switch-users', 5)).conclusion.watch.extraBakeMs).toBe(30 * minute);
  });
});

describe('the day at 100 %', () => {
  test('R2.9 enters the watch without a write and completes after a day of green', () => {
    expect(stand(file, { stage: 'everybody' }).conclusion).toMatchObject({ kind: 'advance', steps: [] });
    const short = { ...freshWatch, streakMs: 23 * hour };
    expect(stand(file, { stage: 'watch', rollout: { watch: short } }).conclusion).toMatchObject({ kind: 'wait', cause: 'bake' });
    expect(stand(file, { stage: 'watch' }).conclusion.kind).toBe('complete');
    expect(plan.stages.at(-1)).toMatchObject({ percent: 100, bakeMs: 24 * hour, streakMs: 24 * hour });
  });

  walkBands(file, [
    ['R2.9 is done at a score of 4', errors({ 'console-warnings': 4 }, 1, 'watch'), 'score', 'green', 'complete'],
    ['R2.9 is not done at a score of 5', errors({ 'validation-errors': 1 }, 1, 'watch'), 'score', 'yellow', 'hold'],
    ['R2.9 is not done at a migration success of 99.4 %', at('migration-success', 0.994, 'watch'), 'migrations', 'yellow', 'hold'],
    ['R2.9 is not done with 5 people at the kill switch', at('kill-switch-users', 5, 'watch'), 'kill-switch', 'yellow', 'hold'],
    ['R2.9 is not done while a production incident is open', at('open-incidents', 1, 'watch'), 'incidents', 'yellow', 'hold'],
    ['R2.9 is not done at a client error rate over 0.1 %', at('client-errors', 0.0011, 'watch'), 'client-errors', 'yellow', 'hold'],
  ]);
});

test('R2.11 asks for the size of the change, its risky paths and an end-to-end run before anybody gets it', () => {
  expect(plan.checks.map(({ id, moments, settings }) => [id, moments, Object.keys(settings)])).toEqual([
    ['change-size', ['beforeStart'], ['maxLines', 'risky', 'labels']],
    ['end-to-end', ['beforeStart'], ['required', 'skipped']],
  ]);
  expect(plan.checks[0]?.settings).toMatchObject({ maxLines: 1000 });
});
