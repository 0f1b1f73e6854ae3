/** How a fire drill ended; `open` when the release was still offered to somebody at its end. */
export const drillStates = ['running', 'contained', 'open', 'cancelled', 'interrupted'] as const;
export type DrillState = (typeof drillStates)[number];

/** One button that was pressed in a drill. */
export interface DrillPress {
  /** ms UTC. */
  readonly at: number;
  readonly who: string;
  readonly says: string;
  /** It takes the release away from users. */
  readonly contains: boolean;
}

/** A target of a drill: when it was first offered the release, and when it no longer was, as the fleet itself says; ms UTC. */
export interface DrillTarget {
  readonly name: string;
  readonly surface: string;
  readonly exposedAt: number | null;
  readonly containedAt: number | null;
}

/** One fire drill. It stands apart from releases and incidents: nothing of it was real. Times in ms UTC. */
export interface DrillRecord {
  readonly id: string;
  readonly person: string;
  readonly scenario: string;
  readonly title: string;
  readonly release: string;
  readonly planName: string;
  readonly planFile: string;
  readonly planHash: string;
  /** Automatic rollback was off: a person had to press. */
  readonly byHand: boolean;
  /** Times of the plan passed this many times faster. */
  readonly speed: number;
  readonly state: DrillState;
  readonly startedAt: number;
  readonly endedAt: number | null;
  /** The first user met the fault. */
  readonly badAt: number | null;
  /** Tidegate said that the release has to go back. */
  readonly detectedAt: number | null;
  readonly containedAt: number | null;
  readonly pressed: readonly DrillPress[];
  readonly targets: readonly DrillTarget[];
  readonly exposedUsersMax: number;
  /** In what the drill differed from the real thing: gates that stayed blind, parts of the plan that were left out. */
  readonly notes: readonly string[];
}
