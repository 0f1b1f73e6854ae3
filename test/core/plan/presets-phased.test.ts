import { describe, expect, test } from 'vitest';
import { decide, judge, keepsBound } from '../../../main/core/decide/index.ts';
import { freshWatch } from '../../../main/core/model/rollout.ts';
import { now } from '../../support/core-samples.ts';
import { planOf, presetText } from '../../support/plan-text.ts';
import { at, walkBands } from '../../support/preset-bands.ts';
import { goOf, stand, standingOf } from '../../support/preset-stand.ts';

const file = 'phased-go-no-go.yaml';
const plan = planOf(presetText(file));
const minute = 60_000;
const day = 24 * 60 * minute;
const week = 7 * day;
const indexOf = (stage: string) => plan.stages.findIndex((one) => one.name === stage);

describe('the phases', () => {
  test('R4.4 opens from the inside to everybody over six weeks', () => {
    expect(plan.stages.map(({ name, percent, bakeMs, segments }) => [name, percent, bakeMs, segments])).toEqual([
      ['internal', 5, week, ['internal']],
      ['beta', 25, 2 * week, ['internal', 'beta-users']],
      ['half', 50, 2 * week, ['internal', 'beta-users']],
      ['full', 100, week, []],
    ]);
    const start = standingOf(plan, -1);
    expect(decide(start, []).steps[0]?.operation).toMatchObject({ op: 'expose', percent: 5, segments: ['internal'] });
  });

  walkBands(file, [
    ['R4.4 leaves beta at an error rate of 1 %', at('error-rate', 0.01, 'beta'), 'errors', 'green', 'advance'],
    ['R4.4 holds in beta over 1 % of errors', at('error-rate', 0.011, 'beta'), 'errors', 'yellow', 'hold'],
    ['R4.4 leaves half at an error rate of 0.5 %', at('error-rate', 0.005, 'half'), 'errors', 'green', 'advance'],
    ['R4.4 holds at half over 0.5 % of errors', at('error-rate', 0.0051, 'half'), 'errors', 'yellow', 'hold'],
    ['R4.4 completes at an error rate of 0.3 %', at('error-rate', 0.003, 'full'), 'errors', 'green', 'complete'],
    ['R4.4 does not complete over 0.3 % of errors', at('error-rate', 0.0031, 'full'), 'errors', 'yellow', 'hold'],
  ]);

  test('R4.4 starts with no critical bug open', () => {
    const snapshot = standingOf(plan, -1);
    const checks = snapshot.checks.map((one) => (one.check === 'open-bugs' ? { ...one, passed: false, summary: 'one P0' } : one));
    expect(decide({ ...snapshot, checks }, [])).toMatchObject({ kind: 'hold', cause: 'checkFailed' });
  });

  test('R4.5 keeps the share where it is when a P0 or P1 bug was found meanwhile', () => {
    const snapshot = standingOf(plan, 0);
    const checks = snapshot.checks.map((one) => (one.check === 'open-bugs' ? { ...one, stage: 0, passed: false, summary: 'one P0' } : one));
    expect(decide({ ...snapshot, checks }, judge(snapshot))).toMatchObject({ kind: 'hold', cause: 'checkFailed' });
  });
});

describe('go or no-go', () => {
  walkBands(file, [
    ['R4.5 leaves the inside within 10 % of the latency of before', at('p95', 197, 'internal'), 'performance', 'green', 'advance'],
    ['R4.5 holds over 10 % slower than before', at('p95', 199, 'internal'), 'performance', 'yellow', 'hold'],
    ['R4.5 holds while a P0 or P1 incident is open', at('incidents', 1, 'half'), 'incidents', 'yellow', 'hold'],
  ]);

  test('R4.5 enters beta only when the whole team said yes', () => {
    const approve = (people: number) => ({
      approvedStage: -1,
      approvals: Array.from({ length: people }, (_, index) => ({ stage: 1, name: `person ${index}`, role: 'operator' as const, at: now })),
    });
    const three = stand(file, { rollout: approve(3) }).conclusion;
    expect(three).toMatchObject({ kind: 'advance', cause: 'approval', recommendation: true, steps: [] });
    expect(three.reason).toContain('3 of 4 operators');
    expect(stand(file, { rollout: approve(4) }).conclusion).toMatchObject({ kind: 'advance', cause: 'green' });
  });

  test.each([
    ['beta', 3],
    ['half', 5],
  ])('R4.5 leaves %s after %d days of green running', (stage, days) => {
    const after = (streakMs: number) => stand(file, { stage, rollout: { watch: { ...freshWatch, streakMs } } }).conclusion;
    expect(after(days * day - 2 * minute)).toMatchObject({ kind: 'wait', cause: 'bake' });
    expect(after(days * day).kind).toBe('advance');
  });

  test('R4.5 begins to count the days again after an hour that was not green', () => {
    const yellow = stand(file, { stage: 'beta', values: { 'error-rate': 0.011 } }).conclusion;
    expect(yellow.watch.streakMs).toBe(0);
  });

  test.each([
    ['beta-tickets', 20, false],
    ['beta-tickets', 19, true],
    ['nps', 40, false],
    ['nps', 41, true],
    ['final-nps', 40, false],
    ['final-nps', 41, true],
    ['satisfaction', 4, false],
    ['satisfaction', 4.1, true],
    ['adoption', 80, false],
    ['adoption', 81, true],
    ['final-tickets', 10, false],
    ['final-tickets', 9, true],
  ])('R4.5 R4.8 reads %s of %d as a go: %s', (item, value, go) => {
    expect(keepsBound(plan, item, value)).toBe(go);
  });

  const people = plan.signoffs.filter((item) => item.gate === null).map((item) => [item.id, item.stages?.[0] ?? ''] as const);
  test.each(people)('R4.5 R4.8 waits for %s in %s, and holds at a no', (item, stage) => {
    const snapshot = standingOf(plan, indexOf(stage));
    const others = snapshot.signoffs.filter((one) => one.signoff !== item);
    const verdicts = judge(snapshot);
    expect(decide({ ...snapshot, signoffs: others }, verdicts)).toMatchObject({ kind: 'wait', cause: 'signoff' });
    const no = goOf(item, indexOf(stage), { go: false });
    expect(decide({ ...snapshot, signoffs: [...others, no] }, verdicts)).toMatchObject({ kind: 'hold', cause: 'signoffRefused' });
  });

  test.each([
    ['nps', 'half', 7],
    ['beta-tickets', 'beta', 3],
    ['confidence', 'half', 3],
  ])('R4.5 lets the answer to %s in %s lapse after %d days', (item, stage, days) => {
    const snapshot = standingOf(plan, indexOf(stage));
    const others = snapshot.signoffs.filter((one) => one.signoff !== item);
    const given = (when: number) =>
      decide({ ...snapshot, signoffs: [...others, goOf(item, indexOf(stage), { at: when })] }, judge(snapshot));
    expect(given(now - days * day)).toMatchObject({ kind: 'wait', cause: 'signoff' });
    expect(given(now - days * day + 1).kind).toBe('advance');
  });
});

