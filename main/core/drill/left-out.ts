import type { PlanDraft } from '../plan/schema.ts';
import { counted, listInWords } from '../words.ts';
import type { DrillGround } from './own-plan.ts';

/**
 * A plan without what waits for other people, other days or other channels, and with the checks and notices of the fleet. `leftOut`
 * says each of them, so that nobody takes the drill for more than it is.
 */
export function withoutPeople(
  draft: PlanDraft,
  ground: Pick<DrillGround, 'check' | 'notices'>,
): { readonly rest: PlanDraft; readonly leftOut: readonly string[] } {
  const { signoffs, follows, next, freezes, dryRun, notices, ...kept } = draft;
  const checks = (draft.checks ?? []).map((check) => ({ check, source: ground.check(check.source) }));
  const unasked = checks.filter((one) => one.source === null).map((one) => one.check.title ?? one.check.id);
  const approvals = draft.stages.some((stage) => stage.approval === true || stage.approvals !== undefined);
  const leftOut = [
    (signoffs ?? []).length > 0 ? `${counted((signoffs ?? []).length, 'signoff')} of the plan: nobody is asked.` : null,
    approvals ? 'Approvals before a stage: it is entered without them.' : null,
    (freezes ?? []).length > 0 ? 'Freezes: the drill plays at any hour.' : null,
    draft.stages.some((stage) => stage.earliestDay !== undefined) ? 'Earliest days of stages.' : null,
    draft.stages.some((stage) => stage.segments !== undefined) ? 'Segments of stages.' : null,
    follows === undefined ? null : `Channel ${follows}, which the release must have completed before.`,
    next === undefined ? null : `Channel ${next.channel}, where the release would go on.`,
    dryRun === true ? 'The dry run: the fleet is really changed.' : null,
    unasked.length > 0 ? `Checks that the practice fleet has not: ${listInWords(unasked)}.` : null,
  ].filter((sentence) => sentence !== null);
  return {
    rest: {
      ...kept,
      ...((notices ?? []).length > 0 ? { notices: [ground.notices] } : {}),
      checks: checks.flatMap(({ check, source }) => (source === null ? [] : [withoutStaleness({ ...check, source })])),
      stages: draft.stages.map(({ approval: _one, approvals: _many, earliestDay: _day, segments: _who, ...stage }) => stage),
    },
    leftOut,
  };
}

/** An answer holds for the whole drill. */
function withoutStaleness({
  freshFor: _freshFor,
  ...check
}: NonNullable<PlanDraft['checks']>[number]): NonNullable<PlanDraft['checks']>[number] {
  return check;
}
