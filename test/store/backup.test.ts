import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import Database from 'better-sqlite3';
import { describe, expect, onTestFinished, test } from 'vitest';
import { listApplications, saveApplication } from '../../main/store/applications.ts';
import { backup, integrity, listBackups, restore } from '../../main/store/backup.ts';
import { openStore, type Store } from '../../main/store/open.ts';
import { startReadWorker } from '../../main/store/read-client.ts';
import { appendReadings } from '../../main/store/readings.ts';
import { now } from '../support/core-samples.ts';
import { databaseFile, openTemporary, reading, temporaryFolder } from '../support/store-samples.ts';

const later = now + 60_000;

function namesIn(store: Store): string[] {
  return listApplications(store.reader).map((application) => application.name);
}

/** A workspace with a backup of `Before`, gone on to hold `After` as well. */
async function workspace(): Promise<{ folder: string; store: Store; file: string }> {
  const folder = temporaryFolder();
  const store = await openTemporary(folder);
  saveApplication(store.writer, { id: 'before', name: 'Before' });
  const { file } = await backup(store, { reason: 'by hand', now });
  saveApplication(store.writer, { id: 'after', name: 'After' });
  return { folder, store, file };
}

describe('a backup', () => {
  test('R4.11 is whole, checked, one file, and listed with its reason', async () => {
    const { folder, store } = await workspace();
    const made = await backup(store, { reason: 'daily', now: later });
    expect(made).toEqual({ file: expect.any(String) as string, at: later, bytes: statSync(made.file).size, reason: 'daily', intact: true });
    expect(listBackups(folder).map(({ at, reason, intact }) => ({ at, reason, intact }))).toEqual([
      { at: later, reason: 'daily', intact: null },
      { at: now, reason: 'by hand', intact: null },
    ]);
    expect(readdirSync(join(folder, 'backups')).filter((name) => name.endsWith('.db'))).toHaveLength(2);
  });

  test('R4.11 holds what is written while it is made, or what was before, but nothing in between', async () => {
    const { store } = await workspace();
    appendReadings(
      store.writer,
      'errors',
      Array.from({ length: 20_000 }, (_, index) => reading(now + index, index)),
    );
    const making = backup(store, { reason: 'busy', now: later });
    saveApplication(store.writer, { id: 'meanwhile', name: 'Meanwhile' });
    const copy = new Database((await making).file, { readonly: true });
    expect(copy.prepare('SELECT count(*) FROM reading').pluck().get()).toBe(20_000);
    copy.close();
  });

  test('design 4 is checked by the read worker where one is given, and not kept when that finds a problem', async () => {
    const { folder, store } = await workspace();
    const reads = startReadWorker(store.file, new URL('../../main/store/read-worker.ts', import.meta.url));
    onTestFinished(() => reads.close());
    const check = async (file: string): Promise<readonly string[]> => await reads.call('checkCopy', { file });
    expect(await backup(store, { reason: 'daily', now: later, check })).toMatchObject({ intact: true });
    const failing = async (): Promise<string[]> => await Promise.resolve(['row 7 missing from index']);
    await expect(backup(store, { reason: 'bad', now: later, check: failing })).rejects.toThrow('row 7 missing from index');
    expect(listBackups(folder).map(({ reason }) => reason)).toEqual(['daily', 'by hand']);
  });

  test('R4.11 leaves nothing unfinished when it cannot be written', async () => {
    const folder = temporaryFolder();
    const store = await openTemporary(folder);
    writeFileSync(join(folder, 'backups'), 'a file where the folder should be');
    await expect(backup(store, { reason: 'daily', now })).rejects.toMatchObject({ name: 'StoreError', code: 'readonly' });
    expect(readdirSync(folder).filter((name) => name.includes('unfinished'))).toEqual([]);
  });

  test('R4.11 lists nothing but backups', async () => {
    const folder = temporaryFolder();
    expect(listBackups(folder)).toEqual([]);
    mkdirSync(join(folder, 'backups'));
    writeFileSync(join(folder, 'backups', 'notes.txt'), '');
    expect(listBackups(folder)).toEqual([]);
  });
});

