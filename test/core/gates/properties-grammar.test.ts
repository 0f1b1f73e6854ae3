import fc from 'fast-check';
import { expect, test } from 'vitest';
import { decide, judge, judgeIn } from '../../../main/core/decide/index.ts';
import { leavesOf } from '../../../main/core/gates/index.ts';
import {
  aggregates,
  directions,
  evidenceModes,
  noDataPolicies,
  redActions,
  type Direction,
  type GateKind,
  type GateSpec,
  type MetricSpec,
} from '../../../main/core/model/plan.ts';
import type { Point } from '../../../main/core/model/reading.ts';
import type { Snapshot } from '../../../main/core/model/snapshot.ts';
import type { VerdictKind } from '../../../main/core/model/verdict.ts';
import {
  minute,
  now,
  sampleBaseline,
  sampleGate,
  sampleMetric,
  samplePlan,
  sampleRollout,
  sampleSnapshot,
  sampleStage,
  second,
} from '../../support/core-samples.ts';

/** What a verdict leads to, mildest first: only green goes on, and everything that is no opinion holds as yellow does. */
const severity: Record<VerdictKind, number> = { green: 0, pending: 1, thin: 1, blind: 1, yellow: 1, red: 2, emergency: 3 };
const parts = ['a', 'b'] as const;
const growing: readonly GateKind[] = ['growth', 'growthRatio'];
const relative: readonly GateKind[] = ['baselineRatio', 'baselineDelta', 'growth', 'growthRatio', 'canaryVsControl'];

const points: fc.Arbitrary<Point[]> = fc.array(
  fc.record({
    ts: fc.integer({ min: 0, max: 40 }).map((step) => now - step * 10 * second),
    value: fc.integer({ min: 0, max: 100 }).map((value) => value / 100),
    samples: fc.option(fc.integer({ min: 0, max: 400 }), { nil: null, freq: 8 }),
  }),
  { maxLength: 20 },
);

function boundsFor(kind: GateKind, direction: Direction, bounds: readonly number[]): Pick<GateSpec, 'yellow' | 'red' | 'emergency'> {
  const rising = bounds.map((bound) => bound / 100).toSorted((a, b) => a - b);
  const [yellow = null, red = null, emergency = null] = direction === 'below' && !relative.includes(kind) ? rising.toReversed() : rising;
  return { yellow, red, emergency };
}

function leafOf(direction: Direction, kinds: readonly GateKind[]): fc.Arbitrary<GateSpec> {
  return fc
    .record({
      kind: fc.constantFrom(...kinds),
      metric: fc.constantFrom(...parts),
      evidence: fc.constantFrom('raw', 'raw', ...evidenceModes),
      inclusive: fc.boolean(),
      windowMs: fc.constantFrom(15 * second, minute, 5 * minute),
      forMs: fc.constantFrom(0, 0, minute),
      consecutive: fc.constantFrom(1, 1, 2, 3),
      minSamples: fc.constantFrom(0, 20, 200),
      minEvents: fc.constantFrom(0, 3, 10),
      whenNoData: fc.constantFrom(...noDataPolicies),
      conditional: fc.boolean(),
      critical: fc.boolean(),
      group: fc.constantFrom('x', 'y'),
      bounds: fc.uniqueArray(fc.integer({ min: 1, max: 95 }), { minLength: 3, maxLength: 3 }),
    })
    .map(({ bounds, conditional, ...rest }) =>
      sampleGate({
        ...rest,
        direction,
        ...boundsFor(rest.kind, direction, bounds),
        metric: rest.kind === 'weightedScore' ? 'score' : rest.metric,
        canary: rest.kind === 'canaryVsControl' ? { confidence: 0.9, tolerance: 0.1 } : null,
        condition: conditional ? { metric: 'condition', direction: 'above', bound: 0.5, windowMs: minute } : null,
      }),
    );
}

const simple: readonly GateKind[] = [
  'absolute',
  'baselineRatio',
  'baselineDelta',
  'circuitBreaker',
  'canaryVsControl',
  'weightedScore',
  ...growing,
];

/** A gate of any kind, composites of members of any kind included. All of it has one bad side. */
const gates: fc.Arbitrary<GateSpec> = fc.constantFrom(...directions).chain((direction) => {
  const leaf = leafOf(direction, simple);
  const composite = fc
    .record({
      kind: fc.constantFrom('anyOf', 'allOf', 'canaryScore' as const),
      members: fc.array(leaf, { minLength: 1, maxLength: 4 }),
      onRed: fc.constantFrom(...redActions),
      marginal: fc.integer({ min: 0, max: 70 }),
    })
    .map(({ marginal, ...rest }) =>
      sampleGate({
        ...rest,
        direction,
        yellow: null,
        red: null,
        emergency: null,
        score: rest.kind === 'canaryScore' ? { pass: 80, marginal } : null,
      }),
    );
  return fc.oneof({ weight: 2, arbitrary: leaf }, { weight: 1, arbitrary: composite });
});

interface Case {
  readonly gate: GateSpec;
  readonly readings: Readonly<Record<string, readonly Point[]>>;
  readonly control: readonly Point[];
  readonly how: MetricSpec['aggregate'];
  readonly missingIsZero: boolean;
  readonly agoMs: number;
}

const cases: fc.Arbitrary<Case> = fc.record({
  gate: gates,
  readings: fc.record({ a: points, b: points, condition: points }),
  control: points,
  how: fc.constantFrom(...aggregates),
  missingIsZero: fc.boolean(),
  agoMs: fc.integer({ min: 0, max: 10 * minute }),
});

