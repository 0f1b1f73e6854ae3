import { join } from 'node:path';
import Database from 'better-sqlite3';
import { expect, test } from 'vitest';
import { migrations } from '../../../main/store/migrations/index.ts';
import { getDecision, insertDecision, triggerOfDecision } from '../../../main/store/decisions.ts';
import { openTemporary, sampleDecision, seedRollout, temporaryFolder } from '../../support/store-samples.ts';

test('R1.11 migration 40 keeps decisions of before, whose door is not known, and takes the door of new ones', async () => {
  const folder = temporaryFolder();
  const old = new Database(join(folder, 'tidegate.db'));
  for (const { version, sql } of migrations.filter((one) => one.version < 40)) {
    old.exec(sql);
    old.pragma(`user_version = ${version}`);
  }
  old.pragma('foreign_keys = OFF');
  old
    .prepare(
      "INSERT INTO decision (id, rollout_id, at, kind, cause, actor, reason, stage, recommendation) VALUES (?, 'r1', 1, ?, ?, ?, ?, 0, 0)",
    )
    .run('d0', 'hold', 'person', JSON.stringify(sampleDecision().actor), 'Look');
  old.close();
  const store = await openTemporary(folder);
  expect(getDecision(store.reader, 'd0')?.reason).toBe('Look');
  expect(triggerOfDecision(store.reader, 'd0')).toBeNull();
  const rollout = seedRollout(store.writer);
  insertDecision(store.writer, sampleDecision({ id: 'd1', rolloutId: rollout.id }), 'cli');
  expect(triggerOfDecision(store.reader, 'd1')).toBe('cli');
});