describe('a restore', () => {
  test.each([
    ['its path', (file: string) => file],
    ['its name', (file: string) => basename(file)],
  ])('R4.11 brings the backup back by %s and keeps the replaced database whole', async (_, named) => {
    const { folder, store, file } = await workspace();
    store.close();
    const { replaced } = await restore({ folder, file: named(file), now: later });
    expect(replaced).toBe(`${databaseFile(folder)}.replaced-2023-11-14T22-14-20.000Z`);
    expect(namesIn(await openTemporary(folder))).toEqual(['Before']);
    const kept = new Database(replaced, { readonly: true });
    expect(kept.prepare('SELECT name FROM application ORDER BY name').pluck().all()).toEqual(['After', 'Before']);
    kept.close();
  });

  test('R4.11 can be taken back with the replaced database', async () => {
    const { folder, store, file } = await workspace();
    store.close();
    const { replaced } = await restore({ folder, file, now: later });
    await restore({ folder, file: replaced, now: later + 1 });
    expect(namesIn(await openTemporary(folder))).toEqual(['After', 'Before']);
  });

  test('R4.11 keeps changes that a killed process left beside the database', async () => {
    const { folder, store, file } = await workspace();
    const left = readFileSync(`${databaseFile(folder)}-wal`);
    const main = readFileSync(databaseFile(folder));
    store.close();
    writeFileSync(databaseFile(folder), main);
    writeFileSync(`${databaseFile(folder)}-wal`, left);
    const { replaced } = await restore({ folder, file, now: later });
    expect(existsSync(`${databaseFile(folder)}-wal`)).toBe(false);
    const kept = new Database(replaced, { readonly: true });
    expect(kept.prepare('SELECT count(*) FROM application').pluck().get()).toBe(2);
    kept.close();
    expect(namesIn(await openTemporary(folder))).toEqual(['Before']);
  });

  test.each([
    ['cut short', (file: string) => truncateSync(file, 9000)],
    ['cut to nothing', (file: string) => truncateSync(file, 0)],
    ['overwritten inside', (file: string) => overwrite(file)],
    ['of another kind', (file: string) => writeFileSync(file, 'text '.repeat(5000))],
  ])('R4.11 refuses a backup that is %s and leaves the database alone', async (_, harm) => {
    const { folder, store, file } = await workspace();
    store.close();
    harm(file);
    await expect(restore({ folder, file, now: later })).rejects.toThrow(/nothing was restored|was not restored/);
    expect(namesIn(await openTemporary(folder))).toEqual(['After', 'Before']);
    expect(readdirSync(folder).filter((name) => name.includes('incoming') || name.includes('replaced'))).toEqual([]);
  });

  test('R4.11 refuses a backup of a newer Tidegate', async () => {
    const { folder, store, file } = await workspace();
    store.close();
    const copy = new Database(file);
    copy.pragma('user_version = 9990');
    copy.close();
    await expect(restore({ folder, file, now: later })).rejects.toMatchObject({ code: 'newer' });
  });

  test('R4.11 refuses while the workspace is open', async () => {
    const { folder, store, file } = await workspace();
    await expect(restore({ folder, file, now: later })).rejects.toMatchObject({ code: 'busy' });
    expect(namesIn(store)).toEqual(['After', 'Before']);
  });

  test('R4.11 says that there is no such backup', async () => {
    const folder = temporaryFolder();
    await expect(restore({ folder, file: 'none.db', now })).rejects.toThrow('There is no backup none.db');
  });

  test.each([
    ['damaged', (file: string) => truncateSync(file, 100)],
    ['emptied', (file: string) => truncateSync(file, 0)],
  ])('R4.11 is the way back from a database that was %s', async (_, harm) => {
    const { folder, store, file } = await workspace();
    store.close();
    harm(databaseFile(folder));
    await expect(openStore({ folder, now: () => now })).rejects.toMatchObject({ code: 'damaged' });
    const { replaced } = await restore({ folder, file, now: later });
    expect(existsSync(replaced)).toBe(true);
    expect(namesIn(await openTemporary(folder))).toEqual(['Before']);
  });

  test('R4.11 works where the database is gone altogether', async () => {
    const { store, file } = await workspace();
    store.close();
    const folder = temporaryFolder();
    expect(await restore({ folder, file, now: later })).toEqual({ replaced: '' });
    expect(namesIn(await openTemporary(folder))).toEqual(['Before']);
  });
});

test('R4.11 says when an open database is whole', async () => {
  expect(integrity((await openTemporary()).reader)).toEqual({ ok: true, problems: [] });
});

function overwrite(file: string): void {
  const bytes = readFileSync(file);
  bytes.fill(0xee, 4096, bytes.length);
  writeFileSync(file, bytes);
}
