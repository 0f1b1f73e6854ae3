import type { Actor } from '../model/actor.ts';
import type { VerdictKind } from '../model/verdict.ts';
import type { RecoveryStep } from '../recovery/index.ts';

/** How far a bad release reached on one target. Percents 0-100; null where nobody knows. */
export interface TargetReach {
  readonly target: string;
  readonly usersMax: number | null;
  readonly usersNow: number | null;
  readonly percentMax: number | null;
  readonly percentNow: number | null;
  /** Where the numbers come from, in words. */
  readonly source: string;
}

export interface FrozenSeries {
  readonly gate: string;
  readonly title: string;
  readonly unit: string;
  readonly red: number | null;
  /** Time in ms UTC and value, oldest first. */
  readonly points: readonly (readonly [number, number])[];
}

export interface RecordedDecision {
  readonly at: number;
  readonly kind: string;
  readonly cause: string;
  readonly actor: Actor;
  readonly reason: string;
  readonly recommendation: boolean;
  readonly target: string;
}

export interface RecordedAction {
  readonly target: string;
  readonly operation: string;
  /** What was asked, in words. */
  readonly says: string;
  readonly state: string;
  readonly attempts: number;
  readonly problem: string | null;
  readonly createdAt: number;
  readonly sentAt: number | null;
  readonly finishedAt: number | null;
}

/** Something people added: a note, a message, a step of a playbook, another severity. */
export interface RecordedEntry {
  readonly at: number;
  readonly kind: string;
  readonly actor: Actor;
  readonly text: string;
}

/** What the record holds about an incident, as a post-mortem needs it. Times in ms UTC. */
export interface PostmortemRecord {
  readonly application: string;
  /** Null when no release is known to have caused it. */
  readonly version: string | null;
  readonly previousVersion: string | null;
  readonly severity: string;
  readonly title: string;
  readonly openedAt: number;
  readonly closedAt: number | null;
  readonly reach: readonly TargetReach[];
  /** Users of all targets together, in words: at most, and now. */
  readonly reachSays: { readonly most: string; readonly now: string };
  readonly recovery: readonly RecoveryStep[];
  readonly series: readonly FrozenSeries[];
  readonly verdicts: readonly { readonly title: string; readonly kind: VerdictKind; readonly reason: string; readonly shadow: boolean }[];
  readonly decisions: readonly RecordedDecision[];
  readonly actions: readonly RecordedAction[];
  readonly entries: readonly RecordedEntry[];
  /** Messages that were sent or copied, by whom they were meant for: `internal`, `status page`, `users`. */
  readonly told: readonly string[];
  /** Played on the practice fleet. */
  readonly practice: boolean;
}

/** Operations that take a release away from users. */
export const takesBack: readonly string[] = ['rollback', 'halt', 'unpublish'];
