import Database from 'better-sqlite3';
import { expect, test } from 'vitest';
import { start } from '../../../main/store/migrations/0010-start.ts';

function made(): Database.Database {
  const database = new Database(':memory:');
  database.exec(start.sql);
  return database;
}

test('R4.11 migration 10 makes every table of a workspace', () => {
  const tables = made()
    .prepare("SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name")
    .pluck()
    .all();
  expect(tables).toEqual([
    'action',
    'application',
    'audit',
    'check_result',
    'connection',
    'decision',
    'health',
    'idempotency',
    'idempotency_count',
    'incident',
    'notice',
    'open_bucket',
    'plan',
    'reading',
    'rollout',
    'rollup_1h',
    'rollup_5m',
    'series',
    'setting',
    'share',
    'snapshot',
    'target',
    'target_read',
    'verdict',
    'verdict_span',
  ]);
});

test('design 2.9 migration 10 refuses to change or remove an audit entry', () => {
  const database = made();
  database.exec("INSERT INTO audit VALUES (1, 0, NULL, NULL, 'w', '{}', 'p', 'h')");
  expect(() => database.exec("UPDATE audit SET words = 'other'")).toThrow('never changed');
  expect(() => database.exec('DELETE FROM audit')).toThrow('never removed');
});

test('R2.7 migration 10 takes one row per scope and key', () => {
  const database = made();
  database.exec("INSERT INTO idempotency VALUES ('s', 'k', 'h', '1', 0, 1)");
  expect(() => database.exec("INSERT INTO idempotency VALUES ('s', 'k', 'h', '1', 0, 1)")).toThrow('UNIQUE');
});
