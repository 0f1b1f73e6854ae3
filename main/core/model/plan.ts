import type { Role } from './actor.ts';
import type { JsonObject } from './json.ts';

export const metricUnits = ['rate', 'ms', 'count', 'perMinute', 'score', 'bytes'] as const;
export type MetricUnit = (typeof metricUnits)[number];

/** How readings inside a window become one value. `pooled` weighs each by its samples. */
export const aggregates = ['pooled', 'mean', 'max', 'last', 'sum'] as const;
export type Aggregate = (typeof aggregates)[number];

/** What a relative gate compares with: the version before (over the baseline window, or at the same stage), the same hours a week ago, or a fixed value. */
export const baselineKinds = ['previous', 'sameStage', 'lastWeek', 'fixed'] as const;
export type BaselineKind = (typeof baselineKinds)[number];

export interface BaselineSpec {
  readonly from: BaselineKind;
  /** Length of the history it is taken from, ms; null takes the plan's. */
  readonly windowMs: number | null;
  /** The value of a fixed baseline, in the metric's unit. */
  readonly value: number | null;
}

/** One addend of a score: a metric times its weight. */
export interface ScorePart {
  readonly metric: string;
  readonly weight: number;
}

/** A score made of other metrics of the plan instead of a source of its own (R2.1). */
export interface ScoreSpec {
  readonly parts: readonly ScorePart[];
  /** A part nothing was read of counts as zero while another part was read. */
  readonly missingIsZero: boolean;
}

/** Where a number comes from. `query` is read by the metric adapter of `source` (a connection name). */
export interface MetricSpec {
  readonly id: string;
  readonly title: string;
  readonly source: string;
  readonly unit: MetricUnit;
  readonly aggregate: Aggregate;
  readonly query: JsonObject;
  /** How late the source usually is, ms. */
  readonly lagMs: number;
  readonly baseline: BaselineSpec;
  /** Set for a weighted score; its `source` is then `score`. */
  readonly score: ScoreSpec | null;
}

export const gateKinds = [
  'absolute',
  'baselineRatio',
  'baselineDelta',
  'growth',
  'growthRatio',
  'circuitBreaker',
  'weightedScore',
  'canaryVsControl',
  'sampleRatio',
  'anyOf',
  'allOf',
  'canaryScore',
] as const;
export type GateKind = (typeof gateKinds)[number];
export const directions = ['above', 'below'] as const;
/** The bad side of a bound. */
export type Direction = (typeof directions)[number];
export const noDataPolicies = ['hold', 'zero', 'red'] as const;
export type NoDataPolicy = (typeof noDataPolicies)[number];

/** How sure a gate must be: the value as it is, outside a Wilson interval, or outside an always-valid confidence sequence. */
export const evidenceModes = ['raw', 'interval', 'sequential'] as const;
export type EvidenceMode = (typeof evidenceModes)[number];
export const redActions = ['rollback', 'pause'] as const;
export type RedAction = (typeof redActions)[number];

/** A gate speaks only while another metric lies beyond a bound: audit inserts while there are mutations. */
export interface ConditionSpec {
  readonly metric: string;
  readonly direction: Direction;
  /** In the unit of the condition's metric. */
  readonly bound: number;
  readonly windowMs: number;
}

/** How a canary's readings are compared with those of the version before at the same time. */
export interface CanarySpec {
  /** Two-sided confidence of the rank test, 0–1. */
  readonly confidence: number;
  /** Shift that counts as no difference, relative to the median of the control: 0.25 = a quarter. */
  readonly tolerance: number;
}

/** Thresholds of a canary score, 0–100. */
export interface ScoreBounds {
  readonly pass: number;
  readonly marginal: number;
}

/**
 * A rule that turns readings into a verdict. Bounds are in the metric's unit for `absolute`, `circuitBreaker` and `weightedScore`
 * (rates 0–1), a relative change for `baselineRatio`, `growthRatio` and `canaryVsControl` (0.2 = 20 % worse) and a difference for
 * `baselineDelta` and `growth`. `sampleRatio` holds the planned split against the seen one and has no bounds. `anyOf`, `allOf` and `canaryScore` judge by their members and have no bounds of their own.
 */
export interface GateSpec {
  readonly id: string;
  readonly title: string;
  readonly metric: string;
  readonly kind: GateKind;
  readonly direction: Direction;
  readonly yellow: number | null;
  readonly red: number | null;
  readonly emergency: number | null;
  readonly windowMs: number;
  /** The breach must have lasted this long, ms; 0 acts on the first. */
  readonly forMs: number;
  /** The breach must stand in this many readings in a row. */
  readonly consecutive: number;
  readonly minSamples: number;
  /** A rate needs this many bad events before it may be red. */
  readonly minEvents: number;
  readonly whenNoData: NoDataPolicy;
  /** Judged and shown, never acted on. */
  readonly shadow: boolean;
  /** A value on the bound is already beyond it. */
  readonly inclusive: boolean;
  readonly evidence: EvidenceMode;
  /** Of the interval, 0–1. */
  readonly confidence: number;
  readonly condition: ConditionSpec | null;
  /** What red does here; emergency always rolls back. */
  readonly onRed: RedAction;
  readonly canary: CanarySpec | null;
  /** Metric that counts people who saw both versions, for `sampleRatio`; null when nobody counts them. */
  readonly twice: string | null;
  readonly members: readonly GateSpec[];
  readonly score: ScoreBounds | null;
  /** As a member of a canary score: its failure alone fails the whole. */
  readonly critical: boolean;
  /** As a member of a canary score: its group, and the weight of that group. */
  readonly group: string;
  readonly weight: number;
}

