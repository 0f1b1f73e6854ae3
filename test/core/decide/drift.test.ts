import { expect, test } from 'vitest';
import { driftOf } from '../../../main/core/decide/drift.ts';
import { now, sampleRollout, sampleSnapshot } from '../../support/core-samples.ts';

function driftBetween(expected: string, says: string): boolean {
  const rollout = sampleRollout({
    expected: { version: '2.0.0', percent: 10, status: expected as 'rolling' },
    stageEnteredAt: now - 60_000,
  });
  const state = { version: '2.0.0', percent: 10, status: says as 'rolling', fallbackVersion: '1.0.0', fence: 'f', releases: [] };
  return driftOf(sampleSnapshot({ rollout, platform: { state, readAt: now, failingSince: null, problem: null } })) !== null;
}

test('R1.3 takes the end of a store review for no drift', () => {
  expect(driftBetween('inReview', 'rolling')).toBe(false);
  expect(driftBetween('rolling', 'inReview')).toBe(false);
});

test('design 3 takes a halt by somebody else for drift', () => {
  expect(driftBetween('rolling', 'halted')).toBe(true);
  expect(driftBetween('inReview', 'removed')).toBe(true);
});
