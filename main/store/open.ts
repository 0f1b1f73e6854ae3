import { existsSync, mkdirSync, renameSync } from 'node:fs';
import { dirname, join } from 'node:path';
import Database from 'better-sqlite3';
import { backupDatabase, listBackups, removeFile } from './backup-file.ts';
import { StoreError, storeError, wayBack } from './errors.ts';
import { type Reader, readerOf, type Writer, writerOf } from './handles.ts';
import { applyMigration, buildDatabase, versionOf } from './migrate.ts';
import { migrations, newestVersion } from './migrations/index.ts';

export { StoreError } from './errors.ts';
export type { Reader, Writer } from './handles.ts';

/** An open workspace database. */
export interface Store {
  readonly writer: Writer;
  readonly reader: Reader;
  readonly folder: string;
  readonly file: string;
  /** For backups only: the online backup needs the database itself. */
  readonly database: Database.Database;
  close(): void;
}

export interface OpenOptions {
  /** Workspace folder; made when missing. */
  readonly folder: string;
  /** Now, ms, for the names of backups. */
  readonly now: () => number;
  readonly readOnly?: boolean;
  /** Asked before each change; throws where none is allowed any more. */
  readonly may?: () => void;
}

export const databaseName = 'tidegate.db';

/**
 * Opens a workspace database and brings it up to date, with a backup before each migration of an existing one.
 * Throws `StoreError` for a newer, damaged, full or read-only database.
 */
export async function openStore(options: OpenOptions): Promise<Store> {
  const file = join(options.folder, databaseName);
  const readOnly = options.readOnly === true;
  try {
    if (!readOnly) makeWhenMissing(options.folder, file);
    else if (!existsSync(file)) throw new StoreError('other', `There is no workspace database ${file}. Start Tidegate there first.`);
    return await openFile(file, options, readOnly);
  } catch (error) {
    throw withNewestBackup(storeError(error, file), options.folder);
  }
}

/** Runs `work` in one immediate transaction; inside another one it joins that. */
export function transaction<T>(writer: Writer, work: () => T): T {
  return writer.transaction(work);
}

/**
 * A new database is built under another name and renamed when it is complete, so an empty file under the real name is
 * never ours: it is one that lost its content.
 */
function makeWhenMissing(folder: string, file: string): void {
  if (existsSync(file)) return;
  if (existsSync(`${file}-wal`) || listBackups(folder).length > 0) {
    throw new StoreError(
      'damaged',
      `${file} is missing, although there are backups or unsaved changes of it. To begin empty, move them away. ${wayBack(folder)}`,
    );
  }
  mkdirSync(folder, { recursive: true });
  const unfinished = `${file}.new`;
  removeFile(unfinished);
  try {
    buildDatabase(unfinished);
    renameSync(unfinished, file);
  } finally {
    removeFile(unfinished);
  }
}

async function openFile(file: string, options: OpenOptions, readOnly: boolean): Promise<Store> {
  const database = new Database(file, { readonly: readOnly, fileMustExist: true, timeout: 5000 });
  try {
    refuseStrange(database, file, readOnly);
    prepare(database, readOnly);
    if (!readOnly) await migrate(database, options);
    return {
      writer: writerOf(database, options.may),
      reader: readerOf(database),
      folder: options.folder,
      file,
      database,
      close: () => void database.close(),
    };
  } catch (error) {
    database.close();
    throw error;
  }
}

function prepare(database: Database.Database, readOnly: boolean): void {
  if (!readOnly) {
    database.pragma('journal_mode = WAL');
    // In WAL mode a killed process loses no committed transaction; only a power cut may lose the last ones, never half of one.
    database.pragma('synchronous = NORMAL');
    database.pragma('journal_size_limit = 67108864');
  }
  database.pragma('foreign_keys = ON');
  database.pragma('cache_size = -32000');
}

function refuseStrange(database: Database.Database, file: string, readOnly: boolean): void {
  const version = versionOf(database);
  if (version > newestVersion) {
    throw new StoreError(
      'newer',
      `${file} was written by a newer Tidegate (format ${version}, this one knows ${newestVersion}). Update Tidegate, or choose another workspace.`,
    );
  }
  if (version === 0)
    throw new StoreError(
      'damaged',
      `${file} holds no Tidegate data: it was emptied, or it is another program's. ${wayBack(dirname(file))}`,
    );
  if (readOnly && version < newestVersion) {
    throw new StoreError('other', `${file} has the older format ${version}. Open it once in Tidegate, which brings it up to date.`);
  }
}

async function migrate(database: Database.Database, options: OpenOptions): Promise<void> {
  for (const migration of migrations) {
    if (migration.version <= versionOf(database)) continue;
    await backupDatabase(database, options.folder, { reason: `before format ${migration.version}`, now: options.now() });
    database.transaction(() => applyMigration(database, migration)).immediate();
  }
}

function withNewestBackup(error: unknown, folder: string): unknown {
  if (!(error instanceof StoreError) || error.code !== 'damaged') return error;
  const newest = listBackups(folder)[0];
  return newest === undefined
    ? error
    : new StoreError('damaged', error.message.replace('restore FILE', `restore ${newest.file}`), error.cause);
}
