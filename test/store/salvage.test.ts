import { copyFileSync, existsSync, mkdtempSync, readFileSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import Database from 'better-sqlite3';
import { afterAll, describe, expect, test } from 'vitest';
import { appendAudit, listAudit, verifyAudit } from '../../main/store/audit.ts';
import { backup } from '../../main/store/backup.ts';
import { insertDecision } from '../../main/store/decisions.ts';
import { examine } from '../../main/store/examine.ts';
import { databaseName, openStore, type Store } from '../../main/store/open.ts';
import { appendReadings } from '../../main/store/readings.ts';
import { enterRecovery, finishEntering, previewRecovery, type Recovery } from '../../main/store/recovery.ts';
import { inRecovery } from '../../main/store/recovery-state.ts';
import { listRollouts } from '../../main/store/rollouts.ts';
import { databaseFile, reading, sampleAuditBody, sampleDecision, seedRollout, temporaryFolder } from '../support/store-samples.ts';

const at = Date.parse('2026-11-21T12:00:00Z');
const entries = 1500;

/** Filled once; every test damages a copy. */
let model: string | null = null;

async function filled(folder: string): Promise<void> {
  model ??= await fill(mkdtempSync(join(tmpdir(), 'tidegate-salvage-')));
  copyFileSync(model, databaseFile(folder));
}

afterAll(() => {
  if (model !== null) rmSync(dirname(model), { recursive: true, force: true });
});

async function fill(folder: string): Promise<string> {
  const store = await openStore({ folder, now: () => at });
  store.writer.transaction(() => {
    for (let index = 0; index < 100; index += 1)
      seedRollout(store.writer, { id: `ro_${String(index).padStart(4, '0')}`, createdAt: index });
    for (let index = 0; index < 1000; index += 1) {
      const id = `dec_${String(index).padStart(5, '0')}`;
      insertDecision(store.writer, sampleDecision({ id, at: index, rolloutId: 'ro_0001', snapshotHash: null }));
    }
    for (let index = 1; index <= entries; index += 1) appendAudit(store.writer, sampleAuditBody({ at: index, reason: `Entry ${index}` }));
  });
  appendReadings(
    store.writer,
    'errors',
    Array.from({ length: 10_000 }, (_, index) => reading(index * 15_000, 0.01)),
  );
  store.database.pragma('wal_checkpoint(TRUNCATE)');
  store.close();
  return databaseFile(folder);
}

/** Overwrites whole pages (numbers from 1) with rubbish, as a failing disk does. */
function ruin(folder: string, pages: readonly number[]): void {
  const file = databaseFile(folder);
  const bytes = readFileSync(file);
  for (const page of pages) bytes.fill(0xa5, (page - 1) * 4096, page * 4096);
  writeFileSync(file, bytes);
}

/** Leaf pages of a table, in order. */
function pagesOf(folder: string, table: string): number[] {
  const database = new Database(databaseFile(folder), { readonly: true });
  try {
    return database
      .prepare<[string], number>(`SELECT pageno FROM dbstat WHERE name = ? AND pagetype = 'leaf' ORDER BY path`)
      .pluck()
      .all(table);
  } finally {
    database.close();
  }
}

function enter(folder: string): Recovery {
  return enterRecovery({ folder, now: at, problems: examine(folder, databaseName), noted: null });
}

function tableOf(recovery: Recovery, table: string): Recovery['tables'][number] | undefined {
  return recovery.tables.find((one) => one.table === table);
}

async function reopened(folder: string): Promise<Store> {
  return await openStore({ folder, now: () => at });
}

describe('a damaged database', () => {
  test('R4.11 is found before anything is opened for writing, and an intact one is not', async () => {
    const folder = temporaryFolder();
    await filled(folder);
    expect(examine(folder, databaseName)).toEqual([]);
    ruin(folder, pagesOf(folder, 'decision').slice(3, 4));
    const before = readFileSync(databaseFile(folder));
    expect(examine(folder, databaseName).length).toBeGreaterThan(0);
    expect(readFileSync(databaseFile(folder)).equals(before)).toBe(true);
  });

  test('R4.11 gives back every row that is not on a ruined page, and says how many are lost', async () => {
    const folder = temporaryFolder();
    await filled(folder);
    const decisions = pagesOf(folder, 'decision');
    const readings = pagesOf(folder, 'reading');
    const damaged = [decisions[5], decisions[40], decisions[60], readings[10], readings[40]].filter((page) => page !== undefined);
    ruin(folder, damaged);
    const before = readFileSync(databaseFile(folder));
    const recovery = enter(folder);
    expect(readFileSync(join(folder, recovery.damagedFile ?? '')).equals(before)).toBe(true);
    const kept = tableOf(recovery, 'decision');
    expect(kept?.rows).toBeGreaterThan(900);
    expect((kept?.rows ?? 0) + (kept?.missing ?? 0)).toBe(1000);
    expect(tableOf(recovery, 'reading')).toMatchObject({ missing: null });
    expect(tableOf(recovery, 'reading')?.rows).toBeGreaterThan(9000);
    expect(tableOf(recovery, 'rollout')).toEqual({ table: 'rollout', rows: 100, missing: 0, leftOut: 0 });
    const store = await reopened(folder);
    expect(inRecovery(store.reader)).toBe(true);
    expect(listRollouts(store.reader, {})).toHaveLength(100);
    expect(verifyAudit(store.reader)).toMatchObject({ ok: true, entries: entries + 1, lost: [] });
    store.close();
    expect(examine(folder, databaseName)).toEqual([]);
  });

  test('R1.11 proves what is left of the audit log, names the gap, and tells of it in the log that goes on', async () => {
    const folder = temporaryFolder();
    await filled(folder);
    ruin(folder, pagesOf(folder, 'audit').slice(20, 22));
    const recovery = enter(folder);
    const [gap] = recovery.audit.lost;
    expect(recovery.audit.lost).toHaveLength(1);
    expect(recovery.audit).toMatchObject({ endKnown: true, head: { seq: entries }, altered: [] });
    const store = await reopened(folder);
    const proof = verifyAudit(store.reader);
    expect(proof).toMatchObject({ ok: true, lost: [{ ...gap, by: entries + 1, how: 'salvaged', file: recovery.damagedFile }] });
    expect(proof.message).toContain(`Entries ${gap?.from} to ${gap?.to} could not be read any more`);
    appendAudit(store.writer, sampleAuditBody({}));
    expect(verifyAudit(store.reader).ok).toBe(true);
    expect(listAudit(store.reader, { text: 'Entry', limit: 5 })).toHaveLength(5);
    // Somebody who removes one more entry is still found.
    store.database.exec(`DROP TRIGGER audit_stays; DELETE FROM audit WHERE seq = 7`);
    expect(verifyAudit(store.reader)).toMatchObject({ ok: false, firstBroken: 7 });
    store.close();
  });

  test('R1.11 leaves out an entry that can be read but is not what was written, and says which', async () => {
    const folder = temporaryFolder();
    await filled(folder);
    const bytes = readFileSync(databaseFile(folder));
    const place = bytes.indexOf('Entry 1234"');
    bytes.write('Entry 9234"', place);
    writeFileSync(databaseFile(folder), bytes);
    ruin(folder, pagesOf(folder, 'decision').slice(3, 4));
    expect(enter(folder).audit).toMatchObject({ altered: [1234], lost: [{ from: 1234, to: 1234 }] });
  });

  test('R4.11 is read with the list of tables of a backup when its first page is gone', async () => {
    const folder = temporaryFolder();
    await filled(folder);
    const store = await reopened(folder);
    const made = await backup(store, { reason: 'daily', now: at - 1000 });
    store.close();
    ruin(folder, [1]);
    const recovery = enter(folder);
    expect(recovery.schemaFrom).toBe(made.file.split('/').at(-1));
    expect(tableOf(recovery, 'audit')).toMatchObject({ rows: entries, missing: 0 });
    expect(tableOf(recovery, 'decision')).toMatchObject({ rows: 1000 });
    expect(recovery.backup).toMatchObject({ at: at - 1000 });
  });

  test('R4.11 that was cut off keeps what lies before the cut', async () => {
    const folder = temporaryFolder();
    await filled(folder);
    truncateSync(databaseFile(folder), Math.floor(statSync(databaseFile(folder)).size / 4096 / 2) * 4096);
    const recovery = enter(folder);
    const rows = recovery.tables.reduce((sum, one) => sum + one.rows, 0);
    expect(rows).toBeGreaterThan(500);
    expect((await reopened(folder)).close()).toBeUndefined();
  });

  test('R4.11 that is no database at all is kept, and an empty one opens in recovery', async () => {
    const folder = temporaryFolder();
    writeFileSync(databaseFile(folder), 'Dear diary, this is no database. '.repeat(500));
    expect(examine(folder, databaseName)[0]).toContain('not a database');
    const recovery = enter(folder);
    expect(readFileSync(join(folder, recovery.damagedFile ?? ''), 'utf8')).toContain('Dear diary');
    expect(recovery.tables.every((one) => one.rows === 0 && one.missing === null)).toBe(true);
    const store = await reopened(folder);
    expect(inRecovery(store.reader)).toBe(true);
    store.close();
  });

  test.each([
    [0, 'holds no Tidegate data'],
    [55, 'there never was'],
    [10, 'its tables are those of format'],
  ])('R4.11 whose note of its format says %i is read by the tables it has', async (version, words) => {
    const folder = temporaryFolder();
    await filled(folder);
    const database = new Database(databaseFile(folder));
    database.pragma(`user_version = ${version}`);
    database.close();
    const problems = examine(folder, databaseName);
    expect(problems[0]).toContain(words);
    const recovery = enterRecovery({ folder, now: at, problems, noted: null });
    expect(tableOf(recovery, 'decision')).toMatchObject({ rows: 1000, missing: 0 });
    (await reopened(folder)).close();
  });

  test('R4.11 that lost its newest changes is found by the backup that has them', async () => {
    const folder = temporaryFolder();
    await filled(folder);
    copyFileSync(databaseFile(folder), `${databaseFile(folder)}.old`);
    const store = await reopened(folder);
    appendAudit(store.writer, sampleAuditBody({}));
    await backup(store, { reason: 'daily', now: at });
    store.close();
    for (const suffix of ['-wal', '-shm']) rmSync(`${databaseFile(folder)}${suffix}`, { force: true });
    copyFileSync(`${databaseFile(folder)}.old`, databaseFile(folder));
    expect(examine(folder, databaseName)[0]).toContain(
      `ends at entry ${entries}, but the backup of 2026-11-21T12:00:00.000Z has entry ${entries + 1}`,
    );
  });

  test('R4.11 is brought into recovery at the next start when the process ended in between', async () => {
    const [done, folder] = [temporaryFolder(), temporaryFolder()];
    await filled(done);
    await filled(folder);
    const damage = pagesOf(folder, 'decision').slice(3, 4);
    ruin(done, damage);
    ruin(folder, damage);
    const recovery = enter(done);
    // As it lies there when the salvaged database is whole, but not yet in place.
    copyFileSync(databaseFile(done), `${databaseFile(folder)}.salvaged-ready`);
    writeFileSync(`${databaseFile(folder)}-wal`, 'unsaved changes of the damaged one');
    const before = readFileSync(databaseFile(folder));
    expect(finishEntering(folder)).toBe(true);
    expect(readFileSync(join(folder, recovery.damagedFile ?? '')).equals(before)).toBe(true);
    expect(readFileSync(join(folder, `${recovery.damagedFile}-wal`), 'utf8')).toBe('unsaved changes of the damaged one');
    const store = await reopened(folder);
    expect(inRecovery(store.reader)).toBe(true);
    store.close();
  });

  test('R4.11 is only looked at in a preview', async () => {
    const folder = temporaryFolder();
    await filled(folder);
    ruin(folder, pagesOf(folder, 'decision').slice(3, 4));
    const before = readFileSync(databaseFile(folder));
    const recovery = previewRecovery({ folder, now: at, problems: ['x'], noted: null });
    expect(recovery).toMatchObject({ damagedFile: null });
    expect(readFileSync(databaseFile(folder)).equals(before)).toBe(true);
    expect(existsSync(`${databaseFile(folder)}.preview`)).toBe(false);
    expect(finishEntering(folder)).toBe(false);
  });
});
