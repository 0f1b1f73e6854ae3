import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { TemplateRow } from '../contract/aftermath.ts';
import { type MessageTemplate, readTemplate } from '../core/incident/templates.ts';
import { NotFound } from './problems.ts';
import { textFilesIn } from './text-files.ts';
import type { World } from './world.ts';

type Folders = Pick<World, 'folder' | 'presetFolder'>;

interface TemplateFile extends MessageTemplate {
  readonly origin: TemplateRow['origin'];
}

/** Longest template file that is read, bytes. */
const longest = 100_000;

async function filesIn(folder: string, origin: TemplateFile['origin']): Promise<TemplateFile[]> {
  const names = await textFilesIn(folder);
  return await Promise.all(
    names.map(async (name) => ({ ...readTemplate(name, (await readFile(join(folder, name), 'utf8')).slice(0, longest)), origin })),
  );
}

/** Every template of messages; a file of the workspace hides one of the same name that ships with Tidegate. */
export async function listTemplates(world: Folders): Promise<TemplateFile[]> {
  const own = await filesIn(join(world.folder, 'templates'), 'workspace');
  const names = new Set(own.map((one) => one.name));
  const shipped = await filesIn(join(world.presetFolder, '..', 'templates'), 'preset');
  return [...own, ...shipped.filter((one) => !names.has(one.name))];
}

/** A template by its name. Never reads a path: only what the folders list is looked at. */
export async function templateNamed(world: Folders, name: string): Promise<TemplateFile> {
  const templates = await listTemplates(world);
  const found = templates.find((one) => one.name === name.replace(/\.md$/, ''));
  if (found === undefined)
    throw new NotFound(`There is no template ${name}. Known templates: ${templates.map((one) => one.name).join(', ')}.`);
  return found;
}
