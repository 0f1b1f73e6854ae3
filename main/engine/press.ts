import { exposure, judge, missingApprovals, passedOver } from '../core/decide/index.ts';
import type { Actor } from '../core/model/actor.ts';
import type { Incident } from '../core/model/incident.ts';
import type { StageSpec } from '../core/model/plan.ts';
import type { Decision, IntendedStep } from '../core/model/decision.ts';
import { activeStates, type Rollout, stateInWords } from '../core/model/rollout.ts';
import { getAction, updateAction } from '../store/actions.ts';
import { keepSnapshot } from '../store/snapshots.ts';
import { transaction } from '../store/open.ts';
import { getRollout, rolloutsOfRelease, updateRollout } from '../store/rollouts.ts';
import type { EngineDeps } from './deps.ts';
import { gather, openActions, siblingsOf, subjectOf, type Subject } from './gather.ts';
import { openIncident } from './incidents.ts';
import { cancelUnstarted, recordWish, unstarted } from './intend.ts';
import { snapshotJson } from './snapshot-json.ts';
import { entered } from './unwritten.ts';
import { listInWords, sentence } from '../core/words.ts';
import { tell } from './notify.ts';
import { type Override, recordOverride } from './override.ts';

/** Who presses, through which door, and why. */
export interface Press {
  readonly actor: Actor;
  /** `manual`, `cli` or `webhook`. */
  readonly trigger: string;
  readonly reason: string;
}

/** A press that the present state does not allow; the message says what is and what can be done. */
export class PressRefused extends Error {
  readonly code: 'notFound' | 'refused';
  constructor(code: 'notFound' | 'refused', message: string) {
    super(message);
    this.name = 'PressRefused';
    this.code = code;
  }
}

/** A rollout with everything around it, or a refusal that says it is not there. */
export function subjectById(deps: EngineDeps, rolloutId: string): Subject {
  const rollout = getRollout(deps.store.reader, rolloutId);
  if (rollout === null) throw new PressRefused('notFound', `There is no rollout ${rolloutId}.`);
  return subjectOf(deps, rollout);
}

function must(rollout: Rollout, states: readonly Rollout['state'][], what: string): void {
  if (!states.includes(rollout.state))
    throw new PressRefused('refused', `${what} is not possible: this rollout is ${stateInWords(rollout.state)}.`);
}

/** The state a held rollout goes on in. */
function goingOn(rollout: Rollout): 'preparing' | 'running' {
  return rollout.stage < 0 ? 'preparing' : 'running';
}

/**
 * Moves to the next stage now, or completes the last one; approves what waits for a person. `override` is needed, and recorded, where
 * the release could not be taken back from the users it reaches.
 */
export function promote(deps: EngineDeps, rolloutId: string, press: Press, override: Override = false): Decision {
  const subject = subjectById(deps, rolloutId);
  const { rollout, plan } = subject;
  must(rollout, ['running', 'held', 'preparing'], 'Promote');
  refuseWhileBusy(deps, subject);
  const next = plan.stages[rollout.stage + 1];
  if (next !== undefined) refuseUnapproved(rollout, next, press);
  const step = next === undefined || plan.dryRun || watchesOn(plan.stages[rollout.stage], next) ? [] : [exposure(rollout, next)];
  const noWayBack = step.length === 0 ? null : missingWayBack(deps, subject);
  if (noWayBack !== null && override === false)
    throw new PressRefused('refused', `${noWayBack} Promote with the override and a reason to do it all the same.`);
  return transaction(deps.store.writer, () => {
    if (noWayBack !== null) recordOverride(deps, subject, press, override, noWayBack);
    const kind = rollout.stage < 0 ? 'start' : next === undefined ? 'complete' : 'advance';
    const decision = recordPress(deps, subject, sayingPassed(deps, subject, press), kind, step);
    const base = { approvedStage: rollout.stage + 1, heldReason: null };
    const done = next === undefined ? { state: 'completed' as const, endedAt: deps.clock.now() } : {};
    const state = rollout.state === 'held' && next !== undefined ? { state: goingOn(rollout) } : {};
    const moved = next !== undefined && step.length === 0 ? entered({ ...rollout, ...state }, deps.clock.now()) : {};
    updateRollout(deps.store.writer, rolloutId, { ...base, ...state, ...moved, ...done });
    return decision;
  });
}

