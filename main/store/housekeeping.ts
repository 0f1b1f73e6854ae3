import { setImmediate } from 'node:timers/promises';
import { backup, listBackups } from './backup.ts';
import { type BackupOptions, removeBackup } from './backup-file.ts';
import { pruneErrors } from './clusters.ts';
import { sweepDropped } from './history-imports.ts';
import { forgetExpired } from './idempotency.ts';
import { transaction, type Store } from './open.ts';
import { prune, retentionOf } from './retention.ts';
import { closeBuckets, pruneReadings } from './rollups.ts';
import { backupsToRemove, daily, thinningRule } from './thinning.ts';

const dayMs = 24 * 60 * 60_000;

export interface Housework {
  /** The backup that was made, null when today's is there already. */
  readonly backup: string | null;
  readonly prunedReadings: number;
  readonly forgottenKeys: number;
  /** Counts of errors, and clusters, that are too old to be shown. */
  readonly prunedErrors: number;
  /** Other rows and files that the retention lets go. */
  readonly retired: number;
  readonly removedBackups: number;
}

/**
 * What a workspace needs now and then: a checked backup a day, what its retention lets go, expired keys and a portion of removed imports
 * away. Safe to call at any time. `check` has the backup checked elsewhere, see `BackupOptions`. Throws when a step fails; those before it
 * hold.
 */
export async function housekeeping(store: Store, now: number, check?: BackupOptions['check']): Promise<Housework> {
  const made = await backupOfTheDay(store, now, check);
  closeBuckets(store.writer, now);
  sweepDropped(store.writer);
  const policy = retentionOf(store.reader);
  const cleaned = transaction(store.writer, () => ({
    prunedReadings: pruneReadings(store.writer, now - policy.rawReadingsDays * dayMs),
    forgottenKeys: forgetExpired(store.writer, now),
    prunedErrors: pruneErrors(store.writer, now),
  }));
  const { rows, files } = await inSteps(prune(store.writer, store.folder, policy, now));
  // Last and on its own: a backup that cannot be removed must not undo the rest.
  return { backup: made, ...cleaned, retired: rows + files, removedBackups: thinOut(store.folder) };
}

/** Lets others have a turn after every step. */
export async function inSteps<T>(work: Generator<unknown, T>): Promise<T> {
  for (;;) {
    const step = work.next();
    if (step.done === true) return step.value;
    await setImmediate();
  }
}

async function backupOfTheDay(store: Store, now: number, check: BackupOptions['check']): Promise<string | null> {
  // Those from a clock that ran ahead do not count, nor do they ask for another backup at every call.
  const newest = listBackups(store.folder).find((one) => one.reason === daily && one.at <= now);
  if (newest !== undefined && now - newest.at < dayMs) return null;
  return (await backup(store, { reason: daily, now, ...(check === undefined ? {} : { check }) })).file;
}

function thinOut(folder: string): number {
  const old = backupsToRemove(listBackups(folder), thinningRule);
  for (const one of old) removeBackup(one.file);
  return old.length;
}
