import type { Audience } from './population/audience.ts';
import type { FirebaseSite } from './platforms/firebase-state.ts';
import type { FlagsmithProject } from './platforms/flagsmith-state.ts';
import type { CodeFaultOf } from './platforms/github-code.ts';
import type { GithubRepository } from './platforms/github-state.ts';
import type { PlayApplication } from './platforms/play-state.ts';
import type { Pace, Scenario } from './scenario.ts';
import type { History } from './traffic/history.ts';
import type { Trap } from './traps.ts';
import type { Group } from './traffic/group.ts';

/** A release with a scenario's faults on it. Times in ms of the fleet's clock. */
export interface Run {
  readonly scenario: Scenario;
  readonly application: string;
  readonly version: string;
  readonly previousVersion: string;
  /** When each percent that an event or a fault waits for was first reached, by percent. */
  readonly reachedAt: Record<string, number>;
  /** Events that have already happened, by their place in the scenario. */
  readonly done: number[];
  readonly startedAt: number;
  exposedMax: number;
  /** Most users at once, by target. */
  readonly mostByTarget: Record<string, number>;
}

/** An alert, or a change that was noted without one, as the practice PagerDuty keeps it. */
export interface PracticeAlert {
  readonly at: number;
  /** Null for a change. */
  readonly key: string | null;
  state: 'triggered' | 'acknowledged' | 'resolved' | 'change';
  readonly severity: string;
  readonly summary: string;
  /** How many triggers it took. */
  told: number;
}

/** A write as the fleet saw it: applied or refused. */
export interface WriteRecord {
  readonly at: number;
  readonly target: string;
  readonly operation: string;
  readonly summary: string;
  readonly changedSomething: boolean;
  readonly status: number;
  readonly requestId: string;
}

/** Something the fleet did by itself, such as a colleague's change. */
export interface FleetHappening {
  readonly at: number;
  readonly kind: string;
  readonly summary: string;
}

/** How badly the platforms answer, and how often they already did per platform. */
export interface Flakiness {
  share: number;
  limit: number;
  readonly used: Record<string, number>;
  readonly inARow: Record<string, number>;
  readonly calls: Record<string, number>;
}

/** Whatever the fleet must remember. Plain data: it survives a round trip through JSON. */
export interface FleetState {
  readonly format: 1;
  readonly seed: number;
  readonly pace: Pace;
  readonly startedAt: number;
  /** Population and counters are integrated up to here. */
  steppedTo: number;
  networkUp: boolean;
  metricsUp: boolean;
  sequence: number;
  requests: number;
  /** Key pair of the practice service account, made when first needed. */
  keys: { readonly privatePem: string; readonly publicPem: string } | null;
  readonly tokens: Record<string, { readonly account: string; readonly scopes: readonly string[]; readonly expiresAt: number }>;
  readonly runs: Run[];
  readonly audiences: Audience[];
  readonly groups: Record<string, Group>;
  readonly history: History;
  readonly sites: FirebaseSite[];
  readonly repositories: GithubRepository[];
  readonly packages: PlayApplication[];
  readonly projects: FlagsmithProject[];
  readonly messages: { readonly at: number; readonly text: string }[];
  readonly writes: WriteRecord[];
  readonly happenings: FleetHappening[];
  /** Last complete exposure of each target, and every change from one to another that a write has made. */
  readonly exposures: Record<string, string>;
  readonly transitions: Record<string, number>;
  doubleActs: number;
  flakiness: Flakiness;
  readonly guardianFails: string[];
  /** What waits for the next write. Absent in images of earlier editions, as what follows. */
  traps?: readonly { readonly trap: Trap; readonly application: string; readonly version: string }[];
  /** When a lost network comes back, ms. */
  networkBackAt?: number;
  alerts?: PracticeAlert[];
  /** Signed messages that were taken, each id once. */
  received?: { readonly at: number; readonly id: string; readonly type: string; readonly title: string }[];
  /** Absent in images of earlier editions. */
  codeFaults?: readonly CodeFaultOf[];
}

/** The state with the clock that drives it. */
export interface World {
  readonly state: FleetState;
  readonly now: () => number;
}

/** A number no other thing in the fleet has. */
export function nextNumber(world: World): number {
  world.state.sequence += 1;
  return world.state.sequence;
}

export function isoTime(ms: number): string {
  return new Date(ms).toISOString();
}
