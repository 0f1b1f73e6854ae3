import type Database from 'better-sqlite3';

export type Value = string | number | null | Uint8Array;
export type Row = Readonly<Record<string, unknown>>;

/** A database that may only be asked. Statements are prepared once per handle. */
export interface Reader {
  all(sql: string, ...values: Value[]): Row[];
  one(sql: string, ...values: Value[]): Row | null;
  /** Rows as arrays, for the hot path. */
  raw(sql: string, ...values: Value[]): unknown[][];
}

/** A database that may also be changed. */
export interface Writer extends Reader {
  /** Number of rows changed. */
  run(sql: string, ...values: Value[]): number;
  transaction<T>(work: () => T): T;
}

type Statement = Database.Statement<unknown[], unknown>;

function preparer(database: Database.Database): (sql: string, raw: boolean) => Statement {
  const cache = new Map<string, Statement>();
  return (sql, raw) => {
    const key = raw ? `raw ${sql}` : sql;
    const known = cache.get(key);
    if (known !== undefined) return known;
    const statement = raw ? database.prepare<unknown[], unknown>(sql).raw(true) : database.prepare<unknown[], unknown>(sql);
    cache.set(key, statement);
    return statement;
  };
}

/** Wraps an open database so that it can only be asked. */
export function readerOf(database: Database.Database): Reader {
  const prepare = preparer(database);
  return {
    all: (sql, ...values) => prepare(sql, false).all(...values) as Row[],
    one: (sql, ...values) => (prepare(sql, false).get(...values) as Row | undefined) ?? null,
    raw: (sql, ...values) => prepare(sql, true).all(...values) as unknown[][],
  };
}

/** Wraps an open database for writing. Nested transactions join the outer one. */
export function writerOf(database: Database.Database): Writer {
  const prepare = preparer(database);
  return {
    ...readerOf(database),
    run: (sql, ...values) => prepare(sql, false).run(...values).changes,
    transaction: (work) => (database.inTransaction ? work() : database.transaction(work).immediate()),
  };
}

/** A column that must be text. */
export function text(row: Row, column: string): string {
  const value = row[column];
  if (typeof value !== 'string')
    throw new TypeError(`Column ${column} holds ${typeof value}, not text. The database is damaged; restore a backup.`);
  return value;
}

export function textOrNull(row: Row, column: string): string | null {
  return row[column] === null || row[column] === undefined ? null : text(row, column);
}

/** A column that must be a number. */
export function number(row: Row, column: string): number {
  const value = row[column];
  if (typeof value !== 'number')
    throw new TypeError(`Column ${column} holds ${typeof value}, not a number. The database is damaged; restore a backup.`);
  return value;
}

export function numberOrNull(row: Row, column: string): number | null {
  return row[column] === null || row[column] === undefined ? null : number(row, column);
}

/** A JSON column. Only this room writes them, from values of the type that is read back. */
export function json<T>(row: Row, column: string): T {
  return JSON.parse(text(row, column)) as T;
}

export function jsonOrNull<T>(row: Row, column: string): T | null {
  return row[column] === null || row[column] === undefined ? null : json<T>(row, column);
}

export function toJson(value: unknown): string {
  return JSON.stringify(value);
}
