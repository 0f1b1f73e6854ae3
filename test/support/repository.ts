import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, relative, resolve, sep } from 'node:path';

export const root = resolve(import.meta.dirname, '../..');

/** Paths of all files below a folder of the repository, with forward slashes, in order. */
export function filesIn(folder: string): string[] {
  const start = join(root, folder);
  if (!existsSync(start)) return [];
  return readdirSync(start, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(root, join(entry.parentPath, entry.name)).split(sep).join('/'))
    .toSorted();
}

/** Files that git would commit: tracked, or new and not ignored. Without git, null. */
export function committable(): string[] | null {
  try {
    const list = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard', '-z'], {
      cwd: root,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    const files = list.split('\0').filter((file) => file !== '' && existsSync(join(root, file)));
    return files.length > 0 ? files : null;
  } catch {
    return null;
  }
}

/** All our files: what git would commit, or, in an unpacked archive without git, everything outside generated folders. */
export function ourFiles(): string[] {
  const generated = /^(node_modules|out|dist|coverage|test-results|playwright-report|\.git)\//;
  return committable() ?? filesIn('.').filter((file) => !generated.test(file));
}

export function read(file: string): string {
  return readFileSync(join(root, file), 'utf8');
}
