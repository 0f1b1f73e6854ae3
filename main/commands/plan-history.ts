import { diffLines } from 'diff';
import type { PlanText, PlanVersionRow } from '../contract/plans.ts';
import { textHash } from '../core/hash.ts';
import { keepPlanVersion, type PlanVersion, planVersionAt, planVersionsOf, usesOfPlan } from '../store/plan-versions.ts';
import { type PlanFile, planTextOf } from './plan-files.ts';
import { NotFound } from './problems.ts';
import type { World } from './world.ts';

/** The text in the file now, as a version that nobody saved through Tidegate. */
export function foundVersion(file: PlanFile): PlanVersion {
  return { hash: textHash(file.text), text: file.text, at: file.changedAt, actor: null };
}

function changedLines(before: string, after: string): { readonly added: number; readonly removed: number } {
  const parts = diffLines(before, after);
  const count = (which: 'added' | 'removed') => parts.reduce((sum, part) => sum + (part[which] ? part.count : 0), 0);
  return { added: count('added'), removed: count('removed') };
}

/** Every text of a plan file, newest first; what stands in the file now is among them, whoever wrote it. */
export async function versionRows(world: World, wanted: string): Promise<PlanVersionRow[]> {
  const file = await planTextOf(world, wanted);
  const { reader } = world.deps.store;
  const found = foundVersion(file);
  const kept = file.origin === 'preset' ? [] : planVersionsOf(reader, file.file);
  const versions = kept[0]?.hash === found.hash ? kept : [found, ...kept];
  return versions.map((version, index) => {
    const before = versions[index + 1];
    const uses = usesOfPlan(reader, version.hash);
    return {
      hash: version.hash,
      at: version.at,
      actor: version.actor === null ? null : { ...version.actor },
      current: index === 0,
      changed: before === undefined ? null : changedLines(before.text, version.text),
      rollouts: { total: uses.total, newest: uses.newest.map((use) => ({ ...use })) },
    };
  });
}

/** One text of a plan file, by its hash or the beginning of it. */
export async function versionText(world: World, wanted: string, hash: string): Promise<PlanText> {
  const file = await planTextOf(world, wanted);
  const found = foundVersion(file);
  const kept = file.origin === 'preset' ? null : planVersionAt(world.deps.store.reader, file.file, hash);
  const version = kept ?? (found.hash.startsWith(hash) ? found : null);
  if (version === null) throw new NotFound(`${file.file} has no version ${hash.slice(0, 12)}. Its versions are listed under Plans.`);
  return { ...version, file: file.file, actor: version.actor === null ? null : { ...version.actor } };
}

/** Keeps what stood in a file before it is written over, so that nothing is lost that another editor wrote. */
export function keepFound(world: World, before: PlanFile): void {
  keepPlanVersion(world.deps.store.writer, before.file, foundVersion(before));
}
