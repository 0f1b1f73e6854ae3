import { readdir, readFile, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { readPlan } from '../core/plan/index.ts';
import { NotFound } from './problems.ts';
import type { World } from './world.ts';

/** A plan file as found: a team's own, or a preset that ships with Tidegate. */
export interface PlanFile {
  readonly file: string;
  readonly origin: 'preset' | 'workspace';
  readonly path: string;
  readonly text: string;
  readonly changedAt: number;
}

export function planFolder(world: Pick<World, 'folder'>): string {
  return join(world.folder, 'plans');
}

/** Every plan file; a workspace file hides a preset with the same name. */
export async function listPlanFiles(world: Pick<World, 'folder' | 'presetFolder'>): Promise<PlanFile[]> {
  const own = await filesIn(planFolder(world), 'workspace');
  const names = new Set(own.map((one) => one.file));
  const presets = await filesIn(world.presetFolder, 'preset');
  return [...own, ...presets.filter((one) => !names.has(one.file))].sort((a, b) => a.file.localeCompare(b.file));
}

async function filesIn(folder: string, origin: PlanFile['origin']): Promise<PlanFile[]> {
  const names = await readdir(folder).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return [];
    throw error;
  });
  const plans = names.filter((name) => /\.ya?ml$/.test(name));
  return await Promise.all(
    plans.map(async (file) => {
      const path = join(folder, file);
      return { file, origin, path, text: await readFile(path, 'utf8'), changedAt: Math.round((await stat(path)).mtimeMs) };
    }),
  );
}

/** A plan by its file name (`practice.yaml`) or by the name written inside it. */
export async function planTextOf(world: World, wanted: string): Promise<PlanFile> {
  const files = await listPlanFiles(world);
  const byFile = files.find((one) => one.file === basename(wanted));
  if (byFile !== undefined) return byFile;
  const byName = files.find((one) => {
    const read = readPlan(one.text, one.file);
    return read.ok && read.plan.name === wanted;
  });
  if (byName === undefined) throw new NotFound(`There is no plan ${wanted}. Known plans: ${files.map((one) => one.file).join(', ')}.`);
  return byName;
}