/** A step by hand does not wait for the plan; what it passes over stands in the decision and in the audit log. */
function sayingPassed(deps: EngineDeps, subject: Subject, press: Press): Press {
  const snapshot = gather(deps, subject);
  const passed = passedOver(snapshot, judge(snapshot));
  return passed.length === 0 ? press : { ...press, reason: `${sentence(press.reason)} Passed over: ${passed.join(' ')}` };
}

/** Why the release could not be taken back once it goes further; null when it could, or nobody knows. */
function missingWayBack(deps: EngineDeps, subject: Subject): string | null {
  const { wayBack } = gather(deps, subject);
  return wayBack?.exists === false ? wayBack.says : null;
}

/** A stage that wants more people than the one who presses is entered by approvals alone. */
function refuseUnapproved(rollout: Rollout, next: StageSpec, press: Press): void {
  const own = { stage: rollout.stage + 1, name: press.actor.name, role: press.actor.role, at: 0 };
  const missing = missingApprovals({ ...rollout, approvals: [...rollout.approvals, own] }, next);
  if (missing.length === 0) return;
  throw new PressRefused(
    'refused',
    `Entering ${next.name} needs the approval of ${listInWords(missing)}. Approve it, and ask the others to.`,
  );
}

/** A stage with the same share and no segments of its own is entered without a write. */
function watchesOn(stage: StageSpec | undefined, next: StageSpec): boolean {
  return stage?.percent === next.percent && next.segments.length === 0;
}

/** Freezes the share: nothing advances until a person resumes. Red still rolls back, unless that was switched off. */
export function hold(deps: EngineDeps, rolloutId: string, press: Press): Decision {
  const subject = subjectById(deps, rolloutId);
  must(subject.rollout, ['running', 'preparing'], 'Hold');
  return transaction(deps.store.writer, () => {
    updateRollout(deps.store.writer, rolloutId, { state: 'held', heldReason: press.reason });
    return recordPress(deps, subject, press, 'hold', []);
  });
}

/** Lets a held rollout go on. The stage's observed time is kept. */
export function resume(deps: EngineDeps, rolloutId: string, press: Press): Decision {
  const subject = subjectById(deps, rolloutId);
  must(subject.rollout, ['held'], 'Resume');
  return transaction(deps.store.writer, () => {
    updateRollout(deps.store.writer, rolloutId, { state: goingOn(subject.rollout), heldReason: null });
    return recordPress(deps, subject, press, 'resume', []);
  });
}

/** Stops what was announced: holds the share and leaves every further move of this rollout to people. */
export function stopAutomation(deps: EngineDeps, rolloutId: string, press: Press): Decision {
  const subject = subjectById(deps, rolloutId);
  must(subject.rollout, ['running', 'preparing', 'held'], 'Stop');
  return transaction(deps.store.writer, () => {
    updateRollout(deps.store.writer, rolloutId, {
      ...withoutApproval(subject.rollout),
      state: 'held',
      heldReason: press.reason,
      automationOverride: { promote: false, rollback: false },
    });
    return recordPress(deps, subject, sayingApproval(subject, press), 'pause', []);
  });
}

/** An approval was given for a plan that goes on by itself: once a person stopped that, the next stage asks for it again. */
function withoutApproval({ approvals, approvedStage, stage }: Rollout): Pick<Rollout, 'approvals' | 'approvedStage'> {
  return { approvals: approvals.filter((one) => one.stage <= stage), approvedStage: Math.min(approvedStage, stage) };
}

/** The press with what becomes of approvals given before it. */
function sayingApproval({ rollout, plan }: Subject, press: Press): Press {
  const given = rollout.approvals.filter((one) => one.stage > rollout.stage).map((one) => one.name);
  if (given.length === 0) return press;
  const next = plan.stages[rollout.stage + 1]?.name ?? 'the next stage';
  return {
    ...press,
    reason: `${sentence(press.reason)} The approval of ${listInWords(given)} for ${next} no longer counts; it is asked for again.`,
  };
}

