import type { Actor } from './actor.ts';
import type { Operation } from './operation.ts';
import type { Watch } from './rollout.ts';

export const decisionKinds = [
  'start',
  'advance',
  'wait',
  'hold',
  'pause',
  'resume',
  'rollback',
  'complete',
  'cancel',
  'acceptDrift',
  'restoreDrift',
  'approve',
  'signoff',
  'recapture',
  'automation',
  'retry',
  'settle',
] as const;
export type DecisionKind = (typeof decisionKinds)[number];

/** Which rule of the sweep spoke, in the order they are asked (design promise 3). */
export const decisionCauses = [
  'person',
  'busy',
  'drift',
  'emergency',
  'red',
  'gap',
  'held',
  'unreachable',
  'yellow',
  'blind',
  'thin',
  'pending',
  'bake',
  'check',
  'checkFailed',
  'notYet',
  'freeze',
  'channel',
  'signoff',
  'signoffRefused',
  'approval',
  'noWayBack',
  'green',
] as const;
export type DecisionCause = (typeof decisionCauses)[number];

/** One write on one target. The idempotency key of the write is `decision id + '/' + index`. */
export interface IntendedStep {
  readonly rolloutId: string;
  readonly targetId: string;
  readonly operation: Operation;
}

/** What a sweep concluded, before it is recorded. Times in ms. */
export interface Conclusion {
  readonly kind: DecisionKind;
  readonly cause: DecisionCause;
  /** One sentence with the numbers. */
  readonly reason: string;
  /** What a person reads as "next": a short sentence without its time. */
  readonly next: string;
  /** When the next decision can fall, null when it waits for a person or for a source. */
  readonly nextAt: number | null;
  /** True when automation is off and a person has to press. */
  readonly recommendation: boolean;
  readonly steps: readonly IntendedStep[];
  /** Observed bake time after this sweep, ms. */
  readonly observedMs: number;
  readonly watch: Watch;
}

/** A recorded conclusion or a person's press; both look the same to audit, actions and screens. */
export interface Decision {
  readonly id: string;
  readonly rolloutId: string;
  readonly at: number;
  readonly kind: DecisionKind;
  readonly cause: DecisionCause;
  readonly actor: Actor;
  readonly reason: string;
  readonly stage: number;
  readonly recommendation: boolean;
  /** SHA-256 of the canonical snapshot it was computed from; null for a person's press without one. */
  readonly snapshotHash: string | null;
}
