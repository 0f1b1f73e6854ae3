import { expect, test } from 'vitest';
import { dueNotices, enqueueNotice, lastNotice, openAlerts, type StoredNotice, updateNotice } from '../../main/store/notices.ts';
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

test('design 6 knows when the same notice was last queued for a connection', async () => {
  const { writer, reader } = await openTemporary();
  enqueueNotice(writer, notice);
  enqueueNotice(writer, { ...notice, id: 'n2', createdAt: notice.createdAt + 5 });
  const last = (connection: string, key: string): number | null => lastNotice(reader, connection, key);
  expect([last('slack', 'rollback:r1'), last('pager', 'rollback:r1'), last('slack', 'other')]).toEqual([notice.createdAt + 5, null, null]);
});

test('R4.9 knows which alerts of a release are open at a connection', async () => {
  const { writer, reader } = await openTemporary();
  let at = now;
  const told = (key: string, act: 'trigger' | 'resolve', severity: 'error' | 'info' = 'error'): void =>
    enqueueNotice(writer, { ...notice, id: `a${(at += 1)}`, createdAt: at, notice: { ...notice.notice, severity, alert: { key, act } } });
  told('tidegate:harbor:2.0.0', 'trigger');
  told('tidegate:harbor:2.0.0:failed:x', 'trigger');
  told('tidegate:harbor:2.0.01', 'trigger');
  told('tidegate:harbor:2.0.0:news', 'trigger', 'info');
  const open = (): string[] => openAlerts(reader, 'slack', 'tidegate:harbor:2.0.0');
  expect(open()).toEqual(['tidegate:harbor:2.0.0', 'tidegate:harbor:2.0.0:failed:x']);
  expect(openAlerts(reader, 'pager', 'tidegate:harbor:2.0.0')).toEqual([]);
  told('tidegate:harbor:2.0.0', 'resolve', 'info');
  expect(open()).toEqual(['tidegate:harbor:2.0.0:failed:x']);
  told('tidegate:harbor:2.0.0', 'trigger');
  expect(open()).toEqual(['tidegate:harbor:2.0.0', 'tidegate:harbor:2.0.0:failed:x']);
});
