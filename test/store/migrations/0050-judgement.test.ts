import { expect, test } from 'vitest';
import { freshWatch } from '../../../main/core/model/rollout.ts';
import { judgement } from '../../../main/store/migrations/0050-judgement.ts';
import { WatchShape } from '../../../main/store/shapes.ts';
import { migrations } from '../../../main/store/migrations/index.ts';
import Database from 'better-sqlite3';

test('R4.11 migration 50 gives a rollout that is under way a fresh watch and no approvals', () => {
  const database = new Database(':memory:');
  for (const { sql } of migrations.filter(({ version }) => version < judgement.version)) database.exec(sql);
  database.pragma('foreign_keys = OFF');
  database.exec(`INSERT INTO rollout (id, application_id, version, target_id, plan_name, plan_hash, state, stage, observed_ms, baselines, approved_stage, created_at)
    VALUES ('rol-1', 'harbor', '2.0.0', 'web', 'plain', 'hash', 'running', 0, 5000, '[]', -1, 0)`);
  database.exec(judgement.sql);
  const row = database.prepare('SELECT watch, approvals FROM rollout').get() as { watch: string; approvals: string };
  expect(WatchShape.parse(JSON.parse(row.watch))).toEqual(freshWatch);
  expect(JSON.parse(row.approvals)).toEqual([]);
  database.close();
});
