import { expect, test } from 'vitest';
import { appendAudit, listAudit } from '../../../main/store/audit.ts';
import { buildDatabase } from '../../../main/store/migrate.ts';
import { openStore } from '../../../main/store/open.ts';
import { now } from '../../support/core-samples.ts';
import { databaseFile, openTemporary, sampleAuditBody, tamper, temporaryFolder } from '../../support/store-samples.ts';

test('R4.11 migration 80 makes the entries of before findable, and steps over one that cannot be read', async () => {
  const [present, folder] = [temporaryFolder(), temporaryFolder()];
  const before = await openTemporary(present);
  for (const reason of ['first', 'second', 'third']) appendAudit(before.writer, sampleAuditBody({ reason }));
  before.close();
  buildDatabase(databaseFile(folder), 70);
  tamper(folder, (database) => {
    database.prepare('ATTACH ? AS present').run(databaseFile(present));
    database.exec("INSERT INTO audit SELECT * FROM present.audit; UPDATE audit SET body = '{' WHERE seq = 2");
  });
  const store = await openStore({ folder, now: () => now });
  expect(listAudit(store.reader, { text: 'third' }).map((entry) => entry.seq)).toEqual([3]);
  expect(listAudit(store.reader, { text: 'second' })).toEqual([]);
  store.close();
});
