import { z } from 'zod';
import { decisionCauses, decisionKinds } from '../core/model/decision.ts';
import { reads } from './call.ts';
import { AuditRow, DecisionRow, Id, Time, VerdictRow } from './shapes.ts';

export const AuditVerdict = z.object({
  ok: z.boolean(),
  entries: z.number(),
  firstBroken: z.number().nullable(),
  message: z.string(),
  /** Entries that are not there and of which entry `by` tells: lost with a damaged database, or set aside by a restore. */
  lost: z.exactOptional(
    z.array(
      z.object({ from: z.number(), to: z.number(), by: z.number(), how: z.enum(['salvaged', 'restored']), file: z.string().nullable() }),
    ),
  ),
});
export type AuditVerdict = z.infer<typeof AuditVerdict>;

/** A decision computed again from what was kept, beside what was recorded. */
export const DecisionProof = z.object({
  decision: DecisionRow,
  /** Null when it was computed again, else why there is nothing to compute. */
  why: z.string().nullable(),
  snapshot: z
    .object({
      at: Time,
      hash: z.string(),
      planName: z.string(),
      planHash: z.string(),
      release: z.string(),
      target: z.string(),
      stage: z.string().nullable(),
      percent: z.number().nullable(),
      /** How many readings of each metric it holds, and the newest of them. */
      metrics: z.array(z.object({ metric: z.string(), readings: z.number(), newestAt: Time.nullable(), newest: z.number().nullable() })),
    })
    .nullable(),
  verdicts: z.array(VerdictRow),
  conclusion: z
    .object({
      kind: z.enum(decisionKinds),
      cause: z.enum(decisionCauses),
      reason: z.string(),
      recommendation: z.boolean(),
      steps: z.array(z.string()),
    })
    .nullable(),
  /** Fields that were compared, and those that differ. */
  compared: z.array(z.string()),
  differences: z.array(z.object({ field: z.string(), recorded: z.string(), recomputed: z.string() })),
});
export type DecisionProof = z.infer<typeof DecisionProof>;

/** What the log can be narrowed to. A word of `text` is found by its beginning, or by the beginning of one of its parts. */
const auditFilter = {
  text: z.string().max(200).default(''),
  applicationId: z.string().nullable().default(null),
  rolloutId: z.string().nullable().default(null),
  targetId: z.string().nullable().default(null),
  action: z.string().nullable().default(null),
  /** Name of a person or program. */
  actor: z.string().nullable().default(null),
  trigger: z.string().nullable().default(null),
  from: Time.nullable().default(null),
  to: Time.nullable().default(null),
};

export const records = {
  /** Newest first; `before` is a sequence number to page from. `total` counts 10,000 at most; `more` says that more fit. */
  'audit.list': reads(
    'viewer',
    z.object({
      before: z.number().nullable().default(null),
      limit: z.number().int().min(1).max(500).default(100),
      ...auditFilter,
    }),
    z.object({ rows: z.array(AuditRow), total: z.number(), more: z.boolean().default(false) }),
  ),
  /**
   * The log as lines of JSON, part by part: begun without `exportId`, carried on with the one answered until `finished`. The filter
   * counts at the beginning. The last line is signed. `done` and `total` count entries walked through; `entries` those written.
   */
  'audit.export': reads(
    'viewer',
    z.object({ exportId: z.string().nullable().default(null), filter: z.object(auditFilter).prefault({}) }),
    z.object({
      exportId: z.string(),
      text: z.string(),
      done: z.number(),
      total: z.number(),
      entries: z.number(),
      publicKey: z.string().nullable(),
      finished: z.boolean(),
    }),
  ),
  'decisions.explain': reads('viewer', z.object({ decisionId: Id }), DecisionProof),
  'audit.verify': reads('viewer', z.object({}), AuditVerdict),
} as const;
