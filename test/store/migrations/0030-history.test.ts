import { mkdirSync } from 'node:fs';
import Database from 'better-sqlite3';
import { expect, test } from 'vitest';
import { start } from '../../../main/store/migrations/0010-start.ts';
import { guards } from '../../../main/store/migrations/0020-guards.ts';
import { history } from '../../../main/store/migrations/0030-history.ts';
import { newestVersion } from '../../../main/store/migrations/index.ts';
import { databaseFile, openTemporary, temporaryFolder } from '../../support/store-samples.ts';

function workspaceOfFormat20(): string {
  const folder = temporaryFolder();
  mkdirSync(folder, { recursive: true });
  const database = new Database(databaseFile(folder));
  database.exec(start.sql + guards.sql);
  database.pragma('user_version = 20');
  database.exec(
    "INSERT INTO application VALUES ('harbor', 'Harbor'); INSERT INTO series VALUES (1, 'k', '4.8.0', 'live', 'web'); INSERT INTO reading VALUES (1, 5, 0.1, NULL)",
  );
  database.close();
  return folder;
}

test('R4.11 migration 30 adds the tables of imported history and keeps what was stored', async () => {
  const store = await openTemporary(workspaceOfFormat20());
  expect(store.reader.one('PRAGMA user_version')).toEqual({ user_version: newestVersion });
  expect(store.reader.all('SELECT value FROM reading')).toEqual([{ value: 0.1 }]);
  const tables = store.reader.all("SELECT name FROM sqlite_schema WHERE type = 'table' AND name LIKE '%import%' ORDER BY name");
  expect(tables.map((row) => row['name'])).toEqual(['history_import', 'imported_reading', 'imported_rollout', 'imported_series']);
});

test('R4.11 migration 30 takes a past release once per target and start', () => {
  const database = new Database(':memory:');
  database.exec(start.sql);
  database.exec(history.sql);
  const row = "('%', 'i1', 'harbor', '1.0', NULL, NULL, 'web', 'live', 'web', NULL, '', '[]', 'completed', 5, 6, 6, '')";
  database.exec(`INSERT INTO imported_rollout VALUES ${row.replace('%', 'a')}`);
  expect(() => database.exec(`INSERT INTO imported_rollout VALUES ${row.replace('%', 'b')}`)).toThrow('UNIQUE');
});
