import Database from 'better-sqlite3';
import { type Migration, migrations, newestVersion } from './migrations/index.ts';

/** Format of an open database as it says itself; 0 for one that never was a workspace. */
export function versionOf(database: Database.Database): number {
  return Number(database.pragma('user_version', { simple: true }));
}

/** Brings a database from the format before a migration to its own. Belongs inside a transaction. */
export function applyMigration(database: Database.Database, migration: Migration): void {
  database.exec(migration.sql);
  migration.fill?.(database);
  database.pragma(`user_version = ${migration.version}`);
}

/** Makes an empty workspace database of a format, the newest when none is named. Throws what SQLite throws. */
export function buildDatabase(file: string, version = newestVersion): void {
  const database = new Database(file);
  try {
    database.transaction(() => {
      for (const migration of migrations) if (migration.version <= version) applyMigration(database, migration);
    })();
  } finally {
    database.close();
  }
}
