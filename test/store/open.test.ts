import { existsSync, readdirSync, readFileSync, renameSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { describe, expect, onTestFinished, test } from 'vitest';
import { listApplications, saveApplication } from '../../main/store/applications.ts';
import { backup } from '../../main/store/backup.ts';
import { newestVersion } from '../../main/store/migrations/index.ts';
import { openStore, type Store, type StoreError } from '../../main/store/open.ts';
import { appendReadings } from '../../main/store/readings.ts';
import { now } from '../support/core-samples.ts';
import { databaseFile, reading, temporaryFolder } from '../support/store-samples.ts';

/** Makes the tables itself, unlike other tests. */
async function openAnew(folder = temporaryFolder()): Promise<Store> {
  const store = await openStore({ folder, now: () => now });
  onTestFinished(() => store.close());
  return store;
}

async function troubleOf(folder: string, readOnly = false): Promise<StoreError> {
  const outcome: unknown = await openStore({ folder, now: () => now, readOnly }).then(
    (store) => store.close(),
    (error: unknown) => error,
  );
  expect(outcome).toHaveProperty('name', 'StoreError');
  return outcome as StoreError;
}

async function closedWorkspace(): Promise<string> {
  const folder = temporaryFolder();
  const store = await openAnew(folder);
  appendReadings(
    store.writer,
    'errors',
    Array.from({ length: 5000 }, (_, index) => reading(now + index * 1000, index)),
  );
  store.close();
  return folder;
}

describe('a new workspace', () => {
  test('R4.11 is made complete, in the newest format, and leaves nothing else behind', async () => {
    const folder = join(temporaryFolder(), 'deep', 'workspace');
    const store = await openAnew(folder);
    expect(store.reader.one('PRAGMA user_version')).toEqual({ user_version: newestVersion });
    store.close();
    expect(readdirSync(folder)).toEqual(['tidegate.db']);
  });

  test('R4.11 is begun anew when the first start was cut off half way', async () => {
    const folder = temporaryFolder();
    writeFileSync(`${databaseFile(folder)}.new`, 'half a database');
    const store = await openAnew(folder);
    expect(listApplications(store.reader)).toEqual([]);
    expect(existsSync(`${databaseFile(folder)}.new`)).toBe(false);
  });

  test('R4.11 keeps what was written for the next start', async () => {
    const folder = temporaryFolder();
    const store = await openAnew(folder);
    saveApplication(store.writer, { id: 'harbor', name: 'Harbor' });
    store.close();
    expect(listApplications((await openAnew(folder)).reader)).toEqual([{ id: 'harbor', name: 'Harbor' }]);
  });
});

describe('a database that cannot be used', () => {
  test('R4.11 is refused when a newer Tidegate wrote it, with both formats and what to do', async () => {
    const folder = await closedWorkspace();
    const database = new Database(databaseFile(folder));
    database.pragma('user_version = 9990');
    database.close();
    const error = await troubleOf(folder);
    expect(error.code).toBe('newer');
    expect(error.message).toContain(databaseFile(folder));
    expect(error.message).toMatch(/format 9990, this one knows \d+\)\. Update Tidegate/);
  });

  test.each([
    ['cut to half', (file: string) => truncateSync(file, Math.floor(statSync(file).size / 2))],
    ['cut inside its header', (file: string) => truncateSync(file, 60)],
    ['cut to nothing', (file: string) => truncateSync(file, 0)],
    ['text instead', (file: string) => writeFileSync(file, 'not a database '.repeat(1000))],
    ["another program's", (file: string) => emptyDatabase(file)],
  ])('R4.11 says that a file %s is damaged, and the way back', async (_, harm) => {
    const folder = await closedWorkspace();
    harm(databaseFile(folder));
    const before = readFileSync(databaseFile(folder));
    const error = await troubleOf(folder);
    expect(error.code).toBe('damaged');
    expect(error.message).toContain(databaseFile(folder));
    expect(error.message).toContain('restore FILE');
    expect(readFileSync(databaseFile(folder)).equals(before)).toBe(true);
  });

  test('R4.11 names the newest backup when the database is damaged', async () => {
    const folder = temporaryFolder();
    const store = await openAnew(folder);
    await backup(store, { reason: 'first', now });
    const newest = await backup(store, { reason: 'second', now: now + 1 });
    store.close();
    truncateSync(databaseFile(folder), 0);
    const { message } = await troubleOf(folder);
    expect(message).toContain(`npm run --silent tidegate -- restore ${newest.file} --reason WHY --workspace ${folder}`);
    expect(message).not.toContain('Settings');
  });

  test('R4.11 says so when a page in the middle was overwritten', async () => {
    const folder = await closedWorkspace();
    const bytes = readFileSync(databaseFile(folder));
    bytes.fill(0xff, 4096);
    writeFileSync(databaseFile(folder), bytes);
    expect((await troubleOf(folder).catch(() => readAll(folder))).code).toBe('damaged');
  });

  test('R4.11 names the file and the way back when damage shows at a later read, also inside a transaction', async () => {
    const folder = await closedWorkspace();
    breakTable(databaseFile(folder), 'reading');
    const store = await openAnew(folder);
    const read = (): unknown => store.writer.all('SELECT * FROM reading');
    for (const attempt of [read, () => store.reader.all('SELECT * FROM reading'), () => store.writer.transaction(read)]) {
      expect(attempt).toThrow(expect.objectContaining({ code: 'damaged', message: expect.stringContaining(databaseFile(folder)) }));
      expect(attempt).toThrow('restore FILE');
    }
  });

  test.each(['backups', 'changes'])('R4.11 does not begin empty where a database is missing beside its %s', async (left) => {
    const folder = temporaryFolder();
    const store = await openAnew(folder);
    if (left === 'backups') await backup(store, { reason: 'daily', now });
    else writeFileSync(`${databaseFile(folder)}-kept`, '');
    store.close();
    renameSync(databaseFile(folder), join(folder, 'elsewhere.db'));
    if (left === 'changes') renameSync(`${databaseFile(folder)}-kept`, `${databaseFile(folder)}-wal`);
    const error = await troubleOf(folder);
    expect([error.code, error.message]).toEqual(['damaged', expect.stringContaining('is missing')]);
    expect(existsSync(databaseFile(folder))).toBe(false);
  });

  test('R4.11 names a place where nothing can be written', async () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, 'file'), '');
    const error = await troubleOf(join(folder, 'file', 'workspace'));
    expect([error.code, error.message]).toEqual(['readonly', expect.stringContaining('this user may write')]);
  });
});

