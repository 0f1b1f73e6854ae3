/** A frozen series with its red bound. Points are [ms, value], oldest first. */
export interface FrozenSeries {
  readonly gate: string;
  readonly red: number | null;
  readonly points: readonly (readonly [number, number])[];
}

/** What a gate had judged when the evidence was frozen. */
export interface FrozenVerdict {
  readonly gate: string;
  readonly kind: string;
  readonly value: number | null;
  readonly shadow: boolean;
}

export interface BadReading {
  readonly gate: string;
  readonly at: number;
  readonly value: number;
}

/** The first frozen reading beyond the red bound, for each gate that was red and could act. */
export function firstBadReadings(series: readonly FrozenSeries[], verdicts: readonly FrozenVerdict[]): BadReading[] {
  return verdicts.flatMap(({ gate, kind, value, shadow }) => {
    const frozen = series.find((one) => one.gate === gate);
    const red = frozen?.red ?? null;
    if (shadow || (kind !== 'red' && kind !== 'emergency') || value === null || frozen === undefined || red === null) return [];
    // The judged value tells on which side of the bound bad lies.
    const first = frozen.points.find(([, point]) => (value >= red ? point >= red : point <= red));
    return first === undefined ? [] : [{ gate, at: first[0], value: first[1] }];
  });
}
