import type { Direction } from '../model/plan.ts';
import type { Point } from '../model/reading.ts';
import type { VerdictKind } from '../model/verdict.ts';

export interface AlertLines {
  readonly yellow: number | null;
  readonly red: number | null;
  readonly emergency: number | null;
}

export interface PanelInput {
  readonly newest: Point | null;
  readonly lines: AlertLines;
  readonly direction: Direction;
  readonly minSamples: number;
  /** A rollout watches this metric now, so that readings are due. */
  readonly watched: boolean;
  /** A reading older than this is missed, ms. */
  readonly freshMs: number;
  /** Since when readings are due, ms. */
  readonly dueSince: number;
  readonly now: number;
}

/**
 * How the newest reading stands to its alert lines (R3.5); null when nobody watches the metric any more or it has no line. A stale
 * value is blind, whatever it was.
 */
export function panelVerdict(input: PanelInput): VerdictKind | null {
  const { newest, lines, watched, now, freshMs } = input;
  if (!watched) return null;
  const seenAt = newest?.ts ?? null;
  if (now - (seenAt ?? input.dueSince) > freshMs) return 'blind';
  if (newest === null) return 'pending';
  const { yellow, red, emergency } = lines;
  if (yellow === null && red === null && emergency === null) return null;
  if (newest.samples !== null && newest.samples < input.minSamples) return 'thin';
  if (beyond(newest.value, emergency, input.direction)) return 'emergency';
  if (beyond(newest.value, red, input.direction)) return 'red';
  return beyond(newest.value, yellow, input.direction) ? 'yellow' : 'green';
}

function beyond(value: number, line: number | null, direction: Direction): boolean {
  if (line === null) return false;
  return direction === 'above' ? value > line : value < line;
}
