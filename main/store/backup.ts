import { closeSync, copyFileSync, existsSync, fsyncSync, linkSync, openSync, renameSync } from 'node:fs';
import { basename, join } from 'node:path';
import Database from 'better-sqlite3';
import {
  type Backup,
  type BackupOptions,
  backupDatabase,
  backupFolder,
  makeFolder,
  removeFile,
  settleAndCheck,
  stampOf,
} from './backup-file.ts';
import { fileHash, readManifest } from './backup-manifest.ts';
import { StoreError, storeError } from './errors.ts';
import type { Reader } from './handles.ts';
import { newestVersion } from './migrations/index.ts';
import { databaseName, type Store } from './open.ts';

export { listBackups } from './backup-file.ts';

/** Makes a checked backup of an open workspace. Throws `StoreError`; an unfinished copy is removed. */
export async function backup(store: Store, options: BackupOptions): Promise<Backup> {
  return await backupDatabase(store.database, store.folder, options);
}

export interface RestoreOptions {
  readonly folder: string;
  /** A path, or the name of a file in the folder of backups. */
  readonly file: string;
  /** Now, ms: it becomes part of the replaced file's name. */
  readonly now: number;
}

/**
 * Puts a backup in place of a workspace database that nobody has open. The backup is checked first, and the replaced
 * database is kept beside it; answers where (empty when there was none). Stopped at any point, the workspace has
 * either the old database or the new one. Throws `StoreError`.
 */
export async function restore(options: RestoreOptions): Promise<{ replaced: string }> {
  const file = join(options.folder, databaseName);
  const incoming = `${file}.incoming`;
  makeFolder(options.folder);
  try {
    removeFile(incoming);
    // A copy is checked, not the original: checking needs to write beside the file.
    copyFileSync(sourceOf(options), incoming);
    refuseUnfit(incoming, options.file);
    refuseChanged(options);
    noteRestore(incoming, options.now);
    flush(incoming);
    const replaced = existsSync(file) ? keepReplaced(file, options.now) : '';
    renameSync(incoming, file);
    return { replaced };
  } catch (error) {
    throw storeError(error, file);
  } finally {
    removeFile(incoming);
  }
}

function sourceOf(options: RestoreOptions): string {
  if (existsSync(options.file)) return options.file;
  const inFolder = join(backupFolder(options.folder), basename(options.file));
  if (existsSync(inFolder)) return inFolder;
  throw new StoreError('other', `There is no backup ${options.file}. Settings lists them; they lie in ${backupFolder(options.folder)}.`);
}

/** A backup that is not the file that was checked when it was made. Those of earlier versions have no note of it. */
function refuseChanged(options: RestoreOptions): void {
  const source = sourceOf(options);
  const manifest = readManifest(source);
  if (manifest === null || manifest.sha256 === fileHash(source)) return;
  throw new StoreError(
    'damaged',
    `${options.file} is not what was written when the backup was made (${manifest.bytes} bytes), so nothing was restored. Choose another backup.`,
  );
}

/** Told to the database itself, so that nobody takes its age for a loss. */
function noteRestore(copy: string, now: number): void {
  const database = new Database(copy, { fileMustExist: true });
  try {
    database
      .prepare(`INSERT INTO setting (key, value) VALUES ('restoredAt', ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value`)
      .run(String(now));
  } finally {
    database.close();
  }
}

function refuseUnfit(copy: string, named: string): void {
  const problem = settleAndCheck(copy)[0];
  if (problem !== undefined) {
    throw new StoreError('damaged', `${named} is damaged (${problem}), so nothing was restored. Choose another backup.`);
  }
  const database = new Database(copy, { readonly: true });
  const version = Number(database.pragma('user_version', { simple: true }));
  database.close();
  if (version === 0) throw new StoreError('other', `${named} holds no Tidegate data, so nothing was restored. Choose another backup.`);
  if (version > newestVersion) {
    throw new StoreError(
      'newer',
      `${named} was made by a newer Tidegate (format ${version}, this one knows ${newestVersion}). Update Tidegate first.`,
    );
  }
}

/** Keeps the database under another name as well, with all its changes in the one file. Its own name stays until it is replaced. */
function keepReplaced(file: string, now: number): string {
  const replaced = `${file}.replaced-${stampOf(now)}`;
  mergeChanges(file);
  try {
    linkSync(file, replaced);
  } catch {
    // File systems without hard links.
    copyFileSync(file, replaced);
  }
  // Left only when the old database is too damaged to take them in; the new one must never meet them.
  for (const suffix of ['-wal', '-shm']) if (existsSync(`${file}${suffix}`)) renameSync(`${file}${suffix}`, `${replaced}${suffix}`);
  return replaced;
}

/**
 * Undoes a restore whose database cannot be used: the replaced one gets its name back, the other is kept beside it.
 * Nobody may have either open. Throws `StoreError`.
 */
export function putBack(folder: string, replaced: string, now: number): void {
  const file = join(folder, databaseName);
  const refused = `${file}.refused-${stampOf(now)}`;
  try {
    for (const suffix of ['-wal', '-shm']) if (existsSync(`${file}${suffix}`)) renameSync(`${file}${suffix}`, `${refused}${suffix}`);
    copyFileSync(file, refused);
    for (const suffix of ['-wal', '-shm']) if (existsSync(`${replaced}${suffix}`)) renameSync(`${replaced}${suffix}`, `${file}${suffix}`);
    // Last, and in one step: until then the name holds a database, and from then on the right one.
    renameSync(replaced, file);
  } catch (error) {
    throw storeError(error, file);
  }
}

function mergeChanges(file: string): void {
  let database: Database.Database | null = null;
  try {
    database = new Database(file, { timeout: 0 });
    database.pragma('journal_mode = DELETE');
  } catch (error) {
    const known = storeError(error, file);
    if (known instanceof StoreError && known.code === 'busy') throw known;
    // A damaged database is why people restore: it is kept as it is.
  } finally {
    database?.close();
  }
}

function flush(file: string): void {
  const handle = openSync(file, 'r+');
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}

/** SQLite's own word on an open database. */
export function integrity(reader: Reader): { ok: boolean; problems: string[] } {
  const problems = reader
    .all('PRAGMA integrity_check')
    .flatMap((row) => Object.values(row).map(String))
    .filter((line) => line !== 'ok');
  return { ok: problems.length === 0, problems };
}
