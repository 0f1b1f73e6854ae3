import { join } from 'node:path';
import Database from 'better-sqlite3';
import { expect, test } from 'vitest';
import { systemActor } from '../../../main/core/model/actor.ts';
import { incidentEntries } from '../../../main/store/incident-entries.ts';
import { getIncident } from '../../../main/store/incidents.ts';
import { migrations } from '../../../main/store/migrations/index.ts';
import { openTemporary, temporaryFolder } from '../../support/store-samples.ts';

test('R4.9 migration 100 keeps incidents of before, with a clock and the first entries of a timeline', async () => {
  const folder = temporaryFolder();
  const old = new Database(join(folder, 'tidegate.db'));
  for (const { version, sql } of migrations.filter((one) => one.version < 100)) {
    old.exec(sql);
    old.pragma(`user_version = ${version}`);
  }
  old.exec(
    `INSERT INTO incident VALUES ('inc_a', 'harbor', '4.8.0', 'P1', 'Errors', 1000, NULL, '{}'), ('inc_b', 'harbor', '4.7.0', 'P0', 'Down', 500, 900, '{}')`,
  );
  old.close();
  const { reader, writer } = await openTemporary(folder);
  expect(getIncident(reader, 'inc_a')).toMatchObject({
    severitySince: 1000,
    openedBy: systemActor,
    acknowledgedAt: null,
    version: '4.8.0',
  });
  expect(incidentEntries(reader, 'inc_a')).toMatchObject([{ kind: 'opened', at: 1000, body: { severity: 'P1', title: 'Errors' } }]);
  expect(incidentEntries(reader, 'inc_b').map(({ kind, at }) => [kind, at])).toEqual([
    ['opened', 500],
    ['closed', 900],
  ]);
  expect(() => writer.run('UPDATE incident_entry SET at = 1')).toThrow('never changed');
  expect(() => writer.run('DELETE FROM incident_entry')).toThrow('never removed');
});
