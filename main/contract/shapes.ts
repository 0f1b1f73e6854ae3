import { z } from 'zod';
import { actionStates } from '../core/model/action.ts';
import { roles } from '../core/model/actor.ts';
import { connectionKinds, problemKinds } from '../core/model/connection.ts';
import { matrixColumns } from '../core/decide/matrix.ts';
import { decisionCauses, decisionKinds } from '../core/model/decision.ts';
import { severities } from '../core/model/incident.ts';
import { operationKinds, undoKinds } from '../core/model/operation.ts';
import {
  baselineKinds,
  checkMoments,
  directions,
  evidenceModes,
  gateKinds,
  metricUnits,
  redActions,
  yellowActions,
} from '../core/model/plan.ts';
import { platformStatuses } from '../core/model/platform-state.ts';
import { rolloutStates } from '../core/model/rollout.ts';
import { surfaces } from '../core/model/surface.ts';
import { verdictKinds } from '../core/model/verdict.ts';

/** Rows that cross the border. Times are ms UTC, percents 0–100, rates 0–1. */
export const Id = z.string().min(1).max(200);
export const Time = z.number();
export const Percent = z.number().min(0).max(100);
export const Reason = z.string().trim().min(3, 'Say why in at least three characters').max(2000);
export const VersionText = z.string().trim().min(1).max(100);

export const ActorRow = z.object({ kind: z.enum(['system', 'person', 'program']), name: z.string(), role: z.enum(roles) });
export type ActorRow = z.infer<typeof ActorRow>;
export const ProblemRow = z.object({
  kind: z.enum(problemKinds),
  message: z.string(),
  detail: z.string().nullable(),
  retryAt: Time.nullable(),
});

export const ActionRow = z.object({
  id: Id,
  key: z.string(),
  decisionId: Id,
  rolloutId: Id,
  targetId: Id,
  targetName: z.string(),
  operation: z.string(),
  /** The operation in words: `10 % → 0 %, back to 4.7.3`. */
  says: z.string(),
  state: z.enum(actionStates),
  attempts: z.number(),
  dueAt: Time,
  problem: ProblemRow.nullable(),
  /** What the platform said afterwards: `4.7.3 at 100 %`. */
  readBack: z.string().nullable(),
  createdAt: Time,
  sentAt: Time.nullable(),
  finishedAt: Time.nullable(),
});
export type ActionRow = z.infer<typeof ActionRow>;

export const VerdictRow = z.object({
  gate: z.string(),
  title: z.string(),
  kind: z.enum(verdictKinds),
  value: z.number().nullable(),
  samples: z.number().nullable(),
  baseline: z.number().nullable(),
  reason: z.string(),
  observedAt: Time.nullable(),
  nextChangeAt: Time.nullable(),
  shadow: z.boolean(),
  /** Where the true value lies by the gate's confidence; null for a gate that takes it as it is. */
  interval: z.object({ low: z.number(), high: z.number() }).nullable(),
  onRed: z.enum(redActions),
});
export type VerdictRow = z.infer<typeof VerdictRow>;

/** One gate of a composite as it stands now; `kind` is null once the rollout is over. */
export const MemberRow = z.object({
  gate: z.string(),
  title: z.string(),
  kind: z.enum(verdictKinds).nullable(),
  value: z.number().nullable(),
  unit: z.enum(metricUnits),
  bounds: z.string(),
  reason: z.string(),
  group: z.string(),
  weight: z.number(),
  critical: z.boolean(),
});
export type MemberRow = z.infer<typeof MemberRow>;

export const GateRow = VerdictRow.extend({
  /** Metric it judges; a composite names that of its first member. */
  metric: z.string(),
  kindOfGate: z.enum(gateKinds),
  unit: z.enum(metricUnits),
  direction: z.enum(directions),
  yellow: z.number().nullable(),
  red: z.number().nullable(),
  emergency: z.number().nullable(),
  windowMs: z.number(),
  minSamples: z.number(),
  /** Bounds in words: `red > 2 %`. */
  bounds: z.string(),
  /** Absolute value of the red bound on the chart's axis, once the baseline is known. */
  redLine: z.number().nullable(),
  /** All bounds on the chart's axis, once what they are measured from is known. */
  lines: z.object({ yellow: z.number().nullable(), red: z.number().nullable(), emergency: z.number().nullable() }),
  evidence: z.enum(evidenceModes),
  /** Of the interval, 0–1. */
  confidence: z.number(),
  /** Condition in words, empty when the gate always speaks. */
  condition: z.string(),
  /** Gates a composite judges by. */
  members: z.array(MemberRow),
  /** At most 60 points [ms, value] for the sparkline. */
  recent: z.array(z.tuple([z.number(), z.number()])),
});
export type GateRow = z.infer<typeof GateRow>;

