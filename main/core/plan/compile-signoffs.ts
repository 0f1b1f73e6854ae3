import type { SignoffSpec, SignoffValue, StageSpec } from '../model/plan.ts';
import { durationMs } from './bounds.ts';
import { stagesNamed } from './compile-checks.ts';
import { titled } from './gate-context.ts';
import { didYouMean } from './nearest.ts';
import type { PlanIssue } from './problem.ts';
import { noteRepeats } from './repeats.ts';
import type { SignoffDraft } from './schema.ts';

/** Fills in go/no-go items and notes what is wrong with them. `gates` are the ids of every gate the plan writes down. */
export function compileSignoffs(
  drafts: readonly SignoffDraft[],
  stages: readonly StageSpec[],
  gates: readonly string[],
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
    gate: gateOf(draft, index, gates, issues),
    value: valueOf(draft, index, issues),
  }));
}

function gateOf(draft: SignoffDraft, index: number, known: readonly string[], issues: PlanIssue[]): string | null {
  if (draft.gate === undefined) return null;
  if (!known.includes(draft.gate)) {
    const message = `${draft.gate} is not a gate of this plan.${didYouMean(draft.gate, known)} Gates: ${known.join(', ')}`;
    issues.push({ path: ['signoffs', index, 'gate'], message });
  }
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
