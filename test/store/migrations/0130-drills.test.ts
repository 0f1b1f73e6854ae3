import { join } from 'node:path';
import Database from 'better-sqlite3';
import { expect, test } from 'vitest';
import { listDrills } from '../../../main/store/drills.ts';
import { migrations } from '../../../main/store/migrations/index.ts';
import { openTemporary, temporaryFolder } from '../../support/store-samples.ts';

test('R1.12 migration 130 keeps a workspace of before and takes fire drills from then on', async () => {
  const folder = temporaryFolder();
  const old = new Database(join(folder, 'tidegate.db'));
  for (const { version, sql } of migrations.filter((one) => one.version < 130)) {
    old.exec(sql);
    old.pragma(`user_version = ${version}`);
  }
  old.exec("INSERT INTO application (id, name) VALUES ('pryde', 'Pryde')");
  old.close();
  const { reader } = await openTemporary(folder);
  expect(reader.one('SELECT name FROM application')).toEqual({ name: 'Pryde' });
  expect(listDrills(reader)).toEqual([]);
});
