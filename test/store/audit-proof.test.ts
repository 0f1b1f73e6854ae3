import type Database from 'better-sqlite3';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { appendAudit, verifyAudit } from '../../main/store/audit.ts';
import { auditWalk } from '../../main/store/audit-proof.ts';
import type { Store } from '../../main/store/open.ts';
import { openTemporary, sampleAuditBody, tamper, temporaryFolder } from '../support/store-samples.ts';

const entries = 12;

async function filled(count = entries): Promise<{ store: Store; folder: string }> {
  const folder = temporaryFolder();
  const store = await openTemporary(folder);
  for (let index = 1; index <= count; index += 1) {
    appendAudit(store.writer, sampleAuditBody({ reason: `Entry ${index}`, rolloutId: index % 2 === 0 ? null : 'ro_1' }));
  }
  return { store, folder };
}

/** Runs a change and proves; then takes the change back, so that one database serves many tries. */
function proofAfter(store: Store, folder: string, change: (database: Database.Database) => void): ReturnType<typeof verifyAudit> {
  let proof = verifyAudit(store.reader);
  tamper(folder, (database) => {
    const rows = database.prepare('SELECT * FROM audit').all();
    const head = database.prepare("SELECT value FROM setting WHERE key = 'auditHead'").pluck().get();
    change(database);
    proof = verifyAudit(store.reader);
    database.exec('DELETE FROM audit');
    const insert = database.prepare(
      'INSERT INTO audit (seq, at, application_id, rollout_id, words, body, previous, hash) VALUES (@seq, @at, @application_id, @rollout_id, @words, @body, @previous, @hash)',
    );
    for (const row of rows) insert.run(row);
    database.prepare("INSERT INTO setting VALUES ('auditHead', ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value").run(head);
  });
  expect(verifyAudit(store.reader).ok).toBe(true);
  return proof;
}

const columns = ['at', 'application_id', 'rollout_id', 'words', 'body', 'previous', 'hash'] as const;

describe('the proof', () => {
  test('design 2.9 holds for what was written, and for an empty log', async () => {
    expect(verifyAudit((await openTemporary()).reader)).toMatchObject({ ok: true, entries: 0 });
    const { store } = await filled();
    expect(verifyAudit(store.reader)).toEqual({
      ok: true,
      entries,
      firstBroken: null,
      message: `All ${entries} entries are as they were written.`,
      lost: [],
    });
  });

  test('design 2.9 finds any changed character of any column, and names the entry', async () => {
    const { store, folder } = await filled();
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: entries }),
        fc.constantFrom(...columns),
        fc.nat(),
        fc.integer({ min: 33, max: 126 }),
        (seq, column, place, code) => {
          let changed = false;
          const proof = proofAfter(store, folder, (database) => {
            const old = String(database.prepare(`SELECT ${column} FROM audit WHERE seq = ?`).pluck().get(seq));
            const at = place % old.length;
            const next = old.slice(0, at) + String.fromCharCode(code) + old.slice(at + 1);
            database.prepare(`UPDATE audit SET ${column} = ? WHERE seq = ?`).run(next, seq);
            changed = next !== old;
          });
          fc.pre(changed);
          expect(proof).toMatchObject({ ok: false, firstBroken: seq, entries: seq - 1 });
        },
      ),
      { numRuns: 150 },
    );
  });

  test('design 2.9 finds any removed entries, the newest included', async () => {
    const { store, folder } = await filled();
    fc.assert(
      fc.property(fc.uniqueArray(fc.integer({ min: 1, max: entries }), { minLength: 1, maxLength: entries }), (gone) => {
        const proof = proofAfter(store, folder, (database) => database.exec(`DELETE FROM audit WHERE seq IN (${gone.join(',')})`));
        expect(proof).toMatchObject({ ok: false, firstBroken: Math.min(...gone) });
      }),
      { numRuns: 40 },
    );
  });

  test('design 2.9 finds any two entries that changed places', async () => {
    const { store, folder } = await filled();
    fc.assert(
      fc.property(fc.uniqueArray(fc.integer({ min: 1, max: entries }), { minLength: 2, maxLength: 2 }), ([a = 1, b = 2]) => {
        const proof = proofAfter(store, folder, (database) => {
          database.exec(
            `UPDATE audit SET seq = -1 WHERE seq = ${a}; UPDATE audit SET seq = ${a} WHERE seq = ${b}; UPDATE audit SET seq = ${b} WHERE seq = -1`,
          );
        });
        expect(proof).toMatchObject({ ok: false, firstBroken: Math.min(a, b) });
      }),
      { numRuns: 40 },
    );
  });

  test('design 2.9 finds an entry added behind the last, and a lost or wrong head', async () => {
    const { store, folder } = await filled();
    const added = proofAfter(store, folder, (database) => {
      const row = `INSERT INTO audit SELECT seq + 1, at, application_id, rollout_id, words, body, hash, 'x' FROM audit WHERE seq = ${entries}`;
      database.exec(row);
    });
    expect(added).toMatchObject({ ok: false, firstBroken: entries + 1 });
    const headless = proofAfter(store, folder, (database) => database.exec("DELETE FROM setting WHERE key = 'auditHead'"));
    expect(headless).toMatchObject({ ok: false, firstBroken: entries });
    const unreadable = proofAfter(store, folder, (database) => database.exec("UPDATE setting SET value = 'x' WHERE key = 'auditHead'"));
    expect(unreadable.ok).toBe(false);
  });

  test('design 2.9 is not deceived by white space and numbers written otherwise', async () => {
    const { store, folder } = await filled();
    const change = (from: string, to: string) => (database: Database.Database) =>
      void database.prepare('UPDATE audit SET body = replace(body, ?, ?) WHERE seq = 3').run(from, to);
    expect(proofAfter(store, folder, change('"percent":10', '"percent": 10')).firstBroken).toBe(3);
    expect(proofAfter(store, folder, change('"percent":10', '"percent":1e1')).firstBroken).toBe(3);
  });

  test('design 2.9 can begin in the middle', async () => {
    const { store, folder } = await filled();
    expect(verifyAudit(store.reader, { from: 5 })).toMatchObject({ ok: true, entries: entries - 4 });
    tamper(folder, (database) => database.exec('DELETE FROM audit WHERE seq = 4'));
    expect(verifyAudit(store.reader, { from: 5 })).toMatchObject({ ok: false, firstBroken: 4 });
    expect(verifyAudit(store.reader, { from: 6 })).toMatchObject({ ok: true });
  });

  test('design 2.9 holds while others append', async () => {
    const { store } = await filled(1500);
    const walk = auditWalk(store.reader);
    expect(walk.next()).toEqual({ done: false, value: 1000 });
    appendAudit(store.writer, sampleAuditBody());
    expect(walk.next()).toMatchObject({ done: true, value: { ok: true, entries: 1501 } });
  });
});
