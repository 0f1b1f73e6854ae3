import { expect, test } from 'vitest';
import { appendAudit, listAudit } from '../../../main/store/audit.ts';
import { openStore } from '../../../main/store/open.ts';
import { now } from '../../support/core-samples.ts';
import { openTemporary, sampleAuditBody, tamper, temporaryFolder } from '../../support/store-samples.ts';

test('R1.11 migration 140 finds entries of before by the beginning of a long word, and by its parts', async () => {
  const folder = temporaryFolder();
  const before = await openTemporary(folder);
  for (const reason of ['rollback of harbor', 'rollbacks in general', 'a rolling stone'])
    appendAudit(before.writer, sampleAuditBody({ reason, action: 'x' }));
  before.close();
  tamper(folder, (database) => {
    database.exec('DROP TABLE audit_term');
    database.pragma('user_version = 130');
  });
  const store = await openStore({ folder, now: () => now });
  const found = (text: string): number[] => listAudit(store.reader, { text }).map((entry) => entry.seq);
  expect([found('rollback'), found('rollbacks'), found('roll'), found('rolled')]).toEqual([[2, 1], [2], [3, 2, 1], []]);
  store.close();
});
