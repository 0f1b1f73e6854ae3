import type { ApprovalSpec, Automation, GateSpec, MetricSpec, StageSpec } from '../model/plan.ts';
import { durationMs, readPercent } from './bounds.ts';
import { compileGate } from './compile-gate.ts';
import { didYouMean } from './nearest.ts';
import type { PlanIssue } from './problem.ts';
import { noteRepeats } from './repeats.ts';
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

/** Fills in the stages and notes what is wrong with them: shares have to rise, or stay in a named stage that only watches. */
export function compileStages(drafts: PlanDraft['stages'], context: StageContext): StageSpec[] {
  let before = 0;
  return drafts.map((draft, index) => {
    const percent = percentOf(draft, index, before, context.issues);
    before = percent;
    const gates = gatesOf(draft, index, context);
    const approvals = approvalsOf(draft);
    return {
      name: draft.name ?? `${percent} %`,
      percent,
      bakeMs: durationMs(draft.bake),
      automation: compileAutomation(draft.automation, context.automation),
      gates,
      approval: approvals.length > 0,
      approvals,
      onYellow: onYellowOf(draft, index, context.issues),
      streakMs: draft.streak === undefined ? 0 : durationMs(draft.streak),
      earliestDay: draft.earliestDay ?? 1,
      accelerated: acceleratedOf(draft, index, [...context.drafts, ...(draft.gates ?? [])], context.issues),
      segments: draft.segments ?? [],
    };
  });
}

function approvalsOf({ approval, approvals }: StageDraft): ApprovalSpec[] {
  if (approvals !== undefined) return approvals.map(({ role, count }) => ({ role: role ?? 'operator', count: count ?? 1 }));
  return approval === true ? [{ role: 'operator', count: 1 }] : [];
}

function onYellowOf(draft: StageDraft, index: number, issues: PlanIssue[]): StageSpec['onYellow'] {
  const action = draft.onYellow ?? 'hold';
  if (action === 'extend' && draft.extend === undefined) {
    issues.push({
      path: ['stages', index, 'onYellow'],
      message: 'extend is missing; add it: the time each episode of yellow adds to the bake',
    });
  }
  if (action !== 'extend' && draft.extend !== undefined) {
    issues.push({
      path: ['stages', index, 'extend'],
      message: `extend belongs to onYellow: extend; onYellow is ${action}. Remove it or change onYellow`,
    });
  }
  return { action, extendMs: draft.extend === undefined ? 0 : durationMs(draft.extend) };
}

function acceleratedOf(
  { accelerated, bake }: StageDraft,
  index: number,
  gates: readonly { readonly id: string }[],
  issues: PlanIssue[],
): StageSpec['accelerated'] {
  if (accelerated === undefined) return null;
  const known = [...new Set(gates.map((gate) => gate.id))];
  for (const [at, id] of accelerated.gates.entries()) {
    if (known.includes(id)) continue;
    const message = `${id} is not a gate of this stage.${didYouMean(id, known)} Gates: ${known.join(', ')}`;
    issues.push({ path: ['stages', index, 'accelerated', 'gates', at], message });
  }
  const bakeMs = durationMs(accelerated.bake);
  if (bakeMs >= durationMs(bake)) {
    issues.push({
      path: ['stages', index, 'accelerated', 'bake'],
      message: `bake (${accelerated.bake}) must be shorter than the stage's own (${bake})`,
    });
  }
  return { bakeMs, gates: accelerated.gates, atMost: accelerated.atMost ?? 0 };
}

function percentOf(draft: StageDraft, index: number, before: number, issues: PlanIssue[]): number {
  const read = readPercent(draft.percent);
  const path = ['stages', index, 'percent'];
  if (!read.ok) {
    issues.push({ path, message: `percent ${read.message}` });
    return before;
  }
  const watchesOn = read.value === before && draft.name !== undefined;
  if (read.value <= before && !watchesOn) {
    const message = `percent must rise from stage to stage: ${read.value} comes after ${before}; put the stages in order, or name a stage that only watches on`;
    issues.push({ path, message });
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
  const whole = own.gates !== undefined || own.kind === 'weightedScore' || (own.metric !== undefined && own.window !== undefined);
  if (whole) return stageGate(own, own, at, context);
  const known = context.drafts.map((draft) => draft.id);
  const message = `${own.id} is not a gate of this plan.${didYouMean(own.id, known)} Gates: ${known.join(', ')}. A new gate needs metric and window`;
  context.issues.push({ path: ['stages', at[0], 'gates', at[1], 'id'], message });
  return null;
}

/** Keys left out must not wipe what the plan-wide gate says. */
function given(override: StageGateDraft): Partial<GateDraft> {
  return Object.fromEntries(Object.entries(override).filter(([, value]) => value !== undefined));
}
