import type { RolloutDetail } from '../../contract/rollouts.ts';
import type { AheadRow, BaselineRow, SignoffRow } from '../../contract/shapes.ts';
import { notBefore } from '../../core/decide/advance.ts';
import {
  bakeOf,
  freezeAt,
  freezeEnds,
  judge,
  matrixOf,
  missingApprovals,
  passedOver,
  type SignoffState,
  signoffsAt,
} from '../../core/decide/index.ts';
import { mayActAs } from '../../core/model/actor.ts';
import type { Plan } from '../../core/model/plan.ts';
import { activeStates, type Baseline, type Rollout } from '../../core/model/rollout.ts';
import type { Snapshot } from '../../core/model/snapshot.ts';
import type { Verdict } from '../../core/model/verdict.ts';

type Judgement = Pick<
  RolloutDetail,
  'signoffs' | 'matrix' | 'baselines' | 'approvals' | 'watch' | 'dryRun' | 'ahead' | 'freeze' | 'follows' | 'passesOver'
>;

/** What the present stage asks for and how it decides: signoffs, matrix, baselines, approvals, bake, and what else is in the way. */
export function judgementRows(snapshot: Snapshot, verdicts: readonly Verdict[]): Judgement {
  const { rollout, plan, now } = snapshot;
  const stage = plan.stages[Math.max(rollout.stage, 0)];
  const moment = rollout.stage < 0 ? 'beforeStart' : 'afterStage';
  const automation = rollout.automationOverride ?? stage?.automation ?? { promote: false, rollback: false };
  const freeze = freezeAt(plan, now);
  const active = activeStates.includes(rollout.state);
  return {
    signoffs: signoffsAt(snapshot, verdicts, moment).map((state) => signoffRow(plan, state)),
    matrix: stage === undefined ? [] : matrixOf(plan, stage, automation, verdicts).map((row) => ({ ...row, cells: [...row.cells] })),
    baselines: rollout.baselines.map((baseline) => baselineRow(plan, baseline)),
    approvals: rollout.approvals.map((approval) => ({ ...approval })),
    watch: {
      ...(stage === undefined ? { bakeMs: 0, accelerated: false } : bakeOf(stage, rollout.watch)),
      extraBakeMs: rollout.watch.extraBakeMs,
      streakMs: rollout.watch.streakMs,
    },
    dryRun: plan.dryRun,
    ahead: active ? aheadOf(plan, rollout) : null,
    passesOver: active ? passedOver(snapshot, judge(snapshot)) : [],
    freeze: active && freeze !== null ? { title: freeze.title, until: freezeEnds(plan, now) } : null,
    follows: plan.follows === null ? null : { channel: plan.follows, done: snapshot.channelsDone.includes(plan.follows) },
  };
}

function aheadOf(plan: Plan, rollout: Rollout): AheadRow | null {
  const stage = rollout.stage + 1;
  const next = plan.stages[stage];
  if (next === undefined) return null;
  const given = rollout.approvals.filter((one) => one.stage === stage);
  return {
    stage,
    name: next.name,
    percent: next.percent,
    approvals: next.approvals.map(({ role, count }) => ({
      role,
      count,
      given: new Set(given.filter((one) => mayActAs(one.role, role)).map((one) => one.name)).size,
    })),
    missing: missingApprovals(rollout, next),
    notBefore: notBefore(next, rollout.startedAt),
  };
}

function baselineRow(plan: Plan, { stage, ...baseline }: Baseline): BaselineRow {
  const metric = plan.metrics.find((one) => one.id === baseline.metric);
  return {
    ...baseline,
    title: metric?.title ?? baseline.metric,
    unit: metric?.unit ?? 'score',
    how: metric?.baseline.from ?? 'previous',
    stage: stage === undefined ? null : (plan.stages[stage]?.name ?? null),
  };
}

function signoffRow(plan: Plan, { spec, moment, state, words, result, due }: SignoffState): SignoffRow {
  const gate = plan.stages.flatMap((stage) => stage.gates).find((one) => one.id === spec.gate);
  return {
    signoff: spec.id,
    title: spec.title,
    moment,
    state,
    words,
    role: spec.role,
    due,
    lapsesAt: state === 'go' && result !== null && spec.expiresMs > 0 ? result.at + spec.expiresMs : null,
    byGate: spec.gate !== null,
    gateTitle: gate?.title ?? spec.gate,
    evidence: spec.evidence,
    value: spec.value === null ? null : { ...spec.value },
    actor: result?.actor.name ?? null,
    at: result?.at ?? null,
    note: result?.note ?? '',
  };
}
