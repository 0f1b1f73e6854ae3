import { comparesWithControl, horizonOf } from '../decide/horizon.ts';
import { compositeKinds, leavesOf } from '../gates/list.ts';
import type { GateSpec, MetricSpec, Plan } from '../model/plan.ts';
import type { PastRollout } from '../model/past-rollout.ts';
import { type Baseline, freshWatch, type Rollout } from '../model/rollout.ts';
import type { MetricWindow, Snapshot } from '../model/snapshot.ts';
import type { SeriesHistory } from './series.ts';

/** What is kept of a past release, by metric id of the plan it is held against. A metric that is missing was never read. */
export interface PastReadings {
  readonly own: ReadonlyMap<string, SeriesHistory>;
  /** The version before over the same time. */
  readonly control: ReadonlyMap<string, SeriesHistory>;
  readonly baselines: readonly Baseline[];
}

/** One past release under one plan. Times in ms. */
export interface Ground {
  readonly past: PastRollout;
  /** The plan at the pace the history allows. */
  readonly plan: Plan;
  readonly readings: PastReadings;
  /** When users no longer had the release, or the watch ended. */
  readonly end: number;
}

/** The time a release spent in one stage of the plan it is held against, (from, to] ms. */
export interface Segment {
  readonly stage: number;
  /** What users really had, percent 0–100. */
  readonly percent: number;
  readonly from: number;
  readonly to: number;
}

/** The stage that belongs to a share: the one with the largest percent at or under it, else the first. */
export function stageFor(plan: Plan, percent: number): number {
  let best = 0;
  plan.stages.forEach((stage, index) => {
    const least = plan.stages[best]?.percent ?? 0;
    if (stage.percent <= percent && (stage.percent > least || least > percent)) best = index;
  });
  return best;
}

export function segmentsOf({ past, plan, end }: Pick<Ground, 'past' | 'plan' | 'end'>): Segment[] {
  return past.stages.flatMap(({ percent, from, to }) => {
    const segment = { stage: stageFor(plan, percent), percent, from, to: Math.min(to ?? end, end) };
    return segment.to > from ? [segment] : [];
  });
}

/** Times of the looks in [from, to], ms: every `everyMs` since the start, and the moment at which it was really decided. */
export function looksIn({ past, plan }: Pick<Ground, 'past' | 'plan'>, from: number, to: number): number[] {
  const looks: number[] = [];
  const first = Math.max(1, Math.ceil((from - past.startedAt) / plan.everyMs));
  for (let time = past.startedAt + first * plan.everyMs; time <= to; time += plan.everyMs) looks.push(time);
  const { decidedAt } = past;
  if (decidedAt === null || decidedAt < from || decidedAt > to || decidedAt <= past.startedAt) return looks;
  const before = looks.findIndex((time) => time >= decidedAt);
  if (before < 0) looks.push(decidedAt);
  else if (looks[before] !== decidedAt) looks.splice(before, 0, decidedAt);
  return looks;
}

export function metricOf(plan: Plan, id: string): MetricSpec | null {
  return plan.metrics.find((one) => one.id === id) ?? null;
}

/** Measured metrics a gate looks at: its own, those of its members, its condition's, and the parts of a score. */
export function metricsOf(plan: Plan, gate: GateSpec): Set<string> {
  const named = leavesOf(gate).flatMap((leaf) => [leaf.metric, ...(leaf.condition === null ? [] : [leaf.condition.metric])]);
  return new Set(named.flatMap((id) => metricOf(plan, id)?.score?.parts.map((part) => part.metric) ?? [id]));
}

/** Whether a gate judges by its members. */
export function isComposite(gate: GateSpec): boolean {
  return compositeKinds.includes(gate.kind);
}

/** The snapshot a sweep would have made at `now`, with the windows of these metrics; of all of them when null. */
export function snapshotAt(ground: Ground, segment: Segment, now: number, metrics: ReadonlySet<string> | null): Snapshot {
  const { past, plan } = ground;
  const rollout = rolloutAt(ground, segment, now);
  const wanted = plan.metrics.filter((metric) => metric.score === null && (metrics === null || metrics.has(metric.id)));
  return {
    now,
    rollout,
    plan,
    target: { id: rollout.targetId, name: past.targetName, surface: past.surface, population: past.population },
    windows: wanted.map((metric) => windowAt(ground, metric.id, now)),
    checks: [],
    signoffs: [],
    channelsDone: [],
    platform: { state: null, readAt: null, failingSince: null, problem: null },
    actions: [],
    siblings: [],
  };
}

function windowAt({ past, plan, readings }: Ground, metric: string, now: number): MetricWindow {
  const from = Math.max(now - horizonOf(plan, metric), past.startedAt);
  const control = comparesWithControl(plan, metric) ? (readings.control.get(metric)?.points(from, now) ?? []) : [];
  return { metric, points: readings.own.get(metric)?.points(from, now) ?? [], control, failingSince: null, problem: null };
}

function rolloutAt({ past, plan, readings }: Ground, segment: Segment, now: number): Rollout {
  return {
    id: past.id,
    applicationId: past.applicationId,
    version: past.version,
    previousVersion: past.previousVersion,
    targetId: past.targetId ?? past.targetName,
    planName: plan.name,
    planHash: '',
    state: 'running',
    stage: segment.stage,
    stageEnteredAt: segment.from,
    observedMs: 0,
    lastSweepAt: now - plan.everyMs,
    gapSince: null,
    expected: { version: past.version, percent: segment.percent, status: 'rolling' },
    baselines: readings.baselines,
    automationOverride: null,
    approvedStage: -1,
    approvals: [],
    watch: freshWatch,
    heldReason: null,
    createdAt: past.startedAt,
    startedAt: past.startedAt,
    endedAt: null,
  };
}
