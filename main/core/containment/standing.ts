import type { Action } from '../model/action.ts';
import { protects } from '../model/action.ts';
import type { OperationKind } from '../model/operation.ts';
import type { Rollout } from '../model/rollout.ts';
import { listInWords, sentence } from '../words.ts';
import { actInWords, left, type Rung } from './rungs.ts';

/**
 * `accepted`: a person left it as it is, on record; `unknown`: a write went out and nobody knows yet whether it was applied; `open`:
 * nobody tried to take it back.
 */
export const standings = ['contained', 'accepted', 'working', 'unknown', 'failed', 'open'] as const;
export type StandingKind = (typeof standings)[number];

/** How far taking a release back has come on one target. */
export interface Standing {
  readonly kind: StandingKind;
  /** The act that contained it; null until one did. */
  readonly how: OperationKind | null;
  readonly says: string;
  /** Acts that are left to try, best first; only for a target that is not contained. */
  readonly next: readonly Rung[];
}

/** Standings in which nothing is left to do on a target. */
export function isSettled(kind: StandingKind): boolean {
  return kind === 'contained' || kind === 'accepted';
}

/** What a person left as it is, and why. Time in ms. */
export interface Accepted {
  readonly by: string;
  readonly reason: string;
  readonly at: number;
}

/** Where a target stands, from its rollout, its writes (newest first), the acts its platform allows and what a person accepted. Pure. */
export function standingOf(
  rollout: Pick<Rollout, 'state' | 'version'>,
  actions: readonly Action[],
  rungs: readonly Rung[],
  accepted: Accepted | null = null,
): Standing {
  const acts = actions.filter(protects);
  const done = acts.find((action) => action.state === 'confirmed');
  if (rollout.state === 'rolledBack') {
    const how = done?.operation.op ?? 'rollback';
    return { kind: 'contained', how, says: containedSays(how, done), next: [] };
  }
  const tried = acts.filter((action) => action.state === 'failed');
  const rest = left(
    rungs,
    tried.map((action) => action.operation),
  );
  const [newest] = acts;
  const stillGoing = newest !== undefined && rollout.state === 'rollingBack' && newest.state !== 'failed';
  if (accepted !== null && !stillGoing && accepted.at >= (newest?.createdAt ?? 0))
    return { kind: 'accepted', how: null, says: `Left as it is by ${accepted.by}: ${sentence(accepted.reason)}`, next: rest };
  if (rollout.state !== 'rollingBack' || newest === undefined)
    return { kind: 'open', how: null, says: `${rollout.version} is still offered here.`, next: rest };
  const doing = actInWords(newest.operation);
  const why = newest.problem === null ? '' : ` ${sentence(newest.problem.message)}`;
  if (newest.state === 'failed') return { kind: 'failed', how: null, says: `Could not ${doing}.${why} ${whatIsLeft(rest)}`, next: rest };
  if (newest.state === 'unknown')
    return {
      kind: 'unknown',
      how: null,
      says: `Whether "${doing}" was applied is not known; the platform is read until it is.${why}`,
      next: [],
    };
  return { kind: 'working', how: null, says: workingSays(newest, doing, why), next: [] };
}

function workingSays({ state, problem }: Action, doing: string, why: string): string {
  if (state === 'sent') return `Sent and being read back: ${doing}.${why}`;
  if (problem === null) return `On its way: ${doing}.`;
  return `Nothing has reached the platform yet: ${doing}.${why} It is tried again by itself.`;
}

function containedSays(how: OperationKind, done: Action | undefined): string {
  if (how === 'halt') return 'Halted: nobody new gets it.';
  if (how === 'unpublish') return 'Taken out of sight.';
  if (done === undefined) return 'Taken back on the platform itself.';
  const after = done.after ?? null;
  if (after?.version === null && after.percent === 0) return 'Off for everyone.';
  if (after?.status === 'halted') return 'Halted: nobody new gets it.';
  const to = after?.version ?? null;
  return to === null || to === done.operation.version ? 'Taken back.' : `Taken back to ${to}.`;
}

function whatIsLeft(rest: readonly Rung[]): string {
  if (rest.length === 0) return 'Nothing else is possible through this platform: act in its own console, then settle it here.';
  return `What is left: ${listInWords(rest.map((rung) => actInWords(rung.operation)))}.`;
}
