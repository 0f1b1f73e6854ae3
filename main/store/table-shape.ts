import type Database from 'better-sqlite3';

/** A table as its own database describes it. */
export interface TableShape {
  readonly name: string;
  readonly columns: readonly { readonly name: string; readonly type: string; readonly needed: boolean }[];
  /** Columns of the key in their order; `rowid` where the table has no other. */
  readonly key: readonly string[];
}

interface ColumnInfo {
  readonly table: string;
  readonly name: string;
  readonly type: string;
  readonly notnull: number;
  readonly pk: number;
}

/** Tables that hold rows of their own; those of the search index are made again from the audit log. */
export function tablesOf(database: Database.Database): TableShape[] {
  const columns = database
    .prepare<[], ColumnInfo>(
      `SELECT m.name AS "table", i.name, i.type, i."notnull", i.pk FROM sqlite_master m, pragma_table_info(m.name) i
       WHERE m.type = 'table' AND m.sql NOT LIKE 'CREATE VIRTUAL%' AND m.name NOT LIKE 'sqlite_%' AND m.name NOT LIKE 'audit_index%'
       ORDER BY m.rowid, i.cid`,
    )
    .all();
  const withoutRowid = new Set(database.prepare<[], string>('SELECT name FROM pragma_table_list WHERE wr = 1').pluck().all());
  return [...Map.groupBy(columns, (column) => column.table)].map(([name, ofTable]) => shapeOf(name, ofTable, withoutRowid.has(name)));
}

function shapeOf(name: string, columns: readonly ColumnInfo[], withoutRowid: boolean): TableShape {
  const key = columns.filter((column) => column.pk > 0).toSorted((a, b) => a.pk - b.pk);
  return {
    name,
    columns: columns.map((column) => ({ name: column.name, type: column.type, needed: column.notnull === 1 || column.pk > 0 })),
    key: withoutRowid ? key.map((column) => column.name) : ['rowid'],
  };
}
