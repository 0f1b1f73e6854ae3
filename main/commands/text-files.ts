import { constants } from 'node:fs';
import { access, readdir } from 'node:fs/promises';
import { join } from 'node:path';

/**
 * Names of the Markdown files of a folder that can be read, in order; none when there is no folder. Folders, lock files of editors and
 * files without the right to read them are passed over: one of them must not hide the others during an incident.
 */
export async function textFilesIn(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true }).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return [];
    throw error;
  });
  const names = entries
    .filter((entry) => entry.isFile() && !entry.name.startsWith('.') && entry.name.endsWith('.md'))
    .map((entry) => entry.name)
    .toSorted();
  const readable = await Promise.all(names.map((name) => isReadable(join(folder, name))));
  return names.filter((_name, index) => readable[index]);
}

async function isReadable(path: string): Promise<boolean> {
  return await access(path, constants.R_OK).then(
    () => true,
    () => false,
  );
}
