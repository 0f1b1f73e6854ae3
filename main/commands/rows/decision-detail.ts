import type { AnswerOf } from '../../contract/index.ts';
import { judge } from '../../core/decide/index.ts';
import { snapshotOf } from '../../engine/snapshot-json.ts';
import { getDecision } from '../../store/decisions.ts';
import { planOf } from '../../store/plans.ts';
import { getRollout } from '../../store/rollouts.ts';
import { getSnapshot } from '../../store/snapshots.ts';
import { NotFound } from '../problems.ts';
import type { World } from '../world.ts';
import { decisionRow } from './plain-rows.ts';

/** A decision with the snapshot it was computed from and the verdicts that follow from it, computed again now. */
export function decisionDetail(world: World, decisionId: string): AnswerOf<'rollouts.decision'> {
  const reader = world.deps.store.reader;
  const decision = getDecision(reader, decisionId);
  if (decision === null) throw new NotFound(`There is no decision ${decisionId}.`);
  const json = decision.snapshotHash === null ? null : getSnapshot(reader, decision.snapshotHash);
  const rollout = getRollout(reader, decision.rolloutId);
  const plan = rollout === null ? null : planOf(reader, rollout.planHash);
  const verdicts = json === null || plan === null ? [] : judge(snapshotOf(json, plan.text));
  return {
    decision: decisionRow(decision),
    verdicts: verdicts.map((verdict) => ({ ...verdict })),
    snapshot: JSON.parse(JSON.stringify(json)) as AnswerOf<'rollouts.decision'>['snapshot'],
  };
}
