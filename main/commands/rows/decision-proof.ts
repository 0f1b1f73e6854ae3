import type { DecisionProof } from '../../contract/records.ts';
import type { Conclusion, Decision } from '../../core/model/decision.ts';
import type { Snapshot } from '../../core/model/snapshot.ts';
import type { VerdictKind } from '../../core/model/verdict.ts';
import { recompute } from '../../engine/recompute.ts';
import { actionsOf } from '../../store/actions.ts';
import { getDecision } from '../../store/decisions.ts';
import type { Reader } from '../../store/handles.ts';
import { planOf } from '../../store/plans.ts';
import { getRollout } from '../../store/rollouts.ts';
import { getSnapshot } from '../../store/snapshots.ts';
import { verdictSpans } from '../../store/verdicts.ts';
import { NotFound } from '../problems.ts';
import type { World } from '../world.ts';
import { decisionRow } from './plain-rows.ts';

/** A decision computed again from its snapshot, with every recorded field held against it. */
export function decisionProof(world: World, decisionId: string): DecisionProof {
  const { reader } = world.deps.store;
  const decision = getDecision(reader, decisionId);
  if (decision === null) throw new NotFound(`There is no decision ${decisionId}.`);
  if (decision.snapshotHash === null) return nothing(decision, whyNothing(decision));
  const snapshot = getSnapshot(reader, decision.snapshotHash);
  if (snapshot === null) return nothing(decision, 'Its snapshot is not kept any more.');
  const rollout = getRollout(reader, decision.rolloutId);
  const plan = rollout === null ? null : planOf(reader, rollout.planHash);
  if (plan === null) return nothing(decision, 'The plan of its rollout is not kept any more.');
  const actions = actionsOf(reader, { decisionId }).toSorted((a, b) => indexOf(a.key) - indexOf(b.key));
  const at = momentOf(snapshot) ?? decision.at;
  const proof = recompute({
    decision,
    snapshot,
    // Whoever reads a snapshot proves it by this hash.
    hash: decision.snapshotHash,
    planText: plan.text,
    actions,
    kinds: kindsAt(reader, decision.rolloutId, at),
  });
  return {
    decision: decisionRow(decision),
    why: null,
    snapshot: summaryOf(proof.snapshot, decision.snapshotHash),
    verdicts: proof.verdicts.map((verdict) => ({ ...verdict })),
    conclusion: conclusionRow(proof.conclusion),
    compared: [...proof.compared],
    differences: proof.differences.map((difference) => ({ ...difference })),
  };
}

function whyNothing({ actor }: Decision): string {
  return actor.kind === 'system'
    ? 'It was made without a snapshot, so there is nothing to compute it from.'
    : `${actor.name} decided it, so there is nothing to compute.`;
}

function nothing(decision: Decision, why: string): DecisionProof {
  return { decision: decisionRow(decision), why, snapshot: null, verdicts: [], conclusion: null, compared: [], differences: [] };
}

/** Position of a write among those of its decision. */
function indexOf(key: string): number {
  return Number(key.split('/').at(-1));
}

function momentOf(snapshot: unknown): number | null {
  if (typeof snapshot !== 'object' || snapshot === null || !('now' in snapshot)) return null;
  return typeof snapshot.now === 'number' ? snapshot.now : null;
}

/** What each gate was recorded to say at a moment: of spans that meet there, the one that began last. */
function kindsAt(reader: Reader, rolloutId: string, at: number): Map<string, VerdictKind> {
  return new Map(verdictSpans(reader, rolloutId, at, at).map((span) => [span.gate, span.kind]));
}

function summaryOf({ now, rollout, plan, target, windows }: Snapshot, hash: string): NonNullable<DecisionProof['snapshot']> {
  return {
    at: now,
    hash,
    planName: plan.name,
    planHash: rollout.planHash,
    release: `${rollout.applicationId} ${rollout.version}`,
    target: target.name,
    stage: plan.stages[rollout.stage]?.name ?? null,
    percent: rollout.expected?.percent ?? null,
    metrics: windows.map(({ metric, points }) => {
      const newest = points.at(-1);
      return { metric, readings: points.length, newestAt: newest?.ts ?? null, newest: newest?.value ?? null };
    }),
  };
}

function conclusionRow({ kind, cause, reason, recommendation, steps }: Conclusion): NonNullable<DecisionProof['conclusion']> {
  return {
    kind,
    cause,
    reason,
    recommendation,
    steps: steps.map(({ targetId, operation }) => {
      const how =
        operation.op === 'expose'
          ? ` at ${operation.percent} %`
          : operation.op === 'rollback'
            ? ` to ${operation.toVersion ?? 'nothing'}`
            : '';
      return `${operation.op} ${operation.version}${how} on ${targetId}`;
    }),
  };
}