function snapshotOf({ readings, control, how, missingIsZero, agoMs }: Case, gateList: readonly GateSpec[]): Snapshot {
  const metric = (id: string) => sampleMetric({ id, title: id, aggregate: how });
  const score = { parts: parts.map((one, index) => ({ metric: one, weight: index + 1 })), missingIsZero };
  const metrics = [
    ...parts.map(metric),
    metric('condition'),
    sampleMetric({ id: 'score', source: 'score', unit: 'score', aggregate: how, score }),
  ];
  return sampleSnapshot({
    plan: samplePlan({ metrics, stages: [sampleStage({ gates: gateList }), sampleStage({ name: '100 %', percent: 100 })] }),
    rollout: sampleRollout({ startedAt: now - agoMs, baselines: [...parts, 'score'].map((id) => sampleBaseline(0.4, id)) }),
    windows: Object.entries(readings).map(([id, list]) => ({ metric: id, points: list, control, failingSince: null, problem: null })),
  });
}

function kindOf(one: Case): VerdictKind {
  return judgeIn(snapshotOf(one, [one.gate]), one.gate).kind;
}

/** The first reading a growth is measured from: making that one worse makes the others better. */
function isFirst(gate: GateSpec, metric: string, list: readonly Point[], point: Point): boolean {
  return leavesOf(gate).some((leaf) => {
    if (!growing.includes(leaf.kind) || leaf.metric !== metric) return false;
    const newest = Math.max(...list.map((one) => one.ts));
    const within = (end: number) => list.filter((one) => one.ts > end - leaf.windowMs && one.ts <= end);
    const used = within(now).length > 0 ? within(now) : within(newest);
    return point.ts === Math.min(...used.map((one) => one.ts));
  });
}

test('design 2 never gives a better verdict for a worse reading, whatever the kind of gate', () => {
  const worsened = fc.tuple(cases, fc.constantFrom(...parts), fc.nat(19), fc.integer({ min: 1, max: 100 }));
  fc.assert(
    fc.property(worsened, ([one, metric, at, by]) => {
      const list = one.readings[metric] ?? [];
      const point = list[at];
      fc.pre(point !== undefined && !isFirst(one.gate, metric, list, point));
      const step = (one.gate.direction === 'above' ? by : -by) / 100;
      const worse = list.map((reading, index) =>
        index === at ? { ...reading, value: Math.min(1, Math.max(0, reading.value + step)) } : reading,
      );
      const before = severity[kindOf(one)];
      expect(severity[kindOf({ ...one, readings: { ...one.readings, [metric]: worse } })]).toBeGreaterThanOrEqual(before);
    }),
    { numRuns: 4000 },
  );
});

test('design 2 never lets a verdict depend on the order of readings, whatever the kind of gate', () => {
  const shuffled = cases.chain((one) =>
    fc.tuple(
      fc.constant(one),
      ...(['a', 'b', 'condition'] as const).map((id) => {
        const list = [...(one.readings[id] ?? [])];
        return fc.shuffledSubarray(list, { minLength: list.length });
      }),
      fc.shuffledSubarray([...one.control], { minLength: one.control.length }),
    ),
  );
  fc.assert(
    fc.property(shuffled, ([one, a, b, condition, control]) => {
      const other = { ...one, readings: { a: a ?? [], b: b ?? [], condition: condition ?? [] }, control: control ?? [] };
      const verdictOf = (which: Case) => judgeIn(snapshotOf(which, [which.gate]), which.gate);
      expect(verdictOf(other)).toEqual(verdictOf(one));
    }),
    { numRuns: 1000 },
  );
});

test('design 4 never goes on while a gate of any kind is blind, thin or pending', () => {
  fc.assert(
    fc.property(fc.array(cases, { minLength: 1, maxLength: 3 }), ([first, ...rest]) => {
      if (first === undefined) return;
      const list = [first, ...rest].map(({ gate }, index) => ({ ...gate, id: `gate-${index}` }));
      const snapshot = snapshotOf(first, list);
      const verdicts = judge(snapshot);
      const mute = verdicts.some((verdict) => ['blind', 'thin', 'pending'].includes(verdict.kind));
      const { kind } = decide(snapshot, verdicts);
      expect(mute && ['start', 'advance', 'complete'].includes(kind)).toBe(false);
    }),
    { numRuns: 1000 },
  );
});

test('design 3 changes no decision when a shadow gate of any kind is added', () => {
  fc.assert(
    fc.property(cases, cases, (one, other) => {
      const shadow = { ...other.gate, id: 'watched', shadow: true };
      const alone = snapshotOf(one, [one.gate]);
      const both = snapshotOf(one, [one.gate, shadow]);
      expect(decide(both, judge(both))).toEqual(decide(alone, judge(alone)));
      const moved = snapshotOf(one, [shadow, one.gate]);
      expect(decide(moved, judge(moved))).toEqual(decide(alone, judge(alone)));
    }),
    { numRuns: 1000 },
  );
});

test('design 1 judges a stored copy of the evidence like the evidence itself, whatever the kind of gate', () => {
  fc.assert(
    fc.property(cases, (one) => {
      const snapshot = snapshotOf(one, [one.gate]);
      const copy: Snapshot = JSON.parse(JSON.stringify(snapshot));
      expect(judge(copy)).toEqual(judge(snapshot));
      for (const verdict of judge(snapshot)) expect(verdict.reason).not.toMatch(/NaN|undefined|Infinity/);
    }),
    { numRuns: 500 },
  );
});
