import { createHash } from 'node:crypto';
import { closeSync, openSync, readFileSync, readSync } from 'node:fs';
import Database from 'better-sqlite3';
import { z } from 'zod';
import type { AuditHead } from './audit-chain.ts';
import { replaceFile } from './replace-file.ts';
import { AuditHeadShape } from './shapes.ts';

/** What is noted beside a backup, so that it can be judged without opening it. Times in ms. */
export const BackupManifestShape = z.object({
  format: z.number(),
  at: z.number(),
  reason: z.string(),
  bytes: z.number(),
  sha256: z.string(),
  /** Newest audit entry in it; null before the first. */
  auditHead: AuditHeadShape.nullable(),
});
export type BackupManifest = z.infer<typeof BackupManifestShape>;

export function manifestFile(backup: string): string {
  return backup.replace(/\.db$/, '.json');
}

export function writeManifest(backup: string, manifest: BackupManifest): void {
  replaceFile(manifestFile(backup), Buffer.from(`${JSON.stringify(manifest, null, 2)}\n`));
}

/** The manifest of a backup; null when it has none, as those of earlier versions, or when it cannot be read. */
export function readManifest(backup: string): BackupManifest | null {
  try {
    return BackupManifestShape.parse(JSON.parse(readFileSync(manifestFile(backup), 'utf8')));
  } catch {
    return null;
  }
}

/** SHA-256 (hex) of a file, read in pieces. */
export function fileHash(file: string): string {
  const hash = createHash('sha256');
  const piece = Buffer.alloc(1 << 20);
  const handle = openSync(file, 'r');
  try {
    for (let read = readSync(handle, piece); read > 0; read = readSync(handle, piece)) hash.update(piece.subarray(0, read));
  } finally {
    closeSync(handle);
  }
  return hash.digest('hex');
}

/** Newest audit entry that an open database notes; null when there is none or it cannot be read. */
export function headIn(database: Database.Database): AuditHead | null {
  try {
    const value = database.prepare<[], string>(`SELECT value FROM setting WHERE key = 'auditHead'`).pluck().get();
    return value === undefined ? null : AuditHeadShape.parse(JSON.parse(value));
  } catch {
    return null;
  }
}

/** `headIn` for a database that nobody has open. */
export function headInFile(file: string): AuditHead | null {
  let database: Database.Database | null = null;
  try {
    database = new Database(file, { readonly: true, fileMustExist: true });
    return headIn(database);
  } catch {
    return null;
  } finally {
    database?.close();
  }
}
