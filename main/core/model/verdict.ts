import type { RedAction } from './plan.ts';

/** Worst first. The worst of a stage's gates is the stage's verdict; the order is data, the rule is `worstOf`. */
export const verdictKinds = ['emergency', 'red', 'yellow', 'blind', 'thin', 'pending', 'green'] as const;
export type VerdictKind = (typeof verdictKinds)[number];

/**
 * What one gate says at one moment. `blind`, `thin` and `pending` are not opinions about the release:
 * the source is late or refusing, there are too few samples, or the window is not full yet.
 */
export interface Verdict {
  readonly gate: string;
  readonly title: string;
  readonly kind: VerdictKind;
  /** Aggregated over the gate's window, in the metric's unit; null when nothing was read. */
  readonly value: number | null;
  readonly samples: number | null;
  readonly baseline: number | null;
  /** Reason in words with its numbers. */
  readonly reason: string;
  /** Newest reading used, ms. */
  readonly observedAt: number | null;
  /** Earliest time this verdict can change, ms; null when any new reading may change it. */
  readonly nextChangeAt: number | null;
  readonly shadow: boolean;
  /** Where the true value lies by the gate's confidence, in the metric's unit; null for a gate that takes the value as it is. */
  readonly interval: { readonly low: number; readonly high: number } | null;
  /** What red does here. */
  readonly onRed: RedAction;
}