/** Switches automatic promote and rollback for the rest of this rollout. */
export function setAutomation(
  deps: EngineDeps,
  rolloutId: string,
  automation: { promote: boolean; rollback: boolean },
  press: Press,
): Decision {
  const subject = subjectById(deps, rolloutId);
  must(subject.rollout, ['running', 'preparing', 'held'], 'Changing automation');
  return transaction(deps.store.writer, () => {
    const withdrawn = automation.promote ? {} : withoutApproval(subject.rollout);
    updateRollout(deps.store.writer, rolloutId, { ...withdrawn, automationOverride: automation });
    return recordPress(deps, subject, automation.promote ? press : sayingApproval(subject, press), 'automation', []);
  });
}

/** Gives up a rollout that has not reached anybody. */
export function cancel(deps: EngineDeps, rolloutId: string, press: Press): Decision {
  const subject = subjectById(deps, rolloutId);
  if (subject.rollout.stage >= 0 && !subject.plan.dryRun)
    throw new PressRefused('refused', 'Users already have this version: roll it back instead of cancelling.');
  must(subject.rollout, subject.plan.dryRun ? ['preparing', 'running', 'held'] : ['preparing', 'held'], 'Cancel');
  refuseWhileBusy(deps, subject);
  return transaction(deps.store.writer, () => {
    updateRollout(deps.store.writer, rolloutId, { state: 'cancelled', endedAt: deps.clock.now(), heldReason: press.reason });
    return recordPress(deps, subject, press, 'cancel', []);
  });
}

/** Settles drift: takes the platform's state as the new starting point, or writes ours again. */
export function resolveDrift(deps: EngineDeps, rolloutId: string, choice: 'accept' | 'restore', press: Press): Decision {
  const subject = subjectById(deps, rolloutId);
  const { rollout } = subject;
  must(rollout, ['running', 'held'], 'Settling drift');
  refuseWhileBusy(deps, subject);
  const observed = gather(deps, subject).platform.state;
  if (observed === null || rollout.expected === null)
    throw new PressRefused('refused', 'The platform has not been read yet; try again in a moment.');
  const percent = rollout.expected.percent;
  if (choice === 'restore' && percent === null)
    throw new PressRefused('refused', 'The share written last is not known, so it cannot be restored. Accept or roll back.');
  return transaction(deps.store.writer, () => {
    if (choice === 'accept') {
      updateRollout(deps.store.writer, rolloutId, {
        expected: { version: observed.version, percent: observed.percent, status: observed.status },
      });
      return recordPress(deps, subject, press, 'acceptDrift', []);
    }
    return recordPress(deps, subject, press, 'restoreDrift', [
      exposure(rollout, { percent: percent ?? 0, segments: rollout.expected?.segments ?? [] }),
    ]);
  });
}

/** Tries a failed write again. The platform is read first. */
export function retryAction(deps: EngineDeps, actionId: string, press: Press): Decision {
  const action = getAction(deps.store.reader, actionId);
  if (action === null) throw new PressRefused('notFound', `There is no action ${actionId}.`);
  if (action.state !== 'failed') throw new PressRefused('refused', `Only a failed action can be tried again; this one is ${action.state}.`);
  const subject = subjectById(deps, action.rolloutId);
  must(subject.rollout, activeStates, 'Trying again');
  if (!openActions(deps, action.rolloutId).some((one) => one.id === actionId))
    throw new PressRefused('refused', 'Something newer replaced this write, so it is not tried again.');
  return transaction(deps.store.writer, () => {
    updateAction(deps.store.writer, actionId, {
      state: 'intended',
      attempts: 0,
      fence: null,
      before: null,
      dueAt: deps.clock.now(),
      problem: null,
      finishedAt: null,
    });
    return recordPress(deps, subject, press, 'retry', []);
  });
}

export interface TakeBack {
  readonly applicationId: string;
  readonly version: string;
  readonly targetIds: readonly string[] | null;
  readonly toVersion: string | null;
}

