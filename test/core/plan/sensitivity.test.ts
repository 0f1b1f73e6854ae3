import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { GateSpec, Plan, StageSpec } from '../../../main/core/model/plan.ts';
import { type MetricTraffic, sensitivityOf } from '../../../main/core/plan/sensitivity.ts';
import { binomialAtLeast } from '../../../main/core/statistics/index.ts';
import { minute, sampleGate, sampleMetric, samplePlan, sampleStage } from '../../support/core-samples.ts';
import { planOf, presetText } from '../../support/plan-text.ts';

const gate = (over: Partial<GateSpec> = {}) => sampleGate({ windowMs: 10 * minute, yellow: null, emergency: null, ...over });
const plan = (one: GateSpec, stage: Partial<StageSpec> = {}): Plan =>
  samplePlan({
    metrics: [sampleMetric(), sampleMetric({ id: 'p95', title: 'p95 latency', unit: 'ms' }), sampleMetric({ id: 'size', unit: 'bytes' })],
    stages: [sampleStage({ gates: [one], ...stage })],
  });
const seen = (one: GateSpec, traffic: MetricTraffic, stage: Partial<StageSpec> = {}) => {
  const [only] = sensitivityOf(plan(one, stage), { [one.metric]: traffic });
  if (only === undefined) throw new Error('The plan has one stage');
  return only;
};

describe('a rate', () => {
  test('design 5 names the smallest error rate a stage sees 4 times in 5, by the exact binomial', () => {
    const { gates, blind } = seen(gate(), { perMinute: 1000, value: 0.004 });
    expect(gates[0]).toMatchObject({ gate: 'errors', samples: 1000, canBeGreen: true });
    const at = gates[0]?.seenAt ?? 0;
    expect(at).toBeGreaterThan(0.05);
    expect(binomialAtLeast(51, 1000, at)).toBeCloseTo(0.8, 9);
    expect(blind).toBe(false);
  });

  test('design 5 counts only the share of the stage', () => {
    const tenth = seen(gate(), { perMinute: 1000, value: 0.004 });
    const all = seen(gate(), { perMinute: 1000, value: 0.004 }, { percent: 100 });
    expect([tenth.gates[0]?.samples, all.gates[0]?.samples]).toEqual([1000, 10_000]);
    expect(all.gates[0]?.seenAt).toBeLessThan(tenth.gates[0]?.seenAt ?? 0);
  });

  test('design 5 turns a success rate round', () => {
    const below = seen(gate({ direction: 'below', red: 0.95 }), { perMinute: 1000, value: 0.996 }).gates[0];
    const above = seen(gate({ red: 0.05 }), { perMinute: 1000, value: 0.004 }).gates[0];
    expect(below?.seenAt).toBeCloseTo(1 - (above?.seenAt ?? 0), 9);
    expect(below?.words).toContain('sees a fault down to');
  });

  test('design 5 wants a larger fault for an interval, and counts the whole bake for a sequence', () => {
    const traffic = { perMinute: 1000, value: 0.004 };
    const at = (evidence: GateSpec['evidence']) => seen(gate({ evidence }), traffic, { bakeMs: 60 * minute }).gates[0];
    expect(at('interval')?.seenAt).toBeGreaterThan(at('raw')?.seenAt ?? 1);
    expect(at('sequential')?.samples).toBe(6000);
  });

  test('design 5 measures a relative bound from what stands today', () => {
    const relative = seen(gate({ kind: 'baselineDelta', red: 0.01 }), { perMinute: 10_000, value: 0.02 }).gates[0];
    expect(relative?.seenAt).toBeGreaterThan(0.03);
    expect(relative?.seenAt).toBeLessThan(0.035);
  });

  test('design 5 never sees a smaller fault with less traffic', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 5000 }), fc.integer({ min: 1, max: 20 }), (perMinute, times) => {
        const few = seen(gate({ minSamples: 0 }), { perMinute, value: 0.001 }).gates[0];
        const many = seen(gate({ minSamples: 0 }), { perMinute: perMinute * (times + 1), value: 0.001 }).gates[0];
        expect((many?.seenAt ?? 1) <= (few?.seenAt ?? 1) + 0.01).toBe(true);
      }),
      { numRuns: 100 },
    );
  });
});

