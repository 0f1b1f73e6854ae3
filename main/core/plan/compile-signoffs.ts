import type { SignoffSpec, SignoffValue, StageSpec } from '../model/plan.ts';
import { listInWords } from '../words.ts';
import { durationMs } from './bounds.ts';
import { stagesNamed } from './compile-checks.ts';
import { titled } from './gate-context.ts';
import { didYouMean } from './nearest.ts';
import type { PlanIssue } from './problem.ts';
import { noteRepeats } from './repeats.ts';
import type { SignoffDraft } from './schema.ts';

/** What the plan writes down of gates: the ids of all, and whether one belongs to a stage. */
export interface WrittenGates {
  readonly ids: readonly string[];
  readonly judgedIn: (gate: string, stage: number) => boolean;
}

/** Fills in go/no-go items and notes what is wrong with them. */
export function compileSignoffs(
  drafts: readonly SignoffDraft[],
  stages: readonly StageSpec[],
  gates: WrittenGates,
  issues: PlanIssue[],
): SignoffSpec[] {
  noteRepeats(drafts, ['signoffs'], issues);
  return drafts.map((draft, index) => ({
    id: draft.id,
    title: draft.title ?? titled(draft.id),
    role: draft.role ?? 'operator',
    moments: draft.moments === undefined ? ['afterStage'] : [...new Set(draft.moments)],
    stages: stagesNamed(draft.stages, stages, ['signoffs', index, 'stages'], issues),
    dueMs: draft.due === undefined ? null : durationMs(draft.due),
    expiresMs: draft.expires === undefined ? 0 : durationMs(draft.expires),
    evidence: draft.evidence ?? false,
    gate: gateOf(draft, index, { gates, stages }, issues),
    value: valueOf(draft, index, issues),
  }));
}

interface Around {
  readonly gates: WrittenGates;
  readonly stages: readonly StageSpec[];
}

function gateOf(draft: SignoffDraft, index: number, { gates, stages }: Around, issues: PlanIssue[]): string | null {
  if (draft.gate === undefined) return null;
  const known = gates.ids;
  if (!known.includes(draft.gate)) {
    const message = `${draft.gate} is not a gate of this plan.${didYouMean(draft.gate, known)} Gates: ${known.join(', ')}`;
    issues.push({ path: ['signoffs', index, 'gate'], message });
  } else noteOpenForEver(draft, draft.gate, index, { gates, stages }, issues);
  if (draft.moments?.includes('beforeStart') === true) {
    const message = 'gate says nothing before the start, when nobody has the release; ask for it afterStage, or let a person answer';
    issues.push({ path: ['signoffs', index, 'gate'], message });
  }
  if (draft.value !== undefined) {
    issues.push({
      path: ['signoffs', index, 'value'],
      message: 'value is typed in by a person, and gate fills the item in by itself; keep one of them',
    });
  }
  return draft.gate;
}

/** An item waits for its gate, and nobody may answer in its place: where the gate is not judged it stays open for ever. */
function noteOpenForEver(draft: SignoffDraft, gate: string, index: number, { gates, stages }: Around, issues: PlanIssue[]): void {
  const isShadow = (stage: StageSpec): boolean => stage.gates.some((one) => one.id === gate && one.shadow);
  const silent = stages.filter(
    (stage, at) => (draft.stages === undefined || draft.stages.includes(stage.name)) && (!gates.judgedIn(gate, at) || isShadow(stage)),
  );
  if (silent.length === 0) return;
  const names = listInWords(silent.map((stage) => stage.name));
  const shadow = silent.some(isShadow);
  const message = shadow
    ? `${gate} is a shadow gate in stage ${names} and fills nothing in, so the item stays open for ever; let the gate act, or let a person answer`
    : `${gate} is not judged in stage ${names}, so the item stays open for ever there; add the gate to the stage, or name under stages those that have it`;
  issues.push({ path: ['signoffs', index, 'gate'], message });
}

function valueOf({ value }: SignoffDraft, index: number, issues: PlanIssue[]): SignoffValue | null {
  if (value === undefined) return null;
  const { unit = '', atLeast, atMost, over, under } = value;
  const given = [atLeast, atMost, over, under].filter((bound) => bound !== undefined);
  if (given.length !== 1) {
    issues.push({
      path: ['signoffs', index, 'value'],
      message: 'value needs one of atLeast, atMost, over and under: the number the typed one is held against',
    });
  }
  const floor = atLeast ?? over;
  const strict = over !== undefined || under !== undefined;
  return { unit, direction: floor === undefined ? 'above' : 'below', bound: given[0] ?? 0, strict };
}
