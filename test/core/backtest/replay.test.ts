import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Ground, replay, seriesOf } from '../../../main/core/backtest/index.ts';
import { looksIn, segmentsOf, snapshotAt } from '../../../main/core/backtest/ground.ts';
import { heldIn } from '../../../main/core/backtest/held.ts';
import { judge } from '../../../main/core/decide/index.ts';
import type { PastRollout } from '../../../main/core/model/past-rollout.ts';
import { aggregates, type GateSpec, type Plan } from '../../../main/core/model/plan.ts';
import type { Point } from '../../../main/core/model/reading.ts';
import type { Baseline } from '../../../main/core/model/rollout.ts';
import { minute, sampleBaseline, sampleGate, sampleMetric, samplePlan, sampleStage, second } from '../../support/core-samples.ts';
import { samplePast } from '../../support/past-samples.ts';

const start = Date.UTC(2026, 10, 2, 9);
const everyMs = 15 * second;

/** What every gate says at every look, without passing any over. */
function fully(ground: Ground): { readonly alarms: [string, number][]; readonly stop: [string, number] | null } {
  const alarms = new Map<string, number>();
  let stop: [string, number] | null = null;
  for (const segment of segmentsOf(ground)) {
    for (const now of looksIn(ground, segment.from, segment.to)) {
      if (now <= segment.from) continue;
      const verdicts = judge(snapshotAt(ground, segment, now, null));
      for (const verdict of verdicts) {
        if (verdict.kind !== 'red' && verdict.kind !== 'emergency') continue;
        if (!alarms.has(verdict.gate)) alarms.set(verdict.gate, now);
      }
      const acting = verdicts.filter((one) => !one.shadow);
      const worst = acting.find((one) => one.kind === 'emergency') ?? acting.find((one) => one.kind === 'red' && one.onRed === 'rollback');
      if (worst !== undefined) stop ??= [worst.gate, now];
    }
  }
  return { alarms: [...alarms].toSorted(([a], [b]) => (a < b ? -1 : 1)), stop };
}

const series = fc
  .record({
    count: fc.integer({ min: 0, max: 160 }),
    seed: fc.integer({ min: 1, max: 1_000_000 }),
    level: fc.double({ min: 0, max: 0.06, noNaN: true }),
    noise: fc.constantFrom(0, 0.01, 0.05),
    samples: fc.constantFrom(null, 0, 3, 40, 400),
    hole: fc.integer({ min: 0, max: 200 }),
    late: fc.boolean(),
  })
  .map(({ count, seed, level, noise, samples, hole, late }): Point[] => {
    let state = seed;
    const random = (): number => {
      state = (state * 48_271) % 2_147_483_647;
      return state / 2_147_483_647;
    };
    return Array.from({ length: count }, (_, index) => ({
      ts: start + index * everyMs + (late ? Math.floor(random() * everyMs) : 0),
      value: Math.max(0, level + (random() - 0.5) * 2 * noise + (index > 100 ? 0.02 : 0)),
      samples: samples === null ? null : Math.floor(samples * random() * 2),
    })).filter((_, index) => index < hole || index > hole + 12);
  });

const bound = fc.constantFrom(null, 0.01, 0.02, 0.03, 0.05);
const leaf = fc
  .record({
    metric: fc.constantFrom('a', 'b', 'both'),
    kind: fc.constantFrom<GateSpec['kind'][]>(
      'absolute',
      'baselineRatio',
      'baselineDelta',
      'growth',
      'growthRatio',
      'canaryVsControl',
      'circuitBreaker',
    ),
    direction: fc.constantFrom<GateSpec['direction'][]>('above', 'below'),
    yellow: bound,
    red: bound,
    emergency: bound,
    windowMs: fc.constantFrom(30 * second, 2 * minute, 6 * minute),
    forMs: fc.constantFrom(0, 0, minute),
    consecutive: fc.constantFrom(1, 1, 3),
    minSamples: fc.constantFrom(0, 100),
    minEvents: fc.constantFrom(0, 3, 10),
    whenNoData: fc.constantFrom<GateSpec['whenNoData'][]>('hold', 'hold', 'zero', 'red'),
    inclusive: fc.boolean(),
    evidence: fc.constantFrom<GateSpec['evidence'][]>('raw', 'raw', 'interval', 'sequential'),
    onRed: fc.constantFrom<GateSpec['onRed'][]>('rollback', 'rollback', 'pause'),
    condition: fc.option(
      fc.constantFrom(0, 0.02).map((over) => ({ metric: 'b', direction: 'above' as const, bound: over, windowMs: minute })),
    ),
    shadow: fc.constantFrom(false, false, true),
    critical: fc.boolean(),
  })
  .map((over, ...rest): GateSpec => {
    void rest;
    const canary = over.kind === 'canaryVsControl' ? { confidence: 0.9, tolerance: 0.1 } : null;
    return sampleGate({ ...over, canary, red: over.red ?? over.yellow });
  });