/** Takes a release back on all its targets, or the named ones: one decision, one write per target (R1.8, R4.2, promise 8). */
export function takeBack(deps: EngineDeps, what: TakeBack, press: Press, severity: Incident['severity'] = 'P1'): Decision {
  const exposed = siblingsOf(deps, what).filter(
    (one) => one.exposed && one.state !== 'rollingBack' && one.state !== 'rolledBack' && one.state !== 'cancelled',
  );
  const chosen = exposed.filter((one) => what.targetIds === null || what.targetIds.includes(one.targetId));
  const first = chosen[0] ?? unstartedOf(deps, what);
  if (first === undefined) throw new PressRefused('refused', nothingToTakeBack(deps, what));
  const subject = subjectById(deps, first.rolloutId);
  const steps = chosen.map(
    (one): IntendedStep => ({
      rolloutId: one.rolloutId,
      targetId: one.targetId,
      operation: { op: 'rollback', version: what.version, toVersion: what.toVersion ?? one.previousVersion },
    }),
  );
  return transaction(deps.store.writer, () => {
    const snapshot = gather(deps, subject);
    const decision = recordPress(deps, subject, press, 'rollback', steps);
    if (what.targetIds === null) cancelUnstarted(deps, subject, press.actor, press.reason);
    const title = `Rolled back by ${press.actor.name}`;
    openIncident(deps, subject, snapshot, judge(snapshot), { severity, title, press, acknowledged: press.actor.kind === 'person' });
    tell(deps, subject, 'error', `Rolling back ${what.version}`, `${press.reason} (${press.actor.name})`, 'rollback:person');
    return decision;
  });
}

function unstartedOf(deps: EngineDeps, what: TakeBack): { rolloutId: string } | undefined {
  if (what.targetIds !== null) return undefined;
  const found = rolloutsOfRelease(deps.store.reader, what.applicationId, what.version).find((one) => unstarted(deps, one));
  return found === undefined ? undefined : { rolloutId: found.id };
}

function refuseWhileBusy(deps: EngineDeps, subject: Subject): void {
  const busy = gather(deps, subject).actions.find((action) => action.state !== 'failed');
  if (busy !== undefined)
    throw new PressRefused(
      'refused',
      `A write (${busy.op}) is still on its way on ${subject.target.name}. Wait for its read-back, or roll back.`,
    );
}

/** Records a press with what was known at that moment. Belongs into a transaction. */
export function recordPress(
  deps: EngineDeps,
  subject: Subject,
  press: Press,
  kind: Decision['kind'],
  steps: readonly IntendedStep[],
): Decision {
  const snapshot = gather(deps, subject);
  const hash = keepSnapshot(deps.store.writer, snapshotJson(snapshot), snapshot.now);
  deps.changed({ table: 'rollouts', id: subject.rollout.id });
  return recordWish(deps, subject, {
    kind,
    cause: 'person',
    actor: press.actor,
    trigger: press.trigger,
    reason: press.reason,
    recommendation: false,
    snapshotHash: hash,
    steps,
  });
}

const goneWords: Partial<Record<Rollout['state'], string>> = {
  rollingBack: 'being rolled back already',
  rolledBack: 'rolled back already',
};

/** Why there is nothing to take back: a mistyped name must not look like a release that is gone already. */
function nothingToTakeBack(deps: EngineDeps, what: TakeBack): string {
  const known = siblingsOf(deps, what);
  if (known.length === 0)
    return `Nothing to take back: no release ${what.version} of an application with the id ${what.applicationId} was ever rolled out here.`;
  const chosen = known.filter((one) => what.targetIds === null || what.targetIds.includes(one.targetId));
  if (chosen.length === 0)
    return `Nothing to take back: ${what.version} was not rolled out on ${what.targetIds?.join(', ') ?? 'any target'}.`;
  return `Nothing to take back: ${what.version} is ${[...new Set(chosen.map((one) => goneWords[one.state] ?? stateInWords(one.state)))].join(' or ')} on these targets.`;
}
