import { readdirSync } from 'node:fs';
import { Ajv } from 'ajv';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { decide, judge } from '../../../main/core/decide/index.ts';
import type { DecisionKind } from '../../../main/core/model/decision.ts';
import type { Plan } from '../../../main/core/model/plan.ts';
import type { Point } from '../../../main/core/model/reading.ts';
import type { VerdictKind } from '../../../main/core/model/verdict.ts';
import { planJsonSchema } from '../../../main/core/plan/index.ts';
import { now, sampleBaseline, sampleRollout, sampleSnapshot } from '../../support/core-samples.ts';
import { planOf, presetText } from '../../support/plan-text.ts';

const folder = new URL('../../../resources/plans/', import.meta.url);
const files = readdirSync(folder).filter((file) => file.endsWith('.yaml'));

/** A good value of each metric of the presets, and its baseline where gates want one. */
const healthy: Readonly<Record<string, number>> = {
  'error-rate': 0.001,
  p95: 180,
  'auth-success': 0.998,
  'success-rate': 0.998,
  'crash-rate': 0.0004,
  'server-errors': 0.001,
  'database-errors': 0,
  'audit-per-change': 1,
  forbidden: 0.002,
  'active-users': 1,
  'table-size': 4e9,
};

/** Four polls of one value that end now. */
function steady(plan: Plan, value: number): Point[] {
  return [3, 2, 1, 0].map((ago) => ({ ts: now - ago * plan.everyMs, value, samples: 20_000 }));
}

/** What a plan says and does when every metric is healthy but the given ones, at the end of the bake time of its first stage. */
function walk(plan: Plan, values: Readonly<Record<string, number>>): { gates: Record<string, VerdictKind>; kind: DecisionKind } {
  const bakeMs = plan.stages[0]?.bakeMs ?? 0;
  const snapshot = sampleSnapshot({
    plan,
    rollout: sampleRollout({
      startedAt: now - 30 * 86_400_000,
      observedMs: bakeMs,
      lastSweepAt: now - plan.everyMs,
      expected: null,
      baselines: Object.entries(healthy).map(([metric, value]) => sampleBaseline(value, metric)),
    }),
    windows: plan.metrics.map(({ id }) => ({
      metric: id,
      points: steady(plan, values[id] ?? healthy[id] ?? Number.NaN),
      control: [],
      failingSince: null,
      problem: null,
    })),
    checks: plan.checks.map(({ id }) => ({
      check: id,
      moment: 'afterStage',
      stage: 0,
      passed: true,
      summary: 'passed',
      items: [],
      at: now,
    })),
  });
  const verdicts = judge(snapshot);
  return { gates: Object.fromEntries(verdicts.map((verdict) => [verdict.gate, verdict.kind])), kind: decide(snapshot, verdicts).kind };
}

test('R3.1 ships these presets', () => {
  expect(files.toSorted()).toEqual([
    'canary-10-50-100.yaml',
    'canary-24h.yaml',
    'flag-24h.yaml',
    'minimal.yaml',
    'practice-flag.yaml',
    'practice.yaml',
    'web-desktop-mobile-alpha.yaml',
    'web-desktop-mobile-beta.yaml',
    'web-desktop-mobile-stable.yaml',
  ]);
});

describe.each(files)('%s', (file) => {
  const plan = planOf(presetText(file));

  test('R3.1 is named like its file and valid by the published grammar', () => {
    expect(`${plan.name}.yaml`).toBe(file);
    const validate = new Ajv({ strict: false, allErrors: true }).compile(planJsonSchema());
    expect([validate(parse(presetText(file))), validate.errors]).toEqual([true, null]);
  });

  test('R1.5 goes on when everything is well', () => {
    const { gates, kind } = walk(plan, {});
    expect([...new Set(Object.values(gates))]).toEqual(['green']);
    expect(kind).toBe(plan.stages.length > 1 ? 'advance' : 'complete');
  });

  test('design 4 holds when every source is silent', () => {
    const snapshot = sampleSnapshot({
      plan,
      windows: [],
      rollout: sampleRollout({ lastSweepAt: now - plan.everyMs, startedAt: 0, expected: null }),
    });
    expect(decide(snapshot, judge(snapshot))).toMatchObject({ kind: 'hold', cause: 'blind' });
  });
});

