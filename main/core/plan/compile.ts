import type { Json, JsonObject } from '../model/json.ts';
import type { CheckSpec, GateSpec, MetricSpec, Plan } from '../model/plan.ts';
import { durationInWords } from '../words.ts';
import { durationMs } from './bounds.ts';
import { compileGate, titled } from './compile-gate.ts';
import { compileAutomation, compileStages, noteRepeats } from './compile-stage.ts';
import { didYouMean } from './nearest.ts';
import type { PlanIssue, PlanPath } from './problem.ts';
import type { PlanDraft } from './schema.ts';

/** What a query may ask to have put in (see the metric adapters). */
export const placeholders = ['application', 'release', 'channel', 'platform'] as const;

const defaults = { every: '15s', platformEvery: '1m', baselineWindow: '1h' } as const;
const shortest = { every: 1000, platformEvery: 1000, baselineWindow: 60_000 } as const;
/** Polling rarer than daily or keeping a longer history is a slip of the unit, not a plan. */
const longest = { every: 86_400_000, platformEvery: 86_400_000, baselineWindow: 90 * 86_400_000 } as const;

/**
 * Fills in every default of a plan whose shape is right, and notes everything that does not fit together.
 * With issues the plan must not be used.
 */
export function compilePlan(draft: PlanDraft): { readonly plan: Plan; readonly issues: readonly PlanIssue[] } {
  const issues: PlanIssue[] = [];
  const everyMs = timing(draft, 'every', issues);
  const metrics = Object.entries(draft.metrics).map(([id, metric]) => compileMetric(id, metric, issues));
  noteRepeats(draft.gates, ['gates'], issues);
  const gates = draft.gates.map((gate, index) => planGate(gate, index, metrics, everyMs, issues));
  const automation = compileAutomation(draft.automation, { promote: true, rollback: true });
  const plan: Plan = {
    name: draft.name,
    description: draft.description ?? '',
    everyMs,
    platformEveryMs: timing(draft, 'platformEvery', issues),
    baselineWindowMs: timing(draft, 'baselineWindow', issues),
    rollbackScope: draft.rollbackScope ?? 'release',
    metrics,
    checks: compileChecks(draft.checks ?? [], issues),
    stages: compileStages(draft.stages, { metrics, everyMs, automation, drafts: draft.gates, gates, issues }),
    notices: draft.notices ?? [],
  };
  return { plan, issues };
}

function timing(draft: PlanDraft, key: keyof typeof defaults, issues: PlanIssue[]): number {
  const value = durationMs(draft[key] ?? defaults[key]);
  if (value < shortest[key] || value > longest[key]) {
    const range = `from ${durationInWords(shortest[key])} to ${durationInWords(longest[key])}`;
    issues.push({ path: [key], message: `${key} must be ${range}; it is ${durationInWords(value)}` });
  }
  return value;
}

/** A plan-wide gate; null when something is wrong with it, so that stages which change it do not tell the same again. */
function planGate(
  draft: PlanDraft['gates'][number],
  index: number,
  metrics: readonly MetricSpec[],
  everyMs: number,
  issues: PlanIssue[],
): GateSpec | null {
  const known = issues.length;
  const gate = compileGate(draft, { metrics, everyMs, issues, placeOf: (key) => ['gates', index, key] });
  return issues.length > known ? null : gate;
}

function compileMetric(id: string, draft: PlanDraft['metrics'][string], issues: PlanIssue[]): MetricSpec {
  const query: JsonObject = draft.query ?? {};
  if (draft.source !== 'intake' && Object.keys(query).length === 0) {
    issues.push({ path: ['metrics', id], message: `${id} needs a query: it says what to ask ${draft.source}` });
  }
  notePlaceholders(query, ['metrics', id, 'query'], issues);
  return {
    id,
    title: draft.title ?? titled(id),
    source: draft.source,
    unit: draft.unit,
    aggregate: draft.aggregate ?? 'pooled',
    query,
    lagMs: draft.lag === undefined ? 0 : durationMs(draft.lag),
  };
}

/** A placeholder nobody fills would be asked of the source as it stands. */
function notePlaceholders(value: Json, path: PlanPath, issues: PlanIssue[]): void {
  if (typeof value === 'string') {
    for (const [, name = ''] of value.matchAll(/\{\{\s*([^{}]*?)\s*\}\}/g)) {
      if (placeholders.some((known) => known === name)) continue;
      const allowed = placeholders.map((known) => `{{${known}}}`).join(', ');
      issues.push({ path, message: `{{${name}}} cannot be filled in.${didYouMean(name, placeholders)} Allowed: ${allowed}` });
    }
    return;
  }
  if (typeof value !== 'object' || value === null) return;
  for (const [key, inner] of Object.entries(value)) notePlaceholders(inner, [...path, Array.isArray(value) ? Number(key) : key], issues);
}

function compileChecks(drafts: NonNullable<PlanDraft['checks']>, issues: PlanIssue[]): CheckSpec[] {
  noteRepeats(drafts, ['checks'], issues);
  for (const [index, draft] of drafts.entries()) notePlaceholders(draft.with ?? {}, ['checks', index, 'with'], issues);
  return drafts.map((draft) => ({
    id: draft.id,
    title: draft.title ?? titled(draft.id),
    source: draft.source,
    moments: draft.moments === undefined ? ['beforeStart'] : [...new Set(draft.moments)],
    settings: draft.with ?? {},
    freshForMs: draft.freshFor === undefined ? null : durationMs(draft.freshFor),
  }));
}
