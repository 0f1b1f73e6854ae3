import type { CheckSpec, StageSpec } from '../model/plan.ts';
import { durationMs } from './bounds.ts';
import { titled } from './gate-context.ts';
import { didYouMean } from './nearest.ts';
import { notePlaceholders } from './placeholders.ts';
import type { PlanIssue, PlanPath } from './problem.ts';
import { noteRepeats } from './repeats.ts';
import type { PlanDraft } from './schema.ts';

/** Fills in external checks and notes what is wrong with them. */
export function compileChecks(drafts: NonNullable<PlanDraft['checks']>, stages: readonly StageSpec[], issues: PlanIssue[]): CheckSpec[] {
  noteRepeats(drafts, ['checks'], issues);
  return drafts.map((draft, index) => {
    notePlaceholders(draft.with ?? {}, ['checks', index, 'with'], issues);
    return {
      id: draft.id,
      title: draft.title ?? titled(draft.id),
      source: draft.source,
      moments: draft.moments === undefined ? ['beforeStart'] : [...new Set(draft.moments)],
      settings: draft.with ?? {},
      freshForMs: draft.freshFor === undefined ? null : durationMs(draft.freshFor),
      stages: stagesNamed(draft.stages, stages, ['checks', index, 'stages'], issues),
    };
  });
}

/** Names of stages as written, each of which has to be a stage of the plan; null when none are named. */
export function stagesNamed(
  names: readonly string[] | undefined,
  stages: readonly StageSpec[],
  path: PlanPath,
  issues: PlanIssue[],
): readonly string[] | null {
  if (names === undefined) return null;
  const known = stages.map((stage) => stage.name);
  for (const [index, name] of names.entries()) {
    if (known.includes(name)) continue;
    issues.push({
      path: [...path, index],
      message: `${name} is not a stage of this plan.${didYouMean(name, known)} Stages: ${known.join(', ')}`,
    });
  }
  return names;
}
