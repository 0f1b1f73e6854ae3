import { expect, test } from 'vitest';
import { getTarget, listTargets, removeTarget, saveTarget } from '../../main/store/targets.ts';
import { getTargetRead, saveTargetRead, type TargetRead } from '../../main/store/target-states.ts';
import { now, samplePlatformState } from '../support/core-samples.ts';
import { openTemporary, sampleTarget, seedRollout } from '../support/store-samples.ts';

test('R6.1 keeps targets, all or those of one application', async () => {
  const { writer, reader } = await openTemporary();
  seedRollout(writer);
  const mobile = sampleTarget({ id: 'mobile', surface: 'mobile', population: null });
  saveTarget(writer, mobile);
  expect(listTargets(reader).map((target) => target.id)).toEqual(['mobile', 'web']);
  expect([listTargets(reader, 'harbor').length, listTargets(reader, 'pryde').length]).toEqual([2, 0]);
  expect(getTarget(reader, 'mobile')).toEqual(mobile);
  expect(getTarget(reader, 'none')).toBeNull();
});

test('R4.11 removes a target, but not one with rollouts', async () => {
  const { writer, reader } = await openTemporary();
  seedRollout(writer);
  saveTarget(writer, sampleTarget({ id: 'mobile' }));
  saveTargetRead(writer, { targetId: 'mobile', state: null, readAt: null, failingSince: now, problem: null });
  removeTarget(writer, 'mobile');
  expect([getTarget(reader, 'mobile'), getTargetRead(reader, 'mobile')]).toEqual([null, null]);
  expect(() => removeTarget(writer, 'web')).toThrow('other records refer to this one');
});

test('R6.2 keeps what a platform last said, with every field it said', async () => {
  const { writer, reader } = await openTemporary();
  const state = samplePlatformState({
    releases: [{ version: '4.8.0', status: 'rolling', percent: 10, publishedAt: now, ref: 'r1', locked: true }],
  });
  const read: TargetRead = { targetId: 'web', state, readAt: now, failingSince: null, problem: null };
  expect(getTargetRead(reader, 'web')).toBeNull();
  saveTargetRead(writer, read);
  expect(getTargetRead(reader, 'web')).toEqual(read);
  const failing: TargetRead = {
    ...read,
    failingSince: now + 1,
    problem: { kind: 'unavailable', message: 'Does not answer', detail: '503', retryAt: null },
  };
  saveTargetRead(writer, failing);
  expect(getTargetRead(reader, 'web')).toEqual(failing);
});

test('R6.2 keeps fields that a later version of a state has gained', async () => {
  const { writer, reader } = await openTemporary();
  const state = { ...samplePlatformState(), gained: ['later'] };
  saveTargetRead(writer, { targetId: 'web', state, readAt: now, failingSince: null, problem: null });
  expect(getTargetRead(reader, 'web')?.state).toEqual(state);
});