const composite = fc
  .record({
    kind: fc.constantFrom<GateSpec['kind'][]>('anyOf', 'allOf', 'canaryScore'),
    members: fc.array(leaf, { minLength: 1, maxLength: 3 }),
  })
  .map(({ kind, members }): GateSpec => {
    const named = members.map((member, index) => ({ ...member, id: `m${index}` }));
    return sampleGate({
      kind,
      members: named,
      yellow: null,
      red: null,
      emergency: null,
      score: kind === 'canaryScore' ? { pass: 90, marginal: 60 } : null,
    });
  });
const gates = fc.array(fc.oneof({ weight: 3, arbitrary: leaf }, composite), { minLength: 1, maxLength: 4 });

function groundOf(input: {
  readonly gates: readonly GateSpec[];
  readonly aggregate: (typeof aggregates)[number];
  readonly weight: number;
  readonly missingIsZero: boolean;
  readonly own: readonly (readonly Point[])[];
  readonly control: readonly Point[];
  readonly baseline: number | null;
  readonly blockMs: number;
}): Ground {
  const score = {
    parts: [
      { metric: 'a', weight: 1 },
      { metric: 'b', weight: input.weight },
    ],
    missingIsZero: input.missingIsZero,
  };
  const named = input.gates.map((gate, index) => ({ ...gate, id: `g${index}` }));
  const metric = (id: string) => sampleMetric({ id, aggregate: input.aggregate });
  const plan: Plan = samplePlan({
    everyMs,
    metrics: [metric('a'), metric('b'), { ...metric('both'), unit: 'score', score }],
    stages: [sampleStage({ percent: 10, gates: named }), sampleStage({ percent: 50, gates: named.toReversed() })],
  });
  const end = start + 40 * minute;
  const past: PastRollout = samplePast({
    startedAt: start,
    endedAt: end,
    stages: [
      { stage: 0, percent: 10, from: start, to: start + 17 * minute },
      { stage: 1, percent: 60, from: start + 17 * minute, to: end },
    ],
    outcome: 'rolledBack',
    decidedAt: start + 29 * minute + 7 * second,
  });
  const [a = [], b = []] = input.own;
  const baselines: Baseline[] = input.baseline === null ? [] : ['a', 'b', 'both'].map((id) => sampleBaseline(input.baseline ?? 0, id));
  const own = new Map([
    ['a', seriesOf(a, input.blockMs)],
    ['b', seriesOf(b, input.blockMs)],
  ]);
  return { past, plan, end, readings: { own, control: new Map([['a', seriesOf(input.control, input.blockMs)]]), baselines } };
}

const inputs = fc.record({
  gates,
  aggregate: fc.constantFrom(...aggregates),
  weight: fc.constantFrom(1, 3, -1),
  missingIsZero: fc.boolean(),
  own: fc.tuple(series, series),
  control: series,
  baseline: fc.constantFrom(null, 0, 0.01, 0.02),
  blockMs: fc.constantFrom(minute, 5 * minute),
});

describe('R1.12 replays the past', () => {
  test('R1.12 passes over no look at which a gate is red', { timeout: 120_000 }, () => {
    fc.assert(
      fc.property(inputs, (input) => {
        const ground = groundOf(input);
        const quick = replay(ground);
        const full = fully(ground);
        const alarms = quick.alarms.map((alarm): [string, number] => [alarm.gate, alarm.at]).toSorted(([a], [b]) => (a < b ? -1 : 1));
        expect(alarms).toEqual(full.alarms);
        expect(quick.stop === null ? null : [quick.stop.gate, quick.stop.at]).toEqual(full.stop);
      }),
      { numRuns: 150 },
    );
  });

  test('R1.12 gives no more time as held than there was', () => {
    fc.assert(
      fc.property(inputs, (input) => {
        const ground = groundOf(input);
        const { yellow, blind, thin } = heldIn(ground, segmentsOf(ground), ground.end);
        expect(yellow + blind + thin).toBeLessThanOrEqual(ground.end - start);
      }),
      { numRuns: 50 },
    );
  });
});
