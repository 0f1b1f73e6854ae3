import { combine } from '../gates/combine.ts';
import { type ConditionSeen, conditionSeen } from '../gates/condition.ts';
import type { GateInput } from '../gates/index.ts';
import { judgeGate } from '../gates/judge.ts';
import { compositeKinds } from '../gates/list.ts';
import { judgeSplit } from '../gates/sample-ratio.ts';
import { leastScorePoints, type PartReadings, scorePoints } from '../gates/score.ts';
import type { GateSpec, MetricSpec, ScoreSpec } from '../model/plan.ts';
import type { Baseline, Rollout } from '../model/rollout.ts';
import type { Snapshot } from '../model/snapshot.ts';
import type { Verdict, VerdictKind } from '../model/verdict.ts';

/** Verdicts of every gate of the current stage, shadow ones included, in plan order; none before the first stage. */
export function judge(snapshot: Snapshot): Verdict[] {
  return (snapshot.plan.stages[snapshot.rollout.stage]?.gates ?? []).map((gate) => judgeIn(snapshot, gate));
}

/** One gate with its members and its condition. */
export function judgeIn(snapshot: Snapshot, gate: GateSpec): Verdict {
  if (compositeKinds.includes(gate.kind))
    return combine(
      gate,
      gate.members.map((member) => judgeIn(snapshot, member)),
    );
  const metric = metricOf(snapshot, gate.metric, gate.id);
  const verdict = gate.kind === 'sampleRatio' ? judgeSplitIn(snapshot, gate, metric) : judgeOwn(snapshot, gate, metric);
  return gate.condition === null ? verdict : underCondition(snapshot, gate, verdict);
}

/** A score that is over its bound by the parts that were read is over it whatever the others would have said. */
function judgeOwn(snapshot: Snapshot, gate: GateSpec, metric: MetricSpec): Verdict {
  const input = inputOf(snapshot, metric);
  const verdict = judgeGate(gate, metric, input);
  if (metric.score === null || gate.direction === 'below' || failed.includes(verdict.kind)) return verdict;
  const least = leastScorePoints(metric.score, partsOf(snapshot, metric.score), snapshot.plan.everyMs);
  if (least === null) return verdict;
  const atLeast = judgeGate(gate, metric, { ...input, points: least });
  return failed.includes(atLeast.kind) ? atLeast : verdict;
}

const failed: readonly VerdictKind[] = ['emergency', 'red'];

function judgeSplitIn(snapshot: Snapshot, gate: GateSpec, metric: MetricSpec): Verdict {
  const { plan, rollout, windows } = snapshot;
  const twice = windows.find((one) => one.metric === gate.twice)?.points ?? [];
  return judgeSplit(gate, metric, inputOf(snapshot, metric), { percent: plan.stages[rollout.stage]?.percent ?? 100, twice });
}

function underCondition(snapshot: Snapshot, gate: GateSpec, verdict: Verdict): Verdict {
  if (gate.condition === null) return verdict;
  const metric = metricOf(snapshot, gate.condition.metric, gate.id);
  const seen = conditionSeen(gate.condition, metric, inputOf(snapshot, metric));
  switch (seen.state) {
    case 'met':
      return verdict;
    case 'unmet':
      return { ...verdict, kind: 'green', reason: seen.words, nextChangeAt: null };
    case 'unknown':
      return underUnknown(verdict, seen, isFresh(snapshot, gate, verdict));
  }
}

/** Whether a verdict rests on a reading that still speaks for now. */
function isFresh(snapshot: Snapshot, gate: GateSpec, verdict: Verdict): boolean {
  const { lagMs } = metricOf(snapshot, gate.metric, gate.id);
  return verdict.observedAt !== null && snapshot.now - verdict.observedAt <= 3 * snapshot.plan.everyMs + lagMs;
}

/**
 * A late condition must not take protection away (design promise 3): red that was read just now stands while the condition held when it
 * was last read, and says so. Where it did not hold, was never read, or the red itself is only silence, nobody knows whether the gate
 * speaks: that is blind (promise 4), with what the gate would say by itself.
 */
function underUnknown(verdict: Verdict, seen: ConditionSeen, fresh: boolean): Verdict {
  // Nothing was read yet is no blindness, and a verdict that waits for its own readings says more.
  if (verdict.kind === 'pending') return verdict;
  if (fresh && failed.includes(verdict.kind) && seen.last?.met === true)
    return { ...verdict, reason: `${verdict.reason}; ${seen.last.words}` };
  const alone = verdict.kind === 'blind' || verdict.kind === 'green' ? '' : `; by itself it is ${verdict.kind}: ${verdict.reason}`;
  return { ...verdict, kind: 'blind', reason: `${seen.words}${alone}`, nextChangeAt: null };
}

function metricOf({ plan }: Snapshot, id: string, gate: string): MetricSpec {
  const metric = plan.metrics.find((one) => one.id === id);
  if (metric === undefined) throw new Error(`Gate ${gate} names metric ${id}, which plan ${plan.name} does not have.`);
  return metric;
}

function inputOf(snapshot: Snapshot, metric: MetricSpec): GateInput {
  const { now, plan, rollout } = snapshot;
  const base = { now, startedAt: rollout.startedAt, everyMs: plan.everyMs };
  const baseline = baselineOf(rollout, metric.id);
  if (metric.score !== null) return { ...base, baseline, control: [], ...scoreInput(snapshot, metric.score) };
  const window = snapshot.windows.find((one) => one.metric === metric.id);
  return {
    ...base,
    baseline,
    points: window?.points ?? [],
    control: window?.control ?? [],
    failingSince: window?.failingSince ?? null,
    problem: window?.problem ?? null,
  };
}

/** The baseline of this very stage before the one of all. */
export function baselineOf({ baselines, stage }: Pick<Rollout, 'baselines' | 'stage'>, metric: string): Baseline | null {
  const own = baselines.filter((one) => one.metric === metric);
  return own.find((one) => one.stage === stage) ?? own.find((one) => one.stage === undefined) ?? null;
}

/** The readings of a score, which fails as soon as the source of one part does. */
function scoreInput(snapshot: Snapshot, score: ScoreSpec): Pick<GateInput, 'points' | 'failingSince' | 'problem'> {
  const { plan, windows } = snapshot;
  const failing = score.parts
    .map((part) => windows.find((one) => one.metric === part.metric))
    .find((window) => (window?.failingSince ?? null) !== null);
  return {
    points: scorePoints(score, partsOf(snapshot, score), plan.everyMs),
    failingSince: failing?.failingSince ?? null,
    problem: failing?.problem ?? null,
  };
}

function partsOf({ windows }: Snapshot, score: ScoreSpec): PartReadings[] {
  return score.parts.map(({ metric }) => {
    const window = windows.find((one) => one.metric === metric);
    return { metric, points: window?.points ?? [], failingSince: window?.failingSince ?? null };
  });
}
