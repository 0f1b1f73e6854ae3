import { z } from 'zod';
import { changes, reads } from './call.ts';
import { Reason, Time } from './shapes.ts';

/** What was found and saved when a damaged database was opened. */
export const RecoveryRow = z.object({
  since: Time,
  problems: z.array(z.string()),
  damagedFile: z.string().nullable(),
  schemaFrom: z.string().nullable(),
  tables: z.array(z.object({ what: z.string(), rows: z.number(), missing: z.number().nullable(), leftOut: z.number() })),
  audit: z.object({
    entries: z.number(),
    altered: z.array(z.number()),
    lost: z.array(z.object({ from: z.number(), to: z.number() })),
    endKnown: z.boolean(),
    /** The same in a sentence, with the first gap. */
    words: z.string(),
  }),
  backup: z.object({ file: z.string(), at: Time, bytes: z.number() }).nullable(),
});
export type RecoveryRow = z.infer<typeof RecoveryRow>;

/** Rows or files that nothing needs any more. Bytes of rows are an estimate. */
export const OrphanRow = z.object({
  kind: z.string(),
  title: z.string(),
  why: z.string(),
  count: z.number(),
  bytes: z.number(),
  examples: z.array(z.string()),
});
export type OrphanRow = z.infer<typeof OrphanRow>;

const days = (least: number): z.ZodNumber => z.number().int().min(least).max(36_500);

/** How many days things are kept; null keeps them for good. */
export const RetentionPolicy = z.object({
  rawReadingsDays: days(1),
  rollupsDays: days(30).nullable(),
  noticesDays: days(1).nullable(),
  replacedDays: days(1).nullable(),
});
export type RetentionPolicy = z.infer<typeof RetentionPolicy>;

export const retentionKinds = ['rawReadings', 'rollups', 'notices', 'replacedFiles'] as const;

/** What would go of one kind. Bytes of rows are an estimate. */
export const RetentionRow = z.object({
  kind: z.enum(retentionKinds),
  /** Older than this goes, ms; null keeps all. */
  before: Time.nullable(),
  rows: z.number(),
  bytes: z.number(),
  total: z.number(),
});
export type RetentionRow = z.infer<typeof RetentionRow>;

export const RetentionView = z.object({
  policy: RetentionPolicy,
  rows: z.array(RetentionRow),
  /** How backups are thinned, in a sentence. */
  backups: z.string(),
});
export type RetentionView = z.infer<typeof RetentionView>;

export const safety = {
  /** Null while the workspace is not in recovery. */
  'safety.recovery': reads('viewer', z.object({}), z.object({ recovery: RecoveryRow.nullable() })),
  /** Ends recovery: goes on with what was salvaged, or puts a backup in its place. Only then does anything run by itself again. */
  'safety.endRecovery': changes(
    'admin',
    z.object({ choice: z.enum(['goOn', 'restore']), file: z.string().nullable().default(null), reason: Reason }),
    z.object({ replaced: z.string().nullable() }),
  ),
  'safety.orphans': reads('viewer', z.object({}), z.array(OrphanRow)),
  'safety.cleanOrphans': changes(
    'admin',
    z.object({ kinds: z.array(z.string()).min(1), reason: Reason }),
    z.object({ count: z.number(), bytes: z.number() }),
  ),
  /** The policy in force, or another one to look at, with what would go under it now. Nothing goes by asking. */
  'safety.retention': reads('viewer', z.object({ policy: RetentionPolicy.nullable().default(null) }), RetentionView),
  'safety.saveRetention': changes('admin', z.object({ policy: RetentionPolicy, reason: Reason }), RetentionView),
  /** Removes now what the policy in force lets go, in small steps. */
  'safety.prune': changes('admin', z.object({ reason: Reason }), z.object({ rows: z.number(), files: z.number(), bytes: z.number() })),
  /**
   * Takes an exported workspace in parts (base64), each behind those before it. With the last one it becomes a workspace of its own beside
   * this one, whole or not at all; `folder` says where.
   */
  'safety.importWorkspace': changes(
    'admin',
    z.object({
      importId: z.string().nullable().default(null),
      offset: z.number().int().min(0),
      data: z.base64(),
      last: z.boolean(),
      reason: Reason,
    }),
    z.object({ importId: z.string(), folder: z.string().nullable() }),
  ),
  /** A file with the whole workspace but no secret, in parts: ask on from `offset` until `finished`. `data` is base64. */
  'safety.exportWorkspace': reads(
    'admin',
    z.object({ exportId: z.string().nullable().default(null), offset: z.number().int().min(0).default(0) }),
    z.object({
      exportId: z.string(),
      name: z.string(),
      data: z.string(),
      done: z.number(),
      total: z.number(),
      sha256: z.string(),
      finished: z.boolean(),
    }),
  ),
} as const;
