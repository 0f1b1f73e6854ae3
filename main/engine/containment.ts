import {
  type Accepted,
  bySpeed,
  isSettled,
  left,
  type Measured,
  measuredFrom,
  type Standing,
  standingOf,
  type Way,
  waysOf,
} from '../core/containment/index.ts';
import { type Action, protects } from '../core/model/action.ts';
import type { Decision } from '../core/model/decision.ts';
import type { Operation } from '../core/model/operation.ts';
import { type Rollout, stateInWords } from '../core/model/rollout.ts';
import type { Target } from '../core/model/target.ts';
import { counted } from '../core/words.ts';
import { actionsOf } from '../store/actions.ts';
import { listDecisions } from '../store/decisions.ts';
import { containmentTimes } from '../store/containment-times.ts';
import { transaction } from '../store/open.ts';
import { replaced, rolloutsOfRelease, updateRollout } from '../store/rollouts.ts';
import { releasesTakenBack } from '../store/taken-back.ts';
import { getTarget } from '../store/targets.ts';
import type { EngineDeps } from './deps.ts';
import { openActions, siblingsOf, subjectOf } from './gather.ts';
import { rungsIn } from './next-best.ts';
import { type Press, PressRefused, recordPress, subjectById } from './press.ts';
import { undoCard } from './undo.ts';

/** How long taking back really took on a target so far; null when it never was. */
export function measuredOn(deps: EngineDeps, targetId: string): Measured | null {
  return measuredFrom(containmentTimes(deps.store.reader, targetId));
}

/** How far taking a release back has come on one target. */
export interface ContainmentLine extends Standing {
  readonly rollout: Rollout;
  readonly target: Target;
  /** Decision to read-back, ms; null while it is not contained. */
  readonly tookMs: number | null;
  /** When taking it back was decided, ms; null when nobody asked for it. */
  readonly decidedAt: number | null;
  /** The write that is meant, the newest; null when there is none. */
  readonly act: Action | null;
}

/** How long a finished containment stays in sight, ms. */
const shownAfterMs = 15 * 60_000;

/** A release that was pressed to be taken back. */
export interface OpenContainment {
  readonly applicationId: string;
  readonly version: string;
  readonly lines: readonly ContainmentLine[];
}

/** Releases somebody began to take back, until every target is contained or accepted and a little longer, newest first. From the store alone. */
export function openContainments(deps: EngineDeps): OpenContainment[] {
  const since = deps.clock.now() - shownAfterMs;
  return releasesTakenBack(deps.store.reader, since)
    .map((release) => ({ ...release, lines: containmentOf(deps, release.applicationId, release.version) }))
    .filter(
      ({ lines }) => lines.some((line) => line.act !== null) && lines.some((line) => !isSettled(line.kind) || settledAt(line) >= since),
    )
    .toSorted((a, b) => lastDecision(b) - lastDecision(a));
}

function lastDecision({ lines }: OpenContainment): number {
  return Math.max(...lines.map((line) => line.decidedAt ?? 0));
}

function settledAt({ rollout, act }: ContainmentLine): number {
  return Math.max(rollout.endedAt ?? 0, act?.finishedAt ?? 0);
}

/** Where a release stands on every target that has, or had, it in front of users, fastest first. From the store alone. */
export function containmentOf(deps: EngineDeps, applicationId: string, version: string): ContainmentLine[] {
  const exposed = siblingsOf(deps, { applicationId, version }).filter((one) => one.exposed);
  const lines = rolloutsOfRelease(deps.store.reader, applicationId, version).flatMap((rollout) => {
    const target = getTarget(deps.store.reader, rollout.targetId);
    const counts = exposed.some((one) => one.rolloutId === rollout.id) || rollout.state === 'rolledBack' || rollout.state === 'rollingBack';
    if (target === null || !counts || replaced(deps.store.reader, rollout)) return [];
    return [lineOf(deps, rollout, target)];
  });
  return bySpeed(lines.map((line) => ({ ...line, surface: line.target.surface, measured: measuredOn(deps, line.target.id) })));
}

