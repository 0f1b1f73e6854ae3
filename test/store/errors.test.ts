import Database from 'better-sqlite3';
import { expect, test } from 'vitest';
import { StoreError, storeError } from '../../main/store/errors.ts';

function mapped(error: Error): unknown {
  const known = storeError(error, 'here.db');
  return known instanceof StoreError ? known.code : 'unchanged';
}

test.each([
  ['SQLITE_FULL', 'full'],
  ['SQLITE_IOERR_SHMSIZE', 'full'],
  ['SQLITE_CORRUPT', 'damaged'],
  ['SQLITE_CORRUPT_INDEX', 'damaged'],
  ['SQLITE_NOTADB', 'damaged'],
  ['SQLITE_READONLY', 'readonly'],
  ['SQLITE_CANTOPEN', 'readonly'],
  ['SQLITE_BUSY', 'busy'],
  ['SQLITE_BUSY_SNAPSHOT', 'busy'],
  ['SQLITE_MISUSE', 'other'],
])('R4.11 tells %s as %s', (code, trouble) => {
  expect(mapped(new Database.SqliteError('why', code))).toBe(trouble);
});

test.each([
  ['ENOSPC', 'full'],
  ['EACCES', 'readonly'],
  ['EROFS', 'readonly'],
  ['ENOENT', 'unchanged'],
])('R4.11 tells %s of the file system as %s', (code, trouble) => {
  expect(mapped(Object.assign(new Error('why'), { code }))).toBe(trouble);
});

test('R4.11 names the file and keeps the cause', () => {
  const cause = new Database.SqliteError('why', 'SQLITE_FULL');
  const error = storeError(cause, 'here.db');
  expect(error).toHaveProperty('cause', cause);
  expect(String(error)).toContain('here.db');
});

test('R4.11 leaves its own and foreign errors as they are', () => {
  const own = new StoreError('busy', 'in use');
  const foreign = new TypeError('other');
  expect(storeError(own, 'here.db')).toBe(own);
  expect(storeError(foreign, 'here.db')).toBe(foreign);
  expect(storeError('text', 'here.db')).toBe('text');
});

test('R4.11 says in words that other records refer to this one', () => {
  const error = storeError(new Database.SqliteError('FOREIGN KEY constraint failed', 'SQLITE_CONSTRAINT_FOREIGNKEY'), 'here.db');
  expect(error).toHaveProperty('code', 'other');
  expect(String(error)).toContain('other records refer to this one');
});
