import { rmSync } from 'node:fs';
import { backup, listBackups } from './backup.ts';
import { forgetExpired } from './idempotency.ts';
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
  readonly removedBackups: number;
}

/** What a workspace needs now and then: a checked backup a day, old raw readings and expired keys away. Safe to call at any time. */
export async function housekeeping(store: Store, now: number): Promise<Housework> {
  const made = await backupOfTheDay(store, now);
  closeBuckets(store.writer, now);
  return transaction(store.writer, () => ({
    backup: made,
    prunedReadings: pruneReadings(store.writer, now - rawReadingsMs),
    forgottenKeys: forgetExpired(store.writer, now),
    removedBackups: removeOldBackups(store.folder),
  }));
}

async function backupOfTheDay(store: Store, now: number): Promise<string | null> {
  const newest = listBackups(store.folder).find((one) => one.reason === daily);
  if (newest !== undefined && now - newest.at < dayMs && newest.at <= now) return null;
  return (await backup(store, { reason: daily, now })).file;
}

function removeOldBackups(folder: string): number {
  const old = listBackups(folder)
    .filter((one) => one.reason === daily)
    .slice(dailyBackups);
  for (const one of old) rmSync(one.file, { force: true });
  return old.length;
}
