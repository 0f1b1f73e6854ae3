import { z } from 'zod';
import { changes, reads } from './call.ts';
import { ActionRow, AuditRow, DecisionRow, Id, IncidentRow, Reason, Time, VerdictRow } from './shapes.ts';

/** Evidence as it was frozen: nothing here is asked from a network again. */
export const IncidentEvidence = z.object({
  verdicts: z.array(VerdictRow),
  series: z.array(
    z.object({
      gate: z.string(),
      title: z.string(),
      unit: z.string(),
      red: z.number().nullable(),
      points: z.array(z.tuple([z.number(), z.number()])),
    }),
  ),
  usersAffected: z.number().nullable(),
  sharePercent: z.number().nullable(),
  targets: z.array(z.string()),
});
export type IncidentEvidence = z.infer<typeof IncidentEvidence>;

export const IncidentDetail = z.object({
  incident: IncidentRow,
  evidence: IncidentEvidence,
  decisions: z.array(DecisionRow),
  actions: z.array(ActionRow),
  audit: z.array(AuditRow),
});
export type IncidentDetail = z.infer<typeof IncidentDetail>;

export const AuditVerdict = z.object({ ok: z.boolean(), entries: z.number(), firstBroken: z.number().nullable(), message: z.string() });
export type AuditVerdict = z.infer<typeof AuditVerdict>;

export const records = {
  'incidents.list': reads(
    'viewer',
    z.object({ open: z.boolean().nullable().default(null), limit: z.number().int().min(1).max(500).default(200) }),
    z.array(IncidentRow),
  ),
  'incidents.get': reads('viewer', z.object({ incidentId: Id }), IncidentDetail),
  'incidents.close': changes('operator', z.object({ incidentId: Id, reason: Reason }), IncidentRow),
  /** Newest first; `before` is a sequence number to page from. */
  'audit.list': reads(
    'viewer',
    z.object({
      before: z.number().nullable().default(null),
      limit: z.number().int().min(1).max(500).default(100),
      text: z.string().max(200).default(''),
      applicationId: z.string().nullable().default(null),
      from: Time.nullable().default(null),
      to: Time.nullable().default(null),
    }),
    z.object({ rows: z.array(AuditRow), total: z.number() }),
  ),
  'audit.verify': reads('viewer', z.object({}), AuditVerdict),
} as const;