export const checkMoments = ['beforeStart', 'afterStage'] as const;
export type CheckMoment = (typeof checkMoments)[number];

/** An external verdict asked once per release and moment, such as Guardian. */
export interface CheckSpec {
  readonly id: string;
  readonly title: string;
  /** A connection name. */
  readonly source: string;
  readonly moments: readonly CheckMoment[];
  /** What is asked in particular, read by the check adapter of `source`: labels, budgets, allowed counts. */
  readonly settings: JsonObject;
  /** How long an answer holds, ms; after that it is asked again before the next step. Null: for the whole rollout. */
  readonly freshForMs: number | null;
  /** Names of the stages it belongs to; null for all. */
  readonly stages: readonly string[] | null;
}

/** A typed value a person reads off somewhere, such as an NPS, with the bound it must keep. */
export interface SignoffValue {
  readonly unit: string;
  readonly direction: Direction;
  /** The value must not lie beyond this, seen in `direction`. */
  readonly bound: number;
  /** Nor on it. */
  readonly strict: boolean;
}

/** A go or no-go that a person gives, or a gate in their place (R3.8, R4.5). */
export interface SignoffSpec {
  readonly id: string;
  readonly title: string;
  /** Least role that may give it. */
  readonly role: Role;
  readonly moments: readonly CheckMoment[];
  readonly stages: readonly string[] | null;
  /** Wanted this long after the stage was entered, ms; null when there is no hurry. */
  readonly dueMs: number | null;
  /** A go counts this long, ms; 0 for the whole stage. */
  readonly expiresMs: number;
  /** A note about the evidence must come with it. */
  readonly evidence: boolean;
  /** Gate that fills it in by itself; null when a person must. */
  readonly gate: string | null;
  readonly value: SignoffValue | null;
}

/** A stage is entered once this many people of the role said yes. */
export interface ApprovalSpec {
  readonly role: Role;
  readonly count: number;
}

export const yellowActions = ['hold', 'pause', 'extend'] as const;
export type YellowAction = (typeof yellowActions)[number];

/** A shorter bake for a stage whose gates stayed at their best (R2.3). */
export interface AcceleratedSpec {
  readonly bakeMs: number;
  readonly gates: readonly string[];
  /** The worst value seen may be this at most (at least this for a gate whose bad side is below). */
  readonly atMost: number;
}

/** Hours in which nothing is started, advanced or completed. Protection never rests. */
export interface FreezeSpec {
  readonly title: string;
  /** 0 Sunday … 6 Saturday; empty for every day. */
  readonly days: readonly number[];
  /** Minutes after midnight in the plan's time zone; an end at or before the start lies on the next day. */
  readonly fromMinute: number;
  readonly toMinute: number;
  /** First and last calendar day, `2026-12-24`; null for every date. */
  readonly dates: { readonly from: string; readonly to: string } | null;
}

export const nextStarts = ['ask', 'auto'] as const;
export type NextStart = (typeof nextStarts)[number];

/** Where the same release goes once this rollout is complete: the target of that channel, same application and surface (R1.10). */
export interface NextSpec {
  readonly channel: string;
  /** A plan file, or the name of a plan. */
  readonly plan: string;
  /** `ask` waits for a person's press, `auto` starts by itself. */
  readonly start: NextStart;
}

export interface Automation {
  /** Advance and complete without a person. */
  readonly promote: boolean;
  /** Roll back without a person. */
  readonly rollback: boolean;
}

export interface StageSpec {
  readonly name: string;
  /** Exposure, percent 0–100. */
  readonly percent: number;
  /** Observed time needed before advancing, ms. */
  readonly bakeMs: number;
  readonly automation: Automation;
  /** Gates of this stage, plan-wide ones included, stage ones replacing those with the same id. */
  readonly gates: readonly GateSpec[];
  /** A person must approve before this stage is entered. */
  readonly approval: boolean;
  /** Who must approve, when one person of any role is not enough. */
  readonly approvals: readonly ApprovalSpec[];
  readonly onYellow: { readonly action: YellowAction; readonly extendMs: number };
  /** Green without interruption needed before advancing, observed ms. */
  readonly streakMs: number;
  /** Not entered before this day of the rollout: day 1 is the first 24 hours. */
  readonly earliestDay: number;
  readonly accelerated: AcceleratedSpec | null;
  /** Segments that get the release besides the share (flags only). */
  readonly segments: readonly string[];
}

/** A plan as the engine uses it: every default filled in, durations in ms, percents 0–100, rates 0–1. */
export interface Plan {
  readonly name: string;
  readonly description: string;
  /** Time between metric polls and sweeps, ms. */
  readonly everyMs: number;
  /** Time between reads of the platform itself, ms. */
  readonly platformEveryMs: number;
  /** Length of the history a baseline is taken from, ms. */
  readonly baselineWindowMs: number;
  /** `release` takes every target of the release back together. */
  readonly rollbackScope: 'release' | 'target';
  readonly metrics: readonly MetricSpec[];
  readonly checks: readonly CheckSpec[];
  readonly signoffs: readonly SignoffSpec[];
  /** Everything is judged and recorded, nothing is sent. */
  readonly dryRun: boolean;
  /** IANA time zone of the freezes. */
  readonly zone: string;
  readonly freezes: readonly FreezeSpec[];
  /** Channel this release must have completed before, on the same surface; null when it may come first (R1.12). */
  readonly follows: string | null;
  readonly next: NextSpec | null;
  readonly stages: readonly StageSpec[];
  /** Notice connection names told about rollbacks, holds and completion. */
  readonly notices: readonly string[];
}
