import { type FileHandle, open, rename } from 'node:fs/promises';
import { removeQuietly } from '../store/disk-room.ts';
import { StoreError, storeError } from '../store/errors.ts';

/**
 * Writes a file that only this user can read, piece by piece. It takes its name once it is whole; where `write` or the disk fails,
 * nothing of it stays, and a file of that name stays as it was. Throws `StoreError` for trouble with the disk.
 */
export async function writeWhole<T>(file: string, write: (add: (bytes: Buffer) => Promise<void>) => Promise<T>): Promise<T> {
  const partial = `${file}.part`;
  let handle: FileHandle | null = null;
  try {
    const opened = await open(partial, 'w', 0o600);
    handle = opened;
    const done = await write((bytes) => opened.appendFile(bytes));
    await opened.sync();
    await opened.close();
    await rename(partial, file);
    return done;
  } catch (error) {
    await handle?.close().catch(() => undefined);
    if (handle !== null) removeQuietly(partial);
    throw writeTrouble(error, file);
  }
}

function writeTrouble(error: unknown, file: string): unknown {
  const known = storeError(error, file);
  if (known !== error || !(error instanceof Error) || !('syscall' in error)) return known;
  return new StoreError(
    'readonly',
    `${file} cannot be written (${error.message}). Check that its folder exists and that it is no folder.`,
    error,
  );
}