export const StageRow = z.object({
  name: z.string(),
  percent: Percent,
  bakeMs: z.number(),
  approval: z.boolean(),
  approvals: z.array(z.object({ role: z.enum(roles), count: z.number() })),
  onYellow: z.object({ action: z.enum(yellowActions), extendMs: z.number() }),
  streakMs: z.number(),
  earliestDay: z.number(),
  acceleratedMs: z.number().nullable(),
  segments: z.array(z.string()),
  automation: z.object({ promote: z.boolean(), rollback: z.boolean() }),
});
export type StageRow = z.infer<typeof StageRow>;

/** What happens next, as a sentence and a time; `stoppable` when a press can prevent it. */
export const NextRow = z.object({
  sentence: z.string(),
  detail: z.string(),
  at: Time.nullable(),
  kind: z.enum(decisionKinds),
  cause: z.enum(decisionCauses),
  recommendation: z.boolean(),
  stoppable: z.boolean(),
});
export type NextRow = z.infer<typeof NextRow>;

/** One lane: a release on a target. */
export const RolloutRow = z.object({
  id: Id,
  applicationId: Id,
  applicationName: z.string(),
  version: z.string(),
  previousVersion: z.string().nullable(),
  targetId: Id,
  targetName: z.string(),
  surface: z.enum(surfaces),
  platform: z.string(),
  platformLabel: z.string(),
  channel: z.string(),
  planName: z.string(),
  planHash: z.string(),
  stages: z.array(StageRow),
  stage: z.number(),
  state: z.enum(rolloutStates),
  /** Confirmed share now, null when unknown. */
  percent: Percent.nullable(),
  population: z.number().nullable(),
  usersOnIt: z.number().nullable(),
  stageEnteredAt: Time.nullable(),
  observedMs: z.number(),
  verdict: z.enum(verdictKinds),
  /** The gate that matters, in words. */
  verdictText: z.string(),
  /** For thin: `31/50`; for blind: `4 min`; else empty. */
  verdictNote: z.string(),
  /** What Tidegate wrote against what the platform says, and who may have changed it. */
  drift: z
    .object({
      wrote: z.string(),
      says: z.string(),
      wroteAt: Time.nullable(),
      wroteBy: z.string().nullable(),
      seenAt: Time.nullable(),
      who: z.string(),
    })
    .nullable(),
  /** Whether the release could be taken back here once the next stage is entered; `exists` null while nobody knows. */
  wayBack: z.object({ exists: z.boolean().nullable(), says: z.string(), to: z.string().nullable() }),
  blindSince: Time.nullable(),
  next: NextRow,
  spark: z
    .object({ gate: z.string(), title: z.string(), points: z.array(z.tuple([z.number(), z.number()])), bound: z.number().nullable() })
    .nullable(),
  failedActions: z.number(),
  automation: z.object({ promote: z.boolean(), rollback: z.boolean() }),
  heldReason: z.string().nullable(),
  createdAt: Time,
  startedAt: Time.nullable(),
  endedAt: Time.nullable(),
});
export type RolloutRow = z.infer<typeof RolloutRow>;

export const DecisionRow = z.object({
  id: Id,
  rolloutId: Id,
  at: Time,
  kind: z.enum(decisionKinds),
  cause: z.enum(decisionCauses),
  actor: ActorRow,
  reason: z.string(),
  stage: z.number(),
  recommendation: z.boolean(),
  snapshotHash: z.string().nullable(),
});
export type DecisionRow = z.infer<typeof DecisionRow>;

