import { isOver } from '../gates/kind.ts';
import { gateRule } from '../gates/list.ts';
import { type BoundName, boundNames } from '../gates/words.ts';
import { baselineOf } from '../decide/judge.ts';
import type { GateSpec, MetricSpec } from '../model/plan.ts';
import type { Ground } from './ground.ts';

/** `red`: could take a release back or pause it. `bad`: could be yellow as well. */
export type Level = 'red' | 'bad';

const names: Record<Level, readonly BoundName[]> = { red: ['red', 'emergency'], bad: boundNames };

/** Where the mildest bound of a level lies, measured from `reference`, in the metric's unit; null when there is none. */
export function mildestLine(gate: GateSpec, level: Level, reference: number | null): number | null {
  const lines = names[level].flatMap((name) => {
    const bound = gate[name];
    const line = bound === null ? null : gateRule(gate.kind).line(bound, gate.direction, reference);
    return line === null ? [] : [line];
  });
  if (lines.length === 0) return null;
  return gate.direction === 'above' ? Math.min(...lines) : Math.max(...lines);
}

/** Value a gate measures from before anything of the release is read: its baseline, for a gate that has one. */
export function baselineFor({ readings }: Pick<Ground, 'readings'>, stage: number, gate: GateSpec): number | null {
  if (gateRule(gate.kind).reference !== 'baseline') return null;
  return baselineOf({ baselines: readings.baselines, stage }, gate.metric)?.value ?? null;
}

/** Whether silence alone could be red: the plan reads it so, or as a zero that may lie beyond the bound. */
export function silenceCounts(gate: GateSpec, line: number | null): boolean {
  if (gate.whenNoData !== 'zero') return gate.whenNoData === 'red';
  const { reference } = gateRule(gate.kind);
  // What these are measured from changes with the readings.
  if (reference === 'first' || reference === 'control') return true;
  return line !== null && isOver(0, line, gate.direction, true);
}

/** A reading older than this no longer speaks for now, ms. */
export function freshMsOf(everyMs: number, metric: MetricSpec): number {
  return 3 * everyMs + metric.lagMs;
}

/** The end of an interval around a rate of nothing can lie beyond it by its last digits. */
export function roomOfInterval(gate: GateSpec): number {
  return gate.evidence === 'raw' ? 0 : 1e-12;
}
