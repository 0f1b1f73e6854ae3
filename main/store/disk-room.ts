import { existsSync, rmSync, statfsSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { StoreError } from './errors.ts';

/** What stays free for the console itself: its database, log and backups go on growing, bytes. */
const marginBytes = 64 << 20;

/** Bytes that may still be written on the disk of a folder, which need not be there yet. */
export function freeBytes(folder: string): number {
  let place = resolve(folder);
  while (!existsSync(place) && dirname(place) !== place) place = dirname(place);
  const { bavail, bsize } = statfsSync(place);
  return bavail * bsize;
}

/** Throws `StoreError` when so many bytes have no room beside what the console itself needs. */
export function needRoom(folder: string, bytes: number, free = freeBytes(folder)): void {
  if (bytes + marginBytes <= free) return;
  const [wanted, there] = [bytes + marginBytes, free].map((count) => `${Math.ceil(count / 1_000_000)} MB`);
  throw new StoreError(
    'full',
    `${folder} has no room for it: ${wanted} are needed there and ${there} are free. Free some space and try again.`,
  );
}

/** Tidies up after a failure: what went wrong then is what counts, not that something cannot be removed either. */
export function removeQuietly(...paths: readonly string[]): void {
  for (const path of paths) {
    try {
      rmSync(path, { recursive: true, force: true });
    } catch {
      // Its folder cannot be written, or is no folder: then it is not ours.
    }
  }
}
