import { open } from 'node:fs/promises';
import { WrongUsage } from './output.ts';

/** Plans are some hundred lines; a file larger than this is not one, bytes. */
const mostBytes = 1024 * 1024;

/**
 * The text of a plan file. Throws `WrongUsage` with what is wrong, where and what to do when there is nothing to read, or what is
 * there cannot be a plan.
 */
export async function planText(file: string): Promise<string> {
  const bytes = await bytesOf(file).catch((error: unknown) => {
    throw error instanceof WrongUsage ? error : new WrongUsage(troubleWith(file, error));
  });
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    if (!text.includes('\0')) return text;
  } catch {
    // Said below, together with the zero bytes that are valid UTF-8.
  }
  throw new WrongUsage(`${file} is not a text file. A plan is YAML in UTF-8; name one, such as plans/careful.yaml.`);
}

async function bytesOf(file: string): Promise<Buffer> {
  const handle = await open(file, 'r');
  try {
    const found = await handle.stat();
    if (found.isDirectory()) throw new WrongUsage(`${file} is a folder. Name one plan file in it, such as ${file}/careful.yaml.`);
    if (found.size > mostBytes) {
      const size = Math.ceil(found.size / mostBytes);
      throw new WrongUsage(`${file} is too large for a plan: ${size} MB, at most 1 MB. Name the plan file itself.`);
    }
    return await handle.readFile();
  } finally {
    await handle.close();
  }
}

function troubleWith(file: string, error: unknown): string {
  const code = error instanceof Error && 'code' in error ? error.code : null;
  if (code === 'ENOENT' || code === 'ENOTDIR') return `There is no file ${file}. Check the path; it is read from ${process.cwd()}.`;
  if (code === 'EISDIR') return `${file} is a folder. Name one plan file in it.`;
  if (code === 'EACCES' || code === 'EPERM')
    return `${file} may not be read by this user. Allow reading it, or copy it to a place you own.`;
  return `${file} could not be read: ${error instanceof Error ? error.message : String(error)}. Check the path.`;
}
