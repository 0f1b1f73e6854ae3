import { existsSync, readdirSync, renameSync, rmSync, statSync, copyFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { type Backup, backupDatabase, backupFolder, problemsIn } from './backup-file.ts';
import { StoreError } from './errors.ts';
import type { Reader } from './handles.ts';
import { databaseName, type Store } from './open.ts';

/** Makes a checked backup of an open workspace. */
export async function backup(store: Store, options: { reason: string; now: number }): Promise<Backup> {
  return await backupDatabase(store.database, store.folder, options);
}

const namePattern = /^tidegate-(\d{4}-\d{2}-\d{2}T\d{2}-\d{2}-\d{2}\.\d{3}Z)-(.*)\.db$/;

/** Backups of a workspace, newest first. Whether one is intact is only known once it is checked: null. */
export function listBackups(folder: string): { file: string; at: number; bytes: number; reason: string; intact: null }[] {
  const place = backupFolder(folder);
  if (!existsSync(place)) return [];
  return readdirSync(place)
    .flatMap((name) => {
      const match = namePattern.exec(name);
      if (match?.[1] === undefined || match[2] === undefined) return [];
      const at = Date.parse(match[1].replace(/T(\d{2})-(\d{2})-(\d{2})/, 'T$1:$2:$3'));
      return [
        { file: join(place, name), at, bytes: statSync(join(place, name)).size, reason: match[2].replaceAll('_', ' '), intact: null },
      ];
    })
    .sort((a, b) => b.at - a.at);
}

/**
 * Puts a backup in place of a workspace database that nobody has open. The backup is checked first, and the replaced
 * database is kept beside it; answers where.
 */
export async function restore(options: { folder: string; file: string; now: number }): Promise<{ replaced: string }> {
  const source = existsSync(options.file) ? options.file : join(backupFolder(options.folder), basename(options.file));
  if (!existsSync(source)) throw new StoreError('other', `There is no backup ${options.file}. List them in Settings.`);
  const problems = problemsIn(source);
  if (problems.length > 0)
    throw new StoreError('damaged', `${source} is damaged (${problems[0]}), so it was not restored. Choose another backup.`);
  const file = join(options.folder, databaseName);
  const replaced = `${file}.replaced-${new Date(options.now).toISOString().replaceAll(':', '-')}`;
  const incoming = `${file}.incoming`;
  copyFileSync(source, incoming);
  for (const suffix of ['', '-wal', '-shm']) if (existsSync(`${file}${suffix}`)) renameSync(`${file}${suffix}`, `${replaced}${suffix}`);
  renameSync(incoming, file);
  rmSync(incoming, { force: true });
  return { replaced };
}

/** SQLite's own word on an open database. */
export function integrity(reader: Reader): { ok: boolean; problems: string[] } {
  const problems = reader
    .all('PRAGMA integrity_check')
    .flatMap((row) => Object.values(row).map(String))
    .filter((line) => line !== 'ok');
  return { ok: problems.length === 0, problems };
}
