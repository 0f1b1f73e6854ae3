import { copyFileSync, existsSync, linkSync, renameSync, rmSync } from 'node:fs';
import { basename, join } from 'node:path';
import Database from 'better-sqlite3';
import { z } from 'zod';
import { systemActor } from '../core/model/actor.ts';
import { type AuditBody, plainAudit } from '../core/model/audit.ts';
import { appendAudit } from './audit.ts';
import type { AuditHead } from './audit-chain.ts';
import { salvagedAction } from './audit-losses.ts';
import { listBackups, removeFile, settleAndCheck, stampOf } from './backup-file.ts';
import { removeQuietly } from './disk-room.ts';
import { storeError } from './errors.ts';
import { type Reader, readerOf, type Writer, writerOf } from './handles.ts';
import { databaseName } from './open.ts';
import { recoveryKey } from './recovery-state.ts';
import { shapedOrNull } from './row.ts';
import { type Salvage, salvage } from './salvage.ts';
import { LostSpanShape } from './salvage-audit.ts';
import { putSetting } from './settings.ts';
import { AuditHeadShape } from './shapes.ts';

/** What was found and saved when a workspace came into recovery. Times in ms. */
export const RecoveryShape = z.object({
  since: z.number(),
  /** What was wrong, in the words of the check. */
  problems: z.array(z.string()),
  /** Name of the damaged file, kept beside the database; null when there was none to keep. */
  damagedFile: z.string().nullable(),
  format: z.number().nullable(),
  schemaFrom: z.string().nullable(),
  tables: z.array(z.object({ table: z.string(), rows: z.number(), missing: z.number().nullable(), leftOut: z.number() })),
  audit: z.object({
    entries: z.number(),
    altered: z.array(z.number()),
    lost: z.array(LostSpanShape),
    head: AuditHeadShape,
    endKnown: z.boolean(),
  }),
  /** Newest backup that passed its check; null when there is none. */
  backup: z.object({ file: z.string(), at: z.number(), bytes: z.number() }).nullable(),
});
export type Recovery = z.infer<typeof RecoveryShape>;

/** The recovery a workspace is in; null when it is not. */
export function recoveryOf(reader: Reader): Recovery | null {
  const row = reader.one('SELECT value FROM setting WHERE key = ?', recoveryKey);
  return row === null ? null : shapedOrNull(row, 'value', RecoveryShape);
}

export function noteRecovery(writer: Writer, recovery: Recovery | null): void {
  if (recovery === null) writer.run('DELETE FROM setting WHERE key = ?', recoveryKey);
  else putSetting(writer, recoveryKey, recovery);
}

export interface RecoveryOptions {
  readonly folder: string;
  /** Now, ms: it becomes part of the damaged file's name. */
  readonly now: number;
  readonly problems: readonly string[];
  /** Newest audit entry as it was noted outside of the database. */
  readonly noted: AuditHead | null;
}

/** Salvages a damaged database into a file of its own and says what was found; nothing is put in place. */
export function previewRecovery(options: RecoveryOptions): Recovery {
  const file = join(options.folder, databaseName);
  const to = `${file}.preview`;
  try {
    return recoveryFrom(options, salvage({ folder: options.folder, file, to, noted: options.noted }), null);
  } catch (error) {
    throw storeError(error, file);
  } finally {
    removeFile(to);
  }
}

/**
 * Puts what can be salvaged in place of a damaged database that nobody has open. The damaged file is kept beside it as it is. Stopped at any
 * point, `finishEntering` or the next call goes on. Throws `StoreError`, for example when the disk is full; nothing was changed then.
 */
export function enterRecovery(options: RecoveryOptions): Recovery {
  const file = join(options.folder, databaseName);
  const salvaged = `${file}.salvaged`;
  try {
    const found = salvage({ folder: options.folder, file, to: salvaged, noted: options.noted });
    const damaged = existsSync(file) || existsSync(`${file}-wal`) ? `${databaseName}.damaged-${stampOf(options.now)}` : null;
    const recovery = recoveryFrom(options, found, damaged);
    noteIn(salvaged, recovery);
    renameSync(salvaged, readyName(options.folder));
    finishEntering(options.folder);
    return recovery;
  } catch (error) {
    throw storeError(error, file);
  } finally {
    removeFile(salvaged);
  }
}

