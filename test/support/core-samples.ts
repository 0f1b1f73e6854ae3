import type { GateInput } from '../../main/core/gates/index.ts';
import type { GateSpec, MetricSpec, Plan, StageSpec } from '../../main/core/model/plan.ts';
import type { Point } from '../../main/core/model/reading.ts';
import type { PlatformState } from '../../main/core/model/platform-state.ts';
import { type Baseline, freshWatch, type Rollout } from '../../main/core/model/rollout.ts';
import type { Sibling, Snapshot } from '../../main/core/model/snapshot.ts';
import type { Verdict, VerdictKind } from '../../main/core/model/verdict.ts';

/** Small, complete samples for tests of the pure rules; each takes what a test wants otherwise. Times in ms. */
export const second = 1000;
export const minute = 60 * second;
export const now = 1_700_000_000_000;

export function sampleMetric(over: Partial<MetricSpec> = {}): MetricSpec {
  return {
    id: 'errors',
    title: 'Error rate',
    source: 'prom',
    unit: 'rate',
    aggregate: 'pooled',
    query: {},
    lagMs: 0,
    baseline: { from: 'previous', windowMs: null, value: null },
    score: null,
    ...over,
  };
}

export function sampleGate(over: Partial<GateSpec> = {}): GateSpec {
  return {
    id: 'errors',
    title: 'Error rate',
    metric: 'errors',
    kind: 'absolute',
    direction: 'above',
    yellow: 0.02,
    red: 0.05,
    emergency: 0.2,
    windowMs: minute,
    forMs: 0,
    consecutive: 1,
    minSamples: 50,
    minEvents: 3,
    whenNoData: 'hold',
    shadow: false,
    inclusive: false,
    evidence: 'raw',
    confidence: 0.95,
    condition: null,
    onRed: 'rollback',
    canary: null,
    twice: null,
    members: [],
    score: null,
    critical: false,
    group: 'all',
    weight: 1,
    ...over,
  };
}

/** Readings every 15 s that end now: the last value is the newest. */
export function pointsOf(values: readonly number[], samples: number | null = 100, end = now, everyMs = 15 * second): Point[] {
  return values.map((value, index) => ({ ts: end - (values.length - 1 - index) * everyMs, value, samples }));
}

export function sampleInput(over: Partial<GateInput> = {}): GateInput {
  return {
    now,
    startedAt: now - 60 * minute,
    points: pointsOf([0.004, 0.004, 0.004, 0.004]),
    baseline: null,
    control: [],
    failingSince: null,
    problem: null,
    everyMs: 15 * second,
    ...over,
  };
}

export function sampleBaseline(value: number, metric = 'errors'): Baseline {
  return { metric, value, samples: 10_000, release: '4.7.3', from: now - 120 * minute, to: now - 60 * minute };
}

export function sampleStage(over: Partial<StageSpec> = {}): StageSpec {
  return {
    name: '10 %',
    percent: 10,
    bakeMs: 10 * minute,
    automation: { promote: true, rollback: true },
    gates: [sampleGate()],
    approval: false,
    approvals: [],
    onYellow: { action: 'hold', extendMs: 0 },
    streakMs: 0,
    earliestDay: 1,
    accelerated: null,
    segments: [],
    ...over,
  };
}

export function samplePlan(over: Partial<Plan> = {}): Plan {
  return {
    name: 'sample',
    description: '',
    everyMs: 15 * second,
    platformEveryMs: minute,
    baselineWindowMs: 60 * minute,
    rollbackScope: 'release',
    metrics: [sampleMetric()],
    checks: [],
    signoffs: [],
    dryRun: false,
    zone: 'UTC',
    freezes: [],
    follows: null,
    next: null,
    stages: [sampleStage(), sampleStage({ name: '50 %', percent: 50 }), sampleStage({ name: '100 %', percent: 100 })],
    notices: [],
    ...over,
  };
}

export function sampleRollout(over: Partial<Rollout> = {}): Rollout {
  return {
    id: 'rol-1',
    applicationId: 'harbor',
    version: '4.8.0',
    previousVersion: '4.7.3',
    targetId: 'web',
    planName: 'sample',
    planHash: 'hash',
    state: 'running',
    stage: 0,
    stageEnteredAt: now - 60 * minute,
    observedMs: 10 * minute,
    lastSweepAt: now - 15 * second,
    gapSince: null,
    expected: { version: '4.8.0', percent: 10, status: 'rolling' },
    baselines: [],
    automationOverride: null,
    approvedStage: -1,
    approvals: [],
    watch: freshWatch,
    heldReason: null,
    createdAt: now - 61 * minute,
    startedAt: now - 60 * minute,
    endedAt: null,
    ...over,
  };
}

export function sampleSibling(over: Partial<Sibling> = {}): Sibling {
  return { rolloutId: 'rol-1', targetId: 'web', surface: 'web', state: 'running', exposed: true, previousVersion: '4.7.3', ...over };
}

export function samplePlatformState(over: Partial<PlatformState> = {}): PlatformState {
  return { version: '4.8.0', percent: 10, status: 'rolling', fallbackVersion: '4.7.3', fence: 'f1', releases: [], ...over };
}

export function sampleSnapshot(over: Partial<Snapshot> = {}): Snapshot {
  return {
    now,
    rollout: sampleRollout(),
    plan: samplePlan(),
    target: { id: 'web', name: 'Harbor web', surface: 'web', population: 40_000 },
    windows: [{ metric: 'errors', points: pointsOf([0.004, 0.004, 0.004, 0.004]), control: [], failingSince: null, problem: null }],
    checks: [],
    signoffs: [],
    channelsDone: [],
    platform: {
      state: samplePlatformState(),
      readAt: now - 30 * second,
      failingSince: null,
      problem: null,
    },
    actions: [],
    siblings: [sampleSibling()],
    ...over,
  };
}

export function sampleVerdict(kind: VerdictKind, over: Partial<Verdict> = {}): Verdict {
  return {
    gate: 'errors',
    title: 'Error rate',
    kind,
    value: 0.004,
    samples: 400,
    baseline: null,
    reason: `it is ${kind}`,
    observedAt: now,
    nextChangeAt: null,
    shadow: false,
    interval: null,
    onRed: 'rollback',
    ...over,
  };
}
