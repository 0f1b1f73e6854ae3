import { mkdir, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { PlanDetail } from '../contract/plans.ts';
import { textHash } from '../core/hash.ts';
import { recordPlain } from '../engine/audit.ts';
import { transaction } from '../store/open.ts';
import { keepPlanVersion, renamePlanVersions } from '../store/plan-versions.ts';
import { listPlanFiles, type PlanFile, planFolder } from './plan-files.ts';
import { keepFound } from './plan-history.ts';
import { NotFound, Refused } from './problems.ts';
import { planDetail } from './rows/plan-rows.ts';
import type { Presser, World } from './world.ts';

interface SoundPlan {
  readonly file: string;
  readonly text: string;
  readonly name: string;
  readonly hash: string;
  readonly basedOn?: string | null | undefined;
}

async function ownFile(world: World, file: string): Promise<PlanFile | null> {
  const files = await listPlanFiles(world);
  return files.find((one) => one.file === file && one.origin === 'workspace') ?? null;
}

/** Refuses to write over a text that the person never saw. */
function checkBase({ file, basedOn }: SoundPlan, before: PlanFile | null): void {
  if (basedOn === undefined) return;
  if (basedOn === null && before !== null) throw new Refused(`${file} exists already. Choose another name.`);
  if (basedOn === null) return;
  if (before === null) throw new Refused(`${file} is no longer in the workspace. Save your text under a name of its own.`);
  if (textHash(before.text) !== basedOn)
    throw new Refused(
      `${file} was changed by somebody else since you opened it. Look at its versions, then save again to put yours on top.`,
    );
}

/** Writes a sound plan into the workspace and keeps its text, and the one it replaces, as versions. */
export async function savePlan(world: World, plan: SoundPlan, caller: Presser): Promise<PlanDetail> {
  const { file, text, hash } = plan;
  const before = await ownFile(world, file);
  checkBase(plan, before);
  const folder = planFolder(world);
  await mkdir(folder, { recursive: true });
  const path = join(folder, file);
  // Written beside and renamed, so that a full disk or a crash never leaves half a plan.
  await writeFile(`${path}.new`, text, 'utf8');
  if (before !== null) keepFound(world, before);
  await rename(`${path}.new`, path);
  const at = world.deps.clock.now();
  const saved = planDetail({ file, origin: 'workspace', text, changedAt: at });
  transaction(world.deps.store.writer, () => {
    keepPlanVersion(world.deps.store.writer, file, { hash, text, at, actor: caller.actor });
    recordPlain(world.deps, {
      actor: caller.actor,
      action: 'plan.saved',
      trigger: caller.trigger,
      reason: `Plan ${plan.name} in ${file}`,
      before: before === null ? null : { file, hash: textHash(before.text) },
      after: { file, hash },
    });
    caller.keep(saved);
  });
  world.deps.changed({ table: 'reload', what: 'plans' });
  return saved;
}

/** Gives a plan file of the workspace another name. */
export async function renamePlan(world: World, file: string, to: string, caller: Presser): Promise<PlanDetail> {
  const before = await ownFile(world, file);
  if (before === null) throw new NotFound(`There is no plan file ${file} in the workspace. Presets keep their names; copy one instead.`);
  if ((await listPlanFiles(world)).some((one) => one.file === to)) throw new Refused(`${to} exists already. Choose another name.`);
  const path = join(planFolder(world), to);
  await rename(before.path, path);
  const renamed = planDetail({ ...before, file: to });
  try {
    transaction(world.deps.store.writer, () => {
      renamePlanVersions(world.deps.store.writer, file, to);
      recordPlain(world.deps, {
        actor: caller.actor,
        action: 'plan.renamed',
        trigger: caller.trigger,
        reason: `${file} is now ${to}`,
        before: { file },
        after: { file: to },
      });
      caller.keep(renamed);
    });
  } catch (error) {
    await rename(path, before.path);
    throw error;
  }
  world.deps.changed({ table: 'reload', what: 'plans' });
  return renamed;
}
