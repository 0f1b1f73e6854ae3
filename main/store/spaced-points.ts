import type { Aggregate } from '../core/model/plan.ts';
import type { Point, SeriesLabels } from '../core/model/reading.ts';
import type { Reader } from './handles.ts';
import { number, numberOrNull, text } from './row.ts';
import { bestSeries, tellsReleases } from './series.ts';

/** One series of one release in (from, to], ms. */
export interface SpacedInput {
  readonly metricKey: string;
  readonly labels: SeriesLabels;
  readonly from: number;
  readonly to: number;
  readonly aggregate: Aggregate;
  /** What one reading covers, ms: nearer ones of a series whose newest reading is the whole window count the same events. */
  readonly windowMs: number;
}

/** Most points that come back for one series; readings are pooled by their samples until it holds. */
const mostPoints = 1000;

/**
 * Readings that share no event, oldest first, at most 1,000. Nothing for a series that does not tell releases apart: it would be
 * compared with itself.
 */
export function spacedPoints(reader: Reader, input: SpacedInput): Point[] {
  const id = bestSeries(reader, input.metricKey, input.labels);
  if (id === null || !tellsReleases(reader, id)) return [];
  const own = input.aggregate === 'last' ? Math.max(1, Math.floor(input.windowMs)) : 1;
  const wide = Math.max(1, Math.ceil((input.to - input.from) / mostPoints));
  // SQLite takes the other columns from the row that holds the maximum. Numbers are bound as real ones, hence the casts.
  const rows = reader.all(
    `SELECT max(ts) AS ts, CASE WHEN sum(samples) > 0 THEN sum(value * samples) / sum(samples) ELSE avg(value) END AS value,
       CASE WHEN count(samples) = count(*) THEN sum(samples) END AS samples
     FROM (SELECT max(ts) AS ts, value, samples FROM reading WHERE series_id = ? AND ts > ? AND ts <= ? GROUP BY CAST(ts / ? AS INTEGER))
     GROUP BY CAST(ts / ? AS INTEGER) ORDER BY ts`,
    id,
    Math.floor(input.from),
    Math.floor(input.to),
    own,
    Math.max(wide, own),
  );
  return rows.map((row) => ({ ts: number(row, 'ts'), value: number(row, 'value'), samples: numberOrNull(row, 'samples') }));
}

/** Labels under which a metric was read since a time, ms. */
export function labelsOf(reader: Reader, metricKey: string, from: number): SeriesLabels[] {
  return reader
    .all(
      `SELECT release, channel, platform FROM series WHERE metric = ? AND EXISTS (SELECT 1 FROM reading WHERE series_id = series.id AND ts >= ?)
       ORDER BY release, channel, platform`,
      metricKey,
      from,
    )
    .map((row) => ({ release: text(row, 'release'), channel: text(row, 'channel'), platform: text(row, 'platform') }));
}
