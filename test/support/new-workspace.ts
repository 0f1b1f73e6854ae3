import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { databaseName, openStore, type OpenOptions, type Store } from '../../main/store/open.ts';

let empty: Buffer | null = null;

/** An empty database of the newest format, made by the store itself. */
async function emptyDatabase(): Promise<Buffer> {
  const folder = mkdtempSync(join(tmpdir(), 'tidegate-empty-'));
  try {
    (await openStore({ folder, now: () => 0 })).close();
    return readFileSync(join(folder, databaseName));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Opens a workspace like `openStore`; one that is new begins with a copy, because making the tables takes ten times as long. */
export async function openWorkspaceQuickly(options: OpenOptions): Promise<Store> {
  const file = join(options.folder, databaseName);
  empty ??= await emptyDatabase();
  if (!existsSync(file)) {
    mkdirSync(options.folder, { recursive: true });
    writeFileSync(file, empty);
  }
  return await openStore(options);
}
