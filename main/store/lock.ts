import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { StoreError, storeError } from './errors.ts';

/** Held while a process owns a workspace. */
export interface WorkspaceLock {
  release(): void;
}

/** A database that nobody refers to is closed with the next garbage collection, and its lock with it. */
const kept = new Set<Database.Database>();

/**
 * Takes the workspace for this process, or answers null when another process has it. Throws `StoreError` where nothing can be written.
 * An exclusive SQLite transaction is the lock: the operating system drops it with the process, so `kill -9` leaves nothing stale.
 */
export function lockWorkspace(folder: string): WorkspaceLock | null {
  const file = join(folder, 'console.lock');
  let database: Database.Database | null = null;
  try {
    mkdirSync(folder, { recursive: true });
    const held = new Database(file, { timeout: 0 });
    database = held;
    held.exec('BEGIN EXCLUSIVE');
    kept.add(held);
    return {
      release() {
        held.exec('ROLLBACK');
        held.close();
        kept.delete(held);
      },
    };
  } catch (error) {
    database?.close();
    const known = storeError(error, file);
    if (known instanceof StoreError && known.code === 'busy') return null;
    throw known;
  }
}
