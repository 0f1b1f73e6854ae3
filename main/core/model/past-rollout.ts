import type { Surface } from './surface.ts';

/** How a past rollout ended; `open` has not ended yet. */
export const pastOutcomes = ['completed', 'rolledBack', 'cancelled', 'open'] as const;
export type PastOutcome = (typeof pastOutcomes)[number];

/** `live` was led by this console; `imported` came from a file and is only ever looked at. */
export const pastSources = ['live', 'imported'] as const;
export type PastSource = (typeof pastSources)[number];

/** Time a release spent at one share. Times in ms, `to` null while it lasts. */
export interface PastStage {
  /** Position in the plan it ran under, from 0. */
  readonly stage: number;
  /** Percent 0–100. */
  readonly percent: number;
  readonly from: number;
  readonly to: number | null;
}

/** A release on one target as it went, whoever led it. Times in ms UTC. */
export interface PastRollout {
  readonly id: string;
  readonly source: PastSource;
  readonly applicationId: string;
  readonly version: string;
  readonly previousVersion: string | null;
  /** Null for an imported release on a target this workspace does not have. */
  readonly targetId: string | null;
  readonly targetName: string;
  readonly channel: string;
  readonly surface: Surface;
  /** Users reached at 100 %, null when nobody knows. */
  readonly population: number | null;
  readonly planName: string;
  /** Null for an imported release. */
  readonly planHash: string | null;
  /** In the order they were entered, at least one. */
  readonly stages: readonly PastStage[];
  readonly startedAt: number;
  readonly endedAt: number | null;
  readonly outcome: PastOutcome;
  /** When the outcome was decided; null while it is open. */
  readonly decidedAt: number | null;
  /** Why, in the words of then. */
  readonly reason: string;
}
