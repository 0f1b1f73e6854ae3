import type { Role } from './actor.ts';
import type { PlatformStatus } from './platform-state.ts';

/**
 *   preparing ──start──▶ running ──advance──▶ running (next stage) ──complete──▶ completed
 *       │                 │   ▲                                                     │
 *       │            hold │   │ resume                                              │
 *       │                 ▼   │                                                     │
 *       │                 held ──────────────┐                                      │
 *       │                                    ▼                                      │
 *       └──cancel──▶ cancelled          rollingBack ◀──roll back── running, completed
 *                                            │
 *                                            ├──every step confirmed──▶ rolledBack
 *                                            └──a step failed──▶ stays, and needs a person
 */
export const rolloutStates = ['preparing', 'running', 'held', 'rollingBack', 'completed', 'rolledBack', 'cancelled'] as const;
export type RolloutState = (typeof rolloutStates)[number];

/** States in which the engine still looks at a rollout. */
export const activeStates: readonly RolloutState[] = ['preparing', 'running', 'held', 'rollingBack'];

const stateWords: Record<RolloutState, string> = {
  preparing: 'still being prepared',
  running: 'running',
  held: 'held',
  rollingBack: 'being rolled back',
  completed: 'completed',
  rolledBack: 'rolled back',
  cancelled: 'cancelled',
};

/** A state as a person says it, after "this rollout is". */
export function stateInWords(state: RolloutState): string {
  return stateWords[state];
}

/** What was last confirmed on the platform: the measure that drift is held against. */
export interface ExpectedState {
  readonly version: string | null;
  readonly percent: number | null;
  readonly status: PlatformStatus;
  /** Segments that were switched on for this rollout; left out when none were. */
  readonly segments?: readonly string[];
}

/** A value captured before the rollout and kept with it. Times in ms. */
export interface Baseline {
  readonly metric: string;
  readonly value: number;
  readonly samples: number | null;
  readonly release: string;
  readonly from: number;
  readonly to: number;
  /** The stage it belongs to; left out when it serves all of them. */
  readonly stage?: number;
}

/** What the sweeps of the present stage add up to. */
export interface Watch {
  /** Observed time since the last verdict that was not green, ms. */
  readonly streakMs: number;
  /** Added to the bake time by yellow, ms. */
  readonly extraBakeMs: number;
  /** The last sweep was yellow. */
  readonly yellow: boolean;
  /** This episode of yellow paused the rollout already, so a person who resumes it is not overruled. */
  readonly paused: boolean;
  /** Worst value seen by each gate. */
  readonly peaks: Readonly<Record<string, number>>;
}

export const freshWatch: Watch = { streakMs: 0, extraBakeMs: 0, yellow: false, paused: false, peaks: {} };

/** A person who said yes to entering a stage. Time in ms. */
export interface Approval {
  readonly stage: number;
  readonly name: string;
  readonly role: Role;
  readonly at: number;
}

/** Takes one release through a plan on one target. */
export interface Rollout {
  readonly id: string;
  readonly applicationId: string;
  readonly version: string;
  readonly previousVersion: string | null;
  readonly targetId: string;
  readonly planName: string;
  readonly planHash: string;
  readonly state: RolloutState;
  /** Index into the plan's stages; -1 before the first is entered. */
  readonly stage: number;
  readonly stageEnteredAt: number | null;
  /** Time with fresh, non-red readings in this stage, ms. */
  readonly observedMs: number;
  readonly lastSweepAt: number | null;
  /** Set while a gap (sleep, clock jump, offline) waits for a fresh read of the platform, ms. */
  readonly gapSince: number | null;
  readonly expected: ExpectedState | null;
  readonly baselines: readonly Baseline[];
  /** Switched by a person for the rest of this rollout; null follows the plan. */
  readonly automationOverride: { readonly promote: boolean; readonly rollback: boolean } | null;
  /** Stage index a person approved entering, -1 when none. */
  readonly approvedStage: number;
  readonly approvals: readonly Approval[];
  readonly watch: Watch;
  readonly heldReason: string | null;
  readonly createdAt: number;
  readonly startedAt: number | null;
  readonly endedAt: number | null;
}
