import type { VerdictKind } from './verdict.ts';

/**
 * What a plan would have made of a past release, against what happened to it. `unknown`: it was cancelled or is still open, so nobody
 * knows whether it was good; `noReadings`: nothing is kept of the metrics of the plan.
 */
export const backtestClasses = [
  'caughtEarlier',
  'caughtSame',
  'caughtLater',
  'missed',
  'falseAlarm',
  'letThrough',
  'unknown',
  'noReadings',
] as const;
export type BacktestClass = (typeof backtestClasses)[number];

/** A gate that was red or worse at least once while users had the release. Times in ms. */
export interface GateAlarm {
  readonly gate: string;
  readonly title: string;
  readonly at: number;
  readonly kind: VerdictKind;
  readonly reason: string;
  readonly shadow: boolean;
}

/** Where the plan would have taken a release back. Time in ms, percent 0–100. */
export interface BacktestStop {
  readonly at: number;
  readonly percent: number;
  readonly stage: number;
  readonly gate: string;
  readonly title: string;
  readonly kind: VerdictKind;
  readonly reason: string;
  /** Automatic rollback is off there: a person would have been asked. */
  readonly recommendation: boolean;
  /** The past rollout of the same release whose gate spoke, when it was not this one. */
  readonly through: string | null;
}

/** Time in which the plan would have waited before it stopped or ended, ms, by the worst verdict of the moment. */
export interface HeldTime {
  readonly yellow: number;
  readonly blind: number;
  readonly thin: number;
}

/** One past rollout under one plan, judged by itself. */
export interface OwnReplay {
  readonly stop: BacktestStop | null;
  readonly paused: { readonly at: number; readonly gate: string; readonly title: string; readonly reason: string } | null;
  readonly alarms: readonly GateAlarm[];
  readonly held: HeldTime;
  /** Time between two looks, ms: the plan's, or longer where the history is coarser. */
  readonly paceMs: number;
  /** Some reading of a metric of the plan was there. */
  readonly read: boolean;
}

export interface BacktestRelease {
  readonly rolloutId: string;
  readonly class: BacktestClass;
  readonly replay: OwnReplay;
  /** Real decision minus the plan's, ms, at least 0; only for a release that really was taken back. */
  readonly savedMs: number;
  /** Population × (largest share reached afterwards − share at the stop); null without a known population, 0 without a stop. */
  readonly usersSpared: number | null;
  /** Population × share × minutes between the plan's stop and the real decision; null without a known population. */
  readonly userMinutesSpared: number | null;
}

/** What one gate did over all releases. A true alarm is one about a release that really was taken back. */
export interface BacktestGate {
  readonly gate: string;
  readonly title: string;
  readonly shadow: boolean;
  readonly alarms: number;
  readonly trueAlarms: number;
  readonly falseAlarms: number;
  /** Releases in which it was the gate that stopped them. */
  readonly first: number;
}

export interface BacktestTotals {
  readonly releases: number;
  readonly classes: Readonly<Record<BacktestClass, number>>;
  readonly stopped: number;
  readonly savedMs: number;
  readonly usersSpared: number;
  readonly userMinutesSpared: number;
  readonly held: HeldTime;
}

export interface BacktestReport {
  readonly plan: string;
  readonly hash: string;
  readonly releases: readonly BacktestRelease[];
  readonly gates: readonly BacktestGate[];
  readonly totals: BacktestTotals;
}