describe('triggers', () => {
  walkBands(file, [
    ['R4.6 rolls back at once over 5 % of errors', at('error-rate', 0.051), 'errors-now', 'red', 'rollback'],
    ['R4.6 waits at 4 % of errors that just began', at('error-rate', 0.04), 'errors-lasting', 'yellow', 'hold'],
    [
      'R4.6 still waits at 4 % of errors after 14 min',
      { ...at('error-rate', 0.04), lastedMs: 14 * minute },
      'errors-lasting',
      'yellow',
      'hold',
    ],
    [
      'R4.6 rolls back at 4 % of errors after 15 min',
      { ...at('error-rate', 0.04), lastedMs: 15 * minute },
      'errors-lasting',
      'red',
      'rollback',
    ],
    [
      'R4.6 goes on at 2 % of errors, however long',
      { ...at('error-rate', 0.02), lastedMs: 20 * minute },
      'errors-lasting',
      'green',
      'advance',
    ],
    ['R4.6 calls an outage an emergency', at('outage', 0.6), 'outage', 'emergency', 'rollback'],
    ['R4.6 calls any loss of data an emergency', at('data-loss', 1), 'data-loss', 'emergency', 'rollback'],
    ['R4.6 rolls back for a vulnerability', at('vulnerabilities', 1), 'vulnerability', 'red', 'rollback'],
    ['R4.6 waits while a main feature has just broken', at('feature-success', 0.8), 'main-features', 'yellow', 'hold'],
    [
      'R4.6 rolls back once a main feature was broken for 30 min',
      { ...at('feature-success', 0.8), lastedMs: 30 * minute },
      'main-features',
      'red',
      'rollback',
    ],
    ['R4.6 goes on at 30 % of negative feedback', at('negative-feedback', 0.3), 'feedback', 'green', 'advance'],
    ['R4.6 rolls back over 30 % of negative feedback', at('negative-feedback', 0.31), 'feedback', 'red', 'rollback'],
  ]);
});

describe('targets', () => {
  walkBands(file, [
    ['R4.8 goes on at a page load of 3 s', at('page-load', 3000), 'page-load', 'green', 'advance'],
    ['R4.8 holds over a page load of 3 s', at('page-load', 3001), 'page-load', 'yellow', 'hold'],
    ['R4.8 goes on at good web vitals', {}, 'web-vitals', 'green', 'advance'],
    ['R4.8 holds when the largest paint takes over 2.5 s', at('lcp', 2501), 'web-vitals', 'yellow', 'hold'],
    ['R4.8 holds when an interaction takes over 200 ms', at('inp', 201), 'web-vitals', 'yellow', 'hold'],
    ['R4.8 holds when the layout shifts by over 0.1', at('cls', 0.11), 'web-vitals', 'yellow', 'hold'],
    ['R4.8 goes on at an uptime of 99.9 %', at('uptime', 0.999), 'uptime', 'green', 'advance'],
    ['R4.8 holds under an uptime of 99.9 %', at('uptime', 0.9989), 'uptime', 'yellow', 'hold'],
    ['R4.8 holds over 0.5 % of errors', at('error-rate', 0.0051, 'half'), 'errors', 'yellow', 'hold'],
  ]);
});

test('R4.12 asks a Lighthouse report for performance and accessibility before the start', () => {
  expect(plan.checks.find((check) => check.id === 'lighthouse')).toMatchObject({
    moments: ['beforeStart'],
    settings: { lighthouse: 'manifest', scores: { performance: 0.9, accessibility: 0.95 } },
  });
});
