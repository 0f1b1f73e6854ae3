import { copyFileSync, existsSync, rmSync } from 'node:fs';
import { basename } from 'node:path';
import Database from 'better-sqlite3';
import type { AuditHead } from './audit-chain.ts';
import { listBackups, removeFile } from './backup-file.ts';
import { lendSchema } from './first-pages.ts';
import { formatOf } from './formats.ts';
import { applyMigration, buildDatabase, versionOf } from './migrate.ts';
import { auditIndex } from './migrations/0080-audit-index.ts';
import { migrations, newestVersion } from './migrations/index.ts';
import { settleAudit, type SalvagedAudit } from './salvage-audit.ts';
import { rowFits } from './salvage-fit.ts';
import { quoted, readAround, type SalvagedRow } from './salvage-rows.ts';
import { type TableShape, tablesOf } from './table-shape.ts';

/** What could be read of one table. */
export interface SalvagedTable {
  readonly table: string;
  readonly rows: number;
  /** Rows that are known to be missing; null when nobody can say how many. */
  readonly missing: number | null;
  /** Rows that were left out although they could be read: their content was damaged, or what they belong to is lost. */
  readonly leftOut: number;
}

export interface Salvage {
  /** Format of the damaged file; null when it could not be told. */
  readonly format: number | null;
  /** Where the list of tables was taken from, when that of the file could not be read. */
  readonly schemaFrom: string | null;
  readonly tables: readonly SalvagedTable[];
  readonly audit: SalvagedAudit;
}

export interface SalvageOptions {
  readonly folder: string;
  /** The damaged database; it is only copied. */
  readonly file: string;
  /** The database to make of it; replaced when it is there. */
  readonly to: string;
  /** Newest audit entry as it was noted outside of the database. */
  readonly noted: AuditHead | null;
}

/** Reads what can be read of a damaged database into a new one. The damaged file stays as it is. Throws when the new one cannot be written. */
export function salvage(options: SalvageOptions): Salvage {
  const work = `${options.to}.work`;
  removeFile(work);
  removeFile(options.to);
  let source: Opened | null = null;
  try {
    copyWhole(options.file, work);
    source = openSource(options, work);
    return fill(source, options);
  } catch (error) {
    removeFile(options.to);
    throw error;
  } finally {
    source?.database.close();
    removeFile(work);
  }
}

function copyWhole(from: string, to: string): void {
  if (!existsSync(from)) return;
  copyFileSync(from, to);
  if (existsSync(`${from}-wal`)) copyFileSync(`${from}-wal`, `${to}-wal`);
}

interface Opened {
  readonly database: Database.Database;
  readonly schemaFrom: string | null;
}

/** Opens the copy; where its list of tables cannot be read, with that of a backup, else that of a new workspace. */
function openSource(options: SalvageOptions, work: string): Opened | null {
  const own = opened(work);
  if (own !== null) return { database: own, schemaFrom: null };
  for (const { file } of listBackups(options.folder).slice(0, 3)) {
    const database = openedWith(options, work, file);
    if (database !== null) return { database, schemaFrom: basename(file) };
  }
  const fresh = `${options.to}.new`;
  try {
    removeFile(fresh);
    buildDatabase(fresh);
    const database = openedWith(options, work, fresh);
    return database === null ? null : { database, schemaFrom: 'a new workspace' };
  } finally {
    removeFile(fresh);
  }
}

function openedWith(options: SalvageOptions, work: string, schemaFile: string): Database.Database | null {
  removeFile(work);
  copyWhole(options.file, work);
  return existsSync(work) && lendSchema(schemaFile, work) ? opened(work) : null;
}

/** Entries are found again by their words. */
const { fill: makeIndex } = auditIndex;

/** Null when not even its list of tables can be read. */
function opened(work: string): Database.Database | null {
  if (!existsSync(work)) return null;
  let database: Database.Database | null = null;
  try {
    database = new Database(work, { fileMustExist: true });
    if (formatOf(database) > 0) return database;
  } catch (error) {
    if (!(error instanceof Database.SqliteError)) throw error;
  }
  database?.close();
  return null;
}