function lineOf(deps: EngineDeps, rollout: Rollout, target: Target): ContainmentLine {
  const actions = actionsOf(deps.store.reader, { rolloutId: rollout.id });
  const standing = standingOf(rollout, actions, rungsIn(deps, subjectOf(deps, rollout)), acceptedOn(deps, rollout));
  const acts = actions.filter(protects);
  const done = acts.find((action) => action.state === 'confirmed');
  // Acts of one attempt follow one another: it began with the oldest that was refused before.
  const first = acts.findLast((action) => done !== undefined && action.createdAt <= done.createdAt);
  const tookMs = standing.kind !== 'contained' || !done?.finishedAt ? null : done.finishedAt - (first?.createdAt ?? done.createdAt);
  const begun = first ?? acts.at(-1);
  const decidedAt = (standing.kind === 'contained' ? begun : acts[0])?.createdAt ?? null;
  return { ...standing, rollout, target, tookMs, decidedAt, act: acts[0] ?? null };
}

function acceptedOn(deps: EngineDeps, rollout: Rollout): Accepted | null {
  const decision = listDecisions(deps.store.reader, { rolloutId: rollout.id }).find((one) => one.kind === 'settle');
  return decision === undefined ? null : { by: decision.actor.name, reason: decision.reason, at: decision.at };
}

/** The three ways back of a release with what they promise and what was measured (R4.2). Reads each platform; writes nothing. */
export async function waysBackOf(deps: EngineDeps, applicationId: string, version: string): Promise<Way[]> {
  const card = await undoCard(deps, applicationId, version);
  return waysOf(
    card.map(({ target, ability, problem }) => ({
      targetId: target.id,
      targetName: target.name,
      surface: target.surface,
      available: problem !== null ? null : (ability?.available ?? false),
      measured: measuredOn(deps, target.id),
    })),
  );
}

/** What a person chooses where a better act was refused. */
export interface ContainmentChoice {
  readonly rolloutId: string;
  readonly op: 'rollback' | 'halt' | 'unpublish';
  /** For a rollback: the version to return to; null lets the platform choose. */
  readonly toVersion: string | null;
}

/** Contains a release on one target by an act of a person's choice, also one that cannot be undone. */
export function contain(deps: EngineDeps, { rolloutId, op, toVersion }: ContainmentChoice, press: Press): Decision {
  const subject = subjectById(deps, rolloutId);
  const { rollout, target } = subject;
  if (rollout.stage < 0 && rollout.state !== 'rollingBack')
    throw new PressRefused('refused', `Nobody has ${rollout.version} on ${target.name}: cancel it instead.`);
  if (subject.plan.dryRun)
    throw new PressRefused('refused', `This is a dry run: nobody was given ${rollout.version} on ${target.name}. Cancel it instead.`);
  if (rollout.state === 'cancelled') throw new PressRefused('refused', `This rollout is ${stateInWords(rollout.state)}.`);
  const busy = openActions(deps, rolloutId).find((action) => protects(action) && action.state !== 'failed');
  if (busy !== undefined)
    throw new PressRefused('refused', `A ${busy.operation.op} is on its way on ${target.name}. Wait for its read-back.`);
  const operation: Operation = op === 'rollback' ? { op, version: rollout.version, toVersion } : { op, version: rollout.version };
  const rungs = rungsIn(deps, subject);
  const rung = rungs.find((one) => one.operation.op === op);
  if (rung?.available !== true) {
    const others = left(rungs, []).map((one) => one.operation.op);
    const rest =
      others.length === 0 ? 'Nothing else is possible through this platform now.' : `Possible: ${[...new Set(others)].join(', ')}.`;
    throw new PressRefused(
      'refused',
      `${target.name}: ${op} is not possible. ${rung?.reason ?? 'The platform has not been read.'} ${rest}`,
    );
  }
  return transaction(deps.store.writer, () => {
    updateRollout(deps.store.writer, rolloutId, { state: 'rollingBack', endedAt: null });
    return recordPress(deps, subject, press, 'rollback', [{ rolloutId, targetId: target.id, operation }]);
  });
}

/** One sentence over all targets: how many are contained, and which are not. */
export function containmentInWords(lines: readonly ContainmentLine[]): string {
  const open = lines.filter((line) => line.kind !== 'contained');
  if (lines.length === 0) return 'Nobody has this release.';
  const accepted = open.filter((line) => isSettled(line.kind));
  if (open.length > 0 && accepted.length === open.length)
    return `Contained on ${lines.length - open.length} of ${counted(lines.length, 'target')}; left as it is on ${open.map((line) => line.target.name).join(', ')}.`;
  if (open.length === 0) return `Contained on ${lines.length === 1 ? 'its only target' : `all ${counted(lines.length, 'target')}`}.`;
  return `Contained on ${lines.length - open.length} of ${counted(lines.length, 'target')}; not on ${open.map((line) => line.target.name).join(', ')}.`;
}
