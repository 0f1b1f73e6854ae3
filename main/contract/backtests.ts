import { z } from 'zod';
import { overrideKeys } from '../core/backtest/override-keys.ts';
import { backtestClasses } from '../core/model/backtest.ts';
import { pastOutcomes, pastSources } from '../core/model/past-rollout.ts';
import { surfaces } from '../core/model/surface.ts';
import { verdictKinds } from '../core/model/verdict.ts';
import { changes, reads } from './call.ts';
import { PlanDetail } from './plans.ts';
import { Id, Time } from './shapes.ts';

/** One changed number of a gate, written as in a plan file: `2 %`, `10m`, 200; null takes it out. */
export const BacktestOverride = z.object({
  gate: z.string().min(1),
  /** Name of the stage; null for the plan-wide gate and every stage that has a number of its own. */
  stage: z.string().nullable().default(null),
  key: z.enum(overrideKeys),
  value: z.union([z.string().max(40), z.number()]).nullable(),
});

/** A plan by its text, or by its file (or name) when the text is null, with some numbers changed. */
export const BacktestPlan = z.object({
  file: z.string().max(300).default('plan.yaml'),
  text: z.string().max(500_000).nullable().default(null),
  overrides: z.array(BacktestOverride).max(200).default([]),
});
export type BacktestPlan = z.output<typeof BacktestPlan>;
export type BacktestOverride = z.output<typeof BacktestOverride>;

const AlarmRow = z.object({
  gate: z.string(),
  title: z.string(),
  at: Time,
  kind: z.enum(verdictKinds),
  reason: z.string(),
  shadow: z.boolean(),
});
const StopRow = z.object({
  at: Time,
  percent: z.number(),
  stage: z.number(),
  gate: z.string(),
  title: z.string(),
  kind: z.enum(verdictKinds),
  reason: z.string(),
  recommendation: z.boolean(),
  /** Id of the past rollout of the same release whose gate spoke. */
  through: z.string().nullable(),
});
/** Time in ms, by the worst verdict of the moment. */
const HeldRow = z.object({ yellow: z.number(), blind: z.number(), thin: z.number() });

export const BacktestReleaseRow = z.object({
  rolloutId: z.string(),
  class: z.enum(backtestClasses),
  replay: z.object({
    stop: StopRow.nullable(),
    paused: z.object({ at: Time, gate: z.string(), title: z.string(), reason: z.string() }).nullable(),
    alarms: z.array(AlarmRow),
    held: HeldRow,
    paceMs: z.number(),
    read: z.boolean(),
  }),
  savedMs: z.number(),
  usersSpared: z.number().nullable(),
  userMinutesSpared: z.number().nullable(),
});
export type BacktestReleaseRow = z.infer<typeof BacktestReleaseRow>;

export const BacktestGateRow = z.object({
  gate: z.string(),
  title: z.string(),
  shadow: z.boolean(),
  alarms: z.number(),
  trueAlarms: z.number(),
  falseAlarms: z.number(),
  first: z.number(),
});
export type BacktestGateRow = z.infer<typeof BacktestGateRow>;

export const BacktestReportRow = z.object({
  plan: z.string(),
  hash: z.string(),
  /** In the order of `past`. */
  releases: z.array(BacktestReleaseRow),
  gates: z.array(BacktestGateRow),
  totals: z.object({
    releases: z.number(),
    classes: z.record(z.enum(backtestClasses), z.number()),
    stopped: z.number(),
    savedMs: z.number(),
    usersSpared: z.number(),
    userMinutesSpared: z.number(),
    held: HeldRow,
  }),
});
export type BacktestReportRow = z.infer<typeof BacktestReportRow>;

/** A past rollout as it really went. Percent 0–100. */
export const PastRow = z.object({
  id: z.string(),
  source: z.enum(pastSources),
  applicationId: z.string(),
  applicationName: z.string(),
  version: z.string(),
  previousVersion: z.string().nullable(),
  targetName: z.string(),
  surface: z.enum(surfaces),
  population: z.number().nullable(),
  planName: z.string(),
  stages: z.array(z.object({ stage: z.number(), percent: z.number(), from: Time, to: Time.nullable() })),
  startedAt: Time,
  endedAt: Time.nullable(),
  outcome: z.enum(pastOutcomes),
  decidedAt: Time.nullable(),
  reason: z.string(),
});
export type PastRow = z.infer<typeof PastRow>;

export const backtestStates = ['running', 'done', 'cancelled', 'failed'] as const;
/** How far a backtest is: releases looked at, of how many. */
export const BacktestProgress = z.object({
  id: Id,
  state: z.enum(backtestStates),
  done: z.number(),
  total: z.number(),
  startedAt: Time,
  endedAt: Time.nullable(),
  /** Why it failed. */
  message: z.string().nullable(),
});
export type BacktestProgress = z.infer<typeof BacktestProgress>;

export const BacktestResult = z.object({
  /** Period asked for, ms. */
  from: Time,
  to: Time,
  /** Oldest first. */
  past: z.array(PastRow),
  plan: BacktestReportRow,
  compare: BacktestReportRow.nullable(),
  /** What to know before believing the numbers. */
  warnings: z.array(z.string()),
});
export type BacktestResult = z.infer<typeof BacktestResult>;

/** A gate's numbers as written: `2 %`, `10m`, 200; null where the file leaves one out. */
export const BacktestNumbersRow = z.object({
  gate: z.string(),
  title: z.string(),
  kind: z.string(),
  direction: z.string(),
  numbers: z.array(
    z.object({
      key: z.enum(overrideKeys),
      value: z.union([z.string(), z.number()]).nullable(),
      /** Stages that have a number of their own. */
      stages: z.array(z.string()),
    }),
  ),
});
export type BacktestNumbersRow = z.infer<typeof BacktestNumbersRow>;

export const backtests = {
  /**
   * Starts a backtest of a plan, and of a second one to stand beside it, over past rollouts that touch the period. One at a time per
   * `window`: a new one ends the one before. Progress comes as pushes of the table `backtests`.
   */
  'backtests.run': reads(
    'viewer',
    z.object({
      window: z.string().min(1).max(100).default('window'),
      plan: BacktestPlan,
      compare: BacktestPlan.nullable().default(null),
      applicationId: z.string().nullable().default(null),
      /** Null for the last 90 days until now. */
      from: Time.nullable().default(null),
      to: Time.nullable().default(null),
      /** Only targets of these surfaces; empty for all. */
      surfaces: z.array(z.enum(surfaces)).default([]),
    }),
    BacktestProgress,
  ),
  /** `result` is null until it is done. */
  'backtests.get': reads('viewer', z.object({ id: Id }), BacktestProgress.extend({ result: BacktestResult.nullable() })),
  'backtests.cancel': reads('viewer', z.object({ id: Id }), BacktestProgress),
  /** The text of a plan with some numbers changed; comments and order stay. Nothing is saved. */
  'backtests.text': reads('viewer', z.object({ plan: BacktestPlan }), z.object({ text: z.string(), hash: z.string() })),
  /** The numbers of a plan's gates that a backtest may change, as they stand in its text. */
  'backtests.numbers': reads('viewer', z.object({ plan: BacktestPlan }), z.array(BacktestNumbersRow)),
  /** Saves the plan with the changed numbers under this file name, by the rules of `plans.save`. */
  'backtests.use': changes(
    'admin',
    z.object({
      file: z.string().regex(/^[\w.-]+\.ya?ml$/, 'A plan file is named like my-plan.yaml'),
      plan: BacktestPlan,
    }),
    PlanDetail,
  ),
} as const;
