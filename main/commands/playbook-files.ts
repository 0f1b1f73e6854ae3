import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { type Playbook, type PlaybookProblem, readPlaybook } from '../core/playbook/index.ts';
import { NotFound } from './problems.ts';
import { textFilesIn } from './text-files.ts';
import type { World } from './world.ts';

/** A playbook as found: a team's own, or one that ships with Tidegate. */
export interface PlaybookFile {
  /** File name without its ending. */
  readonly name: string;
  readonly origin: 'preset' | 'workspace';
  readonly playbook: Playbook;
}

export interface BrokenPlaybook extends PlaybookProblem {
  readonly file: string;
}

type Folders = Pick<World, 'folder' | 'presetFolder'>;

/** Larger files are no playbooks, bytes. */
const mostBytes = 200_000;
const ending = /\.md$/;

export function playbookFolder(world: Pick<World, 'folder'>): string {
  return join(world.folder, 'playbooks');
}

/** Every playbook by name, and what is wrong with those that cannot be used; a file of the workspace hides a preset of its name. */
export async function listPlaybooks(world: Folders): Promise<{ readonly files: PlaybookFile[]; readonly broken: BrokenPlaybook[] }> {
  const own = await filesIn(playbookFolder(world), 'workspace');
  const presets = await filesIn(join(dirname(world.presetFolder), 'playbooks'), 'preset');
  const taken = new Set(own.map((one) => one.name));
  const all = [...own, ...presets.filter((one) => !taken.has(one.name))].toSorted((a, b) => (a.name < b.name ? -1 : 1));
  return {
    files: all.flatMap(({ read, name, origin }) => (read.ok ? [{ name, origin, playbook: read.playbook }] : [])),
    broken: all.flatMap(({ read, name }) => (read.ok ? [] : read.problems.map((problem) => ({ ...problem, file: `${name}.md` })))),
  };
}

async function filesIn(folder: string, origin: PlaybookFile['origin']) {
  const names = await textFilesIn(folder);
  return await Promise.all(
    names.map(async (file) => {
      const bytes = await readFile(join(folder, file));
      const tooLong = { ok: false, problems: [{ line: 1, message: `It is longer than ${mostBytes / 1000} kB. Split it` }] } as const;
      return { name: file.replace(ending, ''), origin, read: bytes.length > mostBytes ? tooLong : readPlaybook(bytes.toString('utf8')) };
    }),
  );
}

/** A playbook by its name; `.md` may be written too. */
export async function playbookNamed(world: Folders, wanted: string): Promise<PlaybookFile> {
  const { files, broken } = await listPlaybooks(world);
  const name = wanted.replace(ending, '');
  const found = files.find((one) => one.name === name);
  if (found !== undefined) return found;
  const problem = broken.find((one) => one.file === `${name}.md`);
  if (problem !== undefined) throw new NotFound(`${problem.file} cannot be used: line ${problem.line}: ${problem.message}.`);
  throw new NotFound(`There is no playbook ${wanted}. Known playbooks: ${files.map((one) => one.name).join(', ')}.`);
}
