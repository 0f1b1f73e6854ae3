import { describe, expect, test } from 'vitest';
import { bySpeed, left, measuredFrom, nextBest, rungsOf, waysOf, type WayLine } from '../../../main/core/containment/index.ts';
import type { Ability, OperationKind, UndoKind } from '../../../main/core/model/operation.ts';
import { samplePlatformState } from '../../support/core-samples.ts';

const able = (op: OperationKind, undo: UndoKind = 'newUsersOnly', available = true): Ability => ({
  op,
  available,
  reason: available ? null : 'not here',
  undo,
  says: `${op} is done.`,
});
const all = [able('rollback'), able('halt'), able('unpublish', 'permanent')];
const ground = { surface: 'desktop' as const, version: '4.8.0', previousVersion: '4.7.3', state: samplePlatformState(), abilities: all };

describe('R4.2 containment plan of a target', () => {
  test('R4.2 goes from the best act to the last: roll back, halt, out of sight', () => {
    expect(rungsOf(ground).map((rung) => rung.operation.op)).toEqual(['rollback', 'halt', 'unpublish']);
  });

  test('R4.2 names both ways when the platform falls back to another version than the one before', () => {
    const rungs = rungsOf({ ...ground, state: samplePlatformState({ fallbackVersion: '4.6.0' }) });
    expect(rungs.map((rung) => rung.operation)).toMatchObject([
      { toVersion: '4.7.3' },
      { toVersion: null },
      { op: 'halt' },
      { op: 'unpublish' },
    ]);
  });

  test('R4.2 knows one act for a flag: off', () => {
    expect(rungsOf({ ...ground, surface: 'flag' })).toHaveLength(1);
  });

  test('R4.2 falls back to the next act that was not tried, and leaves what cannot be undone to people', () => {
    const rungs = rungsOf(ground);
    const [rollback, halt, unpublish] = rungs;
    if (rollback === undefined || halt === undefined || unpublish === undefined) throw new Error('three rungs');
    expect(nextBest(rungs, [rollback.operation])).toBe(halt);
    expect(nextBest(rungs, [rollback.operation, halt.operation])).toBeNull();
    expect(left(rungs, [rollback.operation, halt.operation])).toEqual([unpublish]);
  });

  test('R4.2 passes over what the platform does not allow', () => {
    const rungs = rungsOf({ ...ground, abilities: [able('rollback'), able('halt', 'newUsersOnly', false)] });
    expect(nextBest(rungs, [{ op: 'rollback', version: '4.8.0', toVersion: '4.7.3' }])).toBeNull();
  });
});

describe('R4.2 measured times', () => {
  test('R4.2 are the median, the worst and the last of what was recorded', () => {
    expect(measuredFrom([])).toBeNull();
    expect(measuredFrom([3000, 9000, 1000])).toEqual({ count: 3, medianMs: 3000, worstMs: 9000, lastMs: 3000 });
  });

  test('R4.2 put the fastest target first, and what is usual for its surface where nothing was measured', () => {
    const line = (surface: WayLine['surface'], times: number[]) => ({ surface, measured: measuredFrom(times) });
    expect(bySpeed([line('mobile', []), line('web', []), line('flag', [])]).map((one) => one.surface)).toEqual(['flag', 'web', 'mobile']);
    expect(bySpeed([line('web', []), line('mobile', [400])]).map((one) => one.surface)).toEqual(['mobile', 'web']);
  });
});

describe('R4.2 three ways back', () => {
  const line = (surface: WayLine['surface'], times: number[] = [], available: boolean | null = true, name: string = surface): WayLine => ({
    targetId: name,
    targetName: name,
    surface,
    available,
    measured: measuredFrom(times),
  });

  test('R4.2 are offered in order with their promise, and with the slowest measured time beside it', () => {
    const ways = waysOf([line('web', [4000]), line('flag', [900]), line('mobile', [40 * 60_000])]);
    expect(ways.map(({ way, promiseMs, available, kept }) => [way, promiseMs, available, kept])).toEqual([
      ['flag', 60_000, true, true],
      ['component', 300_000, false, null],
      ['full', 1_800_000, true, false],
    ]);
    expect(ways[2]?.measured?.medianMs).toBe(40 * 60_000);
    expect(ways[1]?.says).toContain('one flag');
  });

  test('R4.2 offer each flag by itself when a release has several', () => {
    const [, component] = waysOf([line('flag', [], true, 'search'), line('flag', [], false, 'cart')]);
    expect(component).toMatchObject({ available: true, says: 'Not on cart now.' });
  });

  test('R4.2 say which target could not be asked', () => {
    const [, , full] = waysOf([line('web'), line('desktop', [], null)]);
    expect(full).toMatchObject({ available: false, says: 'Not on desktop now.' });
  });
});
