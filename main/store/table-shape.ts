import type Database from 'better-sqlite3';

/** A table as its own database describes it. */
export interface TableShape {
  readonly name: string;
  readonly columns: readonly { readonly name: string; readonly type: string; readonly needed: boolean }[];
  /** Columns of the key in their order; `rowid` where the table has no other. */
  readonly key: readonly string[];
}

/** Tables that hold rows of their own; those of the search index are made again from the audit log. */
export function tablesOf(database: Database.Database): TableShape[] {
  const names = database
    .prepare<[], string>(
      `SELECT name FROM sqlite_master WHERE type = 'table' AND sql NOT LIKE 'CREATE VIRTUAL%' AND name NOT LIKE 'sqlite_%' AND name NOT LIKE 'audit_index%' ORDER BY rowid`,
    )
    .pluck()
    .all();
  return names.map((name) => shapeOf(database, name));
}

interface ColumnInfo {
  readonly name: string;
  readonly type: string;
  readonly notnull: number;
  readonly pk: number;
}

function shapeOf(database: Database.Database, name: string): TableShape {
  const columns = database.prepare<[string], ColumnInfo>('SELECT name, type, "notnull", pk FROM pragma_table_info(?)').all(name);
  const key = columns.filter((column) => column.pk > 0).toSorted((a, b) => a.pk - b.pk);
  const withoutRowid = database.prepare<[string], number>('SELECT wr FROM pragma_table_list WHERE name = ?').pluck().get(name) === 1;
  return {
    name,
    columns: columns.map((column) => ({ name: column.name, type: column.type, needed: column.notnull === 1 || column.pk > 0 })),
    key: withoutRowid ? key.map((column) => column.name) : ['rowid'],
  };
}
