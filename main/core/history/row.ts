import type { SeriesLabels } from '../model/reading.ts';
import type { HistoryProblem } from './problem.ts';

/** One row of a file of readings. `*` in a label means the file does not say. */
export interface HistoryRow {
  readonly line: number;
  /** Metric id of a plan, or null when the file does not name one. */
  readonly metric: string | null;
  readonly labels: SeriesLabels;
  /** ms UTC. */
  readonly ts: number;
  /** Null in a row that only brings the count to a value before it. */
  readonly value: number | null;
  readonly samples: number | null;
}

/** What a piece of a file came to. */
export interface Batch {
  readonly rows: readonly HistoryRow[];
  readonly problems: readonly HistoryProblem[];
}

/** Reads a file piece by piece, wherever it is cut. Nothing is to be kept of a file that has a problem. */
export interface RowReader {
  feed(text: string): Batch;
  /** Tells what a missing end means. */
  finish(): Batch;
}

/** Times a file may hold, ms. */
export interface TimeRange {
  readonly earliest: number;
  readonly latest: number;
}

/** A row as a writer takes it: everything named. */
export interface NamedReading {
  readonly metric: string;
  readonly labels: SeriesLabels;
  readonly ts: number;
  readonly value: number;
  readonly samples: number | null;
}
