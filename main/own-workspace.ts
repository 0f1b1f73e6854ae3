import { addressOf } from './console-address.ts';
import { lockHolder, lockWorkspace, type WorkspaceLock } from './store/lock.ts';
import { StoreError } from './store/open.ts';

/** Another process owns the workspace. */
export class WorkspaceBusy extends Error {}

/** Takes a workspace for this process; throws `WorkspaceBusy` with who has it. */
export function ownWorkspace(folder: string): WorkspaceLock {
  const lock = lockWorkspace(folder);
  if (lock === null) throw new WorkspaceBusy(`Another Tidegate runs on ${folder}${whoHas(folder)}. Use that one, or close it first.`);
  return lock;
}

/** Number and address of the process that has the workspace, as far as they are known. */
function whoHas(folder: string): string {
  const pid = lockHolder(folder);
  if (pid === null) return '';
  const address = addressOf(folder);
  return address?.pid === pid ? ` (process ${pid}, at ${address.url})` : ` (process ${pid})`;
}

/**
 * What is asked before each change: throws once another process has taken the workspace, which can happen only after somebody removed
 * the lock file. Then nothing is changed or sent any more from here; `lost` hears of it once.
 */
export function stillOurs(folder: string, lock: WorkspaceLock, lost: (error: Error) => void): () => void {
  let told = false;
  return () => {
    if (lock.held()) return;
    const who = `console.lock in ${folder} was removed, and another Tidegate has taken the workspace${whoHas(folder)}`;
    const error = new StoreError('busy', `${who}. This one changes and sends nothing any more. Use the other one.`);
    if (!told) {
      told = true;
      lost(error);
    }
    throw error;
  };
}
