import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { backupDatabase } from './backup-file.ts';
import { StoreError, storeError } from './errors.ts';
import { type Reader, readerOf, type Writer, writerOf } from './handles.ts';
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
}

export const databaseName = 'tidegate.db';

/**
 * Opens a workspace database and brings it up to date, with a backup before each migration of an existing one.
 * Throws `StoreError` for a newer, damaged, full or read-only database.
 */
export async function openStore(options: OpenOptions): Promise<Store> {
  const file = join(options.folder, databaseName);
  try {
    if (options.readOnly !== true) mkdirSync(options.folder, { recursive: true });
    const existed = existsSync(file);
    const database = new Database(file, { readonly: options.readOnly === true, timeout: 5000 });
    try {
      prepare(database, options.readOnly === true);
      refuseNewer(database, file);
      if (options.readOnly !== true) await migrate(database, options, existed);
      return storeOf(database, options.folder, file);
    } catch (error) {
      database.close();
      throw error;
    }
  } catch (error) {
    throw storeError(error, file);
  }
}

/** Runs `work` in one immediate transaction; inside another one it joins that. */
export function transaction<T>(writer: Writer, work: () => T): T {
  return writer.transaction(work);
}

function prepare(database: Database.Database, readOnly: boolean): void {
  if (!readOnly) {
    database.pragma('journal_mode = WAL');
    // In WAL mode a killed process loses no committed transaction; only a power cut may lose the last ones, never half of one.
    database.pragma('synchronous = NORMAL');
  }
  database.pragma('foreign_keys = ON');
  database.pragma('cache_size = -32000');
}

function versionOf(database: Database.Database): number {
  return Number(database.pragma('user_version', { simple: true }));
}

function refuseNewer(database: Database.Database, file: string): void {
  const version = versionOf(database);
  if (version <= newestVersion) return;
  throw new StoreError(
    'newer',
    `${file} was written by a newer Tidegate (format ${version}, this one knows ${newestVersion}). Update Tidegate, or choose another workspace.`,
  );
}

async function migrate(database: Database.Database, options: OpenOptions, existed: boolean): Promise<void> {
  for (const migration of migrations) {
    if (migration.version <= versionOf(database)) continue;
    if (existed && versionOf(database) > 0)
      await backupDatabase(database, options.folder, { reason: `before format ${migration.version}`, now: options.now() });
    database.transaction(() => {
      database.exec(migration.sql);
      database.pragma(`user_version = ${migration.version}`);
    })();
  }
}

function storeOf(database: Database.Database, folder: string, file: string): Store {
  const guarded = <A extends unknown[], R>(work: (...values: A) => R): ((...values: A) => R) => {
    return (...values) => {
      try {
        return work(...values);
      } catch (error) {
        throw storeError(error, file);
      }
    };
  };
  const writer = writerOf(database);
  const safe: Writer = {
    all: guarded(writer.all),
    one: guarded(writer.one),
    raw: guarded(writer.raw),
    run: guarded(writer.run),
    transaction(work) {
      try {
        return writer.transaction(work);
      } catch (error) {
        throw storeError(error, file);
      }
    },
  };
  return { writer: safe, reader: readerOf(database), folder, file, database, close: () => void database.close() };
}
