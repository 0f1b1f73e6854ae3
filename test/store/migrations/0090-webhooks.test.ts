import { join } from 'node:path';
import Database from 'better-sqlite3';
import { expect, test } from 'vitest';
import { countRefusals, insertHook, listHooks, noteUse, refusalsOf, removeHook } from '../../../main/store/hooks.ts';
import { bodyAnswered, findAnswer, rememberAnswer } from '../../../main/store/idempotency.ts';
import { migrations } from '../../../main/store/migrations/index.ts';
import { now } from '../../support/core-samples.ts';
import { openTemporary, temporaryFolder } from '../../support/store-samples.ts';

const answered = { scope: 'hook/1', key: 'd-1', bodyHash: 'abc', answer: { done: true }, at: now, expiresAt: now + 1000 };

test('R1.9 migration 90 makes room for webhooks and keeps the answers that were stored before', async () => {
  const folder = temporaryFolder();
  const old = new Database(join(folder, 'tidegate.db'));
  for (const { version, sql } of migrations.filter((one) => one.version < 90)) {
    old.exec(sql);
    old.pragma(`user_version = ${version}`);
  }
  old.prepare(`INSERT INTO idempotency VALUES ('hook/1', 'd-1', 'abc', '{"done":true}', ?, ?)`).run(now, now + 1000);
  old.close();
  const { reader } = await openTemporary(folder);
  expect(findAnswer(reader, 'hook/1', 'd-1', now)).toEqual({ bodyHash: 'abc', answer: { done: true } });
  expect([listHooks(reader), bodyAnswered(reader, 'hook/1', 'abc', now)]).toEqual([[], true]);
});

test('R1.9 keeps a webhook with its use and its refusals, and forgets all of it together', async () => {
  const { writer, reader } = await openTemporary();
  const hook = {
    id: 'h1',
    name: 'ci',
    applicationId: 'pryde',
    shape: 'github',
    createdAt: now,
    rotatedAt: null,
    formerUntil: null,
  } as const;
  insertHook(writer, { ...hook, lastUsedAt: null, used: 0 });
  noteUse(writer, 'h1', now + 5);
  countRefusals(writer, 'h1', 'signature', 3, now);
  countRefusals(writer, 'h1', 'signature', 4, now + 1);
  countRefusals(writer, '', 'address', 1, now);
  expect(listHooks(reader)).toMatchObject([{ id: 'h1', used: 1, lastUsedAt: now + 5 }]);
  expect(refusalsOf(reader, 'h1')).toEqual([{ hookId: 'h1', kind: 'signature', count: 7, lastAt: now + 1 }]);
  removeHook(writer, 'h1');
  expect([listHooks(reader), refusalsOf(reader, 'h1'), refusalsOf(reader, '').length]).toEqual([[], [], 1]);
});

test('R2.7 knows a body that was answered under any key that still lives', async () => {
  const { writer, reader } = await openTemporary();
  rememberAnswer(writer, answered);
  expect(findAnswer(reader, 'hook/1', 'd-1', now)).not.toBeNull();
  const known = (scope: string, hash: string, at: number): boolean => bodyAnswered(reader, scope, hash, at);
  expect([known('hook/1', 'abc', now), known('hook/2', 'abc', now), known('hook/1', 'x', now), known('hook/1', 'abc', now + 1000)]).toEqual(
    [true, false, false, false],
  );
});
