import { z } from 'zod';
import { roles } from '../core/model/actor.ts';
import { changes, reads } from './call.ts';
import { overrideFields } from './override.ts';
import {
  ActionRow,
  AheadRow,
  CheckRow,
  DecisionRow,
  BaselineRow,
  GateRow,
  Id,
  Bucket,
  MatrixRow,
  PlatformRow,
  Reason,
  RolloutRow,
  SignoffRow,
  Time,
  UndoLine,
  VerdictSpan,
  VersionText,
} from './shapes.ts';

export const RolloutDetail = z.object({
  rollout: RolloutRow,
  gates: z.array(GateRow),
  checks: z.array(CheckRow),
  /** Checks of the plan that are still to be asked, in the order of their moments. */
  plannedChecks: z.array(CheckRow.pick({ check: true, title: true, moment: true, stage: true })),
  signoffs: z.array(SignoffRow),
  matrix: z.array(MatrixRow),
  baselines: z.array(BaselineRow),
  approvals: z.array(z.object({ stage: z.number(), name: z.string(), role: z.enum(roles), at: Time })),
  /** Null at the last stage and once the rollout is over. */
  ahead: AheadRow.nullable(),
  /** The freeze that holds now; `until` null when no end of it is in sight. */
  freeze: z.object({ title: z.string(), until: Time.nullable() }).nullable(),
  /** What a step by hand would not wait for now, as sentences; empty when the plan itself would go on, and once it is over. */
  passesOver: z.array(z.string()),
  /** Channel this release must have completed before; null when it may come first. */
  follows: z.object({ channel: z.string(), done: z.boolean() }).nullable(),
  /** Bake time the stage needs by what was seen, and the unbroken green so far, ms. */
  watch: z.object({ bakeMs: z.number(), accelerated: z.boolean(), extraBakeMs: z.number(), streakMs: z.number() }),
  dryRun: z.boolean(),
  actions: z.array(ActionRow),
  decisions: z.array(DecisionRow),
  platform: PlatformRow,
  planText: z.string(),
  /** When the engine looks at it next, ms; null once it is over. */
  looksAt: Time.nullable(),
  /** Lanes of the same release, this one included. */
  lanes: z.array(RolloutRow),
});
export type RolloutDetail = z.infer<typeof RolloutDetail>;

export const Timeline = z.object({
  from: Time,
  to: Time,
  /** Steps of the confirmed share, percent. */
  share: z.array(z.object({ ts: Time, percent: z.number().nullable() })),
  spans: z.array(VerdictSpan),
  events: z.array(z.object({ ts: Time, kind: z.string(), text: z.string() })),
});
export type Timeline = z.infer<typeof Timeline>;

const target = z.object({ rolloutId: Id, reason: Reason });

export const rollouts = {
  'rollouts.list': reads(
    'viewer',
    z.object({ state: z.enum(['active', 'ended', 'all']).default('active'), limit: z.number().int().min(1).max(500).default(200) }),
    z.array(RolloutRow),
  ),
  'rollouts.get': reads('viewer', z.object({ rolloutId: Id }), RolloutDetail),
  'rollouts.timeline': reads(
    'viewer',
    z.object({ rolloutId: Id, from: Time.nullable().default(null), to: Time.nullable().default(null) }),
    Timeline,
  ),
  /** One gate's readings as at most 500 min/max buckets, baseline release included when known. */
  'rollouts.series': reads(
    'viewer',
    z.object({ rolloutId: Id, gate: z.string(), from: Time, to: Time, buckets: z.number().int().min(1).max(500).default(300) }),
    z.object({
      release: z.array(Bucket),
      previous: z.array(Bucket),
      /** Where the true value lay by the gate's confidence, as it could be told at `ts`; empty for a gate that judges the bare value. */
      interval: z.array(z.object({ ts: Time, low: z.number(), high: z.number() })).default([]),
    }),
  ),
  'rollouts.decision': reads(
    'viewer',
    z.object({ decisionId: Id }),
    z.object({ decision: DecisionRow, verdicts: z.array(GateRow.partial().required({ gate: true })), snapshot: z.json() }),
  ),
  /** Starts one rollout per target, all under one plan. */
  'rollouts.start': changes(
    'operator',
    z.object({
      applicationId: Id,
      version: VersionText,
      plan: z.string().min(1),
      targetIds: z.array(Id).min(1),
      reason: Reason,
      ...overrideFields,
    }),
    z.array(RolloutRow),
  ),
  /** Whether a release could be taken back on each target once it is started there, by the last read of the platforms. */
  'rollouts.wayBackBefore': reads(
    'viewer',
    z.object({ applicationId: Id, version: VersionText, plan: z.string().min(1), targetIds: z.array(Id) }),
    z.array(
      z.object({
        targetId: Id,
        targetName: z.string(),
        exists: z.boolean().nullable(),
        says: z.string(),
        to: z.string().nullable(),
        readAt: Time.nullable(),
      }),
    ),
  ),
  'rollouts.promote': changes('operator', target.extend(overrideFields), RolloutRow),
  'rollouts.hold': changes('operator', target, RolloutRow),
  'rollouts.resume': changes('operator', target, RolloutRow),
  'rollouts.cancel': changes('operator', target, RolloutRow),
  /** Stops what the engine announced: holds, and switches automatic rollback off for this rollout. */
  'rollouts.stop': changes('operator', target, RolloutRow),
  'rollouts.resolveDrift': changes(
    'operator',
    z.object({ rolloutId: Id, choice: z.enum(['accept', 'restore']), reason: Reason }),
    RolloutRow,
  ),
  'rollouts.automation': changes(
    'operator',
    z.object({ rolloutId: Id, promote: z.boolean(), rollback: z.boolean(), reason: Reason }),
    RolloutRow,
  ),
  /** What taking this release back would do, per target, read from the platforms now. */
  'rollouts.undoCard': reads('viewer', z.object({ applicationId: Id, version: VersionText }), z.array(UndoLine)),
  /** Takes a release back on every target, or on the named ones. `toVersion` null means the version before. */
  'rollouts.rollback': changes(
    'operator',
    z.object({
      applicationId: Id,
      version: VersionText,
      targetIds: z.array(Id).nullable().default(null),
      toVersion: VersionText.nullable().default(null),
      reason: Reason,
    }),
    z.object({ decisionId: Id, actions: z.array(ActionRow) }),
  ),
  /** One yes to entering the next stage; the engine goes on once everybody needed said so. */
  'rollouts.approve': changes('operator', target, RolloutRow),
  /** A go or no-go for the present stage. */
  'rollouts.signOff': changes(
    'operator',
    z.object({
      rolloutId: Id,
      signoff: z.string().min(1),
      go: z.boolean(),
      value: z.number().nullable().default(null),
      note: z.string().trim().max(2000).default(''),
      reason: Reason,
    }),
    RolloutRow,
  ),
  /** Takes baselines again, of one metric or of all. */
  'rollouts.recapture': changes(
    'operator',
    z.object({ rolloutId: Id, metric: z.string().nullable().default(null), reason: Reason }),
    RolloutRow,
  ),
  'rollouts.retryAction': changes('operator', z.object({ actionId: Id, reason: Reason }), ActionRow),
} as const;
