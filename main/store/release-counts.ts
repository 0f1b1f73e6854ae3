import type { SeriesLabels } from '../core/model/reading.ts';
import type { Reader } from './handles.ts';
import { number, text } from './row.ts';

/** What each release of a place counted in (from, to], ms: the sum of its readings. Readings that name no place count everywhere. */
export function releaseCounts(
  reader: Reader,
  metricKey: string,
  place: Pick<SeriesLabels, 'channel' | 'platform'>,
  from: number,
  to: number,
): Map<string, number> {
  const rows = reader.all(
    `SELECT s.release AS release, sum(r.value) AS total FROM series s JOIN reading r ON r.series_id = s.id
     WHERE s.metric = ? AND s.channel IN (?, '*') AND s.platform IN (?, '*') AND r.ts > ? AND r.ts <= ? GROUP BY s.release`,
    metricKey,
    place.channel,
    place.platform,
    Math.floor(from),
    Math.floor(to),
  );
  return new Map(rows.map((row) => [text(row, 'release'), number(row, 'total')]));
}
