import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { inWorkspace, beginPractice, until, view, call } from './camera.ts';
import { play, rollouts } from './practice.ts';
import { z } from 'zod';

/** Size of a page of the database, bytes. */
const pageBytes = 4096;

/** Overwrites the page of a database on which a word stands. */
function ruin(file: string, word: string): void {
  const bytes = readFileSync(file);
  const page = Math.floor(bytes.indexOf(word) / pageBytes) * pageBytes;
  writeFileSync(file, bytes.fill(0xa5, page, page + pageBytes));
}

/** A workspace whose database was damaged while no console was open. */
export async function recovery(): Promise<void> {
  await inWorkspace(async (open, folder) => {
    await open(folder, async (page) => {
      await beginPractice(page);
      await play(page, 'bad-release');
      await until('readings are kept', 60, async () => (await rollouts(page)).some((row) => row.percent !== null));
      await page.waitForTimeout(10_000);
      await call(page, 'system.backup', {}, z.unknown());
      await page.waitForTimeout(5000);
    });
    ruin(join(folder, 'tidegate.db'), 'pryde');
    await open(folder, (page) => view(page, 'recovery', '/recovery'));
  });
}
