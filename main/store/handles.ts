import type Database from 'better-sqlite3';
import { databaseError } from './errors.ts';

export type Value = string | number | null | Uint8Array;
export type Row = Readonly<Record<string, unknown>>;

/** A database that may only be asked: a statement that would write is refused. Statements are prepared once per handle. */
export interface Reader {
  all(sql: string, ...values: Value[]): Row[];
  one(sql: string, ...values: Value[]): Row | null;
  /** Rows as arrays, for the hot path. */
  raw(sql: string, ...values: Value[]): unknown[][];
  /** Several reads that see the same moment. */
  consistent<T>(work: () => T): T;
}

declare const writes: unique symbol;

/** A database that may also be changed. Only `writerOf` makes one, so nothing else passes where one is asked for. */
export interface Writer extends Reader {
  readonly [writes]: true;
  /** Number of rows changed. */
  run(sql: string, ...values: Value[]): number;
  /** One immediate transaction; inside another it becomes part of that, and is undone alone when `work` throws. */
  transaction<T>(work: () => T): T;
}

type Statement = Database.Statement<unknown[], Row>;
type ArrayStatement = Database.Statement<unknown[], unknown[]>;

/** What `make` gives for a text, made once. */
function once<T>(make: (sql: string) => T): (sql: string) => T {
  const made = new Map<string, T>();
  return (sql) => {
    const known = made.get(sql);
    if (known !== undefined) return known;
    const fresh = make(sql);
    made.set(sql, fresh);
    return fresh;
  };
}

function asks<S extends Statement | ArrayStatement>(statement: S, sql: string): S {
  if (!statement.readonly) throw new TypeError(`A reader was given a statement that writes: ${sql}`);
  return statement;
}

function guard(database: Database.Database): <T>(work: () => T) => T {
  return (work) => {
    try {
      return work();
    } catch (error) {
      throw databaseError(error, database.name);
    }
  };
}

/** Wraps an open database so that it can only be asked. Trouble comes as `StoreError`. */
export function readerOf(database: Database.Database): Reader {
  const guarded = guard(database);
  const rows = once((sql): Statement => asks(database.prepare<unknown[], Row>(sql), sql));
  const arrays = once((sql): ArrayStatement => asks(database.prepare<unknown[], unknown[]>(sql).raw(true), sql));
  return {
    all: (sql, ...values) => guarded(() => rows(sql).all(...values)),
    one: (sql, ...values) => guarded(() => rows(sql).get(...values) ?? null),
    raw: (sql, ...values) => guarded(() => arrays(sql).all(...values)),
    consistent: (work) => guarded(() => (database.inTransaction ? work() : database.transaction(work).deferred())),
  };
}

/** Wraps an open database for writing. Trouble comes as `StoreError`. `may` is asked before each change and throws where none is allowed. */
export function writerOf(database: Database.Database, may: () => void = () => undefined): Writer {
  const guarded = guard(database);
  const changes = once((sql): Statement => database.prepare<unknown[], Row>(sql));
  const writer: Omit<Writer, typeof writes> = {
    ...readerOf(database),
    run: (sql, ...values) =>
      guarded(() => {
        if (!database.inTransaction) may();
        return changes(sql).run(...values).changes;
      }),
    transaction: (work) =>
      guarded(() => {
        if (!database.inTransaction) may();
        return database.transaction(work).immediate();
      }),
  };
  // The mark exists for the compiler only.
  return writer as Writer;
}
