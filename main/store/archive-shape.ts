import { z } from 'zod';
import { AuditHeadShape } from './shapes.ts';

/*
 * A workspace in one file: gzip of lines of JSON. The first line is the manifest, the last one says that it is whole, and each line between
 * holds a part of one file. Secrets are in no file that goes in: they live in the vault, which is never read for it.
 */
export const archiveVersion = 1;
export const databaseEntry = 'tidegate.db';

/** Folders of a workspace whose files go along. */
export const archiveFolders = ['plans', 'playbooks', 'templates'] as const;

/** One name after the other, none of them hidden or a step upwards. */
const safePath = /^(?:plans|playbooks|templates)(?:\/[A-Za-z0-9_][A-Za-z0-9_. -]*)+$/;

/** Whether a name from an archive may become a file of a workspace. */
export function isSafePath(path: string): boolean {
  if (path === databaseEntry) return true;
  return path.length <= 300 && safePath.test(path) && !path.split('/').some((part) => part.endsWith('.') || part.endsWith(' '));
}

export const ManifestShape = z.object({
  format: z.literal('tidegate workspace'),
  version: z.number().int().min(1),
  /** When it was made, ms. */
  at: z.number(),
  madeBy: z.string(),
  databaseFormat: z.number().int(),
  auditHead: AuditHeadShape.nullable(),
  files: z.array(z.object({ path: z.string(), bytes: z.number().int().min(0), sha256: z.string().regex(/^[0-9a-f]{64}$/) })).min(1),
});
export type ArchiveManifest = z.infer<typeof ManifestShape>;

export const PartShape = z.strictObject({ path: z.string(), data: z.base64() });
export const EndShape = z.strictObject({ end: z.literal(true), parts: z.number().int() });

/** Longest line that is read: a part of 192 KiB in base64, or a manifest of some thousand files. */
export const longestLine = 4 << 20;
export const partBytes = 192 << 10;

/** Bytes that one byte of gzip unpacks to at most (https://zlib.net/zlib_tech.html). */
export const densestGzip = 1032;

/** Most bytes of the lines that hold so many files: base64, and what stands around each part. Parts below 2 KiB are nobody's. */
export function mostUnpacked(files: number, bytes: number): number {
  return Math.ceil((bytes * 4) / 3) + Math.ceil(bytes / 4) + files * 1024 + 1024;
}
