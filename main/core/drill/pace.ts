import { durationMs } from '../plan/bounds.ts';
import type { GateDraft, PlanDraft, StageGateDraft } from '../plan/schema.ts';

/** Shortest window in which the practice fleet has enough to count while a person watches, ms. */
const shortestWindowMs = 20_000;
/** Shortest times a plan is played with, ms. */
export const floors = { every: 2000, platformEvery: 4000, window: shortestWindowMs, bake: shortestWindowMs, baseline: 60_000, lag: 2000 };
/** The fleet has lived this long when a drill begins, ms: no baseline can look further back. */
const longestBaselineMs = 50 * 60_000;

/** Turns a length of time of the plan into one of the drill; never under `leastMs`. */
export type Scale = (written: string, leastMs?: number) => string;

/** How many times faster a plan must pass so that its shortest window fits a drill that a person watches; at least 1. */
export function speedOf(draft: PlanDraft): number {
  const gates: readonly (GateDraft | StageGateDraft)[] = [...draft.gates, ...draft.stages.flatMap((stage) => stage.gates ?? [])];
  const windows = gates.flatMap((gate) => [gate.window, ...(gate.gates ?? []).map((member) => member.window)]);
  const known = windows.flatMap((window) => (window === undefined ? [] : durationMs(window)));
  const shortest = known.length === 0 ? shortestWindowMs : Math.min(...known);
  return Math.max(1, Math.round(shortest / shortestWindowMs));
}

/** At speed 1 every time stays as it is written. */
export function scaleBy(speed: number): Scale {
  if (speed === 1) return (written) => written;
  return (written, leastMs = 0) => inWords(Math.max(leastMs, Math.round(durationMs(written) / speed)));
}

function inWords(ms: number): string {
  return ms % 1000 === 0 ? `${ms / 1000}s` : `${ms}ms`;
}

/** Time between polls: scaled, and well inside the shortest window, so that its newest reading is always there. */
export function scaledEvery(written: string, speed: number): string {
  const scaled = scaleBy(speed)(written, floors.every);
  return speed > 1 && durationMs(scaled) > shortestWindowMs / 2 ? inWords(shortestWindowMs / 2) : scaled;
}

/** History of a baseline: as long as the plan says, scaled, and no longer than the fleet has lived. */
export function scaledBaseline(written: string, scale: Scale, speed: number): string {
  const scaled = scale(written, floors.baseline);
  return speed > 1 && durationMs(scaled) > longestBaselineMs ? inWords(longestBaselineMs) : scaled;
}

/** Windows inside a PromQL query, such as `[15m]`; whole seconds, and not shorter than the fleet counts. */
export function scaledQuery(query: string, speed: number): string {
  if (speed === 1) return query;
  return query.replaceAll(/\[(\d+)(ms|s|m|h|d|w)\]/g, (_all, count: string, unit: string) => {
    const seconds = Math.round(durationMs(`${count}${unit}`) / speed / 1000);
    return `[${Math.max(shortestWindowMs / 1000, seconds)}s]`;
  });
}
