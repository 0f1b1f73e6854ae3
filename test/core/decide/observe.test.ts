import { expect, test } from 'vitest';
import { observe } from '../../../main/core/decide/index.ts';
import type { Rollout } from '../../../main/core/model/rollout.ts';
import type { Snapshot } from '../../../main/core/model/snapshot.ts';
import type { Verdict } from '../../../main/core/model/verdict.ts';
import { minute, now, sampleRollout, sampleSnapshot, sampleVerdict, second } from '../../support/core-samples.ts';

function added(
  rollout: Partial<Rollout> = {},
  verdicts: readonly Verdict[] = [sampleVerdict('green')],
  over: Partial<Snapshot> = {},
): number {
  return observe(sampleSnapshot({ rollout: sampleRollout({ observedMs: 0, ...rollout }), ...over }), verdicts);
}

test('design 4 counts the time since the last sweep, two polls at most', () => {
  expect(added()).toBe(15 * second);
  expect(added({ lastSweepAt: now - 44 * second })).toBe(30 * second);
  expect(added({ observedMs: minute })).toBe(minute + 15 * second);
});

test('design 4 counts from the entry into the stage', () => {
  expect(added({ stageEnteredAt: now - 5 * second })).toBe(5 * second);
  expect(added({ stageEnteredAt: null })).toBe(0);
  expect(added({ lastSweepAt: null })).toBe(0);
});

test.each([
  ['green', 15],
  ['yellow', 15],
  ['thin', 15],
  ['pending', 15],
  ['blind', 0],
  ['red', 0],
  ['emergency', 0],
] as const)('design 4 counts beside a %s gate: %d s', (kind, seconds) => {
  expect(added({}, [sampleVerdict('green'), sampleVerdict(kind)])).toBe(seconds * second);
});

test('design 4 does not count while a gate still waits for its first reading', () => {
  expect(added({}, [sampleVerdict('pending', { observedAt: null, value: null })])).toBe(0);
  expect(added({}, [sampleVerdict('thin', { observedAt: null })])).toBe(0);
});

test('design 4 counts whatever a shadow gate says', () => {
  expect(added({}, [sampleVerdict('green'), sampleVerdict('blind', { shadow: true })])).toBe(15 * second);
});

test('design 4 does not count through a gap, a drift, a write or a halt', () => {
  expect(added({ lastSweepAt: now - minute })).toBe(0);
  expect(added({ lastSweepAt: now + minute })).toBe(0);
  expect(added({ gapSince: now - 20 * second })).toBe(0);
  expect(added({ expected: { version: '4.8.0', percent: 25, status: 'rolling' } })).toBe(0);
  expect(added({ expected: { version: '4.8.0', percent: 10, status: 'halted' } })).toBe(0);
  expect(added({}, undefined, { actions: [{ id: 'a1', state: 'sent', op: 'expose' }] })).toBe(0);
  expect(added({ state: 'rollingBack' })).toBe(0);
  expect(added({ state: 'held' })).toBe(15 * second);
});
