import { chmodSync, existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';

/** Name of the file by which the CLI finds a running console; readable by its owner only. */
const addressFile = 'console.json';
const Address = z.object({
  url: z.url(),
  /** Opens everything the console's own role may do. */
  key: z.string(),
  /** Only takes events: the one to hand to applications. It stays the same over restarts. */
  intakeKey: z.string(),
  pid: z.number(),
});
export type ConsoleAddress = z.infer<typeof Address>;

/** Says where this console listens, to its owner only. */
export function writeAddress(folder: string, address: ConsoleAddress): void {
  const file = join(folder, addressFile);
  rmSync(file, { force: true });
  writeFileSync(file, JSON.stringify(address), { mode: 0o600 });
  chmodSync(file, 0o600);
}

export function removeAddress(folder: string): void {
  // Another process may have taken the workspace meanwhile.
  if (addressOf(folder)?.pid === process.pid) rmSync(join(folder, addressFile), { force: true });
}

/** Where a running console of this workspace listens, or null. The file may outlive a killed console. */
export function addressOf(folder: string): ConsoleAddress | null {
  const file = join(folder, addressFile);
  if (!existsSync(file)) return null;
  try {
    return Address.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch {
    // Cut short when the disk was full, or another program's.
    return null;
  }
}
