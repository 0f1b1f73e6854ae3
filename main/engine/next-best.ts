import { actInWords, nextBest, type Rung, rungsOf } from '../core/containment/index.ts';
import { type Action, protects } from '../core/model/action.ts';
import { systemActor } from '../core/model/actor.ts';
import type { AdapterProblem } from '../core/model/connection.ts';
import { sentence } from '../core/words.ts';
import { actionsOf } from '../store/actions.ts';
import { getDecision } from '../store/decisions.ts';
import { transaction } from '../store/open.ts';
import { getRollout } from '../store/rollouts.ts';
import { getTargetRead } from '../store/target-states.ts';
import type { EngineDeps } from './deps.ts';
import { type Subject, subjectOf } from './gather.ts';
import { recordWish } from './intend.ts';
import { fail } from './settle.ts';
import { abilitiesOf } from './way-back.ts';

/** The acts that contain a release on its target by the last read of the platform, best first; none before the first read. */
export function rungsIn(deps: EngineDeps, { rollout, target }: Subject): Rung[] {
  const state = getTargetRead(deps.store.reader, target.id)?.state ?? null;
  if (state === null) return [];
  const { version, previousVersion } = rollout;
  return rungsOf({ surface: target.surface, version, previousVersion, state, abilities: abilitiesOf(deps, target, state, version) });
}

/**
 * A write was refused for good. When it was to take a release back, the next best act that the platform allows is decided in the same
 * transaction, so that a kill leaves both or neither (design promise 5). What cannot be undone is only offered to people.
 */
export function giveUp(deps: EngineDeps, action: Action, problem: AdapterProblem): void {
  transaction(deps.store.writer, () => {
    fail(deps, action, problem);
    const rollout = getRollout(deps.store.reader, action.rolloutId);
    if (rollout?.state === 'rollingBack' && protects(action)) fallBack(deps, subjectOf(deps, rollout), action, problem);
  });
}

function fallBack(deps: EngineDeps, subject: Subject, refused: Action, problem: AdapterProblem): void {
  const { rollout, target } = subject;
  const tried = actionsOf(deps.store.reader, { rolloutId: rollout.id }).filter(
    (one) => one.state === 'failed' && protects(one) && one.createdAt >= refused.createdAt - sameTryMs,
  );
  const next = nextBest(
    rungsIn(deps, subject),
    [refused, ...tried].map((one) => one.operation),
  );
  if (next === null) return;
  recordWish(deps, subject, {
    kind: 'rollback',
    cause: getDecision(deps.store.reader, refused.decisionId)?.cause ?? 'busy',
    actor: systemActor,
    trigger: 'containment',
    reason: `"${actInWords(refused.operation)}" was refused on ${target.name}: ${sentence(problem.message)} Next best: ${actInWords(next.operation)}. ${sentence(next.says)}`,
    recommendation: false,
    snapshotHash: null,
    steps: [{ rolloutId: rollout.id, targetId: target.id, operation: next.operation }],
  });
}

/** Acts refused so close before count as tried in the same attempt, ms. A later attempt starts from the best again. */
const sameTryMs = 60 * 60_000;
