import { join } from 'node:path';
import Database from 'better-sqlite3';
import { expect, test } from 'vitest';
import { systemActor } from '../../../main/core/model/actor.ts';
import { migrations } from '../../../main/store/migrations/index.ts';
import { insertPostmortem, postmortemEnd, postmortemWordings } from '../../../main/store/postmortems.ts';
import { openTemporary, temporaryFolder } from '../../support/store-samples.ts';

test('R1.12 migration 110 asks for no post-mortem of what was over before, and keeps every wording from then on', async () => {
  const folder = temporaryFolder();
  const old = new Database(join(folder, 'tidegate.db'));
  for (const { version, sql } of migrations.filter((one) => one.version < 110)) {
    old.exec(sql);
    old.pragma(`user_version = ${version}`);
  }
  const insert = `INSERT INTO incident (id, application_id, version, severity, title, opened_at, closed_at, evidence) VALUES (?, 'pryde', '1', 'P1', 't', 1, ?, '{}')`;
  old.prepare(insert).run('over', 5);
  old.prepare(insert).run('open', null);
  old.close();
  const { reader, writer } = await openTemporary(folder);
  expect(postmortemEnd(reader, 'over')).toMatchObject({ at: 5, version: null });
  expect(postmortemEnd(reader, 'open')).toBeNull();
  insertPostmortem(writer, { incidentId: 'open', version: 1, at: 6, actor: systemActor, text: 'One' });
  expect(() => writer.run('DELETE FROM postmortem')).toThrow('never removed');
  expect(() => writer.run("UPDATE postmortem SET text = 'x'")).toThrow('never changed');
  expect(postmortemWordings(reader, 'open')).toMatchObject([{ version: 1, text: 'One' }]);
});
