import fc from 'fast-check';
import { expect, test } from 'vitest';
import { judgeGate } from '../../../main/core/gates/index.ts';
import { aggregates, directions, evidenceModes, noDataPolicies, type GateKind, type GateSpec } from '../../../main/core/model/plan.ts';
import type { Point } from '../../../main/core/model/reading.ts';
import type { VerdictKind } from '../../../main/core/model/verdict.ts';
import { minute, now, sampleBaseline, sampleGate, sampleInput, sampleMetric, second } from '../../support/core-samples.ts';

const opinions: readonly VerdictKind[] = ['green', 'yellow', 'red', 'emergency'];

/** Growth is left out where a reading is made worse: its first reading is what the others are held against. */
const kinds: readonly GateKind[] = ['absolute', 'baselineRatio', 'baselineDelta', 'circuitBreaker', 'weightedScore'];

const points: fc.Arbitrary<Point[]> = fc.array(
  fc.record({
    ts: fc.integer({ min: 0, max: 40 }).map((step) => now - step * 10 * second),
    value: fc.integer({ min: 0, max: 100 }).map((value) => value / 100),
    samples: fc.option(fc.integer({ min: 0, max: 200 }), { nil: null }),
  }),
  { maxLength: 25 },
);

const gates: fc.Arbitrary<GateSpec> = fc
  .record({
    kind: fc.constantFrom(...kinds),
    evidence: fc.constantFrom(...evidenceModes),
    inclusive: fc.boolean(),
    direction: fc.constantFrom(...directions),
    windowMs: fc.constantFrom(15 * second, minute, 5 * minute),
    forMs: fc.constantFrom(0, 0, minute, 2 * minute),
    consecutive: fc.constantFrom(1, 1, 2, 3),
    minSamples: fc.constantFrom(0, 20, 200),
    minEvents: fc.constantFrom(0, 3, 10),
    whenNoData: fc.constantFrom(...noDataPolicies),
    bounds: fc.uniqueArray(fc.integer({ min: 1, max: 95 }), { minLength: 3, maxLength: 3 }),
  })
  .map(({ bounds, ...rest }) => {
    const rising = bounds.map((bound) => bound / 100).toSorted((a, b) => a - b);
    const [yellow, red, emergency] = !rest.kind.startsWith('baseline') && rest.direction === 'below' ? rising.toReversed() : rising;
    return sampleGate({ ...rest, yellow: yellow ?? null, red: red ?? null, emergency: emergency ?? null });
  });

const cases = fc.record({ gate: gates, points, how: fc.constantFrom(...aggregates), agoMs: fc.integer({ min: 0, max: 10 * minute }) });

function judge(one: { gate: GateSpec; how: (typeof aggregates)[number]; agoMs: number }, list: readonly Point[]) {
  const input = sampleInput({ points: list, startedAt: now - one.agoMs, baseline: sampleBaseline(0.5) });
  return judgeGate(one.gate, sampleMetric({ aggregate: one.how }), input);
}

test('design 2 never lets a verdict depend on the order of readings', () => {
  const shuffled = cases.chain((one) => fc.tuple(fc.constant(one), fc.shuffledSubarray(one.points, { minLength: one.points.length })));
  fc.assert(
    fc.property(shuffled, ([one, other]) => {
      expect(judge(one, other)).toEqual(judge(one, one.points));
    }),
    { numRuns: 500 },
  );
});

test('design 2 never gives a better opinion for a worse reading', () => {
  const worsened = fc.tuple(cases, fc.nat(24), fc.integer({ min: 1, max: 100 }));
  fc.assert(
    fc.property(worsened, ([one, at, by]) => {
      const step = (one.gate.direction === 'above' ? by : -by) / 100;
      const worse = one.points.map((point, index) =>
        index === at ? { ...point, value: Math.min(1, Math.max(0, point.value + step)) } : point,
      );
      const before = opinions.indexOf(judge(one, one.points).kind);
      const after = opinions.indexOf(judge(one, worse).kind);
      fc.pre(before >= 0 && after >= 0);
      expect(after).toBeGreaterThanOrEqual(before);
    }),
    { numRuns: 2000 },
  );
});

test('design 4 never turns bad news into green, and a shadow gate says the same as a real one', () => {
  fc.assert(
    fc.property(cases, (one) => {
      const verdict = judge(one, one.points);
      const shadow = judge({ ...one, gate: { ...one.gate, shadow: true } }, one.points);
      expect(shadow).toEqual({ ...verdict, shadow: true });
      const blank = one.points.length === 0 && one.gate.whenNoData !== 'zero';
      expect(blank && verdict.kind === 'green').toBe(false);
      expect(verdict.nextChangeAt ?? now).toBeGreaterThanOrEqual(now);
      expect(verdict.reason).not.toMatch(/NaN|undefined|Infinity/);
    }),
    { numRuns: 500 },
  );
});
