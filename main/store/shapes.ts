import { z } from 'zod';
import { type Actor, roles } from '../core/model/actor.ts';
import type { AuditBody } from '../core/model/audit.ts';
import type { CheckResult } from '../core/model/check.ts';
import { type AdapterProblem, problemKinds } from '../core/model/connection.ts';
import type { Json } from '../core/model/json.ts';
import { alertActs, type Notice, severities } from '../core/model/notice.ts';
import type { Operation } from '../core/model/operation.ts';
import { checkMoments, redActions } from '../core/model/plan.ts';
import { type PlatformState, platformStatuses } from '../core/model/platform-state.ts';
import type { Rollout } from '../core/model/rollout.ts';
import type { SignoffResult } from '../core/model/signoff.ts';
import { type Verdict, verdictKinds } from '../core/model/verdict.ts';

/*
 * Shapes of JSON columns, each tied to its type in core. They are loose: a field that core has gained meanwhile is kept,
 * not dropped on the way back.
 */
const words = z.string();
const wordsOrNull = z.string().nullable();
const count = z.number();
const countOrNull = z.number().nullable();

/** Whatever `JSON.parse` gives is JSON; walking through it again would only cost time. */
const JsonShape = z.custom<Json>((value) => value !== undefined);

export const ActorShape: z.ZodType<Actor> = z.looseObject({
  kind: z.enum(['system', 'person', 'program']),
  name: words,
  role: z.enum(roles),
});

export const ProblemShape: z.ZodType<AdapterProblem> = z.looseObject({
  kind: z.enum(problemKinds),
  message: words,
  detail: wordsOrNull,
  retryAt: countOrNull,
});

export const PlatformStateShape: z.ZodType<PlatformState> = z.looseObject({
  version: wordsOrNull,
  percent: countOrNull,
  status: z.enum(platformStatuses),
  fallbackVersion: wordsOrNull,
  fence: words,
  releases: z.array(
    z.looseObject({
      version: words,
      status: z.enum(platformStatuses),
      percent: countOrNull,
      publishedAt: countOrNull,
      ref: words,
      locked: z.exactOptional(z.boolean()),
    }),
  ),
  segments: z.exactOptional(z.array(words)),
});

export const OperationShape: z.ZodType<Operation> = z.discriminatedUnion('op', [
  z.looseObject({ op: z.literal('expose'), version: words, percent: count, segments: z.exactOptional(z.array(words)) }),
  z.looseObject({ op: z.literal('halt'), version: words }),
  z.looseObject({ op: z.literal('resume'), version: words, percent: count }),
  z.looseObject({ op: z.literal('rollback'), version: words, toVersion: wordsOrNull }),
  z.looseObject({ op: z.literal('unpublish'), version: words }),
]);

export const ExpectedShape: z.ZodType<NonNullable<Rollout['expected']>> = z.looseObject({
  version: wordsOrNull,
  percent: countOrNull,
  status: z.enum(platformStatuses),
  segments: z.exactOptional(z.array(words)),
});

export const BaselinesShape: z.ZodType<Rollout['baselines']> = z.array(
  z.looseObject({
    metric: words,
    value: count,
    samples: countOrNull,
    release: words,
    from: count,
    to: count,
    stage: z.exactOptional(count),
  }),
);

export const WatchShape: z.ZodType<Rollout['watch']> = z.looseObject({
  streakMs: count,
  extraBakeMs: count,
  yellow: z.boolean(),
  paused: z.boolean().default(false),
  peaks: z.record(words, count),
});

export const ApprovalsShape: z.ZodType<Rollout['approvals']> = z.array(
  z.looseObject({ stage: count, name: words, role: z.enum(roles), at: count }),
);

export const SignoffShape: z.ZodType<SignoffResult> = z.looseObject({
  signoff: words,
  moment: z.enum(checkMoments),
  stage: count,
  go: z.boolean(),
  value: countOrNull,
  note: words,
  actor: ActorShape,
  at: count,
});

export const AutomationShape: z.ZodType<NonNullable<Rollout['automationOverride']>> = z.looseObject({
  promote: z.boolean(),
  rollback: z.boolean(),
});

export const VerdictShape: z.ZodType<Verdict> = z.looseObject({
  gate: words,
  title: words,
  kind: z.enum(verdictKinds),
  value: countOrNull,
  samples: countOrNull,
  baseline: countOrNull,
  reason: words,
  observedAt: countOrNull,
  nextChangeAt: countOrNull,
  shadow: z.boolean(),
  interval: z.object({ low: count, high: count }).nullable().default(null),
  onRed: z.enum(redActions).default('rollback'),
});

export const CheckResultShape: z.ZodType<CheckResult> = z.looseObject({
  check: words,
  moment: z.enum(checkMoments),
  stage: count,
  passed: z.boolean().nullable(),
  summary: words,
  items: z.array(z.looseObject({ name: words, passed: z.boolean().nullable(), detail: words })),
  at: count,
  unknownSince: count.optional(),
  againAt: count.optional(),
});

export const NoticeShape: z.ZodType<Notice> = z.looseObject({
  severity: z.enum(severities),
  title: words,
  body: words,
  links: z.array(z.looseObject({ text: words, href: words })),
  dedupKey: words,
  alert: z.exactOptional(z.looseObject({ key: words, act: z.enum(alertActs) })),
});

export const AuditBodyShape: z.ZodType<AuditBody> = z.looseObject({
  at: count,
  actor: ActorShape,
  action: words,
  trigger: words,
  applicationId: wordsOrNull,
  targetId: wordsOrNull,
  channel: wordsOrNull,
  rolloutId: wordsOrNull,
  version: wordsOrNull,
  toVersion: wordsOrNull,
  reason: words,
  usersAffected: countOrNull,
  durationMs: countOrNull,
  idempotencyKey: wordsOrNull,
  snapshotHash: wordsOrNull,
  before: JsonShape,
  after: JsonShape,
});

/** The head of the audit chain, kept apart from its entries. */
export const AuditHeadShape = z.object({ seq: z.number().int().min(0), hash: words });
