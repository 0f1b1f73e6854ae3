import { basename } from 'node:path';
import { Reason } from '../contract/shapes.ts';
import { recordPlain } from '../engine/audit.ts';
import { realClock } from '../real-world.ts';
import { WorkspaceBusy } from '../start.ts';
import { restore } from '../store/backup.ts';
import { lockWorkspace } from '../store/lock.ts';
import { openStore, StoreError } from '../store/open.ts';
import { userName } from '../workspace.ts';
import { CallRefused, connect } from './client.ts';

interface Wanted {
  readonly file: string;
  readonly reason: string;
}

/** Puts a backup in place through the console, or, when the database is too damaged for a console to open, without one. */
export async function restoreBackup(folder: string, wanted: Wanted): Promise<{ replaced: string }> {
  try {
    const client = await connect(folder);
    try {
      return await client.call('system.restore', wanted);
    } finally {
      await client.close();
    }
  } catch (error) {
    if (error instanceof StoreError && error.code === 'damaged') return await restoreDamaged(folder, wanted);
    throw error;
  }
}

async function restoreDamaged(folder: string, wanted: Wanted): Promise<{ replaced: string }> {
  const reason = Reason.safeParse(wanted.reason);
  if (!reason.success) throw new CallRefused('input', `The reason does not fit: ${reason.error.issues[0]?.message ?? 'it is not a text'}.`);
  const lock = lockWorkspace(folder);
  if (lock === null) throw new WorkspaceBusy(`Another Tidegate runs on ${folder}. Close it first.`);
  try {
    const done = await restore({ folder, file: wanted.file, now: realClock.now() });
    const store = await openStore({ folder, now: realClock.now });
    recordPlain(
      { store, clock: realClock, changed: () => undefined },
      {
        actor: { kind: 'person', name: userName(), role: 'admin' },
        action: 'backup.restored',
        trigger: 'cli',
        reason: reason.data,
        after: { file: basename(wanted.file), replaced: basename(done.replaced) },
      },
    );
    store.close();
    return done;
  } finally {
    lock.release();
  }
}
