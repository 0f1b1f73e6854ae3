import { closeSync, fsyncSync, openSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { storeError } from './errors.ts';

/** Writes a file only this user can read. It is written beside and renamed: a crash or a full disk leaves the former file, never half of one. */
export function replaceFile(file: string, bytes: Buffer): void {
  const next = `${file}.new`;
  try {
    // Left by a crash, perhaps with other rights.
    rmSync(next, { force: true });
    const handle = openSync(next, 'wx', 0o600);
    try {
      writeFileSync(handle, bytes);
      fsyncSync(handle);
    } finally {
      closeSync(handle);
    }
    renameSync(next, file);
  } catch (error) {
    rmSync(next, { force: true });
    throw storeError(error, file);
  }
}
