import { describe, expect, test } from 'vitest';
import { appendAudit, verifyAudit } from '../../main/store/audit.ts';
import { auditHead, beginning, oldHash, wordsOf } from '../../main/store/audit-chain.ts';
import { againstKept } from '../../main/store/audit-proof.ts';
import { parseObject } from '../../main/store/row.ts';
import type { Store } from '../../main/store/open.ts';
import { openTemporary, sampleAuditBody, tamper, temporaryFolder } from '../support/store-samples.ts';

/** Writes an entry as the first consoles did: its hash covers canonical JSON. */
function appendOld(store: Store, seq: number, previous: string): string {
  const body = sampleAuditBody({ reason: `Old entry ${seq}` });
  const hash = oldHash(seq, previous, parseObject(JSON.stringify(body)));
  store.writer.run(
    'INSERT INTO audit (seq, at, application_id, rollout_id, words, body, previous, hash) VALUES (?, ?, ?, ?, ?, ?, ?, ?)',
    seq,
    body.at,
    body.applicationId,
    body.rolloutId,
    wordsOf(body),
    JSON.stringify(body),
    previous,
    hash,
  );
  store.writer.run(
    "INSERT INTO setting VALUES ('auditHead', ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value",
    JSON.stringify({ seq, hash }),
  );
  return hash;
}

describe('entries of before', () => {
  test('R1.11 proves entries written under the former rule, and goes on behind them', async () => {
    const folder = temporaryFolder();
    const store = await openTemporary(folder);
    appendOld(store, 2, appendOld(store, 1, beginning));
    appendAudit(store.writer, sampleAuditBody());
    expect(verifyAudit(store.reader)).toMatchObject({ ok: true, entries: 3 });
    tamper(folder, (database) => database.exec("UPDATE audit SET words = words || ' ' WHERE seq = 2"));
    expect(verifyAudit(store.reader)).toMatchObject({ ok: false, firstBroken: 2 });
  });

  test('R1.11 keeps half a character pair in a reason without breaking the chain', async () => {
    const store = await openTemporary();
    appendAudit(store.writer, sampleAuditBody({ reason: 'half \ud83d of a pair' }));
    expect(verifyAudit(store.reader)).toMatchObject({ ok: true, entries: 1 });
  });
});

describe('the head kept elsewhere', () => {
  test('R1.11 finds a log that was cut off together with its head, and one written anew with fitting hashes', async () => {
    const folder = temporaryFolder();
    const store = await openTemporary(folder);
    for (const reason of ['a', 'b', 'c']) appendAudit(store.writer, sampleAuditBody({ reason }));
    const kept = auditHead(store.reader);
    const proved = (): ReturnType<typeof verifyAudit> => againstKept(store.reader, verifyAudit(store.reader), kept);
    expect(proved().ok).toBe(true);
    const second = String(store.reader.one('SELECT hash FROM audit WHERE seq = 2')?.['hash']);
    tamper(folder, (database) => {
      database.exec('DELETE FROM audit WHERE seq = 3');
      database.prepare("UPDATE setting SET value = ? WHERE key = 'auditHead'").run(JSON.stringify({ seq: 2, hash: second }));
    });
    expect(verifyAudit(store.reader).ok).toBe(true);
    expect(proved()).toMatchObject({ ok: false, firstBroken: 3, message: expect.stringContaining('older backup') });
    appendAudit(store.writer, sampleAuditBody({ reason: 'another third' }));
    expect(verifyAudit(store.reader).ok).toBe(true);
    expect(proved()).toMatchObject({ ok: false, firstBroken: 3, message: expect.stringContaining('vault') });
    expect(againstKept(store.reader, verifyAudit(store.reader), null).ok).toBe(true);
  });
});