function fill(source: Opened | null, options: SalvageOptions): Salvage {
  const format = source === null ? null : formatOf(source.database);
  buildDatabase(options.to, format ?? newestVersion);
  const target = new Database(options.to);
  try {
    target.pragma('foreign_keys = OFF');
    target.pragma('synchronous = OFF');
    const tables = tablesOf(target).map((table) => (source === null ? unread(table) : copyTable(source.database, target, table)));
    const loose = removeLoose(target);
    target.transaction(() => {
      for (const migration of migrations) if (migration.version > versionOf(target)) applyMigration(target, migration);
    })();
    const audit = target.transaction(() => settleAudit(target, options.noted))();
    if (format !== null && format >= auditIndex.version) target.transaction(() => makeIndex(target))();
    target.pragma('synchronous = FULL');
    return {
      format,
      schemaFrom: source?.schemaFrom ?? null,
      tables: tables.map((one) => withLoose(one, loose.get(one.table) ?? 0)),
      audit,
    };
  } finally {
    target.close();
    rmSync(`${options.to}-journal`, { force: true });
  }
}

function unread(table: TableShape): SalvagedTable {
  return { table: table.name, rows: 0, missing: null, leftOut: 0 };
}

function withLoose(table: SalvagedTable, loose: number): SalvagedTable {
  return { ...table, rows: table.rows - loose, leftOut: table.leftOut + loose };
}

function copyTable(source: Database.Database, target: Database.Database, table: TableShape): SalvagedTable {
  let [rows, leftOut] = [0, 0];
  const insert = inserter(target, table);
  const found = target.transaction(() =>
    readAround(source, table, (row) => {
      if (rowFits(table, row) && insert(row)) rows += 1;
      else leftOut += 1;
    }),
  )();
  return { table: table.name, rows, missing: found.whole ? 0 : found.missing, leftOut };
}

/** Puts a row in; false when the table refuses it. Columns that the row does not have get what the table gives them. */
function inserter(target: Database.Database, table: TableShape): (row: SalvagedRow) => boolean {
  const names = table.columns.map((column) => column.name);
  const insert = target.prepare<unknown[]>(
    `INSERT OR IGNORE INTO ${quoted(table.name)} (${names.map(quoted).join(', ')}) VALUES (${names.map(() => '?').join(', ')})`,
  );
  return (row) => insert.run(...names.map((name) => row[name] ?? null)).changes === 1;
}

/** Takes out rows that refer to lost ones, until none does. Answers how many of each table. */
function removeLoose(target: Database.Database): ReadonlyMap<string, number> {
  const removed = new Map<string, number>();
  const tables = new Map(tablesOf(target).map((table) => [table.name, table]));
  for (;;) {
    const loose = looseRows(target);
    let changed = 0;
    for (const { table, parent, column, references } of loose) {
      const shape = tables.get(table);
      if (shape === undefined) continue;
      const sql = `DELETE FROM ${quoted(table)} WHERE ${quoted(column)} IS NOT NULL AND ${quoted(column)} NOT IN (SELECT ${quoted(references)} FROM ${quoted(parent)})`;
      const count = target.prepare(sql).run().changes;
      changed += count;
      removed.set(table, (removed.get(table) ?? 0) + count);
    }
    if (changed === 0) return removed;
  }
}

interface LooseReference {
  readonly table: string;
  readonly parent: string;
  readonly column: string;
  readonly references: string;
}

function looseRows(target: Database.Database): LooseReference[] {
  const found = new Set(
    target
      .prepare<[], { table: string; fkid: number }>('SELECT DISTINCT "table", fkid FROM pragma_foreign_key_check')
      .all()
      .map((row) => `${row.fkid}:${row.table}`),
  );
  return [...found].flatMap((name) => {
    const table = name.slice(name.indexOf(':') + 1);
    const id = Number(name.slice(0, name.indexOf(':')));
    const keys = target
      .prepare<[string, number], { parent: string; column: string; references: string | null }>(
        'SELECT "table" AS parent, "from" AS "column", "to" AS "references" FROM pragma_foreign_key_list(?) WHERE id = ?',
      )
      .all(table, id);
    return keys.map((key) => ({ table, parent: key.parent, column: key.column, references: key.references ?? 'id' }));
  });
}
