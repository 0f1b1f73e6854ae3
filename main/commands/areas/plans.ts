import { mkdir, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { PlanDetail, PlanRow, plans } from '../../contract/plans.ts';
import { textHash } from '../../core/hash.ts';
import { explainPlan, type PlanRead, readPlan } from '../../core/plan/index.ts';
import { recordPlain } from '../../engine/audit.ts';
import { checkProblems } from '../../engine/check-options.ts';
import { transaction } from '../../store/open.ts';
import { listPlanFiles, planFolder, planTextOf, type PlanFile } from '../plan-files.ts';
import { Refused } from '../problems.ts';
import { stageRow } from '../rows/stage-row.ts';
import type { HandlersFor, World } from '../world.ts';

function planRow(file: PlanFile): PlanRow {
  const read = readPlan(file.text, file.file);
  const base = { file: file.file, origin: file.origin, changedAt: file.changedAt };
  if (!read.ok)
    return {
      ...base,
      name: file.file.replace(/\.ya?ml$/, ''),
      hash: textHash(file.text),
      description: '',
      stages: [],
      gates: 0,
      problems: read.problems.map((problem) => ({ ...problem })),
    };
  const { plan, hash } = read;
  const gates = new Set(plan.stages.flatMap((stage) => stage.gates.map((gate) => gate.id)));
  return {
    ...base,
    name: plan.name,
    hash,
    description: plan.description,
    stages: plan.stages.map(stageRow),
    gates: gates.size,
    problems: [],
  };
}

function planDetail(file: PlanFile): PlanDetail {
  const read = readPlan(file.text, file.file);
  return { ...planRow(file), text: file.text, explanation: read.ok ? [...explainPlan(read.plan)] : [] };
}

/** Problems of the text itself, or, when it is sound, of how its checks fit the connections they name. */
function problemsOf(world: World, read: PlanRead, text: string): PlanRow['problems'] {
  const found = read.ok ? checkProblems(world.deps.store.reader, read.plan, text) : read.problems;
  return found.map((problem) => ({ ...problem }));
}

export const planHandlers: HandlersFor<typeof plans> = {
  'plans.list': async (world) => (await listPlanFiles(world)).map(planRow),
  'plans.get': async (world, input) => planDetail(await planTextOf(world, input.file)),
  'plans.check'(world, input) {
    const read = readPlan(input.text, input.file);
    const problems = problemsOf(world, read, input.text);
    if (!read.ok || problems.length > 0) return { ok: false, problems, explanation: [], hash: null };
    return { ok: true, problems: [], explanation: [...explainPlan(read.plan)], hash: read.hash };
  },
  async 'plans.save'(world, input, caller) {
    const read = readPlan(input.text, input.file);
    const problems = problemsOf(world, read, input.text);
    if (!read.ok || problems.length > 0) {
      const first = problems[0];
      throw new Refused(`${input.file} was not saved: line ${first?.line ?? 1}, ${first?.path ?? ''} — ${first?.message ?? 'not valid'}`);
    }
    const folder = planFolder(world);
    await mkdir(folder, { recursive: true });
    const path = join(folder, input.file);
    // Written beside and renamed, so that a full disk or a crash never leaves half a plan.
    await writeFile(`${path}.new`, input.text, 'utf8');
    await rename(`${path}.new`, path);
    const saved = planDetail({ file: input.file, origin: 'workspace', path, text: input.text, changedAt: world.deps.clock.now() });
    transaction(world.deps.store.writer, () => {
      recordPlain(world.deps, {
        actor: caller.actor,
        action: 'plan.saved',
        trigger: caller.trigger,
        reason: `Plan ${read.plan.name} in ${input.file}`,
        after: { file: input.file, hash: read.hash },
      });
      caller.keep(saved);
    });
    world.deps.changed({ table: 'reload', what: 'plans' });
    return saved;
  },
};
