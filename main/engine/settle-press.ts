import { isSettled } from '../core/containment/index.ts';
import { protects } from '../core/model/action.ts';
import type { Decision } from '../core/model/decision.ts';
import type { PlatformState } from '../core/model/platform-state.ts';
import { updateAction } from '../store/actions.ts';
import { transaction } from '../store/open.ts';
import { recordShare, updateRollout } from '../store/rollouts.ts';
import { getTargetRead } from '../store/target-states.ts';
import { type ContainmentLine, containmentOf } from './containment.ts';
import type { EngineDeps } from './deps.ts';
import { openActions } from './gather.ts';
import { platformOf } from './poll-platforms.ts';
import { type Press, PressRefused, recordPress, retryAction, subjectById } from './press.ts';

/** `contained`: the platform shows that somebody took it back there; `left`: it stays as it is; null when there is nothing to settle. */
export type Settling = 'contained' | 'left' | null;

/** What settling a target by hand would come to now. From the last read of its platform. */
export function settlingOf(deps: EngineDeps, line: ContainmentLine): Settling {
  if (line.kind === 'failed') return takenBackThere(deps, line) === null ? 'left' : 'contained';
  return line.kind === 'open' ? 'left' : null;
}

/** The state that shows the release taken back by somebody else; null when it does not, or was read before the refusal. */
function takenBackThere(deps: EngineDeps, { rollout, target, act }: ContainmentLine): PlatformState | null {
  const read = getTargetRead(deps.store.reader, target.id);
  const since = act?.finishedAt ?? null;
  if (read === null || read.problem !== null || read.state === null || since === null || (read.readAt ?? 0) <= since) return null;
  const operation = { op: 'rollback' as const, version: rollout.version, toVersion: rollout.previousVersion };
  try {
    return platformOf(deps, target).reached(operation, read.state) === 'yes' ? read.state : null;
  } catch {
    return null;
  }
}

function lineById(deps: EngineDeps, rolloutId: string): ContainmentLine {
  const { rollout, target } = subjectById(deps, rolloutId);
  const line = containmentOf(deps, rollout.applicationId, rollout.version).find((one) => one.rollout.id === rolloutId);
  if (line === undefined)
    throw new PressRefused('refused', `Nobody has ${rollout.version} on ${target.name}, so there is nothing to contain.`);
  return line;
}

/**
 * Settles a target that is not contained: as contained where the platform shows that somebody took the release back there, else as
 * left as it is, held and with its automation off. Nothing is sent.
 */
export function settleByHand(deps: EngineDeps, rolloutId: string, press: Press): Decision {
  const subject = subjectById(deps, rolloutId);
  const line = lineById(deps, rolloutId);
  if (isSettled(line.kind)) throw new PressRefused('refused', `${line.target.name} is settled already. ${line.says}`);
  if (line.kind === 'working' || line.kind === 'unknown')
    throw new PressRefused('refused', `A write is on its way on ${line.target.name}. Wait for its read-back, or carry on with it.`);
  const shown = line.kind === 'failed' ? takenBackThere(deps, line) : null;
  const now = deps.clock.now();
  return transaction(deps.store.writer, () => {
    const decision = recordPress(deps, subject, press, 'settle', []);
    if (shown !== null) {
      const expected = { version: shown.version, percent: shown.percent, status: shown.status };
      updateRollout(deps.store.writer, rolloutId, { state: 'rolledBack', expected, endedAt: now });
      recordShare(deps.store.writer, { rolloutId, ts: now, percent: 0 });
    } else if (line.kind === 'failed') {
      const automationOverride = { promote: false, rollback: false };
      updateRollout(deps.store.writer, rolloutId, { state: 'held', heldReason: press.reason, automationOverride });
    }
    return decision;
  });
}

/** Goes on with taking a release back on one target now: a refused write is tried again, a waiting or unknown one is looked at at once. */
export function carryOn(deps: EngineDeps, rolloutId: string, press: Press): Decision {
  const subject = subjectById(deps, rolloutId);
  const open = openActions(deps, rolloutId).filter(protects);
  const failed = open.find((action) => action.state === 'failed');
  if (failed !== undefined) return retryAction(deps, failed.id, press);
  if (open.length === 0)
    throw new PressRefused('refused', `Nothing is on its way on ${subject.target.name}, so there is nothing to carry on with.`);
  return transaction(deps.store.writer, () => {
    // A platform that asked to be left alone until a time is not asked before it.
    for (const { id, problem } of open) updateAction(deps.store.writer, id, { dueAt: Math.max(deps.clock.now(), problem?.retryAt ?? 0) });
    return recordPress(deps, subject, press, 'retry', []);
  });
}