export const AbilityRow = z.object({
  op: z.string(),
  available: z.boolean(),
  reason: z.string().nullable(),
  undo: z.enum(undoKinds),
  says: z.string(),
});
export type AbilityRow = z.infer<typeof AbilityRow>;

/** How long taking back really took on a target so far, ms. */
export const MeasuredRow = z.object({ count: z.number(), medianMs: z.number(), worstMs: z.number(), lastMs: z.number() });
export type MeasuredRow = z.infer<typeof MeasuredRow>;

/** An act that takes a release back from users of one target. */
export const RungRow = z.object({
  op: z.enum(operationKinds),
  toVersion: z.string().nullable(),
  /** The act in words: `roll back to 4.7.0`. */
  act: z.string(),
  available: z.boolean(),
  reason: z.string().nullable(),
  undo: z.enum(undoKinds),
  says: z.string(),
});
export type RungRow = z.infer<typeof RungRow>;

/** What a rollback would do on one target, asked before the press. */
export const UndoLine = z.object({
  rolloutId: Id,
  targetId: Id,
  targetName: z.string(),
  surface: z.enum(surfaces),
  version: z.string(),
  toVersion: z.string().nullable(),
  fromPercent: Percent.nullable(),
  usersOnIt: z.number().nullable(),
  available: z.boolean(),
  reason: z.string().nullable(),
  undo: z.enum(undoKinds),
  says: z.string(),
  calls: z.array(z.string()),
  /** What follows, best first, if this is refused. */
  next: z.array(RungRow),
  measured: MeasuredRow.nullable(),
  /** When the platform was read for this line, null when it could not be. */
  readAt: Time.nullable(),
});
export type UndoLine = z.infer<typeof UndoLine>;

export const CheckRow = z.object({
  check: z.string(),
  title: z.string(),
  moment: z.enum(checkMoments),
  stage: z.number(),
  passed: z.boolean().nullable(),
  summary: z.string(),
  items: z.array(z.object({ name: z.string(), passed: z.boolean().nullable(), detail: z.string() })),
  at: Time,
});
export type CheckRow = z.infer<typeof CheckRow>;

/** A go or no-go item with its answer so far. */
export const SignoffRow = z.object({
  signoff: z.string(),
  title: z.string(),
  moment: z.enum(checkMoments),
  state: z.enum(['go', 'noGo', 'open', 'expired']),
  words: z.string(),
  role: z.enum(roles),
  due: Time.nullable(),
  /** When the present go lapses; null when it holds for the whole stage, or there is none. */
  lapsesAt: Time.nullable(),
  /** Filled in by a gate; nobody types it. */
  byGate: z.boolean(),
  /** Title of that gate. */
  gateTitle: z.string().nullable(),
  evidence: z.boolean(),
  /** `strict`: the bound itself is already beyond. */
  value: z.object({ unit: z.string(), direction: z.enum(directions), bound: z.number(), strict: z.boolean() }).nullable(),
  actor: z.string().nullable(),
  at: Time.nullable(),
  note: z.string(),
});
export type SignoffRow = z.infer<typeof SignoffRow>;

export const MatrixRow = z.object({
  gate: z.string(),
  title: z.string(),
  shadow: z.boolean(),
  current: z.enum(matrixColumns).nullable(),
  cells: z.array(z.object({ column: z.enum(matrixColumns), when: z.string().nullable(), outcome: z.string() })),
});
export type MatrixRow = z.infer<typeof MatrixRow>;

export const BaselineRow = z.object({
  metric: z.string(),
  title: z.string(),
  unit: z.enum(metricUnits),
  value: z.number(),
  samples: z.number().nullable(),
  /** The release it was taken of; `any` for whatever users had then, `fixed` for a value of the plan. */
  release: z.string(),
  how: z.enum(baselineKinds),
  from: Time,
  to: Time,
  /** Name of the stage it belongs to; null when it serves all of them. */
  stage: z.string().nullable(),
});
export type BaselineRow = z.infer<typeof BaselineRow>;

