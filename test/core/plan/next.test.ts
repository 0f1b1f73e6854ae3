import { expect, test } from 'vitest';
import { explainPlan } from '../../../main/core/plan/index.ts';
import { planOf, planWith } from '../../support/plan-text.ts';

test('R1.10 reads where a release goes once it is complete, and asks a person unless told otherwise', () => {
  expect(planOf(planWith('every: 15s', 'every: 15s')).next).toBeNull();
  const asked = planOf(planWith('every: 15s', 'every: 15s\nnext: { channel: beta, plan: beta.yaml }'));
  expect(asked.next).toEqual({ channel: 'beta', plan: 'beta.yaml', start: 'ask' });
  expect(explainPlan(asked)).toContain('When complete: the same release goes on to channel beta under beta.yaml, once a person presses.');
  const alone = planOf(planWith('every: 15s', 'every: 15s\nfollows: alpha\nnext: { channel: stable, plan: stable, start: auto }'));
  expect(explainPlan(alone)).toEqual(
    expect.arrayContaining([
      'Waits until the release is complete on channel alpha, on the same surface.',
      'When complete: the same release goes on to channel stable under stable, by itself.',
    ]),
  );
  const dry = planOf(planWith('every: 15s', 'every: 15s\ndryRun: true\nnext: { channel: stable, plan: stable, start: auto }'));
  expect(explainPlan(dry)).toContain('Would go on to channel stable, but a dry run starts nothing.');
});
