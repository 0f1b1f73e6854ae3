import { type ImportKind, type ImportState, importKinds, importStates } from '../core/model/history-import.ts';
import type { JsonObject } from '../core/model/json.ts';
import type { SeriesLabels } from '../core/model/reading.ts';
import type { Reader, Row, Writer } from './handles.ts';
import { jsonObject, number, numberOrNull, text, toJson, word } from './row.ts';

export interface HistoryImport {
  readonly id: string;
  readonly kind: ImportKind;
  readonly state: ImportState;
  /** File name, or the source's. */
  readonly name: string;
  readonly mapping: JsonObject;
  /** End of the last part that was fetched, ms; null for files. */
  readonly reached: number | null;
  readonly added: number;
  /** Rows that were there already. */
  readonly known: number;
  /** Of those, how many had another value. */
  readonly differing: number;
  readonly createdAt: number;
  readonly finishedAt: number | null;
}

/** A reading with the key of the series it belongs to. A missing value adds the count to a value staged before. */
export interface StagedReading {
  readonly metricKey: string;
  readonly labels: SeriesLabels;
  readonly ts: number;
  readonly value: number | null;
  readonly samples: number | null;
}

export interface Staged {
  readonly added: number;
  readonly known: number;
  readonly differing: number;
  /** Rows that cannot be right, by their index. */
  readonly wrong: readonly { readonly index: number; readonly message: string }[];
}

function importOf(row: Row): HistoryImport {
  return {
    id: text(row, 'id'),
    kind: word(row, 'kind', importKinds),
    state: word(row, 'state', importStates),
    name: text(row, 'name'),
    mapping: jsonObject(row, 'mapping'),
    reached: numberOrNull(row, 'reached'),
    added: number(row, 'added'),
    known: number(row, 'known'),
    differing: number(row, 'differing'),
    createdAt: number(row, 'created_at'),
    finishedAt: numberOrNull(row, 'finished_at'),
  };
}

export function beginImport(writer: Writer, begun: Pick<HistoryImport, 'id' | 'kind' | 'name' | 'mapping' | 'createdAt'>): void {
  writer.run(
    `INSERT INTO history_import (id, kind, state, name, mapping, reached, added, known, differing, created_at, finished_at)
     VALUES (?, ?, 'loading', ?, ?, NULL, 0, 0, 0, ?, NULL)`,
    begun.id,
    begun.kind,
    begun.name,
    toJson(begun.mapping),
    begun.createdAt,
  );
}

export function getImport(reader: Reader, id: string): HistoryImport | null {
  const row = reader.one('SELECT * FROM history_import WHERE id = ?', id);
  return row === null ? null : importOf(row);
}

/** Newest first. */
export function listImports(reader: Reader, states: readonly ImportState[]): HistoryImport[] {
  const marks = states.map(() => '?').join(', ');
  return reader.all(`SELECT * FROM history_import WHERE state IN (${marks}) ORDER BY created_at DESC, id DESC`, ...states).map(importOf);
}

/** Adds rows to an import that is loading; a row that is kept already (same series and time) is counted and left out. */
export function stageReadings(writer: Writer, importId: string, rows: readonly StagedReading[]): Staged {
  return writer.transaction(() => {
    const series = new Map<string, StagingSeries>();
    const count = { added: 0, known: 0, differing: 0 };
    const wrong: { index: number; message: string }[] = [];
    rows.forEach((row, index) => {
      const { metricKey, labels } = row;
      const key = [metricKey, labels.release, labels.channel, labels.platform].join('\n');
      const into = series.get(key) ?? stagingSeries(writer, importId, row);
      series.set(key, into);
      const outcome = row.value === null ? stageCount(writer, into, row) : stageValue(writer, into, row, row.value);
      if (outcome === 'added') count.added += 1;
      if (outcome === 'known' || outcome === 'differing') count.known += 1;
      if (outcome === 'differing') count.differing += 1;
      if (typeof outcome === 'object' && outcome !== null) wrong.push({ index, message: outcome.wrong });
    });
    writer.run(
      'UPDATE history_import SET added = added + ?, known = known + ?, differing = differing + ? WHERE id = ?',
      count.added,
      count.known,
      count.differing,
      importId,
    );
    return { ...count, wrong };
  });
}

interface StagingSeries {
  readonly id: number;
  /** The same labels in imports that are kept. */
  readonly kept: readonly number[];
}

type Outcome = 'added' | 'known' | 'differing' | { readonly wrong: string } | null;

