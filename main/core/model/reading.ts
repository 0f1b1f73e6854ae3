/** `*` in a label means the source does not say. */
export interface SeriesLabels {
  readonly release: string;
  readonly channel: string;
  readonly platform: string;
}

/** One measured value. Rates are 0–1, durations in ms, `ts` in ms UTC. `samples` is how many observations stand behind it. */
export interface Reading {
  readonly labels: SeriesLabels;
  readonly ts: number;
  readonly value: number;
  readonly samples: number | null;
}

/** A reading without its labels, as gates take them: oldest first. */
export interface Point {
  readonly ts: number;
  readonly value: number;
  readonly samples: number | null;
}
