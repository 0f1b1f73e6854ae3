import { mkdirSync } from 'node:fs';
import Database from 'better-sqlite3';
import { expect, test } from 'vitest';
import { listBackups } from '../../../main/store/backup.ts';
import { start } from '../../../main/store/migrations/0010-start.ts';
import { newestVersion } from '../../../main/store/migrations/index.ts';
import { databaseFile, openTemporary, temporaryFolder } from '../../support/store-samples.ts';

function workspaceOfFormat10(): string {
  const folder = temporaryFolder();
  mkdirSync(folder, { recursive: true });
  const database = new Database(databaseFile(folder));
  database.exec(start.sql);
  database.pragma('user_version = 10');
  database.exec("INSERT INTO application VALUES ('harbor', 'Harbor'); INSERT INTO audit VALUES (1, 0, NULL, NULL, 'w', '{}', 'p', 'h')");
  database.close();
  return folder;
}

test('R4.11 migration 20 keeps what was stored, after a backup of the older format', async () => {
  const folder = workspaceOfFormat10();
  const store = await openTemporary(folder);
  expect(store.reader.one('SELECT name FROM application')).toEqual({ name: 'Harbor' });
  expect(store.reader.one('PRAGMA user_version')).toEqual({ user_version: newestVersion });
  const backup = listBackups(folder).find((one) => one.reason === 'before format 20');
  expect(backup).toBeDefined();
  const copy = new Database(backup?.file ?? '', { readonly: true });
  expect(copy.pragma('user_version', { simple: true })).toBe(10);
  copy.close();
});

test('R4.11 migration 20 runs once', async () => {
  const folder = workspaceOfFormat10();
  (await openTemporary(folder)).close();
  await openTemporary(folder);
  expect(listBackups(folder).filter((one) => one.reason === 'before format 20')).toHaveLength(1);
});

test('design 2.9 migration 20 refuses to replace an audit entry by inserting over it', async () => {
  const store = await openTemporary(workspaceOfFormat10());
  expect(() => store.writer.run("INSERT OR REPLACE INTO audit VALUES (1, 0, NULL, NULL, 'w', '{}', 'p', 'other')")).toThrow(
    'never replaced',
  );
});
