import type { Direction, GateKind, MetricUnit } from '../model/plan.ts';

/** What a bound is measured from: nothing, the time before the rollout, the first reading in the window, or the version before right now. */
export type Reference = 'none' | 'baseline' | 'first' | 'control';

/** One way of comparing a value with a bound. A new kind is one file with this shape and one line in the list. */
export interface GateRule {
  readonly kind: GateKind;
  readonly reference: Reference;
  /** Where a bound lies on the metric's own axis; null when the reference cannot carry it. */
  line(bound: number, direction: Direction, reference: number | null): number | null;
  /** The bound as a person writes it: `5 %`, `base +20 %`. */
  words(bound: number, direction: Direction, unit: MetricUnit): string;
}

/** The sign of the bad side. */
export function sideOf(direction: Direction): 1 | -1 {
  return direction === 'above' ? 1 : -1;
}

/** Whether a value lies on the bad side of a line; on the line itself it does only when the bound is inclusive. */
export function isOver(value: number, line: number | null, direction: Direction, inclusive = false): boolean {
  if (line === null) return false;
  if (inclusive && value === line) return true;
  return direction === 'above' ? value > line : value < line;
}
