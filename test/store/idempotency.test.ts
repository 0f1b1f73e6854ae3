import { expect, test } from 'vitest';
import { bump, findAnswer, forgetExpired, idempotencyCounters, rememberAnswer } from '../../main/store/idempotency.ts';
import { now } from '../support/core-samples.ts';
import { openTemporary } from '../support/store-samples.ts';

const day = 24 * 60 * 60_000;
const answered = { scope: 'rollouts.promote', key: 'k1', bodyHash: 'h1', answer: { decisionId: 'dec_1' }, at: now, expiresAt: now + day };

test('R2.7 gives the stored answer back for its key and scope, for 24 h', async () => {
  const { writer, reader } = await openTemporary();
  rememberAnswer(writer, answered);
  expect(findAnswer(reader, 'rollouts.promote', 'k1', now + day - 1)).toEqual({ bodyHash: 'h1', answer: { decisionId: 'dec_1' } });
  expect(findAnswer(reader, 'rollouts.promote', 'k1', now + day)).toBeNull();
  expect(findAnswer(reader, 'rollouts.hold', 'k1', now)).toBeNull();
});

test('R2.7 cleans up answers whose life is over', async () => {
  const { writer, reader } = await openTemporary();
  rememberAnswer(writer, answered);
  rememberAnswer(writer, { ...answered, key: 'k2', at: now + day, expiresAt: now + 2 * day });
  expect(idempotencyCounters(reader).stored).toBe(1);
  expect([forgetExpired(writer, now + 2 * day), forgetExpired(writer, now + 2 * day)]).toEqual([1, 0]);
});

test('R2.7 counts what was created, replayed and refused', async () => {
  const { writer, reader } = await openTemporary();
  expect(idempotencyCounters(reader)).toEqual({ created: 0, replayed: 0, conflict: 0, stored: 0 });
  for (const name of ['created', 'created', 'replayed', 'conflict'] as const) bump(writer, name);
  expect(idempotencyCounters(reader)).toEqual({ created: 2, replayed: 1, conflict: 1, stored: 0 });
});
