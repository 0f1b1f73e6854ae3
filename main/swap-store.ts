import { putBack, restore } from './store/backup.ts';
import { StoreError } from './store/open.ts';

/** What a swap works on: a workspace whose database this process has open. */
export interface Swap {
  readonly folder: string;
  /** The backup to put in place: a path, or the name of a file in the folder of backups. */
  readonly file: string;
  /** Now, ms. */
  readonly now: number;
  /** Stops everything that uses the database and closes it. */
  close(): Promise<void>;
  /** Opens what lies in the folder and goes on with it. */
  open(): Promise<void>;
}

/** No database could be opened any more: the console cannot go on. The message says what lies where. */
export class WorkspaceLost extends Error {}

/**
 * Puts a backup in place of the open database and goes on with it; resolves with the replaced file, which is kept. When the backup
 * is refused or cannot be opened, the former database is opened again and the reason is thrown; when that fails too, `WorkspaceLost`.
 */
export async function swapStore(swap: Swap): Promise<string> {
  await swap.close();
  let replaced: string;
  try {
    replaced = (await restore(swap)).replaced;
  } catch (error) {
    await reopen(swap, wordsOf(error));
    throw error;
  }
  try {
    await swap.open();
    return replaced;
  } catch (error) {
    return await goBack(swap, replaced, wordsOf(error));
  }
}

async function goBack(swap: Swap, replaced: string, reason: string): Promise<never> {
  const what = `The backup was put in place, but could not be opened: ${reason}`;
  if (replaced === '') throw new WorkspaceLost(`${what} There was no database before it. Start Tidegate again to restore another one.`);
  try {
    putBack(swap.folder, replaced, swap.now);
  } catch (error) {
    throw new WorkspaceLost(`${what} The former database could not be put back (${wordsOf(error)}); it lies in ${replaced}.`);
  }
  await reopen(swap, what);
  throw new StoreError('other', `${what} The database of before is in place again.`);
}

async function reopen(swap: Swap, reason: string): Promise<void> {
  try {
    await swap.open();
  } catch (error) {
    throw new WorkspaceLost(`${reason} The database of before could not be opened again either: ${wordsOf(error)}`);
  }
}

function wordsOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
