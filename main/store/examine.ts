import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { headIn, readManifest } from './backup-manifest.ts';
import { listBackups } from './backup-file.ts';
import { StoreError, storeError } from './errors.ts';
import { formatProblems } from './formats.ts';

/** Larger files are not read through at each start, only when they are asked about; the daily backup checks all of them. Bytes. */
const quickBytes = 256 << 20;
const mostProblems = 20;

/**
 * What is wrong with a workspace database, without changing it: empty when nothing was found. A database that is only busy, newer, or
 * cannot be opened for its rights is not damaged; that is thrown as `StoreError`.
 */
export function examine(folder: string, name: string, thorough = false): string[] {
  const file = join(folder, name);
  if (!existsSync(file)) return isLost(folder, file) ? ['the file is missing, although there are backups or unsaved changes of it'] : [];
  let database: Database.Database | null = null;
  try {
    // A reader leaves the unsaved changes beside the file alone when it closes.
    database = new Database(file, { readonly: true, fileMustExist: true, timeout: 5000 });
    const format = formatProblems(database);
    if (format.length > 0) return format;
    const pages = !thorough && statSync(file).size > quickBytes ? [] : quickProblems(database);
    return pages.length > 0 ? pages : cutProblems(database, folder);
  } catch (error) {
    const known = storeError(error, file);
    if (known instanceof StoreError && known.code !== 'damaged') throw known;
    return [error instanceof Error ? error.message : String(error)];
  } finally {
    database?.close();
  }
}

function isLost(folder: string, file: string): boolean {
  return existsSync(`${file}-wal`) || listBackups(folder).length > 0;
}

function quickProblems(database: Database.Database): string[] {
  const lines = database.prepare<[], string>(`PRAGMA quick_check(${mostProblems})`).pluck(true).all();
  return lines.filter((line) => line !== 'ok').flatMap((line) => line.split('\n').slice(0, mostProblems));
}

/** A database that ends before its own backup has lost what came after its last checkpoint, unless a restore explains it. */
function cutProblems(database: Database.Database, folder: string): string[] {
  const restored = restoredAt(database);
  const newest = listBackups(folder)
    .filter((one) => restored === null || one.at > restored)
    .map((one) => ({ at: one.at, head: readManifest(one.file)?.auditHead ?? null }))
    .find((one) => one.head !== null);
  const here = headIn(database)?.seq ?? 0;
  if (newest?.head === null || newest?.head === undefined || newest.head.seq <= here) return [];
  const when = new Date(newest.at).toISOString();
  return [`its audit log ends at entry ${here}, but the backup of ${when} has entry ${newest.head.seq}: later changes are lost`];
}

/** Time (ms) at which an older state was put in place on purpose; null when it never was. */
function restoredAt(database: Database.Database): number | null {
  const value = database.prepare<[], string>(`SELECT value FROM setting WHERE key = 'restoredAt'`).pluck().get();
  return value === undefined ? null : Number(value);
}
