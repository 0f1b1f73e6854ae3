import type { Bucket, GateRow } from '../../main/contract/shapes.ts';

export const severities = ['yellow', 'red', 'emergency'] as const;
export type Severity = (typeof severities)[number];

/** A strip of the chart in which a value means something: from the bound outwards, in the metric's unit. */
export interface Band {
  readonly severity: Severity;
  /** The bound itself. */
  readonly line: number;
  readonly low: number;
  readonly high: number;
}

/** Lowest and highest value a chart has to show. */
export type Reach = readonly [number, number];

/** An emergency bound further off than this many times the rest would press the readings flat. */
const farTimes = 3;

/** Range of the value axis: readings, interval, yellow and red, and emergency when it is near. A little air on top of it. */
export function reachOf(gate: Pick<GateRow, 'lines' | 'interval' | 'direction'>, buckets: readonly Bucket[]): Reach {
  const { yellow, red, emergency } = gate.lines;
  const seen = [...buckets.flatMap((one) => [one.min, one.max]), gate.interval?.low, gate.interval?.high, yellow, red].filter(
    (one): one is number => one !== undefined && one !== null,
  );
  if (seen.length === 0) return emergency === null ? [0, 1] : [Math.min(0, emergency), Math.max(0, emergency)];
  let [low, high] = [Math.min(...seen), Math.max(...seen)];
  const span = high - low || Math.abs(high) || 1;
  if (emergency !== null && emergency > low - farTimes * span && emergency < high + farTimes * span) {
    low = Math.min(low, emergency);
    high = Math.max(high, emergency);
  }
  const air = (high - low || Math.abs(high) || 1) * 0.08;
  return [low >= 0 ? Math.max(0, low - air) : low - air, high + air];
}

/** The bands of a gate inside a range, mildest first; bounds outside of it are left out. */
export function bandsOf({ lines, direction }: Pick<GateRow, 'lines' | 'direction'>, [low, high]: Reach): Band[] {
  const known = severities.flatMap((severity) => {
    const line = lines[severity];
    return line === null || line < low || line > high ? [] : [{ severity, line }];
  });
  return known.map(({ severity, line }, index) => {
    const end = known[index + 1]?.line ?? (direction === 'above' ? high : low);
    return { severity, line, low: Math.min(line, end), high: Math.max(line, end) };
  });
}
