import type { Point, Reading, SeriesLabels } from '../core/model/reading.ts';
import type { Reader, Writer } from './handles.ts';
import { bucketStart, keptFrom, rollups } from './rollups.ts';
import { bestSeries, seriesId, tellsReleases } from './series.ts';

/**
 * Appends readings of one metric; one at the same time of the same series is replaced. Answers how many were stored:
 * values that are no number, and readings older than what is kept raw, are left out.
 * The rollup buckets they fall into are noted as open.
 */
export function appendReadings(writer: Writer, metricKey: string, readings: readonly Reading[]): number {
  return writer.transaction(() => {
    const oldest = keptFrom(writer);
    const ids = new Map<string, number>();
    const open = new Map<number, Set<number>>();
    let stored = 0;
    for (const reading of readings) {
      const ts = Math.round(reading.ts);
      if (!Number.isFinite(reading.value) || ts < oldest) continue;
      const id = idOf(writer, metricKey, reading.labels, ids);
      insertReading(writer, id, ts, reading);
      noteOpen(open, id, ts);
      stored += 1;
    }
    openBuckets(writer, open);
    return stored;
  });
}

/** Remembers the narrowest bucket of a reading; the wider ones follow from it. */
function noteOpen(open: Map<number, Set<number>>, id: number, ts: number): void {
  const start = bucketStart(ts, rollups[0].width);
  const known = open.get(id);
  if (known === undefined) open.set(id, new Set([start]));
  else known.add(start);
}

function openBuckets(writer: Writer, open: ReadonlyMap<number, ReadonlySet<number>>): void {
  for (const [id, starts] of open) {
    for (const { width } of rollups) {
      for (const ts of new Set([...starts].map((start) => bucketStart(start, width)))) {
        writer.run('INSERT INTO open_bucket (width, series_id, ts) VALUES (?, ?, ?) ON CONFLICT DO NOTHING', width, id, ts);
      }
    }
  }
}

function insertReading(writer: Writer, id: number, ts: number, reading: Reading): void {
  writer.run(
    'INSERT INTO reading (series_id, ts, value, samples) VALUES (?, ?, ?, ?) ON CONFLICT (series_id, ts) DO UPDATE SET value = excluded.value, samples = excluded.samples',
    id,
    ts,
    reading.value,
    reading.samples,
  );
}

function idOf(writer: Writer, metricKey: string, labels: SeriesLabels, ids: Map<string, number>): number {
  const key = `${labels.release}\n${labels.channel}\n${labels.platform}`;
  const known = ids.get(key);
  if (known !== undefined) return known;
  const id = seriesId(writer, metricKey, labels);
  ids.set(key, id);
  return id;
}

/** Readings in (from, to], oldest first. A series whose stored label is `*` answers where no exact one is kept. */
export function pointsOf(reader: Reader, metricKey: string, labels: SeriesLabels, from: number, to: number): Point[] {
  const id = bestSeries(reader, metricKey, labels);
  if (id === null) return [];
  return reader
    .raw(
      'SELECT ts, value, samples FROM reading WHERE series_id = ? AND ts > ? AND ts <= ? ORDER BY ts',
      id,
      Math.floor(from),
      Math.floor(to),
    )
    .map(pointOf);
}

/** Readings that belong to one release for sure, in (from, to], oldest first; none of a series that mixes releases. */
export function ownPointsOf(reader: Reader, metricKey: string, labels: SeriesLabels, from: number, to: number): Point[] {
  const id = bestSeries(reader, metricKey, labels);
  return id === null || !tellsReleases(reader, id) ? [] : pointsOf(reader, metricKey, labels, from, to);
}

function pointOf(row: unknown[]): Point {
  const [ts, value, samples] = row;
  return { ts: Number(ts), value: Number(value), samples: samples === null ? null : Number(samples) };
}

/** The newest reading, or null. */
export function lastPointOf(reader: Reader, metricKey: string, labels: SeriesLabels): Point | null {
  const id = bestSeries(reader, metricKey, labels);
  if (id === null) return null;
  const row = reader.raw('SELECT ts, value, samples FROM reading WHERE series_id = ? ORDER BY ts DESC LIMIT 1', id)[0];
  return row === undefined ? null : pointOf(row);
}