test('R3.3 publishes the grammar it checks (after a change: npx node test/support/write-plan-schema.ts, then npm run format)', () => {
  expect(JSON.parse(presetText('tidegate-plan.schema.json'))).toEqual(JSON.parse(JSON.stringify(planJsonSchema())));
});

test('R3.3 publishes a grammar that refuses what the reader refuses', () => {
  const validate = new Ajv({ strict: false }).compile(planJsonSchema());
  const text = presetText('minimal.yaml');
  expect(validate(parse(text.replace('window: 5m', 'window: 5')))).toBe(false);
  expect(validate(parse(text.replace('window: 5m', 'windw: 5m')))).toBe(false);
});

type Band = readonly [
  row: string,
  preset: string,
  metric: string,
  value: number,
  gate: string,
  verdict: VerdictKind,
  decision: DecisionKind,
];

const alpha = 'web-desktop-mobile-alpha.yaml';
const beta = 'web-desktop-mobile-beta.yaml';
const stable = 'web-desktop-mobile-stable.yaml';
const canary = 'canary-10-50-100.yaml';
const practice = 'practice.yaml';
const day = 'canary-24h.yaml';

const bands: readonly Band[] = [
  ['R1.5', stable, 'error-rate', 0.0049, 'errors', 'green', 'advance'],
  ['R1.5', stable, 'error-rate', 0.0051, 'errors', 'red', 'rollback'],
  ['R1.5', stable, 'p95', 199, 'latency-target', 'green', 'advance'],
  ['R1.5', stable, 'p95', 201, 'latency-target', 'yellow', 'hold'],
  ['R1.5', stable, 'success-rate', 0.991, 'success', 'green', 'advance'],

  ['R1.7', alpha, 'error-rate', 0.05, 'errors', 'green', 'complete'],
  ['R1.7', alpha, 'error-rate', 0.051, 'errors', 'red', 'rollback'],
  ['R1.7', alpha, 'p95', 269, 'latency', 'green', 'complete'],
  ['R1.7', alpha, 'p95', 271, 'latency', 'red', 'rollback'],
  ['R1.7', alpha, 'success-rate', 0.9, 'success', 'green', 'complete'],
  ['R1.7', alpha, 'success-rate', 0.89, 'success', 'yellow', 'hold'],
  ['R1.7', alpha, 'crash-rate', 0.019, 'crashes', 'green', 'complete'],
  ['R1.7', alpha, 'crash-rate', 0.021, 'crashes', 'red', 'rollback'],

  ['R1.7', beta, 'error-rate', 0.02, 'errors', 'green', 'complete'],
  ['R1.7', beta, 'error-rate', 0.021, 'errors', 'red', 'rollback'],
  ['R1.7', beta, 'p95', 233, 'latency', 'green', 'complete'],
  ['R1.7', beta, 'p95', 235, 'latency', 'red', 'rollback'],
  ['R1.7', beta, 'success-rate', 0.96, 'success', 'green', 'complete'],
  ['R1.7', beta, 'success-rate', 0.94, 'success', 'yellow', 'hold'],
  ['R1.7', beta, 'crash-rate', 0.009, 'crashes', 'green', 'complete'],
  ['R1.7', beta, 'crash-rate', 0.011, 'crashes', 'red', 'rollback'],

  ['R1.7', stable, 'p95', 217, 'latency', 'red', 'rollback'],
  ['R1.7', stable, 'success-rate', 0.989, 'success', 'red', 'rollback'],
  ['R1.7', stable, 'crash-rate', 0.0049, 'crashes', 'green', 'advance'],
  ['R1.7', stable, 'crash-rate', 0.0051, 'crashes', 'red', 'rollback'],

  ['R3.2', canary, 'server-errors', 0.0029, 'server-errors-growth', 'green', 'advance'],
  ['R3.2', canary, 'server-errors', 0.0031, 'server-errors-growth', 'yellow', 'hold'],
  ['R3.2', canary, 'server-errors', 0.0049, 'server-errors', 'green', 'hold'],
  ['R3.2', canary, 'server-errors', 0.006, 'server-errors', 'yellow', 'hold'],
  ['R3.2', canary, 'server-errors', 0.011, 'server-errors', 'red', 'rollback'],
  ['R3.2', canary, 'server-errors', 0.051, 'server-errors', 'emergency', 'rollback'],
  ['R3.2', canary, 'p95', 197, 'latency', 'green', 'advance'],
  ['R3.2', canary, 'p95', 199, 'latency', 'yellow', 'hold'],
  ['R3.2', canary, 'p95', 217, 'latency', 'red', 'rollback'],
  ['R3.2', canary, 'p95', 271, 'latency', 'emergency', 'rollback'],
  ['R3.2', canary, 'database-errors', 0, 'database-errors', 'green', 'advance'],
  ['R3.2', canary, 'database-errors', 1, 'database-errors', 'yellow', 'hold'],
  ['R3.2', canary, 'database-errors', 5, 'database-errors', 'yellow', 'hold'],
  ['R3.2', canary, 'database-errors', 5.1, 'database-errors', 'red', 'rollback'],
  ['R3.2', canary, 'audit-per-change', 0.8, 'audit-log', 'green', 'advance'],
  ['R3.2', canary, 'audit-per-change', 0, 'audit-log', 'red', 'rollback'],
  ['R3.2', canary, 'forbidden', 0.009, 'forbidden', 'green', 'advance'],
  ['R3.2', canary, 'forbidden', 0.015, 'forbidden', 'yellow', 'hold'],
  ['R3.2', canary, 'forbidden', 0.03, 'forbidden', 'yellow', 'hold'],
  ['R3.2', canary, 'forbidden', 0.051, 'forbidden', 'red', 'rollback'],
  ['R3.2', canary, 'active-users', 0.91, 'active-users', 'green', 'advance'],
  ['R3.2', canary, 'active-users', 0.89, 'active-users', 'yellow', 'hold'],
  ['R3.2', canary, 'active-users', 0.79, 'active-users', 'red', 'rollback'],
  ['R3.2', canary, 'active-users', 0.49, 'active-users', 'emergency', 'rollback'],
  ['R3.2', canary, 'table-size', 4.9e9, 'table-size', 'green', 'advance'],
  ['R3.2', canary, 'table-size', 5.1e9, 'table-size', 'yellow', 'hold'],

  ...[practice, day].flatMap((preset): Band[] => [
    ['R3.1', preset, 'error-rate', 0.021, 'errors', 'yellow', 'hold'],
    ['R3.1', preset, 'error-rate', 0.08, 'errors', 'red', 'rollback'],
    ['R3.9', preset, 'error-rate', 0.21, 'errors', 'emergency', 'rollback'],
    ['R1.6', preset, 'p95', 217, 'latency', 'yellow', 'hold'],
    ['R1.6', preset, 'p95', 235, 'latency', 'red', 'rollback'],
    ['R5.2', preset, 'auth-success', 0.94, 'sign-in', 'yellow', 'hold'],
    ['R5.2', preset, 'auth-success', 0.89, 'sign-in', 'red', 'rollback'],
    ['R1.7', preset, 'crash-rate', 0.015, 'crashes', 'yellow', 'hold'],
    ['R1.7', preset, 'crash-rate', 0.06, 'crashes', 'red', 'rollback'],
  ]),
  ['R3.1', 'minimal.yaml', 'error-rate', 0.02, 'errors', 'yellow', 'hold'],
  ['R3.1', 'minimal.yaml', 'error-rate', 0.06, 'errors', 'red', 'rollback'],
];

test.each(bands)('%s %s: %s of %d makes %s %s, and the rollout does: %s', (_row, preset, metric, value, gate, verdict, decision) => {
  const { gates, kind } = walk(planOf(presetText(preset)), { [metric]: value });
  expect([gates[gate], kind]).toEqual([verdict, decision]);
});

test.each([
  [practice, [10, 50, 100], 60_000],
  [day, [10, 50, 100], 24 * 3_600_000],
  [canary, [10, 50, 100], 72 * 3_600_000],
  [alpha, [10], 24 * 3_600_000],
  [beta, [25], 48 * 3_600_000],
  [stable, [10, 25, 50, 100], 120 * 3_600_000],
] as const)('R1.1 R1.3 R3.1 %s takes %j percent over its whole time', (preset, percents, wholeMs) => {
  const { stages } = planOf(presetText(preset));
  expect(stages.map((stage) => stage.percent)).toEqual(percents);
  expect(stages.reduce((sum, stage) => sum + stage.bakeMs, 0)).toBe(wholeMs);
});
