/** What a rank sum needs of two samples: how far the first lies above the second, and how much is tied. */
export interface RankCount {
  /** Pairs won by the first minus half of all pairs (ties count half): 0 when neither lies higher. */
  readonly excess: number;
  /** Σ (t³ − t) over the groups of t equal values. */
  readonly ties: number;
}

/** Sorted values; typed, because sorting is what costs time in a rank test. */
export type Ascending = Float64Array;

/** Values from the smallest to the largest. Throws a RangeError for a value that is no finite number: it has no rank. */
export function ascending(values: readonly number[]): Ascending {
  const odd = values.find((value) => !Number.isFinite(value));
  if (odd !== undefined) throw new RangeError(`Every value must be a finite number, not ${odd}. Leave missing readings out.`);
  return new Float64Array(values).sort();
}

/** Counts ranks of `first − shift` against `second` in one walk. */
export function countRanks(first: Ascending, second: Ascending, shift = 0): RankCount {
  let won = 0;
  let ties = 0;
  let i = 0;
  let j = 0;
  while (i < first.length || j < second.length) {
    const value = Math.min((first[i] ?? Number.POSITIVE_INFINITY) - shift, second[j] ?? Number.POSITIVE_INFINITY);
    const [fromFirst, fromSecond] = [i, j];
    while (i < first.length && (first[i] ?? 0) - shift === value) i += 1;
    while (j < second.length && second[j] === value) j += 1;
    won += (i - fromFirst) * (fromSecond + (j - fromSecond) / 2);
    const tied = i - fromFirst + (j - fromSecond);
    ties += tied * tied * tied - tied;
  }
  return { excess: won - (first.length * second.length) / 2, ties };
}

/** Spread of the rank count under no difference, with the correction for ties; 0 when every value is the same. */
export function rankDeviation(firstSize: number, secondSize: number, ties: number): number {
  const all = firstSize + secondSize;
  return Math.sqrt(((firstSize * secondSize) / 12) * (all + 1 - ties / (all * (all - 1))));
}