describe('a latency', () => {
  const slow = gate({ id: 'slow', metric: 'p95', kind: 'baselineRatio', red: 0.2 });
  test('design 5 names the smallest slowness, nearer to the bound with more traffic', () => {
    const at = (perMinute: number) => seen(slow, { perMinute, value: 200 }).gates[0]?.seenAt ?? 0;
    expect(at(1000)).toBeGreaterThan(240);
    expect(at(100_000)).toBeGreaterThan(240);
    expect(at(100_000)).toBeLessThan(at(1000));
    expect(at(100_000)).toBeLessThan(245);
  });

  test('design 5 asks more of a canary, whose readings are compared by rank', () => {
    const canary = { ...slow, kind: 'canaryVsControl' as const, canary: { confidence: 0.98, tolerance: 0.1 } };
    const traffic = { perMinute: 1000, value: 200 };
    expect(seen(canary, traffic).gates[0]?.seenAt).toBeGreaterThan(seen(slow, traffic).gates[0]?.seenAt ?? 0);
  });
});

describe('a stage', () => {
  test('design 5 is flagged when it can see nothing of use', () => {
    const { blind, words } = seen(gate({ minSamples: 0 }), { perMinute: 0.5, value: 0.001 });
    expect(blind).toBe(true);
    expect(words).toContain('no gate can see a fault of any use with this traffic');
  });

  test('design 5 is flagged when one of its gates could never be green', () => {
    const { blind, words } = seen(gate({ minSamples: 500 }), { perMinute: 100, value: 0.001 });
    expect(blind).toBe(true);
    expect(words).toBe('At 10 % this stage would never end: Error rate asks for 500 samples and gets 100 samples in 10 min.');
  });

  test('design 5 says in one line what it can see', () => {
    expect(seen(gate(), { perMinute: 1000, value: 0.004 }).words).toMatch(
      /^At 10 %: Error rate sees a fault from 5\.\d+ %, 5\.\d points from today \(1,000 samples in 10 min, 4 times in 5\)\.$/,
    );
  });

  test('design 5 says nothing of what it does not know', () => {
    expect(sensitivityOf(plan(gate()), {})).toMatchObject([
      { gates: [], blind: false, words: 'At 10 %: nothing is known of the traffic.' },
    ]);
    expect(seen(gate({ metric: 'size', red: 10 }), { perMinute: 100, value: 5 }).gates).toEqual([]);
    expect(seen(gate({ red: null, yellow: 0.02 }), { perMinute: 1000, value: 0 }).gates).toEqual([]);
    expect(seen(gate({ shadow: true }), { perMinute: 1000, value: 0 }).gates).toEqual([]);
  });

  test('design 5 looks into the members of a composite', () => {
    const any = gate({ id: 'any', kind: 'anyOf', red: null, members: [gate(), gate({ id: 'second', red: 0.1 })] });
    expect(sensitivityOf(plan(any), { errors: { perMinute: 1000, value: 0.004 } })[0]?.gates.map((one) => one.gate)).toEqual([
      'errors',
      'second',
    ]);
  });
});

test('design 5 tells for a preset which stages see more', () => {
  const traffic = { 'server-errors': { perMinute: 600, value: 0.001 }, p95: { perMinute: 600, value: 180 } };
  const stages = sensitivityOf(planOf(presetText('canary-10-50-100.yaml')), traffic);
  const at = stages.map((stage) => stage.gates.find((one) => one.gate === 'server-errors')?.seenAt ?? 1);
  expect(at).toEqual(at.toSorted((a, b) => b - a));
  expect(stages.map((stage) => stage.blind)).toEqual([false, false, false]);
});
