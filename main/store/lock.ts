import { mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { StoreError, storeError } from './errors.ts';

/** Held while a process owns a workspace. */
export interface WorkspaceLock {
  /**
   * Whether this process owns the workspace still. A lock on a file that was removed keeps nobody out: it is taken again while nobody
   * else has it; once somebody has, this stays false. Throws `StoreError` where no lock can be written any more.
   */
  held(): boolean;
  release(): void;
}

/** A database that nobody refers to is closed with the next garbage collection, and its lock with it. */
const kept = new Set<Database.Database>();

interface Taken {
  readonly database: Database.Database;
  /** Which file it is, whatever lies under its name later. */
  readonly file: string;
}

/**
 * Takes the workspace for this process, or answers null when another process has it. Throws `StoreError` where nothing can be written.
 * An exclusive SQLite transaction is the lock: the operating system drops it with the process, so `kill -9` leaves nothing stale.
 */
export function lockWorkspace(folder: string): WorkspaceLock | null {
  const file = join(folder, 'console.lock');
  let taken = take(folder, file);
  if (taken === null) return null;
  return {
    held() {
      if (taken === null || identityOf(file) === taken.file) return taken !== null;
      // Some file systems number a file anew: without this the own lock would keep this process out.
      free(taken);
      taken = take(folder, file);
      return taken !== null;
    },
    release() {
      if (taken !== null) free(taken);
      taken = null;
    },
  };
}

/** Number of the process that took the lock last; null when it is not known. Only tells something while the lock is taken. */
export function lockHolder(folder: string): number | null {
  try {
    const pid = Number(readFileSync(holderFile(folder), 'utf8'));
    return Number.isInteger(pid) && pid > 0 ? pid : null;
  } catch {
    return null;
  }
}

function holderFile(folder: string): string {
  return join(folder, 'console.pid');
}

function identityOf(file: string): string {
  const found = statSync(file, { bigint: true, throwIfNoEntry: false });
  return found === undefined ? '' : `${found.dev}:${found.ino}`;
}

function take(folder: string, file: string): Taken | null {
  let database: Database.Database | null = null;
  try {
    mkdirSync(folder, { recursive: true });
    database = new Database(file, { timeout: 0 });
    const opened = identityOf(file);
    database.exec('BEGIN EXCLUSIVE');
    kept.add(database);
    const taken = { database, file: opened };
    if (identityOf(file) === opened && opened !== '') return named(folder, taken);
    // Removed just now: what was locked keeps nobody out.
    free(taken);
    return take(folder, file);
  } catch (error) {
    database?.close();
    const known = storeError(error, file);
    if (known instanceof StoreError && known.code === 'busy') return null;
    throw known;
  }
}

/** Leaves the number of this process for those who are turned away; without it they are told less. */
function named(folder: string, taken: Taken): Taken {
  try {
    writeFileSync(holderFile(folder), String(process.pid), { mode: 0o600 });
  } catch {
    // A full disk is no reason not to start.
  }
  return taken;
}

function free({ database }: Taken): void {
  database.exec('ROLLBACK');
  database.close();
  kept.delete(database);
}
