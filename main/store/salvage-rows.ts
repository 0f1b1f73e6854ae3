import Database from 'better-sqlite3';
import { type Key, keyBetween } from './key-between.ts';
import type { TableShape } from './table-shape.ts';

export type SalvagedRow = Readonly<Record<string, unknown>>;

/** What was found of one table. */
export interface RowsFound {
  /** Everything could be read: nothing of it is missing. */
  readonly whole: boolean;
  /** Keys that an index names and no row could be read for; null where no index could be read. */
  readonly missing: number | null;
}

/** Where a reading ended: its last key, and whether damage ended it. */
interface Reached {
  readonly last: Key | null;
  readonly broken: boolean;
}

/** Tries per table to read on somewhere behind damage, and halvings of a gap in which nothing answers. */
const mostTries = 20_000;
const deepest = 8;

/**
 * Reads every row that can be reached: from the beginning up to the first damage, from the end back to the last, the rows whose keys an
 * index names, and from places in between. `take` gets each row once.
 */
export function readAround(database: Database.Database, table: TableShape, take: (row: SalvagedRow) => void): RowsFound {
  const rows = rowReader(database, table, take);
  const start = rows.read(null, null, false);
  if (!start.broken) return { whole: true, missing: 0 };
  const end = rows.read(start.last, null, true);
  const missing = rows.readNamed();
  rows.explore(start.last, end.last, 0);
  return { whole: false, missing: missing === null ? null : missing.filter((key) => !rows.has(key)).length };
}

interface RowReader {
  /** Reads from `low` to before `high`, backwards when asked. */
  read(low: Key | null, high: Key | null, backwards: boolean): Reached;
  /** Reads the rows that indexes name; answers with the keys they name, null when none could be asked. */
  readNamed(): Key[] | null;
  explore(low: Key | null, high: Key | null, depth: number): void;
  has(key: Key): boolean;
}

function rowReader(database: Database.Database, table: TableShape, take: (row: SalvagedRow) => void): RowReader {
  const seen = new Set<string>();
  const ask = asker(database, table);
  let reach: readonly [number, number] = [Number.MAX_SAFE_INTEGER, 0];
  let tries = 0;

  function keep(row: SalvagedRow): Key {
    const key = table.key.map((_, place) => plainKey(row[`key_${place}`]));
    const name = JSON.stringify(key);
    if (seen.has(name)) return key;
    seen.add(name);
    reach = widened(reach, key[1]);
    take(row);
    return key;
  }
  function read(low: Key | null, high: Key | null, backwards: boolean): Reached {
    let last: Key | null = null;
    const broken = tolerant(() => {
      for (const row of ask(low, high, backwards)) last = keep(row);
    });
    return { last, broken };
  }
  function readNamed(): Key[] | null {
    const named = namedKeys(database, table);
    for (const key of named ?? []) if (!seen.has(JSON.stringify(key))) tolerant(() => void [...ask(key, key, false)].map(keep));
    return named;
  }
  function explore(low: Key | null, high: Key | null, depth: number): void {
    const from = low ?? beginningOf(high);
    const to = high ?? endOf(low);
    tries += 1;
    if (from === null || to === null || depth > deepest || tries > mostTries) return;
    const middle = keyBetween(from, to, reach);
    if (middle === null) return;
    const right = read(middle, high, false);
    const left = read(from, middle, true);
    if (left.broken) explore(low, left.last === null ? middle : left.last, left.last === null ? depth + 1 : depth);
    if (right.broken) explore(right.last ?? middle, high, right.last === null ? depth + 1 : depth);
  }
  return { read, readNamed, explore, has: (key) => seen.has(JSON.stringify(key)) };
}

function widened([least, most]: readonly [number, number], value: string | number | undefined): readonly [number, number] {
  return typeof value === 'number' ? [Math.min(least, value), Math.max(most, value)] : [least, most];
}

function plainKey(value: unknown): string | number {
  return typeof value === 'number' ? value : String(value);
}

function beginningOf(high: Key | null): Key | null {
  return high === null ? null : [typeof high[0] === 'number' ? 0 : ''];
}

function endOf(low: Key | null): Key | null {
  return low === null ? null : [typeof low[0] === 'number' ? low[0] * 2 + 1 : '\u007f'];
}

/** Runs what may meet damage; answers whether it did. */
function tolerant(work: () => void): boolean {
  try {
    work();
    return false;
  } catch (error) {
    if (error instanceof Database.SqliteError) return true;
    throw error;
  }
}

type Ask = (low: Key | null, high: Key | null, backwards: boolean) => IterableIterator<SalvagedRow>;

/** Questions for rows from one key to before another; the same key twice asks for that row alone. */
function asker(database: Database.Database, table: TableShape): Ask {
  const present = presentColumns(database, table);
  const keys = table.key.map((name, place) => `${quoted(name)} AS key_${place}`);
  const select = `SELECT ${[...present.map(quoted), ...keys].join(', ')} FROM ${quoted(table.name)}`;
  const tuple = (key: Key): string => `(${table.key.slice(0, key.length).map(quoted).join(', ')})`;
  const marks = (key: Key): string => `(${key.map(() => '?').join(', ')})`;
  const statements = new Map<string, Database.Statement<unknown[], SalvagedRow>>();
  function prepared(sql: string): Database.Statement<unknown[], SalvagedRow> {
    const known = statements.get(sql) ?? database.prepare<unknown[], SalvagedRow>(sql);
    statements.set(sql, known);
    return known;
  }
  return (low, high, backwards) => {
    const one = low !== null && low === high;
    const where = one
      ? [`${tuple(low)} = ${marks(low)}`]
      : [
          // The lower end is read again: a row that is known already is not taken twice.
          ...(low === null ? [] : [`${tuple(low)} >= ${marks(low)}`]),
          ...(high === null ? [] : [`${tuple(high)} < ${marks(high)}`]),
        ];
    const condition = where.length === 0 ? '' : ` WHERE ${where.join(' AND ')}`;
    const order = table.key.map((name) => `${quoted(name)}${backwards ? ' DESC' : ''}`).join(', ');
    const values = one ? low : [...(low ?? []), ...(high ?? [])];
    return prepared(`${select}${condition} ORDER BY ${order}`).iterate(...values);
  };
}

function presentColumns(database: Database.Database, table: TableShape): string[] {
  const there = new Set(database.prepare<[string], string>('SELECT name FROM pragma_table_info(?)').pluck().all(table.name));
  return table.columns.map((column) => column.name).filter((name) => there.has(name));
}

/** Keys that the other indexes of a table name, each once. */
function namedKeys(database: Database.Database, table: TableShape): Key[] | null {
  const indexes = database
    .prepare<[string], string>(`SELECT name FROM pragma_index_list(?) WHERE origin <> 'pk' AND partial = 0`)
    .pluck()
    .all(table.name);
  const found = new Map<string, Key>();
  let asked = 0;
  for (const index of indexes) {
    const sql = `SELECT ${table.key.map(quoted).join(', ')} FROM ${quoted(table.name)} INDEXED BY ${quoted(index)}`;
    const broken = tolerant(() => {
      for (const row of database.prepare<[], unknown[]>(sql).raw().iterate()) {
        const key = row.map(plainKey);
        found.set(JSON.stringify(key), key);
      }
    });
    if (!broken) asked += 1;
  }
  return asked === 0 ? null : [...found.values()];
}

export function quoted(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}
