import { dirname } from 'node:path';
import Database from 'better-sqlite3';
import { commandWords } from './command-words.ts';

export type StoreTrouble = 'newer' | 'damaged' | 'full' | 'readonly' | 'busy' | 'other';

/** Trouble with the workspace database; the message says what, where and what to do. */
export class StoreError extends Error {
  readonly code: StoreTrouble;
  constructor(code: StoreTrouble, message: string, cause?: unknown) {
    super(message, { cause });
    this.name = 'StoreError';
    this.code = code;
  }
}

/** What to type; the window cannot open without a database, so it is never named. */
export function wayBack(folder?: string, file = 'FILE'): string {
  const command = commandWords('restore', file, '--reason', 'WHY', ...(folder === undefined ? [] : ['--workspace', folder]));
  return `Restore a backup, they lie in the folder backups beside it: ${command}`;
}

/** A stored value that is not as this program writes it. */
export function damagedValue(what: string, cause?: unknown): StoreError {
  return new StoreError('damaged', `The workspace database is damaged: ${what}. ${wayBack()}`, cause);
}

/** Result codes of SQLite, matched by how they begin (https://sqlite.org/rescode.html), and errors of the file system. */
const troubles: readonly (readonly [string, StoreTrouble])[] = [
  ['SQLITE_FULL', 'full'],
  // The write-ahead index could not grow: in practice a full disk.
  ['SQLITE_IOERR_SHMSIZE', 'full'],
  ['SQLITE_CORRUPT', 'damaged'],
  ['SQLITE_NOTADB', 'damaged'],
  ['SQLITE_IOERR_SHORT_READ', 'damaged'],
  ['SQLITE_READONLY', 'readonly'],
  ['SQLITE_CANTOPEN', 'readonly'],
  ['SQLITE_PERM', 'readonly'],
  ['SQLITE_IOERR_WRITE', 'readonly'],
  ['SQLITE_BUSY', 'busy'],
  ['SQLITE_LOCKED', 'busy'],
  ['ENOSPC', 'full'],
  ['EDQUOT', 'full'],
  ['EACCES', 'readonly'],
  ['EPERM', 'readonly'],
  ['EROFS', 'readonly'],
  ['ENOTDIR', 'readonly'],
  ['EEXIST', 'readonly'],
];

function codeOf(error: Error): string {
  return 'code' in error && typeof error.code === 'string' ? error.code : '';
}

/** An error of SQLite in our words; anything else is given back as it is. */
export function databaseError(error: unknown, file: string): unknown {
  return error instanceof Database.SqliteError ? storeError(error, file) : error;
}

/** An error of SQLite or the file system in our words; anything else is given back as it is. */
export function storeError(error: unknown, file: string): unknown {
  if (!(error instanceof Error) || error instanceof StoreError) return error;
  const code = codeOf(error);
  const trouble = troubles.find(([start]) => code.startsWith(start))?.[1];
  if (trouble !== undefined) return new StoreError(trouble, messageOf(trouble, error, file), error);
  if (!(error instanceof Database.SqliteError)) return error;
  const message = code.startsWith('SQLITE_CONSTRAINT') ? constraintMessage(error) : `${file}: ${error.message} (${code}).`;
  return new StoreError('other', message, error);
}

function messageOf(trouble: StoreTrouble, error: Error, file: string): string {
  switch (trouble) {
    case 'full':
      return `The disk with ${file} is full. Nothing was half done. Free some space and try again.`;
    case 'damaged':
      return `${file} is damaged (${error.message}). ${wayBack(dirname(file))}`;
    case 'readonly':
      return `${file} cannot be opened for writing (${error.message}). Check that its folder exists and that this user may write there.`;
    case 'busy':
      return `${file} is in use by another program. Close it and try again.`;
    case 'newer':
    case 'other':
      return `${file}: ${error.message}.`;
  }
}

function constraintMessage(error: Error): string {
  if (codeOf(error) === 'SQLITE_CONSTRAINT_FOREIGNKEY')
    return 'Nothing was changed: other records refer to this one, or it refers to one that is not there. Remove or add those first.';
  if (codeOf(error) === 'SQLITE_CONSTRAINT_TRIGGER') return `Nothing was changed: ${error.message}.`;
  return `Nothing was changed: the record does not fit beside those already kept (${error.message}).`;
}
