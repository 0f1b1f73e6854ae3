import type { JsonObject } from './json.ts';

export const metricUnits = ['rate', 'ms', 'count', 'perMinute', 'score', 'bytes'] as const;
export type MetricUnit = (typeof metricUnits)[number];

/** How readings inside a window become one value. `pooled` weighs each by its samples. */
export const aggregates = ['pooled', 'mean', 'max', 'last', 'sum'] as const;
export type Aggregate = (typeof aggregates)[number];

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
}

export const gateKinds = ['absolute', 'baselineRatio', 'baselineDelta'] as const;
export type GateKind = (typeof gateKinds)[number];
export const directions = ['above', 'below'] as const;
/** The bad side of a bound. */
export type Direction = (typeof directions)[number];
export const noDataPolicies = ['hold', 'zero', 'red'] as const;
export type NoDataPolicy = (typeof noDataPolicies)[number];

/**
 * A rule that turns readings into a verdict. Bounds are in the metric's unit for `absolute` (rates 0–1),
 * a relative change for `baselineRatio` (0.2 = 20 % worse) and a difference for `baselineDelta`.
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
  readonly stages: readonly StageSpec[];
  /** Notice connection names told about rollbacks, holds and completion. */
  readonly notices: readonly string[];
}
