import type { ActionState } from './action.ts';
import type { CheckResult } from './check.ts';
import type { AdapterProblem } from './connection.ts';
import type { IntendedStep } from './decision.ts';
import type { Plan } from './plan.ts';
import type { PlatformState } from './platform-state.ts';
import type { Point } from './reading.ts';
import type { Rollout } from './rollout.ts';
import type { SignoffResult } from './signoff.ts';
import type { Surface } from './surface.ts';
import type { WayBack } from './way-back.ts';

/** Readings of one metric for the release under judgement, oldest first, long enough for every gate that uses it. */
export interface MetricWindow {
  readonly metric: string;
  readonly points: readonly Point[];
  /** The version before over the same time, for gates that compare the two; empty when none does. */
  readonly control: readonly Point[];
  /** Set while the source does not answer, ms. */
  readonly failingSince: number | null;
  readonly problem: string | null;
}

/** Another target that carries the same release and goes back with it. */
export interface Sibling {
  readonly rolloutId: string;
  readonly targetId: string;
  readonly surface: Surface;
  readonly state: Rollout['state'];
  /** Exposure started on this target, so there is something to take back. */
  readonly exposed: boolean;
  readonly previousVersion: string | null;
}

/**
 * Everything one sweep of one rollout relies on. Verdicts and decision are pure functions of it,
 * so storing it is enough to compute them again.
 */
export interface Snapshot {
  readonly now: number;
  readonly rollout: Rollout;
  readonly plan: Plan;
  readonly target: { readonly id: string; readonly name: string; readonly surface: Surface; readonly population: number | null };
  readonly windows: readonly MetricWindow[];
  readonly checks: readonly CheckResult[];
  readonly signoffs: readonly SignoffResult[];
  /** Channels on which this release was completed, on the same surface. */
  readonly channelsDone: readonly string[];
  /** Last read of the platform; null before the first. */
  readonly platform: {
    readonly state: PlatformState | null;
    readonly readAt: number | null;
    readonly failingSince: number | null;
    readonly problem: AdapterProblem | null;
  };
  /** Whether the release could be taken back here once the next stage is entered; missing in snapshots of older versions. */
  readonly wayBack?: WayBack;
  /** Unfinished or failed writes on this target. */
  readonly actions: readonly { readonly id: string; readonly state: ActionState; readonly op: IntendedStep['operation']['op'] }[];
  /** Targets of the same release, this one included. */
  readonly siblings: readonly Sibling[];
}
