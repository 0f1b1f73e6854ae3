import type { Conclusion } from '../model/decision.ts';
import type { Automation, StageSpec } from '../model/plan.ts';
import type { Watch } from '../model/rollout.ts';
import type { Snapshot } from '../model/snapshot.ts';
import type { Verdict } from '../model/verdict.ts';

/** A snapshot with what several rules need, worked out once. Times in ms. */
export interface View {
  readonly snapshot: Snapshot;
  /** Verdicts that may act: shadow gates are left out, so they can change nothing. */
  readonly verdicts: readonly Verdict[];
  readonly worst: Verdict | null;
  /** The stage the rollout is in; null before the first and outside the plan. */
  readonly stage: StageSpec | null;
  readonly nextStage: StageSpec | null;
  /** The plan's automation for this stage, or what a person switched to. */
  readonly automation: Automation;
  readonly observedMs: number;
  readonly watch: Watch;
  /** Bake time the stage needs by what was seen in it, ms. */
  readonly bakeMs: number;
  readonly accelerated: boolean;
}

/** One rule of the sweep: a conclusion when it has something to say, else null. */
export type Rule = (view: View) => Conclusion | null;

type Said = Pick<Conclusion, 'kind' | 'cause' | 'reason' | 'next'> & Partial<Pick<Conclusion, 'nextAt' | 'recommendation' | 'steps'>>;

/** A conclusion with the defaults of one that waits: no time, no recommendation, no steps. */
export function conclude(view: View, said: Said): Conclusion {
  return { nextAt: null, recommendation: false, steps: [], observedMs: view.observedMs, watch: view.watch, ...said };
}
