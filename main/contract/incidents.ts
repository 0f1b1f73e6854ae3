import { z } from 'zod';
import { severities } from '../core/model/incident.ts';
import { timelineKinds } from '../core/model/incident-entry.ts';
import { verdictKinds } from '../core/model/verdict.ts';
import { BundleRow } from './bundles.ts';
import { changes, reads } from './call.ts';
import { RecoveryStepRow } from './recovery.ts';
import { ActionRow, ActorRow, AuditRow, DecisionRow, Id, IncidentRow, Reason, Time, VerdictRow, VersionText } from './shapes.ts';

const Points = z.array(z.tuple([z.number(), z.number()]));

/** Evidence as it was frozen: nothing here is asked from a network again. */
export const IncidentEvidence = z.object({
  verdicts: z.array(VerdictRow),
  series: z.array(
    z.object({
      gate: z.string(),
      title: z.string(),
      unit: z.string(),
      red: z.number().nullable(),
      /** The last hours before it opened. */
      points: Points,
      /** Up to the last week, when the release had been out for longer than `points` reach; else empty. */
      week: Points.default([]),
      /** Metric of the gate; empty in incidents of before this was kept. */
      metric: z.string().default(''),
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
  /** In the order in which they can happen. */
  recovery: z.array(RecoveryStepRow),
  /** Where it was read from, when that is no incident of this console. */
  bundle: z.exactOptional(BundleRow),
});
export type IncidentDetail = z.infer<typeof IncidentDetail>;

/** How a line of a timeline looks beside its words. */
export const timelineTones = ['plain', 'good', 'warning', 'bad'] as const;

/** One line of a timeline. `text` is Markdown and never more than text. */
export const TimelineRow = z.object({
  id: Id,
  at: Time,
  kind: z.enum(timelineKinds),
  /** Null for what was measured. */
  actor: ActorRow.nullable(),
  title: z.string(),
  text: z.string(),
  tone: z.enum(timelineTones),
  verdict: z.enum(verdictKinds).nullable(),
  /** Gate whose frozen chart belongs to it. */
  gate: z.string().nullable(),
  targetName: z.string().nullable(),
  rolloutId: Id.nullable(),
  decisionId: Id.nullable(),
  /** Earlier wordings of a note, oldest first; `text` is the newest. */
  earlier: z.array(z.object({ at: Time, actor: ActorRow, text: z.string() })),
});
export type TimelineRow = z.infer<typeof TimelineRow>;

export const TimelinePage = z.object({
  /** Items of the kinds that were asked for. */
  total: z.number(),
  counts: z.record(z.enum(timelineKinds), z.number()),
  /** Oldest first, from `offset` on. */
  rows: z.array(TimelineRow),
  /** The first pinned first. */
  pinned: z.array(TimelineRow),
});
export type TimelinePage = z.infer<typeof TimelinePage>;

const NoteText = z.string().trim().min(1, 'Write something first').max(20_000);

export const incidents = {
  'incidents.list': reads(
    'viewer',
    z.object({ open: z.boolean().nullable().default(null), limit: z.number().int().min(1).max(500).default(200) }),
    z.array(IncidentRow),
  ),
  'incidents.get': reads('viewer', z.object({ incidentId: Id }), IncidentDetail),
  'incidents.open': changes(
    'operator',
    z.object({
      applicationId: Id,
      version: VersionText.nullable().default(null),
      severity: z.enum(severities),
      title: z.string().trim().min(3, 'Name it in at least three characters').max(200),
      reason: Reason,
    }),
    IncidentRow,
  ),
  'incidents.acknowledge': changes('operator', z.object({ incidentId: Id }), IncidentRow),
  'incidents.setSeverity': changes('operator', z.object({ incidentId: Id, severity: z.enum(severities), reason: Reason }), IncidentRow),
  'incidents.close': changes('operator', z.object({ incidentId: Id, reason: Reason }), IncidentRow),
  /** A part of the timeline; `offset` counts from the oldest item of the kinds, so that what comes later moves nothing. */
  'incidents.timeline': reads(
    'viewer',
    z.object({
      incidentId: Id,
      kinds: z.array(z.enum(timelineKinds)).nullable().default(null),
      offset: z.number().int().min(0).default(0),
      limit: z.number().int().min(1).max(500).default(200),
    }),
    TimelinePage,
  ),
  'incidents.note': changes('operator', z.object({ incidentId: Id, text: NoteText }), z.object({ entryId: Id })),
  /** The old wording is kept. */
  'incidents.editNote': changes('operator', z.object({ incidentId: Id, entryId: Id, text: NoteText }), z.object({ entryId: Id })),
  'incidents.pin': changes('operator', z.object({ incidentId: Id, entryId: Id, pinned: z.boolean() }), z.object({ pinned: z.boolean() })),
} as const;