function readyName(folder: string): string {
  return join(folder, `${databaseName}.salvaged-ready`);
}

/**
 * Puts a salvaged database in place that was complete when the process ended. Answers whether there was one. Throws `StoreError` where
 * that cannot be written; the next call goes on then.
 */
export function finishEntering(folder: string): boolean {
  const ready = readyName(folder);
  if (!existsSync(ready)) return false;
  const file = join(folder, databaseName);
  try {
    putInPlace(ready, file, folder);
    return true;
  } catch (error) {
    throw storeError(error, file);
  }
}

function putInPlace(ready: string, file: string, folder: string): void {
  const damaged = damagedNameIn(ready);
  if (damaged !== null) keepDamaged(file, join(folder, damaged));
  // The salvaged database must never meet the changes of the damaged one, which are kept beside that.
  for (const suffix of ['-wal', '-shm']) rmSync(`${file}${suffix}`, { force: true });
  renameSync(ready, file);
}

function damagedNameIn(ready: string): string | null {
  const database = new Database(ready, { fileMustExist: true });
  try {
    return recoveryOf(readerOf(database))?.damagedFile ?? null;
  } finally {
    database.close();
  }
}

/** Gives the damaged file and its unsaved changes a second name; its own stays until the salvaged one takes it. */
function keepDamaged(file: string, damaged: string): void {
  if (existsSync(file) && !existsSync(damaged)) {
    try {
      linkSync(file, damaged);
    } catch {
      // File systems without hard links.
      copyWhole(file, damaged);
    }
  }
  if (existsSync(`${file}-wal`) && !existsSync(`${damaged}-wal`)) copyWhole(`${file}-wal`, `${damaged}-wal`);
}

/** Half of a copy must never look like one: the original goes once it is there. */
function copyWhole(from: string, to: string): void {
  try {
    copyFileSync(from, `${to}.part`);
    renameSync(`${to}.part`, to);
  } finally {
    removeQuietly(`${to}.part`);
  }
}

/** Notes the recovery in the salvaged database and its audit log, before anything can be done with it. */
function noteIn(file: string, recovery: Recovery): void {
  const database = new Database(file, { fileMustExist: true });
  try {
    const writer = writerOf(database);
    writer.transaction(() => {
      noteRecovery(writer, recovery);
      // Backups made before may go further than what was salvaged; the next ones will not.
      putSetting(writer, 'restoredAt', recovery.since);
      appendAudit(writer, bodyOf(recovery));
    });
    database.pragma('journal_mode = DELETE');
  } finally {
    database.close();
  }
}

function bodyOf({ since, problems, damagedFile, audit }: Recovery): AuditBody {
  return {
    ...plainAudit,
    at: since,
    actor: systemActor,
    action: salvagedAction,
    trigger: 'recovery',
    reason: `The database was damaged: ${problems[0] ?? 'it could not be read'}`.slice(0, 500),
    after: { damagedFile, lost: audit.lost.map((span) => ({ ...span })), altered: [...audit.altered], endKnown: audit.endKnown },
  };
}

function recoveryFrom(options: RecoveryOptions, found: Salvage, damagedFile: string | null): Recovery {
  return {
    since: options.now,
    problems: [...options.problems],
    damagedFile,
    format: found.format,
    schemaFrom: found.schemaFrom,
    tables: found.tables.map((one) => ({ ...one })),
    audit: { ...found.audit, altered: [...found.audit.altered], lost: [...found.audit.lost] },
    backup: newestGood(options),
  };
}

/** The newest backup that passes its check, looked for among the last five. */
function newestGood({ folder }: RecoveryOptions): Recovery['backup'] {
  const copy = join(folder, `${databaseName}.backup-check`);
  for (const { file, at, bytes } of listBackups(folder).slice(0, 5)) {
    try {
      removeFile(copy);
      copyFileSync(file, copy);
      if (settleAndCheck(copy).length === 0) return { file: basename(file), at, bytes };
    } finally {
      removeFile(copy);
    }
  }
  return null;
}
