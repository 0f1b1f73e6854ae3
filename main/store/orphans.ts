import { existsSync, readdirSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { backupFolder } from './backup-file.ts';
import type { Reader, Writer } from './handles.ts';
import { number, text } from './row.ts';
import { replacedFiles } from './retention.ts';

/** Rows or files that nothing needs any more. */
export interface Orphan {
  readonly kind: string;
  readonly title: string;
  readonly why: string;
  readonly count: number;
  /** Files are measured; of rows the length of their content is added up. */
  readonly bytes: number;
  readonly examples: readonly string[];
}

interface RowKind {
  readonly kind: string;
  readonly title: string;
  readonly why: string;
  readonly table: string;
  /** Names a row for people. */
  readonly name: string;
  readonly size: string;
  readonly where: string;
}

const noRollout = 'NOT EXISTS (SELECT 1 FROM rollout WHERE rollout.id = rollout_id)';
const ofRollout = 'They belong to a rollout that is not in the database any more.';
const dayMs = 24 * 60 * 60_000;

/** `:now` in a condition stands for the present, ms. */
const rowKinds: readonly RowKind[] = [
  {
    kind: 'actions',
    title: 'Actions of lost rollouts',
    why: ofRollout,
    table: 'action',
    name: 'id',
    size: 'length(operation)',
    where: noRollout,
  },
  { kind: 'shares', title: 'Shares of lost rollouts', why: ofRollout, table: 'share', name: 'rollout_id', size: '24', where: noRollout },
  {
    kind: 'verdicts',
    title: 'Verdicts of lost rollouts',
    why: ofRollout,
    table: 'verdict',
    name: 'rollout_id',
    size: 'length(verdict)',
    where: noRollout,
  },
  {
    kind: 'verdictSpans',
    title: 'Verdicts over time of lost rollouts',
    why: ofRollout,
    table: 'verdict_span',
    name: 'rollout_id',
    size: '48',
    where: noRollout,
  },
  {
    kind: 'checks',
    title: 'Check results of lost rollouts',
    why: ofRollout,
    table: 'check_result',
    name: 'rollout_id',
    size: 'length(result)',
    where: noRollout,
  },
  {
    kind: 'signoffs',
    title: 'Signoffs of lost rollouts',
    why: ofRollout,
    table: 'signoff',
    name: 'rollout_id',
    size: 'length(result)',
    where: noRollout,
  },
  {
    kind: 'health',
    title: 'Answers of removed connections',
    why: 'When a connection last answered is of no use once it is removed.',
    table: 'health',
    name: 'connection_id',
    size: '40',
    where: 'NOT EXISTS (SELECT 1 FROM connection WHERE connection.id = connection_id)',
  },
  {
    kind: 'targetReads',
    title: 'Last reads of removed targets',
    why: 'What a platform said of a target is of no use once the target is removed.',
    table: 'target_read',
    name: 'target_id',
    size: 'coalesce(length(state), 0)',
    where: 'NOT EXISTS (SELECT 1 FROM target WHERE target.id = target_id)',
  },
  {
    kind: 'readings',
    title: 'Readings of lost series',
    why: 'Nobody can say which metric they are of.',
    table: 'reading',
    name: 'series_id',
    size: '24',
    where: 'NOT EXISTS (SELECT 1 FROM series WHERE series.id = series_id)',
  },
  {
    kind: 'imports',
    title: 'Imports that were broken off',
    why: 'They began more than a day ago and were never finished; nothing of them is used.',
    table: 'history_import',
    name: 'name',
    size: '120',
    where: `state = 'loading' AND created_at < :now - ${dayMs} AND coalesce(reached, created_at) < :now - ${dayMs}`,
  },
  {
    kind: 'importedReadings',
    title: 'Readings of lost imports',
    why: 'The import they came with is not in the database any more.',
    table: 'imported_reading',
    name: 'series_id',
    size: '24',
    where: `series_id NOT IN (SELECT imported_series.id FROM imported_series JOIN history_import ON history_import.id = import_id)`,
  },
  {
    kind: 'keys',
    title: 'Expired idempotency keys',
    why: 'Their 24 hours are over; they are also removed every hour.',
    table: 'idempotency',
    name: 'scope',
    size: 'length(answer)',
    where: 'expires_at <= :now',
  },
];

/** Orphaned rows. */
export function orphanRows(reader: Reader, now: number): Orphan[] {
  return reader.consistent(() => rowKinds.map((kind) => countKind(reader, kind, now)).filter((one) => one.count > 0));
}

function conditionOf(kind: RowKind, now: number): string {
  return kind.where.replaceAll(':now', String(Math.floor(now)));
}

function countKind(reader: Reader, kind: RowKind, now: number): Orphan {
  const where = conditionOf(kind, now);
  const row = reader.one(`SELECT count(*) AS count, coalesce(sum(${kind.size}), 0) AS bytes FROM ${kind.table} WHERE ${where}`);
  const count = row === null ? 0 : number(row, 'count');
  const examples =
    count === 0 ? [] : reader.all(`SELECT DISTINCT CAST(${kind.name} AS TEXT) AS name FROM ${kind.table} WHERE ${where} LIMIT 3`);
  return {
    kind: kind.kind,
    title: kind.title,
    why: kind.why,
    count,
    bytes: row === null ? 0 : number(row, 'bytes'),
    examples: examples.map((one) => text(one, 'name')),
  };
}

/** Removes the orphaned rows of some kinds. Answers how many of each. Belongs inside the transaction that records it. */
export function removeOrphanRows(writer: Writer, kinds: readonly string[], now: number): number {
  return rowKinds
    .filter(({ kind }) => kinds.includes(kind))
    .reduce((removed, kind) => removed + writer.run(`DELETE FROM ${kind.table} WHERE ${conditionOf(kind, now)}`), 0);
}

/** Older than this, an unfinished file is nobody's any more, ms. */
const staleMs = 60 * 60_000;
const unfinished = /\.(?:unfinished|part|new|incoming|salvaged|work|preview|backup-check|importing)(?:-wal|-shm|-journal)?$/;

interface OrphanFile {
  readonly kind: 'staleFiles' | 'replacedFiles' | 'looseManifests';
  readonly name: string;
  readonly path: string;
  readonly bytes: number;
}

function orphanFilesOf(folder: string, now: number): OrphanFile[] {
  const stale = [folder, backupFolder(folder), join(folder, 'exports'), join(folder, 'plans')].flatMap((place) => staleIn(place, now));
  const replaced = replacedFiles(folder).map(({ name, path, bytes }) => ({ kind: 'replacedFiles' as const, name, path, bytes }));
  return [...stale, ...replaced, ...looseManifests(folder)];
}

function staleIn(place: string, now: number): OrphanFile[] {
  if (!existsSync(place)) return [];
  return readdirSync(place, { withFileTypes: true })
    .filter((entry) => entry.isFile() && (unfinished.test(entry.name) || place.endsWith('exports')))
    .map(({ name }) => ({ name, path: join(place, name), stat: statSync(join(place, name)) }))
    .filter(({ stat }) => now - stat.mtimeMs > staleMs)
    .map(({ name, path, stat }) => ({ kind: 'staleFiles' as const, name, path, bytes: stat.size }));
}

function looseManifests(folder: string): OrphanFile[] {
  const place = backupFolder(folder);
  if (!existsSync(place)) return [];
  return readdirSync(place)
    .filter((name) => /^tidegate-.*\.json$/.test(name) && !existsSync(join(place, name.replace(/\.json$/, '.db'))))
    .map((name) => ({ kind: 'looseManifests' as const, name, path: join(place, name), bytes: statSync(join(place, name)).size }));
}

const fileWords: Readonly<Record<OrphanFile['kind'], readonly [string, string]>> = {
  staleFiles: ['Unfinished files', 'Left by an export, a backup or an import that was broken off.'],
  replacedFiles: [
    'Databases that were put aside',
    'A restore or a recovery kept them. Once removed, there is no way back to what only they hold.',
  ],
  looseManifests: ['Notes of removed backups', 'The backup they describe is not there any more.'],
};

/** Orphaned files of a workspace folder. */
export function orphanFiles(folder: string, now: number): Orphan[] {
  const files = orphanFilesOf(folder, now);
  return (['staleFiles', 'replacedFiles', 'looseManifests'] as const).flatMap((kind) => {
    const found = files.filter((file) => file.kind === kind);
    const [title, why] = fileWords[kind];
    const bytes = found.reduce((total, file) => total + file.bytes, 0);
    return found.length === 0
      ? []
      : [{ kind, title, why, count: found.length, bytes, examples: found.slice(0, 3).map((file) => file.name) }];
  });
}

/** Removes orphaned files of some kinds. Answers what went. */
export function removeOrphanFiles(
  folder: string,
  kinds: readonly string[],
  now: number,
): { count: number; bytes: number; names: string[] } {
  const gone = orphanFilesOf(folder, now).filter((file) => kinds.includes(file.kind));
  for (const file of gone) rmSync(file.path, { force: true });
  return { count: gone.length, bytes: gone.reduce((total, file) => total + file.bytes, 0), names: gone.map((file) => file.name) };
}
