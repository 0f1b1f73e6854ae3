import { join } from 'node:path';
import Database from 'better-sqlite3';
import { expect, test } from 'vitest';
import { addErrors, clustersOf } from '../../../main/store/clusters.ts';
import { migrations } from '../../../main/store/migrations/index.ts';
import { openTemporary, temporaryFolder } from '../../support/store-samples.ts';

test('R5.6 migration 70 keeps a workspace of before and takes error clusters from then on', async () => {
  const folder = temporaryFolder();
  const old = new Database(join(folder, 'tidegate.db'));
  for (const { version, sql } of migrations.filter((one) => one.version < 70)) {
    old.exec(sql);
    old.pragma(`user_version = ${version}`);
  }
  old.exec("INSERT INTO application (id, name) VALUES ('pryde', 'Pryde')");
  old.close();
  const { reader, writer } = await openTemporary(folder);
  expect(reader.one('SELECT name FROM application')).toEqual({ name: 'Pryde' });
  expect(clustersOf(reader, { from: 0, to: 10 })).toEqual([]);
  const text = { fingerprint: 'f', name: '', title: 'boom', frame: '' };
  addErrors(writer, [{ application: 'pryde', release: '1.0.0', platform: 'web', ...text, count: 2, firstAt: 5, lastAt: 6 }]);
  expect(clustersOf(reader, { from: 0, to: 10 })).toMatchObject([{ title: 'boom', counts: [{ count: 2 }] }]);
});
