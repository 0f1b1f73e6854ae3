import Database from 'better-sqlite3';

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

/** An SQLite error in our words; anything else is given back as it is. */
export function storeError(error: unknown, file: string): unknown {
  if (!(error instanceof Database.SqliteError)) return error;
  const { code } = error;
  if (code === 'SQLITE_FULL')
    return new StoreError('full', `The disk with ${file} is full. Nothing was half done. Free some space and try again.`, error);
  if (code === 'SQLITE_CORRUPT' || code === 'SQLITE_NOTADB' || code.startsWith('SQLITE_CORRUPT')) {
    return new StoreError(
      'damaged',
      `${file} is damaged (${error.message}). Restore a backup: npm run tidegate -- restore FILE, from the backups folder beside it.`,
      error,
    );
  }
  if (code.startsWith('SQLITE_READONLY') || code === 'SQLITE_CANTOPEN' || code.startsWith('SQLITE_IOERR_WRITE')) {
    return new StoreError('readonly', `${file} cannot be written (${error.message}). Check the folder's permissions.`, error);
  }
  if (code.startsWith('SQLITE_BUSY')) return new StoreError('busy', `${file} is in use by another program. Close it and try again.`, error);
  return new StoreError('other', `${file}: ${error.message} (${code}).`, error);
}
