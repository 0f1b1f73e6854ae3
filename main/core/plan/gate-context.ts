import type { MetricSpec } from '../model/plan.ts';
import type { PlanIssue, PlanPath } from './problem.ts';

/** Where a key of a gate stands: a stage's gate takes some of its keys from the plan-wide one. */
export type PlaceOf = (key: string) => PlanPath;

export interface GateContext {
  readonly metrics: readonly MetricSpec[];
  readonly everyMs: number;
  readonly placeOf: PlaceOf;
  readonly issues: PlanIssue[];
}

/** Notes what is wrong with one key of a gate. */
export function note(context: GateContext, key: string, message: string): void {
  context.issues.push({ path: context.placeOf(key), message: `${key} ${message}` });
}

/** `error-rate` → `Error rate`. */
export function titled(id: string): string {
  const words = id.replaceAll(/[-_]+/g, ' ').trim();
  return words.charAt(0).toUpperCase() + words.slice(1);
}
