import { basename, join } from 'node:path';
import { keptAuditHead } from '../commands/audit-head.ts';
import { Reason } from '../contract/shapes.ts';
import { recordPlain } from '../engine/audit.ts';
import { ownWorkspace } from '../own-workspace.ts';
import { realClock } from '../real-world.ts';
import { restoredAction } from '../store/audit-losses.ts';
import { restore } from '../store/backup.ts';
import { headInFile } from '../store/backup-manifest.ts';
import { databaseName, openStore, StoreError } from '../store/open.ts';
import { restoreLoss } from '../store/restore-loss.ts';
import { fileVault, userName } from '../workspace.ts';
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
  const lock = ownWorkspace(folder);
  try {
    const before = headInFile(join(folder, databaseName)) ?? keptAuditHead({ vault: fileVault(folder) });
    const done = await restore({ folder, file: wanted.file, now: realClock.now() });
    const store = await openStore({ folder, now: realClock.now });
    recordPlain(
      { store, clock: realClock, changed: () => undefined },
      {
        actor: { kind: 'person', name: userName(), role: 'admin' },
        action: restoredAction,
        trigger: 'cli',
        reason: reason.data,
        after: { file: basename(wanted.file), replaced: basename(done.replaced), ...restoreLoss(before, store.reader) },
      },
    );
    store.close();
    return done;
  } finally {
    lock.release();
  }
}
