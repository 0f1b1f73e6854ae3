import { expect, test } from 'vitest';
import { actionsOf, getAction, insertAction, unfinished, updateAction } from '../../main/store/actions.ts';
import { actionStates } from '../../main/core/model/action.ts';
import { now, samplePlatformState } from '../support/core-samples.ts';
import { openTemporary, sampleAction } from '../support/store-samples.ts';

test('design 2.5 gives an action back as it was intended', async () => {
  const { writer, reader } = await openTemporary();
  const action = sampleAction();
  insertAction(writer, action);
  expect(getAction(reader, action.id)).toEqual(action);
  expect(getAction(reader, 'none')).toBeNull();
});

test('design 2.5 refuses a second action with the same idempotency key', async () => {
  const { writer } = await openTemporary();
  insertAction(writer, sampleAction());
  expect(() => insertAction(writer, sampleAction({ id: 'act_2' }))).toThrow('does not fit beside');
});

test('design 2.5 records an outcome and keeps the rest', async () => {
  const { writer, reader } = await openTemporary();
  const action = sampleAction({ operation: { op: 'rollback', version: '4.8.0', toVersion: null } });
  insertAction(writer, action);
  const outcome = {
    state: 'failed',
    attempts: 2,
    after: samplePlatformState({ percent: 0 }),
    problem: { kind: 'permission', message: 'May not write', detail: '403', retryAt: null },
    sentAt: now + 1,
    finishedAt: now + 2,
  } as const;
  updateAction(writer, action.id, outcome);
  updateAction(writer, action.id, {});
  expect(getAction(reader, action.id)).toEqual({ ...action, ...outcome });
  updateAction(writer, action.id, { problem: null, fence: null });
  expect(getAction(reader, action.id)).toEqual({ ...action, ...outcome, problem: null, fence: null });
});

test('design 2.5 lists what is not settled, oldest first', async () => {
  const { writer, reader } = await openTemporary();
  actionStates.forEach((state, index) =>
    insertAction(writer, sampleAction({ id: `act_${index}`, key: `dec_1/${index}`, state, createdAt: now - index })),
  );
  expect(unfinished(reader).map((action) => action.state)).toEqual(['unknown', 'sent', 'intended']);
});

test('design 2.8 finds actions by rollout, decision and target, newest first', async () => {
  const { writer, reader } = await openTemporary();
  insertAction(writer, sampleAction());
  insertAction(writer, sampleAction({ id: 'act_2', key: 'dec_2/0', decisionId: 'dec_2', createdAt: now + 1 }));
  insertAction(writer, sampleAction({ id: 'act_3', key: 'dec_1/1', rolloutId: 'ro_2', targetId: 'mobile' }));
  const ids = (by: Parameters<typeof actionsOf>[1]): string[] => actionsOf(reader, by).map((action) => action.id);
  expect([ids({ rolloutId: 'ro_1' }), ids({ decisionId: 'dec_1' }), ids({ targetId: 'mobile' })]).toEqual([
    ['act_2', 'act_1'],
    ['act_3', 'act_1'],
    ['act_3'],
  ]);
});
