import { expect, test } from 'vitest';
import { appendAudit, listAudit } from '../../../main/store/audit.ts';
import { openStore } from '../../../main/store/open.ts';
import { now } from '../../support/core-samples.ts';
import { openTemporary, sampleAuditBody, tamper, temporaryFolder } from '../../support/store-samples.ts';

test('R4.11 migration 80 makes the entries of before findable, and steps over one that cannot be read', async () => {
  const folder = temporaryFolder();
  const before = await openTemporary(folder);
  for (const reason of ['first', 'second', 'third']) appendAudit(before.writer, sampleAuditBody({ reason }));
  before.close();
  tamper(folder, (database) => {
    database.exec("DROP TABLE audit_index; UPDATE audit SET body = '{' WHERE seq = 2");
    database.pragma('user_version = 70');
  });
  const store = await openStore({ folder, now: () => now });
  expect(listAudit(store.reader, { text: 'third' }).map((entry) => entry.seq)).toEqual([3]);
  expect(listAudit(store.reader, { text: 'second' })).toEqual([]);
  store.close();
});
