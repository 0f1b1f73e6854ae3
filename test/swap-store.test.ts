import { existsSync, writeFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { listApplications, saveApplication } from '../main/store/applications.ts';
import { backup } from '../main/store/backup.ts';
import { openStore, type Store } from '../main/store/open.ts';
import { swapStore, WorkspaceLost } from '../main/swap-store.ts';
import { now } from './support/core-samples.ts';
import { databaseFile, openTemporary, temporaryFolder } from './support/store-samples.ts';

interface Console {
  readonly folder: string;
  readonly backup: string;
  readonly names: () => string[];
  /** Puts a backup in place; opening fails for the first `failures` times. */
  swap(file: string, failures?: number): Promise<string>;
}

/** A console over a workspace that holds `Before` and `After`, with a backup that holds `Before` alone. */
async function openConsole(): Promise<Console> {
  const folder = temporaryFolder();
  let store: Store = await openTemporary(folder);
  saveApplication(store.writer, { id: 'before', name: 'Before' });
  const { file } = await backup(store, { reason: 'by hand', now });
  saveApplication(store.writer, { id: 'after', name: 'After' });
  return {
    folder,
    backup: file,
    names: () => listApplications(store.reader).map((application) => application.name),
    async swap(chosen, failures = 0) {
      let left = failures;
      return await swapStore({
        folder,
        file: chosen,
        now: now + 1000,
        close: async () => store.close(),
        async open() {
          if (left > 0) {
            left -= 1;
            throw new Error('too many files are open');
          }
          store = await openTemporary(folder);
        },
      });
    },
  };
}

describe('putting a backup in place of an open database', () => {
  test('R4.11 goes on with the backup and keeps what it replaced', async () => {
    const console = await openConsole();
    const replaced = await console.swap(console.backup);
    expect(console.names()).toEqual(['Before']);
    expect(existsSync(replaced)).toBe(true);
  });

  test('R4.11 goes on with the former database when the backup is refused', async () => {
    const console = await openConsole();
    const broken = `${console.folder}/broken.db`;
    writeFileSync(broken, 'no database');
    await expect(console.swap(broken)).rejects.toMatchObject({ name: 'StoreError', code: 'damaged' });
    expect(console.names()).toEqual(['After', 'Before']);
  });

  test('R4.11 goes back to the former database when the backup cannot be opened, and keeps that one too', async () => {
    const console = await openConsole();
    await expect(console.swap(console.backup, 1)).rejects.toThrow(
      'could not be opened: too many files are open The database of before is in place again.',
    );
    expect(console.names()).toEqual(['After', 'Before']);
    const refused = `${databaseFile(console.folder)}.refused-${new Date(now + 1000).toISOString().replaceAll(':', '-')}`;
    expect(existsSync(refused)).toBe(true);
  });

  test.each([
    ['the backup', (one: Console) => one.backup, 2],
    ['the former database after a refusal', () => 'nowhere.db', 1],
  ])('R4.11 says that the workspace is lost when %s cannot be opened and nothing else can', async (_what, file, failures) => {
    const console = await openConsole();
    await expect(console.swap(file(console), failures)).rejects.toThrow(WorkspaceLost);
    const again = await openStore({ folder: console.folder, now: () => now });
    expect(listApplications(again.reader).map((one) => one.name)).toEqual(['After', 'Before']);
    again.close();
  });
});
