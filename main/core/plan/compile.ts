import type { JsonObject } from '../model/json.ts';
import type { GateSpec, MetricSpec, Plan } from '../model/plan.ts';
import { durationInWords } from '../words.ts';
import { durationMs } from './bounds.ts';
import { compileBaseline } from './compile-baseline.ts';
import { compileChecks } from './compile-checks.ts';
import { compileFreezes, compileZone } from './compile-freezes.ts';
import { compileGate } from './compile-gate.ts';
import { compileNext } from './compile-next.ts';
import { compileScore } from './compile-score.ts';
import { compileSignoffs, type WrittenGates } from './compile-signoffs.ts';
import { compileAutomation, compileStages } from './compile-stage.ts';
import { consoleQuestion, consoleSource } from './console-facts.ts';
import { titled } from './gate-context.ts';
import type { PlanIssue } from './problem.ts';
import { notePlaceholders } from './placeholders.ts';
import { noteRepeats } from './repeats.ts';
import type { PlanDraft } from './schema.ts';

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
  const metrics = withScores(
    draft,
    Object.entries(draft.metrics).map(([id, metric]) => compileMetric(id, metric, issues)),
    everyMs,
    issues,
  );
  noteRepeats(draft.gates, ['gates'], issues);
  const gates = draft.gates.map((gate, index) => planGate(gate, index, metrics, everyMs, issues));
  const automation = compileAutomation(draft.automation, { promote: true, rollback: true });
  const stages = compileStages(draft.stages, { metrics, everyMs, automation, drafts: draft.gates, gates, issues });
  const plan: Plan = {
    name: draft.name,
    description: draft.description ?? '',
    everyMs,
    platformEveryMs: timing(draft, 'platformEvery', issues),
    baselineWindowMs: timing(draft, 'baselineWindow', issues),
    rollbackScope: draft.rollbackScope ?? 'release',
    metrics,
    checks: compileChecks(draft.checks ?? [], stages, issues),
    signoffs: compileSignoffs(draft.signoffs ?? [], stages, writtenGates(draft), issues),
    dryRun: draft.dryRun ?? false,
    zone: compileZone(draft.zone, issues),
    freezes: compileFreezes(draft.freezes ?? [], issues),
    follows: draft.follows ?? null,
    next: compileNext(draft, issues),
    stages,
    notices: draft.notices ?? [],
  };
  return { plan, issues };
}

/** Gates as written, for the items that fill themselves in from one. */
function writtenGates(draft: PlanDraft): WrittenGates {
  const has = (gates: readonly { readonly id: string }[], id: string): boolean => gates.some((gate) => gate.id === id);
  return {
    ids: gateIds(draft),
    judgedIn: (gate, stage) => has(draft.gates, gate) || has(draft.stages[stage]?.gates ?? [], gate),
  };
}

/** Ids of the gates as written: one that is broken is told at its own place, not where it is named. */
function gateIds(draft: PlanDraft): string[] {
  return [...new Set([...draft.gates, ...draft.stages.flatMap((stage) => stage.gates ?? [])].map((gate) => gate.id))];
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
  const wrong = draft.source === consoleSource && draft.query !== undefined ? consoleQuestion(query) : null;
  if (typeof wrong === 'string') issues.push({ path: ['metrics', id, 'query'], message: wrong });
  notePlaceholders(query, ['metrics', id, 'query'], issues);
  return {
    id,
    title: draft.title ?? titled(id),
    source: draft.source,
    unit: draft.unit,
    aggregate: draft.aggregate ?? 'pooled',
    query,
    lagMs: draft.lag === undefined ? 0 : durationMs(draft.lag),
    baseline: compileBaseline(draft.baseline, draft.unit, ['metrics', id, 'baseline'], issues),
    score: null,
  };
}

/** Metrics with those that weighted scores make, plan-wide ones and those a stage adds. */
function withScores(draft: PlanDraft, metrics: readonly MetricSpec[], everyMs: number, issues: PlanIssue[]): MetricSpec[] {
  const known = new Set<string>();
  const own = draft.gates.map((gate, index) => ({ gate, path: ['gates', index] }));
  const staged = draft.stages.flatMap((stage, at) =>
    (stage.gates ?? []).map((gate, index) => ({ gate, path: ['stages', at, 'gates', index] })),
  );
  const scores = [...own, ...staged].flatMap(({ gate, path }) => {
    // A stage that changes the bounds of a score keeps its metric.
    if (known.has(gate.id)) return [];
    known.add(gate.id);
    const score = compileScore(gate, { metrics, everyMs, issues, placeOf: (key) => [...path, key] });
    return score === null ? [] : [score];
  });
  return [...metrics, ...scores];
}