function stagingSeries(writer: Writer, importId: string, { metricKey, labels }: StagedReading): StagingSeries {
  const values = [metricKey, labels.release, labels.channel, labels.platform];
  writer.run(
    'INSERT INTO imported_series (import_id, metric, release, channel, platform) VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING',
    importId,
    ...values,
  );
  const own = writer.one(
    'SELECT id FROM imported_series WHERE import_id = ? AND metric = ? AND release = ? AND channel = ? AND platform = ?',
    importId,
    ...values,
  );
  if (own === null) throw new Error(`Import ${importId} could not store a series.`);
  const kept = writer.all(
    `SELECT s.id FROM imported_series s JOIN history_import i ON i.id = s.import_id AND i.state = 'kept'
     WHERE s.metric = ? AND s.release = ? AND s.channel = ? AND s.platform = ?`,
    ...values,
  );
  return { id: number(own, 'id'), kept: kept.map((row) => number(row, 'id')) };
}

function valueAt(reader: Reader, seriesId: number, ts: number): number | null {
  const row = reader.raw('SELECT value FROM imported_reading WHERE series_id = ? AND ts = ?', seriesId, ts)[0];
  return row === undefined ? null : Number(row[0]);
}

function stageValue(writer: Writer, series: StagingSeries, row: StagedReading, value: number): Outcome {
  for (const id of series.kept) {
    const was = valueAt(writer, id, row.ts);
    if (was !== null) return was === value ? 'known' : 'differing';
  }
  const sql = 'INSERT INTO imported_reading (series_id, ts, value, samples) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING';
  if (writer.run(sql, series.id, row.ts, value, row.samples) === 1) return 'added';
  const was = valueAt(writer, series.id, row.ts);
  if (was === value) return 'known';
  return { wrong: `another value for the same series and time is in this file (${was} and ${value}); keep one of them` };
}

function stageCount(writer: Writer, series: StagingSeries, row: StagedReading): Outcome {
  if (series.kept.some((id) => valueAt(writer, id, row.ts) !== null)) return null;
  const sql = 'UPDATE imported_reading SET samples = ? WHERE series_id = ? AND ts = ?';
  if (writer.run(sql, row.samples, series.id, row.ts) === 1) return null;
  return { wrong: 'a count of samples without a value of the same labels and time before it' };
}

/** Notes how far a range was fetched, ms. */
export function noteReached(writer: Writer, importId: string, reached: number): void {
  writer.run('UPDATE history_import SET reached = ? WHERE id = ?', reached, importId);
}

/** Notes what an import of releases came to. */
export function noteCounts(writer: Writer, importId: string, counts: Pick<HistoryImport, 'added' | 'known' | 'differing'>): void {
  writer.run(
    'UPDATE history_import SET added = ?, known = ?, differing = ? WHERE id = ?',
    counts.added,
    counts.known,
    counts.differing,
    importId,
  );
}

/** Makes an import seen, all of it at once. */
export function keepImport(writer: Writer, importId: string, at: number): void {
  writer.run(`UPDATE history_import SET state = 'kept', finished_at = ? WHERE id = ?`, at, importId);
}

/** Makes an import unseen at once; its readings go when `sweepDropped` is called. */
export function dropImport(writer: Writer, importId: string): void {
  writer.transaction(() => {
    writer.run(`UPDATE history_import SET state = 'dropped' WHERE id = ?`, importId);
    writer.run('DELETE FROM imported_rollout WHERE import_id = ?', importId);
  });
}

const sweepAtOnce = 20_000;

/** Removes up to 20,000 readings of dropped imports, so that no other write waits long. Answers whether some are left. */
export function sweepDropped(writer: Writer): boolean {
  return writer.transaction(() => {
    const next = writer.one(
      `SELECT s.id FROM imported_series s JOIN history_import i ON i.id = s.import_id AND i.state = 'dropped' ORDER BY s.id LIMIT 1`,
    );
    if (next === null) {
      writer.run(`DELETE FROM history_import WHERE state = 'dropped'`);
      return false;
    }
    const id = number(next, 'id');
    const gone = writer.run(
      'DELETE FROM imported_reading WHERE series_id = ? AND ts IN (SELECT ts FROM imported_reading WHERE series_id = ? LIMIT ?)',
      id,
      id,
      sweepAtOnce,
    );
    if (gone < sweepAtOnce) writer.run('DELETE FROM imported_series WHERE id = ?', id);
    return true;
  });
}