/** Overwrites the first page of a table; the rest of the file stays whole. */
function breakTable(file: string, table: string): void {
  const database = new Database(file);
  const page = Number(database.prepare('SELECT rootpage FROM sqlite_master WHERE name = ?').pluck().get(table));
  const size = Number(database.pragma('page_size', { simple: true }));
  database.close();
  const bytes = readFileSync(file);
  bytes.fill(0xff, (page - 1) * size, page * size);
  writeFileSync(file, bytes);
}

async function readAll(folder: string): Promise<StoreError> {
  const store = await openAnew(folder);
  try {
    store.reader.all('SELECT * FROM reading');
  } catch (error) {
    return error as StoreError;
  }
  throw new Error('The damage was not seen.');
}

function emptyDatabase(file: string): void {
  writeFileSync(file, '');
  const database = new Database(file);
  database.exec('CREATE TABLE other (id INTEGER)');
  database.close();
}

describe('reading only', () => {
  test('R6.2 opens a closed workspace and refuses to change it', async () => {
    const folder = await closedWorkspace();
    const store = await openStore({ folder, now: () => now, readOnly: true });
    try {
      expect(store.reader.one('SELECT count(*) AS total FROM reading')).toEqual({ total: 5000 });
      expect(() => saveApplication(store.writer, { id: 'a', name: 'A' })).toThrow(expect.objectContaining({ code: 'readonly' }));
    } finally {
      store.close();
    }
  });

  test('R6.2 says that there is no database, and makes none', async () => {
    const folder = temporaryFolder();
    expect((await troubleOf(folder, true)).message).toContain('There is no workspace database');
    expect(readdirSync(folder)).toEqual([]);
  });

  test('R6.2 asks to open an older format in Tidegate first', async () => {
    const folder = await closedWorkspace();
    const database = new Database(databaseFile(folder));
    database.pragma('user_version = 10');
    database.close();
    expect((await troubleOf(folder, true)).message).toContain('older format 10');
  });
});

describe('a full disk', () => {
  test('R4.11 stops a transaction with a clear word and leaves nothing half done', async () => {
    const store = await openAnew();
    saveApplication(store.writer, { id: 'harbor', name: 'Harbor' });
    const pages = Number(store.database.pragma('page_count', { simple: true }));
    store.database.pragma(`max_page_count = ${pages + 4}`);
    const fill = (): number =>
      store.writer.transaction(() => {
        saveApplication(store.writer, { id: 'pryde', name: 'Pryde' });
        return appendReadings(
          store.writer,
          'errors',
          Array.from({ length: 20_000 }, (_, index) => reading(now + index, index)),
        );
      });
    expect(fill).toThrow(expect.objectContaining({ code: 'full' }));
    expect(fill).toThrow('Free some space');
    expect(listApplications(store.reader)).toEqual([{ id: 'harbor', name: 'Harbor' }]);
    store.database.pragma('max_page_count = 1000000');
    expect(fill()).toBe(20_000);
  });
});
