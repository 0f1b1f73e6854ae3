import type Database from 'better-sqlite3';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { appendAudit, verifyAudit } from '../../main/store/audit.ts';
import type { Store } from '../../main/store/open.ts';
import { openTemporary, sampleAuditBody, tamper, temporaryFolder } from '../support/store-samples.ts';

const entries = 10_000;
const columns = ['at', 'application_id', 'rollout_id', 'words', 'body', 'previous', 'hash'] as const;
type Column = (typeof columns)[number];

async function filled(): Promise<{ store: Store; folder: string }> {
  const folder = temporaryFolder();
  const store = await openTemporary(folder);
  store.writer.transaction(() => {
    for (let index = 1; index <= entries; index += 1) {
      appendAudit(
        store.writer,
        sampleAuditBody({ at: index * 1000, reason: `Entry ${index}, 7.1 % of ${index} requests failed: zu spät` }),
      );
    }
  });
  return { store, folder };
}

/** Where the proof has to begin so that a change of `seq` is within reach without walking all the others. */
function proofNear(store: Store, seq: number): ReturnType<typeof verifyAudit> {
  return verifyAudit(store.reader, { from: Math.max(1, seq - 3), to: Math.min(entries, seq + 3) });
}

/** Turns one bit of one byte of a column, as a tamperer with the file would; answers with the way back. */
function turnBit(database: Database.Database, seq: number, column: Column, place: number, bit: number): () => void {
  const kind = String(database.prepare(`SELECT typeof(${column}) FROM audit WHERE seq = ?`).pluck().get(seq));
  const read = database.prepare(`SELECT CAST(${column} AS BLOB) FROM audit WHERE seq = ?`).pluck();
  const bytes = Buffer.from(read.get(seq) as Buffer);
  const changed = Buffer.from(bytes);
  const at = place % bytes.length;
  changed.writeUInt8(changed.readUInt8(at) ^ (1 << bit), at);
  const write = database.prepare(`UPDATE audit SET ${column} = CAST(? AS ${kind === 'integer' ? 'INTEGER' : 'TEXT'}) WHERE seq = ?`);
  write.run(changed, seq);
  if (Buffer.compare(read.get(seq) as Buffer, bytes) === 0) return () => undefined;
  return () => void write.run(bytes, seq);
}

describe('ten thousand entries', () => {
  test('R1.11 names the entry of which any byte of any column was changed', async () => {
    const { store, folder } = await filled();
    expect(verifyAudit(store.reader)).toMatchObject({ ok: true, entries });
    tamper(folder, (database) => {
      fc.assert(
        fc.property(
          fc.integer({ min: 1, max: entries }),
          fc.constantFrom(...columns),
          fc.nat(),
          fc.integer({ min: 0, max: 7 }),
          (seq, column, place, bit) => {
            const before = database.prepare('SELECT * FROM audit WHERE seq = ?').get(seq);
            const putBack = turnBit(database, seq, column, place, bit);
            const same = JSON.stringify(database.prepare('SELECT * FROM audit WHERE seq = ?').get(seq)) === JSON.stringify(before);
            const proof = proofNear(store, seq);
            putBack();
            // A number such as 7000 keeps its value when a bit turns its last digit into no digit at all: nothing was changed then.
            if (same) expect(proof.ok).toBe(true);
            else expect(proof).toMatchObject({ ok: false, firstBroken: seq });
          },
        ),
        { numRuns: 2000, seed: 41 },
      );
    });
    expect(verifyAudit(store.reader)).toMatchObject({ ok: true, entries });
  }, 60_000);

  test('R1.11 finds every byte of one entry, each bit of it', async () => {
    const { store, folder } = await filled();
    const seq = 7654;
    let tried = 0;
    tamper(folder, (database) => {
      for (const column of ['body', 'words', 'previous', 'hash', 'application_id', 'rollout_id'] as const) {
        const bytes = Number(database.prepare(`SELECT length(CAST(${column} AS BLOB)) FROM audit WHERE seq = ?`).pluck().get(seq));
        for (let place = 0; place < bytes; place += 1) {
          for (let bit = 0; bit < 8; bit += 1) {
            const putBack = turnBit(database, seq, column, place, bit);
            expect(proofNear(store, seq), `${column}, byte ${place}, bit ${bit}`).toMatchObject({ ok: false, firstBroken: seq });
            putBack();
            tried += 1;
          }
        }
      }
    });
    expect(tried).toBeGreaterThan(5000);
    expect(verifyAudit(store.reader).ok).toBe(true);
  }, 60_000);

  test('R1.11 takes bytes that are no text for a change, although they read the same', async () => {
    const { store, folder } = await filled();
    tamper(folder, (database) => database.exec('UPDATE audit SET body = CAST(body AS BLOB) WHERE seq = 5000'));
    expect(verifyAudit(store.reader)).toMatchObject({ ok: false, firstBroken: 5000 });
  }, 60_000);

  test.each([
    ['removed', 'DELETE FROM audit WHERE seq = 6000', 6000],
    ['removed and the rest moved up', 'DELETE FROM audit WHERE seq = 6000; UPDATE audit SET seq = seq - 1 WHERE seq > 6000', 6000],
    [
      'put in between',
      `UPDATE audit SET seq = -seq - 1 WHERE seq > 6000; UPDATE audit SET seq = -seq WHERE seq < 0;
       INSERT INTO audit SELECT 6001, at, application_id, rollout_id, words, body, hash, hash FROM audit WHERE seq = 6000`,
      6001,
    ],
    [
      'swapped',
      'UPDATE audit SET seq = -1 WHERE seq = 6000; UPDATE audit SET seq = 6000 WHERE seq = 6400; UPDATE audit SET seq = 6400 WHERE seq = -1',
      6000,
    ],
    ['cut off at the end', 'DELETE FROM audit WHERE seq > 9990', 9991],
    ['all removed', 'DELETE FROM audit', 1],
  ])('R1.11 names the first entry when one was %s', async (_, sql, first) => {
    const { store, folder } = await filled();
    tamper(folder, (database) => database.exec(sql));
    expect(verifyAudit(store.reader)).toMatchObject({ ok: false, firstBroken: first });
  });
});
