import Database from 'better-sqlite3';
import { applyMigration, versionOf } from './migrate.ts';
import { migrations, newestVersion } from './migrations/index.ts';
import { tablesOf } from './table-shape.ts';

/** Tables of each format, each with its columns. */
let known: ReadonlyMap<number, ReadonlyMap<string, readonly string[]>> | null = null;

function formats(): ReadonlyMap<number, ReadonlyMap<string, readonly string[]>> {
  if (known !== null) return known;
  const made = new Map<number, ReadonlyMap<string, readonly string[]>>();
  const database = new Database(':memory:');
  for (const migration of migrations) {
    applyMigration(database, migration);
    made.set(migration.version, columnsIn(database));
  }
  database.close();
  known = made;
  return made;
}

function columnsIn(database: Database.Database): ReadonlyMap<string, readonly string[]> {
  return new Map(tablesOf(database).map((table) => [table.name, table.columns.map((column) => column.name)]));
}

/** Tables and columns of a format that a database does not have, in words; empty when it has them all. */
export function missingOf(database: Database.Database, version: number): string[] {
  const present = columnsIn(database);
  return [...(formats().get(version) ?? [])].flatMap(([table, columns]) => {
    const there = present.get(table);
    if (there === undefined) return [`the table ${table} is missing`];
    return columns.filter((column) => !there.includes(column)).map((column) => `the column ${column} of ${table} is missing`);
  });
}

/** The newest format whose tables a database has, whatever it says itself; 0 when it has none of them. */
export function formatOf(database: Database.Database): number {
  return migrations.reduce((found, { version }) => (missingOf(database, version).length === 0 ? version : found), 0);
}

function columnsOf(version: number): string {
  return JSON.stringify([...(formats().get(version) ?? [])]);
}

/** What speaks against the format that a database says it has; empty when it fits. A newer one is not judged. */
export function formatProblems(database: Database.Database): string[] {
  const said = versionOf(database);
  if (said > newestVersion) return [];
  if (said === 0) return ['it says that it holds no Tidegate data'];
  if (!formats().has(said)) return [`it says it has format ${said}, which there never was`];
  const found = formatOf(database);
  if (found > said && columnsOf(found) !== columnsOf(said))
    return [`it says it has format ${said}, but its tables are those of format ${found}`];
  return missingOf(database, said).map((problem) => `it says it has format ${said}, but ${problem}`);
}
