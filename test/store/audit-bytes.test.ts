import { copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import Database from 'better-sqlite3';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { appendAudit, verifyAudit } from '../../main/store/audit.ts';
import { type Reader, readerOf } from '../../main/store/handles.ts';
import { openStore } from '../../main/store/open.ts';
import { sampleAuditBody } from '../support/store-samples.ts';

const entries = 10_000;
const columns = ['at', 'application_id', 'rollout_id', 'words', 'body', 'previous', 'hash'] as const;
type Column = (typeof columns)[number];

/** The log as it was written: filled once, and copied for whoever changes it. */
let written = '';

beforeAll(async () => {
  const folder = mkdtempSync(join(tmpdir(), 'tidegate-bytes-'));
  const store = await openStore({ folder, now: () => 0 });
  store.writer.transaction(() => {
    for (let index = 1; index <= entries; index += 1) {
      const reason = `Entry ${index}, 7.1 % of ${index} requests failed: zu spät`;
      appendAudit(store.writer, sampleAuditBody({ at: index * 1000, reason }));
    }
  });
  store.close();
  written = store.file;
}, 60_000);

afterAll(() => rmSync(dirname(written), { recursive: true, force: true }));

interface Copy {
  readonly database: Database.Database;
  readonly reader: Reader;
}

/** A copy of the log without its guards, in a transaction of its own: nothing of what is tried has to reach the disk. */
function copyOfLog(): Copy {
  const folder = mkdtempSync(join(tmpdir(), 'tidegate-bytes-'));
  const file = join(folder, 'copy.db');
  copyFileSync(written, file);
  const database = new Database(file);
  database.exec('DROP TRIGGER audit_keeps; DROP TRIGGER audit_stays; DROP TRIGGER audit_once; BEGIN');
  onTestFinished(() => {
    database.close();
    rmSync(folder, { recursive: true, force: true });
  });
  return { database, reader: readerOf(database) };
}

/** Where the proof has to begin so that a change of `seq` is within reach without walking all the others. */
function proofNear({ reader }: Copy, seq: number): ReturnType<typeof verifyAudit> {
  return verifyAudit(reader, { from: Math.max(1, seq - 1), to: Math.min(entries, seq + 1) });
}

interface Tamperer {
  bytesOf(seq: number, column: Column): Buffer;
  write(seq: number, column: Column, bytes: Buffer): void;
}

function tampererOf({ database }: Copy): Tamperer {
  const statements = Object.fromEntries(
    columns.map((column) => [
      column,
      {
        read: database.prepare<[number], Buffer>(`SELECT CAST(${column} AS BLOB) FROM audit WHERE seq = ?`).pluck(),
        write: database.prepare(`UPDATE audit SET ${column} = CAST(? AS ${column === 'at' ? 'INTEGER' : 'TEXT'}) WHERE seq = ?`),
      },
    ]),
  );
  return {
    bytesOf: (seq, column) => Buffer.from(statements[column]?.read.get(seq) ?? []),
    write: (seq, column, bytes) => void statements[column]?.write.run(bytes, seq),
  };
}

/** The bytes with one bit turned. */
function turned(bytes: Buffer, place: number, bit: number): Buffer {
  const changed = Buffer.from(bytes);
  changed.writeUInt8(changed.readUInt8(place) ^ (1 << bit), place);
  return changed;
}

describe('ten thousand entries', () => {
  test('R1.11 names the entry of which any byte of any column was changed', () => {
    const copy = copyOfLog();
    const tamperer = tampererOf(copy);
    const row = copy.database.prepare('SELECT * FROM audit WHERE seq = ?');
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: entries }),
        fc.constantFrom(...columns),
        fc.nat(),
        fc.integer({ min: 0, max: 7 }),
        (seq, column, place, bit) => {
          const before = JSON.stringify(row.get(seq));
          const bytes = tamperer.bytesOf(seq, column);
          tamperer.write(seq, column, turned(bytes, place % bytes.length, bit));
          const same = JSON.stringify(row.get(seq)) === before;
          const proof = proofNear(copy, seq);
          tamperer.write(seq, column, bytes);
          // A number such as 7000 keeps its value when a bit turns its last digit into no digit at all: nothing was changed then.
          if (same) expect(proof.ok).toBe(true);
          else expect(proof).toMatchObject({ ok: false, firstBroken: seq });
        },
      ),
      { numRuns: 1000, seed: 41 },
    );
    expect(verifyAudit(copy.reader)).toMatchObject({ ok: true, entries });
  }, 60_000);

  test('R1.11 finds every byte of one entry, and each bit of its links', () => {
    const copy = copyOfLog();
    const tamperer = tampererOf(copy);
    const seq = 7654;
    let tried = 0;
    for (const column of ['body', 'words', 'previous', 'hash', 'application_id', 'rollout_id'] as const) {
      const bytes = tamperer.bytesOf(seq, column);
      const bits = column === 'hash' || column === 'previous' ? [0, 1, 2, 3, 4, 5, 6, 7] : [0];
      for (let place = 0; place < bytes.length; place += 1) {
        for (const bit of bits) {
          // One bit of each byte, another one for its neighbour.
          tamperer.write(seq, column, turned(bytes, place, (bit + place) % 8));
          const proof = proofNear(copy, seq);
          if (proof.firstBroken !== seq)
            expect(proof, `${column}, byte ${place}, bit ${bit}`).toMatchObject({ ok: false, firstBroken: seq });
          tried += 1;
        }
      }
      tamperer.write(seq, column, bytes);
    }
    expect(tried).toBeGreaterThan(1500);
    expect(verifyAudit(copy.reader).ok).toBe(true);
  }, 60_000);

  test('R1.11 takes bytes that are no text for a change, although they read the same', () => {
    const copy = copyOfLog();
    copy.database.exec('UPDATE audit SET body = CAST(body AS BLOB) WHERE seq = 5000');
    expect(verifyAudit(copy.reader)).toMatchObject({ ok: false, firstBroken: 5000 });
  });

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
  ])('R1.11 names the first entry when one was %s', (_, sql, first) => {
    const copy = copyOfLog();
    copy.database.exec(sql);
    expect(verifyAudit(copy.reader)).toMatchObject({ ok: false, firstBroken: first });
  });
});
