import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';

/** Held while a process owns a workspace. */
export interface WorkspaceLock {
  release(): void;
}

/**
 * Takes the workspace for this process, or answers null when another process has it.
 * An exclusive SQLite transaction is the lock: the operating system drops it with the process, so `kill -9` leaves nothing stale.
 */
export function lockWorkspace(folder: string): WorkspaceLock | null {
  mkdirSync(folder, { recursive: true });
  const database = new Database(join(folder, 'console.lock'), { timeout: 0 });
  try {
    database.exec('BEGIN EXCLUSIVE');
  } catch (error) {
    database.close();
    if (error instanceof Database.SqliteError && error.code.startsWith('SQLITE_BUSY')) return null;
    throw error;
  }
  return {
    release() {
      database.exec('ROLLBACK');
      database.close();
    },
  };
}
