import { type Block, type SeriesHistory } from '../core/backtest/index.ts';
import { sliceOf } from '../core/gates/window.ts';
import type { Point, SeriesLabels } from '../core/model/reading.ts';
import type { Reader } from './handles.ts';
import { placesOf, pointsForBacktest } from './history.ts';
import { keptFrom, rollups, type RollupTable } from './rollups.ts';

/** Releases watched for longer than this are looked at by the hour first, ms: it is a twelfth of the rows. */
const longMs = 12 * 3_600_000;

/** Readings are read and kept in pieces of this length, ms: most of a quiet release is never read at all. */
const pieceMs = 6 * 3_600_000;

/** One series of the past between two times, ms: its blocks at once, its readings when they are asked for. */
export function seriesBetween(reader: Reader, metricKey: string, labels: SeriesLabels, from: number, to: number): SeriesHistory {
  const pieces = new Map<number, readonly Point[]>();
  const piece = (start: number): readonly Point[] => {
    const known = pieces.get(start);
    if (known !== undefined) return known;
    const [found] = pointsForBacktest(reader, [{ metricKey, labels, from: start, to: start + pieceMs }]);
    const points = found?.points ?? [];
    pieces.set(start, points);
    return points;
  };
  const rollup = to - from > longMs ? rollups[1] : rollups[0];
  return {
    blockMs: rollup.width,
    blocks: blocksBetween(reader, metricKey, labels, from, to, rollup),
    points(after, until) {
      const found: Point[] = [];
      for (let start = Math.floor(after / pieceMs) * pieceMs; start < until; start += pieceMs) {
        const points = piece(start);
        const inside = (points[0]?.ts ?? 0) > after && (points.at(-1)?.ts ?? 0) <= until ? points : sliceOf(points, after, until);
        for (const point of inside) found.push(point);
      }
      return found;
    },
  };
}

/** What the readings of each block span: from the rollups where they are built, else counted from the readings. */
function blocksBetween(reader: Reader, metricKey: string, labels: SeriesLabels, from: number, to: number, rollup: RollupTable): Block[] {
  const places = placesOf(reader, metricKey, labels);
  const { width } = rollup;
  const [first, last] = [Math.floor(from / width) * width - width, Math.floor(to)];
  const lists = places.imported.map((id) => countedBlocks(reader, 'imported_reading', id, first, last, width));
  if (places.live !== null) {
    lists.push(keptBlocks(reader, places.live, first, last, rollup));
    for (const start of openBlocks(reader, places.live, first, last, width)) {
      lists.push(countedBlocks(reader, 'reading', places.live, start, start + width - 1, width));
    }
  }
  return merged(lists);
}

function keptBlocks(reader: Reader, series: number, from: number, to: number, { table, width }: RollupTable): Block[] {
  const pruned = keptFrom(reader);
  return reader
    .raw(`SELECT ts, min, max, count, samples FROM ${table} WHERE series_id = ? AND ts >= ? AND ts <= ? ORDER BY ts`, series, from, to)
    .map((row) => {
      const block = blockOf(row);
      // Where only the means of 5 min are left, each stands for one reading.
      return block.start + width <= pruned ? { ...block, count: Math.min(block.count, width / rollups[0].width) } : block;
    });
}

function openBlocks(reader: Reader, series: number, from: number, to: number, width: number): number[] {
  return reader
    .raw('SELECT ts FROM open_bucket WHERE width = ? AND series_id = ? AND ts >= ? AND ts <= ?', width, series, from, to)
    .map(([ts]) => Number(ts));
}

function countedBlocks(
  reader: Reader,
  table: 'reading' | 'imported_reading',
  series: number,
  from: number,
  to: number,
  width: number,
): Block[] {
  return reader
    .raw(
      `SELECT ts / ${width} * ${width}, min(value), max(value), count(*), CASE WHEN count(samples) = count(*) THEN sum(samples) END
       FROM ${table} WHERE series_id = ? AND ts >= ? AND ts <= ? GROUP BY 1 ORDER BY 1`,
      series,
      from,
      to,
    )
    .map(blockOf);
}

function blockOf(row: unknown[]): Block {
  const [start, min, max, count, samples] = row;
  return {
    start: Number(start),
    min: Number(min),
    max: Number(max),
    count: Number(count),
    samples: samples === null ? null : Number(samples),
  };
}

/** Blocks of several places as one list: each spans what any of them has. */
function merged(lists: readonly (readonly Block[])[]): Block[] {
  const [only] = lists;
  if (lists.length === 1 && only !== undefined) return [...only];
  const byStart = new Map<number, Block>();
  for (const block of lists.flat()) {
    const known = byStart.get(block.start);
    byStart.set(block.start, known === undefined ? block : spanned(known, block));
  }
  return [...byStart.values()].toSorted((a, b) => a.start - b.start);
}

function spanned(a: Block, b: Block): Block {
  const samples = a.samples === null || b.samples === null ? null : Math.max(a.samples, b.samples);
  return { start: a.start, min: Math.min(a.min, b.min), max: Math.max(a.max, b.max), count: Math.max(a.count, b.count), samples };
}
