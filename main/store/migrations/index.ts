import { start } from './0010-start.ts';

export interface Migration {
  readonly version: number;
  readonly sql: string;
}

/** In the order they are applied; a number is never used again. */
export const migrations: readonly Migration[] = [start];

export const newestVersion = Math.max(...migrations.map((migration) => migration.version));
