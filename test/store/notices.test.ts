import { expect, test } from 'vitest';
import { dueNotices, enqueueNotice, noticeSeenSince, type StoredNotice, updateNotice } from '../../main/store/notices.ts';
import { now } from '../support/core-samples.ts';
import { openTemporary } from '../support/store-samples.ts';

const notice: StoredNotice = {
  id: 'n1',
  connection: 'slack',
  notice: {
    severity: 'critical',
    title: 'Rolling back',
    body: 'Error rate 7 %',
    links: [{ text: 'Open', href: 'tidegate://rollout/r1' }],
    dedupKey: 'rollback:r1',
  },
  state: 'waiting',
  attempts: 0,
  dueAt: now,
  problem: null,
  createdAt: now,
  finishedAt: null,
};

test('design 2.5 keeps notices until they are due, oldest first', async () => {
  const { writer, reader } = await openTemporary();
  enqueueNotice(writer, { ...notice, id: 'n2', dueAt: now + 5 });
  enqueueNotice(writer, notice);
  expect(dueNotices(reader, now - 1)).toEqual([]);
  expect(dueNotices(reader, now + 5)).toEqual([notice, { ...notice, id: 'n2', dueAt: now + 5 }]);
});

test('design 2.5 takes a delivered or failed notice out of the queue', async () => {
  const { writer, reader } = await openTemporary();
  enqueueNotice(writer, notice);
  updateNotice(writer, 'n1', { attempts: 1, dueAt: now + 10, problem: 'Slack does not answer' });
  expect(dueNotices(reader, now + 10)).toEqual([{ ...notice, attempts: 1, dueAt: now + 10, problem: 'Slack does not answer' }]);
  updateNotice(writer, 'n1', { state: 'delivered', problem: null, finishedAt: now + 11 });
  updateNotice(writer, 'none', { state: 'failed' });
  expect(dueNotices(reader, now + 100)).toEqual([]);
});

test('design 6 knows whether the same notice was queued for a connection lately', async () => {
  const { writer, reader } = await openTemporary();
  enqueueNotice(writer, notice);
  const seen = (connection: string, key: string, since: number): boolean => noticeSeenSince(reader, connection, key, since);
  expect([
    seen('slack', 'rollback:r1', now),
    seen('slack', 'rollback:r1', now + 1),
    seen('pager', 'rollback:r1', now),
    seen('slack', 'other', now),
  ]).toEqual([true, false, false, false]);
});
