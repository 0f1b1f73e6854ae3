import { mkdirSync, renameSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';

export interface Backup {
  readonly file: string;
  readonly at: number;
  readonly bytes: number;
  readonly reason: string;
  readonly intact: boolean;
}

export function backupFolder(folder: string): string {
  return join(folder, 'backups');
}

/** Names carry time and reason, so that a list needs no other file. */
function backupName(at: number, reason: string): string {
  const stamp = new Date(at).toISOString().replaceAll(':', '-');
  return `tidegate-${stamp}-${reason.replaceAll(/[^a-z0-9]+/gi, '_')}.db`;
}

/** Copies an open database with SQLite's online backup, checks the copy and only then gives it its name. */
export async function backupDatabase(
  database: Database.Database,
  folder: string,
  options: { reason: string; now: number },
): Promise<Backup> {
  mkdirSync(backupFolder(folder), { recursive: true });
  const file = join(backupFolder(folder), backupName(options.now, options.reason));
  const unfinished = `${file}.unfinished`;
  try {
    await database.backup(unfinished);
    const problems = problemsIn(unfinished);
    if (problems.length > 0)
      throw new Error(`The backup did not pass its integrity check: ${problems[0]}. The workspace itself was not changed.`);
    renameSync(unfinished, file);
  } finally {
    for (const suffix of ['', '-wal', '-shm']) rmSync(`${unfinished}${suffix}`, { force: true });
  }
  return { file, at: options.now, bytes: statSync(file).size, reason: options.reason, intact: true };
}

/** What `PRAGMA integrity_check` finds in a database file; empty when it is intact. */
export function problemsIn(file: string): string[] {
  let database: Database.Database | null = null;
  try {
    database = new Database(file, { readonly: true, fileMustExist: true });
    const rows = database.pragma('integrity_check') as { integrity_check: string }[];
    return rows.map((row) => row.integrity_check).filter((line) => line !== 'ok');
  } catch (error) {
    return [error instanceof Error ? error.message : String(error)];
  } finally {
    database?.close();
  }
}
