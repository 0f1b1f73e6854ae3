import type { DecisionRow } from '../../../main/contract/shapes.ts';

/** One line of the log: a decision, and on how many targets the same one fell at the same moment. */
export interface LogLine {
  readonly decision: DecisionRow;
  readonly targets: number;
}

/** Decisions of one sweep over several targets fall within this time, ms. */
const sameMomentMs = 2000;

function isSame(a: DecisionRow, b: DecisionRow): boolean {
  const together = Math.abs(a.at - b.at) < sameMomentMs && a.rolloutId !== b.rolloutId;
  return together && a.kind === b.kind && a.reason === b.reason && a.actor.name === b.actor.name;
}

/** Newest first, with what was decided for several targets at once told once. */
export function logOf(decisions: readonly DecisionRow[]): readonly LogLine[] {
  const lines: LogLine[] = [];
  for (const decision of decisions.toSorted((a, b) => b.at - a.at)) {
    const index = lines.findIndex((line) => isSame(line.decision, decision));
    const line = lines[index];
    if (line) lines[index] = { ...line, targets: line.targets + 1 };
    else lines.push({ decision, targets: 1 });
  }
  return lines;
}
