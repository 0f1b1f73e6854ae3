import type { BaselineSpec, MetricUnit } from '../model/plan.ts';
import { durationMs, readBound } from './bounds.ts';
import type { PlanIssue, PlanPath } from './problem.ts';
import type { MetricDraft } from './schema.ts';

/** Fills in what the baseline of a metric is taken from (R3.3). */
export function compileBaseline(draft: MetricDraft['baseline'], unit: MetricUnit, path: PlanPath, issues: PlanIssue[]): BaselineSpec {
  const from = draft?.from ?? (draft?.value === undefined ? 'previous' : 'fixed');
  const windowMs = draft?.window === undefined ? null : durationMs(draft.window);
  const raw = draft?.value ?? null;
  if (from === 'fixed' && raw === null) {
    issues.push({ path, message: 'value is missing; add it: a fixed baseline is a number in the metric’s unit' });
  }
  if (from !== 'fixed' && raw !== null) {
    issues.push({ path: [...path, 'value'], message: `value belongs to from: fixed; from is ${from}. Remove it or change from` });
  }
  if (raw === null) return { from, windowMs, value: null };
  const read = readBound(raw, unit, 'absolute');
  if (read.ok) return { from, windowMs, value: read.value };
  issues.push({ path: [...path, 'value'], message: `value ${read.message}` });
  return { from, windowMs, value: null };
}
