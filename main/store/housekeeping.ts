import { rmSync } from 'node:fs';
import { backup, listBackups } from './backup.ts';
import type { BackupOptions } from './backup-file.ts';
import { pruneErrors } from './clusters.ts';
import { forgetExpired } from './idempotency.ts';
import { sweepDropped } from './history-imports.ts';
import { transaction, type Store } from './open.ts';
import { closeBuckets, pruneReadings } from './rollups.ts';

const dayMs = 24 * 60 * 60_000;
/** Raw readings are kept this long; their rollups stay for good. */
export const rawReadingsMs = 14 * dayMs;
/** Backups made by the day beyond these are removed, oldest first; others are never touched. */
const dailyBackups = 14;
const daily = 'daily';

export interface Housework {
  /** The backup that was made, null when today's is there already. */
  readonly backup: string | null;
  readonly prunedReadings: number;
  readonly forgottenKeys: number;
  /** Counts of errors, and clusters, that are too old to be shown. */
  readonly prunedErrors: number;
  readonly removedBackups: number;
}

/**
 * What a workspace needs now and then: a checked backup a day, old raw readings, expired keys and a portion of removed imports away.
 * Safe to call at any time. `check` has the backup checked elsewhere, see `BackupOptions`. Throws when a step fails; those before it hold.
 */
export async function housekeeping(store: Store, now: number, check?: BackupOptions['check']): Promise<Housework> {
  const made = await backupOfTheDay(store, now, check);
  closeBuckets(store.writer, now);
  sweepDropped(store.writer);
  const cleaned = transaction(store.writer, () => ({
    prunedReadings: pruneReadings(store.writer, now - rawReadingsMs),
    forgottenKeys: forgetExpired(store.writer, now),
    prunedErrors: pruneErrors(store.writer, now),
  }));
  // Last and on its own: a backup that cannot be removed must not undo the rest.
  return { backup: made, ...cleaned, removedBackups: removeOldBackups(store.folder) };
}

async function backupOfTheDay(store: Store, now: number, check: BackupOptions['check']): Promise<string | null> {
  // Those from a clock that ran ahead do not count, nor do they ask for another backup at every call.
  const newest = listBackups(store.folder).find((one) => one.reason === daily && one.at <= now);
  if (newest !== undefined && now - newest.at < dayMs) return null;
  return (await backup(store, { reason: daily, now, ...(check === undefined ? {} : { check }) })).file;
}

function removeOldBackups(folder: string): number {
  const old = listBackups(folder)
    .filter((one) => one.reason === daily)
    .slice(dailyBackups);
  for (const one of old) rmSync(one.file, { force: true });
  return old.length;
}
