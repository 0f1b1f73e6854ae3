import { existsSync, readdirSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import type { Reader, Writer } from './handles.ts';
import { number } from './row.ts';
import { bucketStart, closeBuckets, keptFrom, keptFromKey, widestBucket } from './rollups.ts';
import { getSetting, putSetting } from './settings.ts';

const dayMs = 24 * 60 * 60_000;
const stepRows = 5000;

/** How many days things are kept; null keeps them for good. */
export interface RetentionPolicy {
  readonly rawReadingsDays: number;
  readonly rollupsDays: number | null;
  readonly noticesDays: number | null;
  readonly replacedDays: number | null;
}

export type RetentionKind = 'rawReadings' | 'rollups' | 'notices' | 'replacedFiles';

export interface RetentionItem {
  readonly kind: RetentionKind;
  readonly before: number | null;
  readonly rows: number;
  readonly bytes: number;
  readonly total: number;
}

const PolicyShape = z.object({
  rawReadingsDays: z.number(),
  rollupsDays: z.number().nullable(),
  noticesDays: z.number().nullable(),
  replacedDays: z.number().nullable(),
});

export const defaultRetention: RetentionPolicy = { rawReadingsDays: 14, rollupsDays: null, noticesDays: null, replacedDays: null };

export function retentionOf(reader: Reader): RetentionPolicy {
  const stored = PolicyShape.safeParse(getSetting(reader, 'retention'));
  return stored.success ? stored.data : defaultRetention;
}

export function storeRetention(writer: Writer, policy: RetentionPolicy): void {
  putSetting(writer, 'retention', { ...policy });
}

function edgeOf(days: number | null, now: number): number | null {
  return days === null ? null : bucketStart(now - days * dayMs, widestBucket);
}

/** Bytes of a reading, of a rollup and of a notice beside its text, as SQLite stores them: key, number and cell head. */
const bytesOf = { reading: 24, rollup: 48, notice: 80 };

/** What would go now under a policy. Rows are counted, their bytes estimated; files are measured. */
export function retentionPreview(reader: Reader, folder: string, policy: RetentionPolicy, now: number): RetentionItem[] {
  const raw = edgeOf(policy.rawReadingsDays, now);
  const rollups = edgeOf(policy.rollupsDays, now);
  const notices = edgeOf(policy.noticesDays, now);
  const replaced = edgeOf(policy.replacedDays, now);
  const [rawRows, rawTotal] = countOld(reader, ['reading'], raw);
  const [rollupRows, rollupTotal] = countOld(reader, ['rollup_5m', 'rollup_1h'], rollups);
  const [noticeRows, noticeBytes, noticeTotal] = countNotices(reader, notices);
  const files = replacedFiles(folder);
  const old = replaced === null ? [] : files.filter((file) => file.at < replaced);
  return [
    { kind: 'rawReadings', before: raw, rows: rawRows, bytes: rawRows * bytesOf.reading, total: rawTotal },
    { kind: 'rollups', before: rollups, rows: rollupRows, bytes: rollupRows * bytesOf.rollup, total: rollupTotal },
    { kind: 'notices', before: notices, rows: noticeRows, bytes: noticeBytes + noticeRows * bytesOf.notice, total: noticeTotal },
    { kind: 'replacedFiles', before: replaced, rows: old.length, bytes: sum(old.map((file) => file.bytes)), total: files.length },
  ];
}

function countOld(reader: Reader, tables: readonly string[], before: number | null): [number, number] {
  const count = (sql: string, ...values: number[]): number => {
    const row = reader.one(sql, ...values);
    return row === null ? 0 : number(row, 'rows');
  };
  const total = sum(tables.map((table) => count(`SELECT count(*) AS rows FROM ${table}`)));
  if (before === null) return [0, total];
  // One series at a time: the key begins with it.
  const series = reader.all('SELECT id FROM series').map((row) => number(row, 'id'));
  const old = tables.flatMap((table) =>
    series.map((id) => count(`SELECT count(*) AS rows FROM ${table} WHERE series_id = ? AND ts < ?`, id, before)),
  );
  return [sum(old), total];
}

function countNotices(reader: Reader, before: number | null): [number, number, number] {
  const row = reader.one(
    `SELECT count(*) AS total, coalesce(sum(finished_at < ?), 0) AS rows, coalesce(sum(CASE WHEN finished_at < ? THEN length(notice) ELSE 0 END), 0) AS bytes FROM notice`,
    before ?? 0,
    before ?? 0,
  );
  return row === null ? [0, 0, 0] : [number(row, 'rows'), number(row, 'bytes'), number(row, 'total')];
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

export interface KeptFile {
  readonly name: string;
  readonly path: string;
  readonly bytes: number;
  /** When it was put aside, ms. */
  readonly at: number;
}

const keptPattern = /^tidegate\.db\.(?:replaced|refused|damaged)-/;

/** Databases that a restore or a recovery put aside. */
export function replacedFiles(folder: string): KeptFile[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((name) => keptPattern.test(name))
    .map((name) => {
      const path = join(folder, name);
      const { size, mtimeMs } = statSync(path);
      return { name, path, bytes: size, at: timeIn(name) ?? mtimeMs };
    });
}

function timeIn(name: string): number | null {
  const found = /(\d{4}-\d{2}-\d{2})T(\d{2})-(\d{2})-(\d{2}\.\d{3}Z)/.exec(name);
  return found === null ? null : Date.parse(`${found[1]}T${found[2]}:${found[3]}:${found[4]}`);
}

/** What was removed so far. */
export interface Pruned {
  readonly rows: number;
  readonly files: number;
  readonly bytes: number;
}

/** Removes what a policy lets go, at most 5,000 rows in each step, so that nobody waits. Yields after each. */
export function* prune(writer: Writer, folder: string, policy: RetentionPolicy, now: number): Generator<Pruned, Pruned> {
  let gone: Pruned = { rows: 0, files: 0, bytes: 0 };
  for (const step of steps(writer, policy, now)) {
    for (let rows = step.run(); rows > 0; rows = step.run()) {
      gone = { ...gone, rows: gone.rows + rows, bytes: gone.bytes + rows * step.bytes };
      yield gone;
    }
  }
  const before = edgeOf(policy.replacedDays, now);
  for (const file of before === null ? [] : replacedFiles(folder).filter((one) => one.at < before)) {
    rmSync(file.path, { force: true });
    gone = { ...gone, files: gone.files + 1, bytes: gone.bytes + file.bytes };
    yield gone;
  }
  return gone;
}

interface Step {
  readonly bytes: number;
  /** Removes a portion; answers how many rows went. */
  run(): number;
}

function steps(writer: Writer, policy: RetentionPolicy, now: number): Step[] {
  const raw = edgeOf(policy.rawReadingsDays, now);
  const rollups = edgeOf(policy.rollupsDays, now);
  const notices = edgeOf(policy.noticesDays, now);
  const series = writer.all('SELECT id FROM series').map((row) => number(row, 'id'));
  const ofSeries = (table: string, before: number, bytes: number): Step[] =>
    series.map((id) => ({
      bytes,
      run: () =>
        writer.run(
          `DELETE FROM ${table} WHERE series_id = ? AND ts IN (SELECT ts FROM ${table} WHERE series_id = ? AND ts < ? ORDER BY ts LIMIT ${stepRows})`,
          id,
          id,
          before,
        ),
    }));
  if (raw !== null) keepFrom(writer, raw);
  return [
    ...(raw === null ? [] : ofSeries('reading', raw, bytesOf.reading)),
    ...(rollups === null ? [] : ['rollup_5m', 'rollup_1h'].flatMap((table) => ofSeries(table, rollups, bytesOf.rollup))),
    ...(notices === null ? [] : [noticeStep(writer, notices)]),
  ];
}

function noticeStep(writer: Writer, before: number): Step {
  const sql = `DELETE FROM notice WHERE id IN (SELECT id FROM notice WHERE finished_at < ? LIMIT ${stepRows})`;
  return { bytes: bytesOf.notice, run: () => writer.run(sql, before) };
}

/** Rollups of what goes are built first, and charts no longer look for it. */
function keepFrom(writer: Writer, edge: number): void {
  if (edge <= keptFrom(writer)) return;
  writer.transaction(() => {
    closeBuckets(writer, edge);
    putSetting(writer, keptFromKey, edge);
  });
}
