import { decide, judge } from '../../main/core/decide/index.ts';
import type { Conclusion } from '../../main/core/model/decision.ts';
import type { Plan } from '../../main/core/model/plan.ts';
import type { Point } from '../../main/core/model/reading.ts';
import { freshWatch, type Rollout } from '../../main/core/model/rollout.ts';
import type { Snapshot } from '../../main/core/model/snapshot.ts';
import { now as begin, sampleBaseline, samplePlatformState, sampleRollout, sampleSnapshot } from './core-samples.ts';

/** What the world does at a moment, counted in ms from the start. */
export interface World {
  /** A metric's value before the rollout. */
  readonly before: (metric: string) => number;
  /** A metric's reading, or null when its source is silent. */
  readonly read: (metric: string, atMs: number) => Pick<Point, 'value' | 'samples'> | null;
  /** Whether the console sleeps then: no poll and no sweep. */
  readonly asleep?: (atMs: number) => boolean;
  readonly platformDown?: (atMs: number) => boolean;
}

/** One sweep of a walk: when, in which stage, and what was concluded. */
export interface Step {
  readonly atMs: number;
  readonly stage: number;
  readonly conclusion: Conclusion;
}

const ended: readonly Rollout['state'][] = ['completed', 'rollingBack'];

/** Takes a rollout through a plan as the engine does, with writes that succeed at once: poll, judge, decide, apply. */
export function walk(plan: Plan, world: World, untilMs: number): Step[] {
  const steps: Step[] = [];
  const points = new Map<string, Point[]>(plan.metrics.map((metric) => [metric.id, []]));
  let rollout = sampleRollout({
    state: 'preparing',
    stage: -1,
    stageEnteredAt: null,
    startedAt: null,
    expected: null,
    observedMs: 0,
    lastSweepAt: null,
    baselines: plan.metrics.map((metric) => sampleBaseline(world.before(metric.id), metric.id)),
  });
  let readAt = begin;
  for (let atMs = 0; atMs <= untilMs && !ended.includes(rollout.state); atMs += plan.everyMs) {
    const now = begin + atMs;
    if (world.asleep?.(atMs)) continue;
    if (!world.platformDown?.(atMs)) readAt = now;
    if (rollout.startedAt !== null) poll(plan, world, atMs, points);
    const snapshot = look(plan, rollout, points, now, readAt);
    const conclusion = decide(snapshot, judge(snapshot));
    steps.push({ atMs, stage: rollout.stage, conclusion });
    rollout = apply(snapshot, conclusion);
  }
  return steps;
}

function poll(plan: Plan, world: World, atMs: number, points: Map<string, Point[]>): void {
  for (const metric of plan.metrics) {
    const reading = world.read(metric.id, atMs);
    if (reading !== null) points.get(metric.id)?.push({ ts: begin + atMs, ...reading });
  }
}

function look(plan: Plan, rollout: Rollout, points: Map<string, Point[]>, now: number, readAt: number): Snapshot {
  return sampleSnapshot({
    now,
    rollout,
    plan,
    windows: plan.metrics.map(({ id }) => ({
      metric: id,
      points: (points.get(id) ?? []).slice(-60),
      control: [],
      failingSince: null,
      problem: null,
    })),
    checks: plan.checks.flatMap(({ id, moments }) =>
      moments.map((moment) => ({ check: id, moment, stage: rollout.stage, passed: true, summary: 'passed', items: [], at: now })),
    ),
    platform: {
      state: samplePlatformState(rollout.expected ?? {}),
      readAt,
      failingSince: readAt < now ? readAt : null,
      problem: null,
    },
  });
}

function apply({ now, rollout, plan, platform }: Snapshot, conclusion: Conclusion): Rollout {
  const readAgain = rollout.gapSince !== null && platform.readAt !== null && platform.readAt > rollout.gapSince;
  const gapSince = conclusion.cause === 'gap' ? (rollout.gapSince ?? now) : readAgain ? null : rollout.gapSince;
  const swept = { ...rollout, gapSince, observedMs: conclusion.observedMs, watch: conclusion.watch, lastSweepAt: now };
  if (conclusion.kind === 'complete') return { ...swept, state: 'completed' };
  if (conclusion.kind === 'rollback') return { ...swept, state: 'rollingBack' };
  if (conclusion.kind !== 'start' && conclusion.kind !== 'advance') return swept;
  const stage = rollout.stage + 1;
  return {
    ...swept,
    state: 'running',
    stage,
    startedAt: rollout.startedAt ?? now,
    stageEnteredAt: now,
    observedMs: 0,
    watch: freshWatch,
    expected: { version: rollout.version, percent: plan.stages[stage]?.percent ?? null, status: 'rolling' },
  };
}
