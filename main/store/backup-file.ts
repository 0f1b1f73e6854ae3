import { existsSync, mkdirSync, readdirSync, renameSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { fileHash, headInFile, manifestFile, readManifest, writeManifest } from './backup-manifest.ts';
import { StoreError, storeError } from './errors.ts';
import { versionOf } from './migrate.ts';

export interface Backup {
  readonly file: string;
  readonly at: number;
  readonly bytes: number;
  readonly reason: string;
  readonly intact: boolean;
}

export interface BackupOptions {
  readonly reason: string;
  /** Now, ms: it becomes part of the name. */
  readonly now: number;
  /** Checks the finished copy and answers its problems. A large one takes seconds: the read worker's `checkCopy` spares this thread. */
  readonly check?: (file: string) => Promise<readonly string[]>;
}

const sidecars = ['', '-wal', '-shm', '-journal'] as const;

export function backupFolder(folder: string): string {
  return join(folder, 'backups');
}

/** A time as part of a file name; Windows allows no colons there. */
export function stampOf(at: number): string {
  return new Date(at).toISOString().replaceAll(':', '-');
}

/** Names carry time and reason, so that a list needs no other file. */
function backupName(options: BackupOptions): string {
  return `tidegate-${stampOf(options.now)}-${options.reason.replaceAll(/[^a-z0-9]+/gi, '_')}.db`;
}

const namePattern = /^tidegate-(\d{4}-\d{2}-\d{2}T\d{2}-\d{2}-\d{2}\.\d{3}Z)-(.*)\.db$/;

export interface ListedBackup extends Omit<Backup, 'intact'> {
  /** Only known once it is checked. */
  readonly intact: null;
}

/** Number of the newest audit entry in a backup; null when it has no manifest. */
export function auditSeqOf(file: string): number | null {
  const manifest = readManifest(file);
  return manifest === null ? null : (manifest.auditHead?.seq ?? 0);
}

/** Removes a backup with what is noted beside it. */
export function removeBackup(file: string): void {
  rmSync(file, { force: true });
  rmSync(manifestFile(file), { force: true });
}

/** Backups of a workspace, newest first. Whether one is intact is only known once it is checked: null. */
export function listBackups(folder: string): ListedBackup[] {
  const place = backupFolder(folder);
  if (!existsSync(place)) return [];
  return readdirSync(place)
    .flatMap((name) => {
      const match = namePattern.exec(name);
      if (match?.[1] === undefined || match[2] === undefined) return [];
      const at = Date.parse(match[1].replace(/T(\d{2})-(\d{2})-(\d{2})/, 'T$1:$2:$3'));
      const file = join(place, name);
      return [{ file, at, bytes: statSync(file).size, reason: match[2].replaceAll('_', ' '), intact: null }];
    })
    .toSorted((a, b) => b.at - a.at);
}

/** Copies an open database with SQLite's online backup, checks the copy and only then gives it its name. */
export async function backupDatabase(database: Database.Database, folder: string, options: BackupOptions): Promise<Backup> {
  const file = join(backupFolder(folder), backupName(options));
  const unfinished = `${file}.unfinished`;
  makeFolder(backupFolder(folder));
  try {
    removeFile(unfinished);
    await database.backup(unfinished);
    const problems = await (options.check?.(unfinished) ?? settleAndCheck(unfinished));
    if (problems.length > 0) {
      throw new StoreError(
        'damaged',
        `The backup did not pass its integrity check (${problems[0]}). The workspace itself was not changed.`,
      );
    }
    noteManifest(database, unfinished, file, options);
    renameSync(unfinished, file);
  } catch (error) {
    throw storeError(error, file);
  } finally {
    removeFile(unfinished);
  }
  return { file, at: options.now, bytes: statSync(file).size, reason: options.reason, intact: true };
}

/** Before the backup gets its name: one without its manifest would be taken for one of an earlier version. */
function noteManifest(database: Database.Database, copy: string, file: string, { reason, now }: BackupOptions): void {
  writeManifest(file, {
    format: versionOf(database),
    at: now,
    reason,
    bytes: statSync(copy).size,
    sha256: fileHash(copy),
    auditHead: headInFile(copy),
  });
}

/** Throws `StoreError` when it cannot be made. */
export function makeFolder(folder: string): void {
  try {
    mkdirSync(folder, { recursive: true });
  } catch (error) {
    throw storeError(error, folder);
  }
}

/** Removes a database file with whatever lies beside it. */
export function removeFile(file: string): void {
  for (const suffix of sidecars) rmSync(`${file}${suffix}`, { force: true });
}

/**
 * What `PRAGMA integrity_check` finds in a database that nobody has open; empty when it is intact.
 * The file is turned into one that needs no other beside it.
 */
export function settleAndCheck(file: string): string[] {
  let database: Database.Database | null = null;
  try {
    database = new Database(file, { fileMustExist: true });
    database.pragma('journal_mode = DELETE');
    return integrityProblems(database);
  } catch (error) {
    const known = storeError(error, file);
    if (known instanceof StoreError && known.code !== 'damaged') throw known;
    return [error instanceof Error ? error.message : String(error)];
  } finally {
    database?.close();
  }
}

/** What `PRAGMA integrity_check` and the check of references find; empty when all is well. */
export function integrityProblems(database: Database.Database): string[] {
  const found = database.prepare<unknown[], string>('PRAGMA integrity_check').pluck(true).all();
  const loose = database.prepare<unknown[], string>('PRAGMA foreign_key_check').pluck(true).all();
  return [...found.filter((line) => line !== 'ok'), ...loose.map((table) => `a row of ${table} refers to one that is not there`)];
}
