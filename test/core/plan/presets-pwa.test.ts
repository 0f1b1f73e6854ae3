import { describe, expect, test } from 'vitest';
import { now } from '../../support/core-samples.ts';
import { planOf, presetText } from '../../support/plan-text.ts';
import { at, walkBands } from '../../support/preset-bands.ts';
import { healthy, stand } from '../../support/preset-stand.ts';

const file = 'pwa-canary.yaml';
const plan = planOf(presetText(file));
const minute = 60_000;

test('R5.2 shows a new version to a tenth of the users, looks at five minutes and lets a person promote it', () => {
  expect(plan.stages.map(({ percent, approval }) => [percent, approval])).toEqual([
    [10, false],
    [100, true],
  ]);
  expect([...new Set(plan.stages[0]?.gates.map((gate) => gate.windowMs))]).toEqual([5 * minute]);
  const alone = stand(file, { rollout: { approvedStage: -1 } }).conclusion;
  expect(alone).toMatchObject({ kind: 'advance', cause: 'approval', recommendation: true, steps: [] });
});

describe('the four thresholds', () => {
  walkBands(file, [
    ['R5.2 goes on at a sign-in success of 90 %', at('auth-success', 0.9), 'sign-in', 'green', 'advance'],
    ['R5.2 rolls back under a sign-in success of 90 %', at('auth-success', 0.899), 'sign-in', 'red', 'rollback'],
    ['R5.2 goes on at nine errors of one kind', { ...at('error-cluster', 9), lastedMs: 0 }, 'errors', 'green', 'advance'],
    ['R5.2 rolls back at ten errors of one kind', { ...at('error-cluster', 10), lastedMs: 0 }, 'errors', 'red', 'rollback'],
    ['R5.2 adds errors up over its five minutes', { ...at('error-cluster', 1), lastedMs: 3 * minute }, 'errors', 'red', 'rollback'],
    ['R5.2 goes on at 85 % of service-worker updates', at('sw-update', 0.85), 'updates', 'green', 'advance'],
    ['R5.2 rolls back under 85 % of service-worker updates', at('sw-update', 0.849), 'updates', 'red', 'rollback'],
    ['R5.2 goes on at 5 % in Safe Mode', at('safe-mode', 0.05), 'safe-mode', 'green', 'advance'],
    ['R5.2 rolls back over 5 % in Safe Mode', at('safe-mode', 0.051), 'safe-mode', 'red', 'rollback'],
  ]);
});

describe('the least sample', () => {
  const few = (samples: number) =>
    stand(file, {
      snapshot: {
        windows: plan.metrics.map(({ id }) => ({
          metric: id,
          points: [{ ts: now, value: healthy[id] ?? 0, samples }],
          control: [],
          failingSince: null,
          problem: null,
        })),
      },
    });

  test('R5.2 waits for 50 users before it calls anything good', () => {
    expect(few(49)).toMatchObject({ gates: { 'sign-in': 'thin', updates: 'thin', 'safe-mode': 'thin' }, conclusion: { kind: 'hold' } });
    expect(few(50).conclusion.kind).toBe('advance');
  });
});

test('R5.2 reads no error as no cluster, and a silent app as no proof', () => {
  const windows = plan.metrics
    .filter(({ id }) => id !== 'error-cluster')
    .map(({ id }) => ({
      metric: id,
      points: [{ ts: now, value: healthy[id] ?? 0, samples: 500 }],
      control: [],
      failingSince: null,
      problem: null,
    }));
  expect(stand(file, { snapshot: { windows } })).toMatchObject({ gates: { errors: 'green' }, conclusion: { kind: 'advance' } });
  expect(stand(file, { snapshot: { windows: [] } }).conclusion).toMatchObject({ kind: 'hold', cause: 'blind' });
});

test('R4.12 asks a Lighthouse report before anybody gets the version', () => {
  expect(plan.checks.map(({ id, moments }) => [id, moments])).toEqual([['lighthouse', ['beforeStart']]]);
});