/** The next stage, and what it still asks for before it may be entered. */
export const AheadRow = z.object({
  stage: z.number(),
  name: z.string(),
  percent: Percent,
  approvals: z.array(z.object({ role: z.enum(roles), count: z.number(), given: z.number() })),
  /** What is still missing, in words: `1 of 2 operators`. */
  missing: z.array(z.string()),
  /** Not entered before this, ms; null when any day will do. */
  notBefore: Time.nullable(),
});
export type AheadRow = z.infer<typeof AheadRow>;

export const PlatformRow = z.object({
  version: z.string().nullable(),
  percent: Percent.nullable(),
  status: z.enum(platformStatuses),
  fallbackVersion: z.string().nullable(),
  readAt: Time.nullable(),
  failingSince: Time.nullable(),
  problem: ProblemRow.nullable(),
  /** What a person should know beside the numbers: overrides, locks, what could not be looked at. */
  notes: z.exactOptional(z.array(z.string())),
});
export type PlatformRow = z.infer<typeof PlatformRow>;

export const ConnectionRow = z.object({
  id: Id,
  kind: z.enum(connectionKinds),
  adapter: z.string(),
  adapterLabel: z.string(),
  name: z.string(),
  /** Secrets are never here; `secretsSet` names those that are stored. */
  settings: z.record(z.string(), z.json()),
  secretsSet: z.array(z.string()),
  lastOkAt: Time.nullable(),
  failingSince: Time.nullable(),
  problem: ProblemRow.nullable(),
  usedBy: z.array(z.string()),
});
export type ConnectionRow = z.infer<typeof ConnectionRow>;

export const IncidentRow = z.object({
  id: Id,
  applicationId: Id,
  applicationName: z.string(),
  /** Null when no release is known to have caused it. */
  version: z.string().nullable(),
  severity: z.enum(severities),
  title: z.string(),
  openedAt: Time,
  openedBy: ActorRow,
  /** Why a person opened it; empty when a gate did. */
  reason: z.string(),
  acknowledgedAt: Time.nullable(),
  acknowledgedBy: ActorRow.nullable(),
  closedAt: Time.nullable(),
  /** Until then somebody has to acknowledge it. */
  dueAt: Time,
});
export type IncidentRow = z.infer<typeof IncidentRow>;

export const AuditRow = z.object({
  seq: z.number(),
  hash: z.string(),
  at: Time,
  actor: ActorRow,
  action: z.string(),
  trigger: z.string(),
  applicationId: z.string().nullable(),
  targetId: z.string().nullable(),
  channel: z.string().nullable(),
  rolloutId: z.string().nullable(),
  version: z.string().nullable(),
  toVersion: z.string().nullable(),
  reason: z.string(),
  usersAffected: z.number().nullable(),
  durationMs: z.number().nullable(),
  /** Names the write to a platform that the entry is about. */
  idempotencyKey: z.string().nullable().default(null),
  /** Of everything the decision was made from. */
  snapshotHash: z.string().nullable().default(null),
  before: z.json(),
  after: z.json(),
});
export type AuditRow = z.infer<typeof AuditRow>;

/** A chart line: at most 500 buckets. */
export const Bucket = z.object({ ts: Time, min: z.number(), max: z.number(), mean: z.number() });
export type Bucket = z.infer<typeof Bucket>;

export const VerdictSpan = z.object({ gate: z.string(), kind: z.enum(verdictKinds), from: Time, to: Time });

export const SourceRow = z.object({
  connectionId: Id,
  name: z.string(),
  lastOkAt: Time.nullable(),
  failingSince: Time.nullable(),
  message: z.string().nullable(),
});
export type SourceRow = z.infer<typeof SourceRow>;

/** Fleet-wide state for the top bar and the tray. */
export const StatusRow = z.object({
  version: z.string(),
  workspace: z.string(),
  practice: z.boolean(),
  needsSetup: z.boolean(),
  role: z.enum(roles),
  actor: z.string(),
  sources: z.array(SourceRow),
  /** Worst verdict of everything rolling, null when nothing is. */
  worst: z.enum(verdictKinds).nullable(),
  needsYou: z.number(),
  lastSweepAt: Time.nullable(),
  /** Set when no source and no platform answers, ms. */
  offlineSince: Time.nullable(),
  now: Time,
});
export type StatusRow = z.infer<typeof StatusRow>;
