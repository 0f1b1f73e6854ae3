/** Common words for what a platform does with a version; adapters map their own onto these. */
export const platformStatuses = [
  'draft',
  'inReview',
  'ready',
  'rolling',
  'held',
  'halted',
  'live',
  'superseded',
  'removed',
  'failed',
  'mixed',
  'unknown',
] as const;
export type PlatformStatus = (typeof platformStatuses)[number];

/** One version as a platform lists it, newest first in lists. */
export interface PlatformRelease {
  readonly version: string;
  readonly status: PlatformStatus;
  /** Percent 0–100, null where the platform has no share. */
  readonly percent: number | null;
  readonly publishedAt: number | null;
  /** Platform's own id, for links and messages. */
  readonly ref: string;
  /** True when the platform does not let this release's share be changed any more, such as an immutable GitHub release. */
  readonly locked?: boolean;
}

/**
 * What a person should know beside the numbers. `blocked`: writes are refused as long as it holds. `unseen`: what users really
 * get could not be looked at, so that nothing is confirmed on this state.
 */
export interface PlatformNote {
  readonly kind: 'info' | 'blocked' | 'unseen';
  readonly text: string;
}

/**
 * What a target looks like now, read in one go.
 * `fence` is an opaque digest of everything an operator relied on; an adapter refuses to write when it moved.
 */
export interface PlatformState {
  /** The version new users get at `percent`; null when nothing is served. */
  readonly version: string | null;
  /** Share of users offered `version`, percent 0–100; null when it cannot be said in one number. */
  readonly percent: number | null;
  readonly status: PlatformStatus;
  /** The version everybody else gets and a rollback returns to; null when there is no way back. */
  readonly fallbackVersion: string | null;
  readonly fence: string;
  readonly releases: readonly PlatformRelease[];
  readonly notes?: readonly PlatformNote[];
  /** Names of the segments that get `version` besides the share, as far as known (flags only). */
  readonly segments?: readonly string[];
}
