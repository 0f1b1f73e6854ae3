import type { Automation, GateSpec, MetricSpec, StageSpec } from '../model/plan.ts';
import { durationMs, readPercent } from './bounds.ts';
import { compileGate } from './compile-gate.ts';
import { didYouMean } from './nearest.ts';
import type { PlanIssue } from './problem.ts';
import type { AutomationDraft, GateDraft, PlanDraft, StageDraft, StageGateDraft } from './schema.ts';

/** What stages share. */
export interface StageContext {
  readonly metrics: readonly MetricSpec[];
  readonly everyMs: number;
  readonly automation: Automation;
  readonly drafts: readonly GateDraft[];
  /** Plan-wide gates, filled in; null where something is wrong with one. */
  readonly gates: readonly (GateSpec | null)[];
  readonly issues: PlanIssue[];
}

/** Fills in what a plan or stage leaves open about automation. */
export function compileAutomation(draft: AutomationDraft | undefined, otherwise: Automation): Automation {
  return { promote: draft?.promote ?? otherwise.promote, rollback: draft?.rollback ?? otherwise.rollback };
}

/** Fills in the stages and notes what is wrong with them: shares have to rise. */
export function compileStages(drafts: PlanDraft['stages'], context: StageContext): StageSpec[] {
  let before = 0;
  return drafts.map((draft, index) => {
    const percent = percentOf(draft, index, before, context.issues);
    before = percent;
    return {
      name: draft.name ?? `${percent} %`,
      percent,
      bakeMs: durationMs(draft.bake),
      automation: compileAutomation(draft.automation, context.automation),
      gates: gatesOf(draft, index, context),
      approval: draft.approval ?? false,
    };
  });
}

function percentOf(draft: StageDraft, index: number, before: number, issues: PlanIssue[]): number {
  const read = readPercent(draft.percent);
  const path = ['stages', index, 'percent'];
  if (!read.ok) {
    issues.push({ path, message: `percent ${read.message}` });
    return before;
  }
  if (read.value <= before) {
    issues.push({ path, message: `percent must rise from stage to stage: ${read.value} comes after ${before}; put the stages in order` });
  }
  return read.value;
}

/** Plan-wide gates with those of the stage in their place, new ones last. */
function gatesOf(stage: StageDraft, index: number, context: StageContext): GateSpec[] {
  const own = stage.gates ?? [];
  noteRepeats(own, ['stages', index, 'gates'], context.issues);
  const replaced = context.gates.map((gate, at) => {
    const position = own.findIndex((one) => one.id === context.drafts[at]?.id);
    const override = own[position];
    const base = context.drafts[at];
    // A broken plan-wide gate is told once, at its own place.
    if (override === undefined || base === undefined || gate === null) return gate;
    return stageGate({ ...base, ...given(override) }, override, [index, position], context);
  });
  const added = own.map((gate, position) =>
    context.drafts.some((base) => base.id === gate.id) ? null : newGate(gate, [index, position], context),
  );
  return [...replaced, ...added].filter((gate) => gate !== null);
}

function stageGate(
  draft: GateDraft,
  own: StageGateDraft,
  [stage, position]: readonly [number, number],
  context: StageContext,
): GateSpec | null {
  const place = ['stages', stage, 'gates', position];
  const placeOf = (key: string) => (key in own ? [...place, key] : place);
  return compileGate(draft, { metrics: context.metrics, everyMs: context.everyMs, issues: context.issues, placeOf });
}

function newGate(own: StageGateDraft, at: readonly [number, number], context: StageContext): GateSpec | null {
  const { metric, window } = own;
  if (metric !== undefined && window !== undefined) return stageGate({ ...own, metric, window }, own, at, context);
  const known = context.drafts.map((draft) => draft.id);
  const message = `${own.id} is not a gate of this plan.${didYouMean(own.id, known)} Gates: ${known.join(', ')}. A new gate needs metric and window`;
  context.issues.push({ path: ['stages', at[0], 'gates', at[1], 'id'], message });
  return null;
}

/** Keys left out must not wipe what the plan-wide gate says. */
function given(override: StageGateDraft): Partial<GateDraft> {
  return Object.fromEntries(Object.entries(override).filter(([, value]) => value !== undefined));
}

/** Notes ids that are used twice in one list. */
export function noteRepeats(items: readonly { readonly id: string }[], path: readonly (string | number)[], issues: PlanIssue[]): void {
  for (const [index, item] of items.entries()) {
    const first = items.findIndex((one) => one.id === item.id);
    if (first !== index) {
      issues.push({
        path: [...path, index, 'id'],
        message: `${item.id} is used twice, first as number ${first + 1}; give each its own id`,
      });
    }
  }
}
