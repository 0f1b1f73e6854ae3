import { decide, judge } from '../../main/core/decide/index.ts';
import type { CheckResult } from '../../main/core/model/check.ts';
import type { Conclusion } from '../../main/core/model/decision.ts';
import type { Plan } from '../../main/core/model/plan.ts';
import type { Point } from '../../main/core/model/reading.ts';
import { freshWatch, type Rollout } from '../../main/core/model/rollout.ts';
import type { SignoffResult } from '../../main/core/model/signoff.ts';
import type { Snapshot } from '../../main/core/model/snapshot.ts';
import type { VerdictKind } from '../../main/core/model/verdict.ts';
import { now, sampleBaseline, samplePlatformState, sampleRollout, sampleSnapshot } from './core-samples.ts';
import { planOf, presetText } from './plan-text.ts';

/** A good value of each metric of the presets; also its baseline where gates want one. */
export const healthy: Readonly<Record<string, number>> = {
  'error-rate': 0.001,
  p95: 180,
  'auth-success': 0.998,
  'success-rate': 0.998,
  'crash-rate': 0.0004,
  'http-errors': 0.01,
  mttr: 300_000,
  rollbacks: 0,
  'server-errors': 0.001,
  'database-errors': 0,
  'audit-inserts': 30,
  mutations: 30,
  forbidden: 0.002,
  'active-users': 1,
  'active-users-of-day': 1000,
  'table-size': 4e9,
  'migration-failures': 0,
  'validation-errors': 0,
  'console-warnings': 0,
  'other-errors': 0,
  'console-errors': 0,
  'migration-success': 0.999,
  'client-errors': 0.0002,
  'kill-switch-users': 0,
  'open-incidents': 0,
  'page-load': 1200,
  lcp: 1800,
  inp: 120,
  cls: 0.05,
  uptime: 0.9999,
  outage: 0,
  'feature-success': 0.995,
  'negative-feedback': 0.05,
  'data-loss': 0,
  vulnerabilities: 0,
  incidents: 0,
  'error-cluster': 2,
  'sw-update': 0.99,
  'safe-mode': 0.01,
};

/** What stands differently from a good day. Times in ms. */
export interface Standing {
  /** Name of the stage; the first by default. */
  readonly stage?: string;
  readonly values?: Readonly<Record<string, number>>;
  /** How long the values above have been so; four polls by default. */
  readonly lastedMs?: number;
  /** Observations behind every reading. */
  readonly samples?: number;
  /** Readings of a metric before those, oldest first. */
  readonly earlier?: Readonly<Record<string, readonly Point[]>>;
  readonly rollout?: Partial<Rollout>;
  readonly snapshot?: Partial<Snapshot>;
}

export interface Stood {
  readonly gates: Readonly<Record<string, VerdictKind>>;
  readonly conclusion: Conclusion;
  readonly plan: Plan;
}

function pointsOf(plan: Plan, metric: string, standing: Standing): Point[] {
  const bad = standing.values?.[metric];
  const value = bad ?? healthy[metric] ?? Number.NaN;
  const lastedMs = bad === undefined ? 3 * plan.everyMs : (standing.lastedMs ?? 3 * plan.everyMs);
  const polls = Math.floor(lastedMs / plan.everyMs);
  const samples = standing.samples ?? 20_000;
  const present = Array.from({ length: polls + 1 }, (_, index) => ({ ts: now - (polls - index) * plan.everyMs, value, samples }));
  return [...(standing.earlier?.[metric] ?? []), ...present];
}

/** Every check passed and every item a go, at each moment, so that a test takes away what it is about. */
function passed(plan: Plan, stage: number): CheckResult[] {
  return plan.checks.flatMap(({ id, moments }) =>
    moments.map((moment) => ({
      check: id,
      moment,
      stage: moment === 'beforeStart' ? -1 : stage,
      passed: true,
      summary: 'passed',
      items: [],
      at: now,
    })),
  );
}

/** A go for one item, given just now. */
export function goOf(signoff: string, stage: number, over: Partial<SignoffResult> = {}): SignoffResult {
  return {
    signoff,
    moment: stage < 0 ? 'beforeStart' : 'afterStage',
    stage,
    go: true,
    value: null,
    note: 'seen',
    actor: { kind: 'person', name: 'Ada', role: 'admin' },
    at: now,
    ...over,
  };
}

/** A rollout of a preset that has seen all it asked for in one of its stages; -1 stands before the first. */
export function standingOf(plan: Plan, stage: number, standing: Standing = {}): Snapshot {
  const bakeMs = plan.stages[stage]?.bakeMs ?? 0;
  const begun = stage < 0 ? null : now - 30 * 86_400_000;
  return sampleSnapshot({
    plan,
    rollout: sampleRollout({
      state: stage < 0 ? 'preparing' : 'running',
      stage,
      startedAt: begun,
      stageEnteredAt: begun,
      observedMs: bakeMs,
      lastSweepAt: now - plan.everyMs,
      expected: null,
      baselines: Object.entries(healthy).map(([metric, value]) => sampleBaseline(value, metric)),
      approvedStage: plan.stages.length,
      watch: { ...freshWatch, streakMs: 30 * 86_400_000 },
      ...standing.rollout,
    }),
    windows: plan.metrics.map(({ id }) => ({
      metric: id,
      points: pointsOf(plan, id, standing),
      control: [],
      failingSince: null,
      problem: null,
    })),
    checks: passed(plan, stage),
    signoffs: plan.signoffs.map(({ id }) => goOf(id, stage)),
    channelsDone: plan.follows === null ? [] : [plan.follows],
    platform: { state: samplePlatformState(), readAt: now, failingSince: null, problem: null },
    ...standing.snapshot,
  });
}

/** What a preset says and does there. Throws when the stage is not one of its own. */
export function stand(file: string, standing: Standing = {}): Stood {
  const plan = planOf(presetText(file));
  const stage = standing.stage === undefined ? 0 : plan.stages.findIndex((one) => one.name === standing.stage);
  if (stage < 0 && standing.stage !== 'before the start') throw new Error(`${file} has no stage ${standing.stage ?? ''}`);
  const snapshot = standingOf(plan, stage, standing);
  const verdicts = judge(snapshot);
  return {
    gates: Object.fromEntries(verdicts.map((verdict) => [verdict.gate, verdict.kind])),
    conclusion: decide(snapshot, verdicts),
    plan,
  };
}
