import Database from 'better-sqlite3';
import { contentHash } from '../core/hash.ts';
import { columnsOf } from './audit-chain.ts';
import { indexText } from './audit-tokens.ts';
import { BundleLine, type BundleTable, bundleTables } from './bundle-lines.ts';
import { readerOf, type Writer, writerOf } from './handles.ts';
import { applyMigration } from './migrate.ts';
import { migrations } from './migrations/index.ts';
import type { Store } from './open.ts';
import { parseObject, text, toJson } from './row.ts';
import { seriesId } from './series.ts';
import { AuditBodyShape } from './shapes.ts';
import { hasHash, saveSnapshot } from './snapshots.ts';

/** Puts the lines of a bundle into a database of its own, in memory: nothing of it can reach the workspace. */
export interface BundleTaker {
  /** A problem of the line, or null. After the first problem nothing is taken any more. */
  take(line: string): string | null;
  /** Lines of the audit proof, in their order. */
  readonly audit: readonly string[];
  /** After the last line: brings it up to this Tidegate's format and hands it over to be read. */
  done(): Store;
}

/** `format`: the format of a workspace at the time of the bundle; not newer than this Tidegate's own. */
export function takeBundle(format: number): BundleTaker {
  const database = new Database(':memory:');
  database.pragma('foreign_keys = ON');
  for (const migration of migrations) if (migration.version <= format) applyMigration(database, migration);
  const writer = writerOf(database);
  const columns = new Map(bundleTables.map((table) => [table, columnNames(writer, table)]));
  const audit: string[] = [];
  return {
    audit,
    take: (line) => takeLine(writer, columns, audit, line),
    done() {
      for (const migration of migrations) if (migration.version > format) applyMigration(database, migration);
      return { writer, reader: readerOf(database), folder: '', file: ':memory:', database, close: () => void database.close() };
    },
  };
}

function columnNames(writer: Writer, table: BundleTable): ReadonlySet<string> {
  return new Set(writer.all(`SELECT name FROM pragma_table_info('${table}')`).map((row) => text(row, 'name')));
}

function takeLine(writer: Writer, columns: ReadonlyMap<BundleTable, ReadonlySet<string>>, audit: string[], line: string): string | null {
  const read = BundleLine.safeParse(parsed(line));
  if (!read.success) return 'it is no line of a bundle';
  try {
    switch (read.data.t) {
      case 'row':
        return takeRow(writer, columns.get(read.data.table) ?? new Set(), read.data);
      case 'readings':
        return takeReadings(writer, read.data);
      case 'snapshot':
        return takeSnapshot(writer, read.data, line);
      case 'audit':
        audit.push(read.data.line);
        return takeAudit(writer, read.data.line);
    }
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

function parsed(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return null;
  }
}

type LineOf<T extends BundleLine['t']> = Extract<BundleLine, { readonly t: T }>;

function takeRow(writer: Writer, known: ReadonlySet<string>, { table, row }: LineOf<'row'>): string | null {
  const names = Object.keys(row);
  const strange = names.find((name) => !known.has(name));
  if (strange !== undefined) return `${table} has no column ${strange}`;
  const marks = names.map(() => '?').join(', ');
  writer.run(`INSERT INTO ${table} (${names.map((name) => `"${name}"`).join(', ')}) VALUES (${marks})`, ...Object.values(row));
  return null;
}

function takeReadings(writer: Writer, { metric, release, channel, platform, points }: LineOf<'readings'>): string | null {
  const id = seriesId(writer, metric, { release, channel, platform });
  writer.transaction(() => {
    for (let from = 0; from < points.length; from += rowsAtOnce) {
      const some = points.slice(from, from + rowsAtOnce);
      writer.run(readingSql(some.length), ...some.flatMap(([ts, value, samples]) => [id, ts, value, samples]));
    }
  });
  return null;
}

/** A week of readings goes in twice as fast by the hundred as one by one. */
const rowsAtOnce = 100;

function readingSql(rows: number): string {
  const marks = Array.from({ length: rows }, () => '(?, ?, ?, ?)').join(', ');
  return `INSERT INTO reading (series_id, ts, value, samples) VALUES ${marks}`;
}

const bodyBegins = ',"body":';

/** The text stands in the line as it was hashed, unless somebody else put the line together. */
function takeSnapshot(writer: Writer, { hash, at, body }: LineOf<'snapshot'>, line: string): string | null {
  const begin = line.indexOf(bodyBegins);
  const written = begin === -1 ? '' : line.slice(begin + bodyBegins.length, -1);
  const canonical = hasHash(written, hash);
  if (!canonical && contentHash(body) !== hash) return 'a snapshot is not what its hash names';
  saveSnapshot(writer, hash, canonical ? written : toJson(body), at);
  return null;
}

/** Entries are put where the incident looks for them; whether they are what was written is proved apart. */
function takeAudit(writer: Writer, line: string): string | null {
  const value = parseObject(line);
  const { seq, previous, hash, entry } = value;
  if (entry === undefined) return null;
  const stored = JSON.stringify(entry);
  const body = AuditBodyShape.parse(entry);
  if (typeof seq !== 'number' || typeof previous !== 'string' || typeof hash !== 'string') return 'an audit entry lacks its number or hash';
  const { at, applicationId, rolloutId, words } = columnsOf(body, stored);
  const sql = 'INSERT INTO audit (seq, at, application_id, rollout_id, words, body, previous, hash) VALUES (?, ?, ?, ?, ?, ?, ?, ?)';
  writer.run(sql, seq, at, applicationId, rolloutId, words, stored, previous, hash);
  writer.run('INSERT INTO audit_index (rowid, tokens) VALUES (?, ?)', seq, indexText(body, words));
  return null;
}
