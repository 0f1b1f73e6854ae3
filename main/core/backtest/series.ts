import { sliceOf } from '../gates/window.ts';
import type { Point } from '../model/reading.ts';

/** What is known of the readings of one stretch of time, [start, start + width) ms, without reading them. */
export interface Block {
  readonly start: number;
  readonly min: number;
  readonly max: number;
  readonly count: number;
  /** Observations behind them; null when some reading does not say. */
  readonly samples: number | null;
}

/** A mean that stands for readings no longer kept lies at the end of the 5 min it is made of, ms. */
export const latestMs = 300_000;

/** Readings of one metric of one release, oldest first. Blocks say where it is worth reading them. */
export interface SeriesHistory {
  readonly blockMs: number;
  /** Every reading lies in one of them, or at most `latestMs` after its end. Oldest first. */
  readonly blocks: readonly Block[];
  /** Readings in (from, to], ms. */
  points(from: number, to: number): readonly Point[];
}

/** A series whose readings are all at hand. */
export function seriesOf(points: readonly Point[], blockMs: number): SeriesHistory {
  return { blockMs, blocks: blocksOf(points, blockMs), points: (from, to) => sliceOf(points, from, to) };
}

export function blocksOf(points: readonly Point[], blockMs: number): Block[] {
  const blocks: Block[] = [];
  for (const { ts, value, samples } of points) {
    const start = Math.floor(ts / blockMs) * blockMs;
    const last = blocks.at(-1);
    if (last === undefined || last.start !== start) {
      blocks.push({ start, min: value, max: value, count: 1, samples });
      continue;
    }
    blocks[blocks.length - 1] = {
      start,
      min: Math.min(last.min, value),
      max: Math.max(last.max, value),
      count: last.count + 1,
      samples: last.samples === null || samples === null ? null : last.samples + samples,
    };
  }
  return blocks;
}

/** Usual number of readings in a block: the median. */
export function usualCount(blocks: readonly Block[]): number {
  const counts = blocks.map((block) => block.count).toSorted((a, b) => a - b);
  return counts[counts.length >> 1] ?? 0;
}
