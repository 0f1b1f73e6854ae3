import type { AnswerOf } from '../../contract/index.ts';
import type { PlanRow, plans } from '../../contract/plans.ts';
import { explainPlan, type PlanRead, readPlan } from '../../core/plan/index.ts';
import { checkProblems } from '../../engine/check-options.ts';
import { listPlanFiles, planTextOf } from '../plan-files.ts';
import { versionRows, versionText } from '../plan-history.ts';
import { renamePlan, savePlan } from '../plan-saving.ts';
import { Refused } from '../problems.ts';
import { planOutline } from '../rows/plan-outline.ts';
import { planDetail, planRow } from '../rows/plan-rows.ts';
import { sensitivityRows } from '../rows/traffic.ts';
import type { HandlersFor, World } from '../world.ts';

/** Problems of the text itself, or, when it is sound, of how its checks fit the connections they name. */
function problemsOf(world: World, read: PlanRead, text: string): PlanRow['problems'] {
  const found = read.ok ? checkProblems(world.deps.store.reader, read.plan, text) : read.problems;
  return found.map((problem) => ({ ...problem }));
}

function checked(world: World, text: string, file: string): AnswerOf<'plans.check'> {
  const read = readPlan(text, file);
  const problems = problemsOf(world, read, text);
  if (!read.ok || problems.length > 0) return { ok: false, problems, explanation: [], hash: null, outline: null };
  return { ok: true, problems: [], explanation: explainPlan(read.plan), hash: read.hash, outline: planOutline(read.plan) };
}

export const planHandlers: HandlersFor<typeof plans> = {
  'plans.list': async (world) => (await listPlanFiles(world)).map(planRow),
  'plans.get': async (world, input) => planDetail(await planTextOf(world, input.file)),
  'plans.check': (world, input) => checked(world, input.text, input.file),
  'plans.sensitivity': (world, input) => sensitivityRows(world, input.text),
  'plans.versions': async (world, input) => versionRows(world, input.file),
  'plans.version': async (world, input) => versionText(world, input.file, input.hash),
  async 'plans.save'(world, input, caller) {
    const read = readPlan(input.text, input.file);
    const problems = problemsOf(world, read, input.text);
    if (!read.ok || problems.length > 0) {
      const first = problems[0];
      throw new Refused(`${input.file} was not saved: line ${first?.line ?? 1}, ${first?.path ?? ''} — ${first?.message ?? 'not valid'}`);
    }
    return await savePlan(world, { ...input, name: read.plan.name, hash: read.hash }, caller);
  },
  'plans.rename': async (world, input, caller) => renamePlan(world, input.file, input.to, caller),
};
