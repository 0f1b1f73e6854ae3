import { describe, expect, test } from 'vitest';
import { judgeIn } from '../../../main/core/decide/index.ts';
import { scorePoints } from '../../../main/core/gates/index.ts';
import type { GateKind, GateSpec, MetricSpec } from '../../../main/core/model/plan.ts';
import type { Point } from '../../../main/core/model/reading.ts';
import {
  minute,
  now,
  pointsOf,
  sampleGate,
  sampleMetric,
  samplePlan,
  sampleRollout,
  sampleSnapshot,
  second,
} from '../../support/core-samples.ts';

interface Around {
  readonly metrics?: readonly MetricSpec[];
  readonly control?: readonly Point[];
  readonly startedAt?: number;
  readonly failing?: readonly string[];
}

const count = (id: string) => sampleMetric({ id, title: id, unit: 'count', aggregate: 'last' });

function judged(gate: Partial<GateSpec>, readings: Readonly<Record<string, readonly Point[]>>, around: Around = {}) {
  const metrics = around.metrics ?? Object.keys(readings).map((id) => (id === 'errors' ? sampleMetric() : count(id)));
  return judgeIn(
    sampleSnapshot({
      plan: samplePlan({ metrics }),
      rollout: sampleRollout({ startedAt: around.startedAt ?? now - 60 * minute }),
      windows: Object.entries(readings).map(([metric, points]) => ({
        metric,
        points,
        control: around.control ?? [],
        failingSince: around.failing?.includes(metric) === true ? now - minute : null,
        problem: null,
      })),
    }),
    sampleGate({ minSamples: 0, yellow: null, red: null, emergency: null, ...gate }),
  );
}
const kindOf = (...all: Parameters<typeof judged>) => judged(...all).kind;

describe('growth', () => {
  const grown = (values: readonly number[]) => ({ size: pointsOf(values, null) });
  test.each([
    ['growth', [100, 105, 110], 'green'],
    ['growth', [100, 105, 111], 'red'],
    ['growth', [100, 120, 105], 'green'],
    ['growthRatio', [100, 105, 110], 'green'],
    ['growthRatio', [100, 105, 111], 'red'],
  ] as const)('R3.2 measures %s of %j from the first reading: %s', (kind, values, verdict) => {
    expect(kindOf({ kind, metric: 'size', red: kind === 'growth' ? 10 : 0.1 }, grown(values))).toBe(verdict);
  });

  test('R3.2 measures a shrinking the other way round', () => {
    expect(kindOf({ kind: 'growth', metric: 'size', direction: 'below', red: 10 }, grown([100, 89]))).toBe('red');
    expect(kindOf({ kind: 'growthRatio', metric: 'size', direction: 'below', red: 0.1 }, grown([100, 91]))).toBe('green');
  });

  test('R3.2 forgets what grew before its window, and is blind about growing from nothing in percent', () => {
    expect(kindOf({ kind: 'growth', metric: 'size', red: 10, windowMs: 40 * second }, grown([10, 100, 104, 105]))).toBe('green');
    const nothing = judged({ kind: 'growthRatio', metric: 'size', red: 0.1 }, grown([0, 5]));
    expect(nothing).toMatchObject({ kind: 'blind' });
    expect(nothing.reason).toContain('use growth');
  });

  test('R3.2 speaks from the first reading on: growing has no window to fill', () => {
    expect(
      kindOf({ kind: 'growth', metric: 'size', red: 10, windowMs: 600 * minute }, grown([100, 101]), { startedAt: now - minute }),
    ).toBe('green');
  });
});

describe('a circuit breaker', () => {
  const gate = { kind: 'circuitBreaker' as GateKind, metric: 'score', red: 15, consecutive: 3, inclusive: true, windowMs: 20 * second };
  test.each([
    [[0, 15, 15], 'yellow', 'in 2 of 3 checks in a row'],
    [[15, 15, 15], 'red', 'at or over the red bound of 15 in 3 checks in a row'],
    [[16, 14, 15, 15], 'yellow', 'in 2 of 3'],
    [[15, 15, 14], 'green', 'under the red bound'],
  ] as const)('R2.2 reads %j as %s', (values, kind, words) => {
    const verdict = judged(gate, { score: pointsOf(values, null) });
    expect(verdict.kind).toBe(kind);
    expect(verdict.reason).toContain(words);
  });

  test('R2.2 does not count checks nobody saw as checks in a row', () => {
    const holed = pointsOf([15, 15, 15], null).map((point, index) => (index === 0 ? { ...point, ts: point.ts - 10 * minute } : point));
    expect(kindOf(gate, { score: holed })).toBe('yellow');
  });
});

describe('a weighted score', () => {
  const score = (missingIsZero: boolean): MetricSpec =>
    sampleMetric({
      id: 'score',
      title: 'Score',
      source: 'score',
      unit: 'score',
      aggregate: 'last',
      score: {
        parts: [
          { metric: 'failures', weight: 10 },
          { metric: 'warnings', weight: 1 },
        ],
        missingIsZero,
      },
    });
  const gate = { kind: 'weightedScore' as GateKind, metric: 'score', yellow: 6, red: 15, inclusive: true };
  const read = (readings: Readonly<Record<string, readonly Point[]>>, missingIsZero = false, failing: readonly string[] = []) =>
    judged(
      gate,
      { failures: [], warnings: [], ...readings },
      { metrics: [count('failures'), count('warnings'), score(missingIsZero)], failing },
    );

  test.each([
    [0, 5, 5, 'green'],
    [0, 6, 6, 'yellow'],
    [1, 4, 14, 'yellow'],
    [1, 5, 15, 'red'],
  ])('R2.1 adds %d failures and %d warnings up to %d: %s', (failures, warnings, value, kind) => {
    expect(read({ failures: pointsOf([failures]), warnings: pointsOf([warnings]) })).toMatchObject({ value, kind });
  });

  test('R2.1 is blind while a part is missing, unless the plan reads it as zero', () => {
    expect(read({ failures: pointsOf([1]) }).kind).toBe('blind');
    expect(read({ failures: pointsOf([1]) }, true)).toMatchObject({ kind: 'yellow', value: 10 });
    expect(read({}, true).kind).toBe('blind');
  });

  test('R2.1 adds up what was read in the same poll, also when its parts came a moment apart', () => {
    const [early] = pointsOf([1], 10, Math.floor(now / (15 * second)) * 15 * second);
    const late = pointsOf([6], 10, (early?.ts ?? 0) + 2 * second);
    expect(read({ failures: early === undefined ? [] : [early], warnings: late }).value).toBe(16);
  });

  test('R2.1 adds up a poll that straddles any border, and takes no part of it twice', () => {
    const border = Math.floor(now / (15 * second)) * 15 * second;
    const at = (ts: number, value: number): Point => ({ ts, value, samples: null });
    // The clock of the first part wanders over the border: once too early, once too late.
    const failures = [at(border - 31_000, 1), at(border - 14_000, 1), at(border - 500, 1)];
    const warnings = [at(border - 30_500, 5), at(border - 13_500, 5), at(border + 200, 5)];
    const parts = [
      { metric: 'failures', points: failures },
      { metric: 'warnings', points: warnings },
    ];
    const spec = score(false).score;
    if (spec === null) throw new Error('no score');
    expect(scorePoints(spec, parts, 15 * second).map((point) => point.value)).toEqual([15, 15, 15]);
  });

  test('R2.1 does not take an answer on its way, or the silence of a source that is down, for zero', () => {
    const failures = pointsOf([2, 2, 2]);
    expect(read({ failures: failures.slice(0, 2), warnings: pointsOf([1, 1, 1]) }, true)).toMatchObject({ kind: 'red' });
    const old = pointsOf([2], null, now - 2 * minute);
    expect(read({ failures: old, warnings: pointsOf([1, 1, 1]) }, true, ['failures']).kind).toBe('blind');
    expect(read({ failures: pointsOf([2, 2, 2]), warnings: [] }, true, ['warnings'])).toMatchObject({ kind: 'red', value: 20 });
  });
});

describe('a condition', () => {
  const gate = {
    metric: 'inserts',
    direction: 'below' as const,
    red: 0,
    inclusive: true,
    condition: { metric: 'mutations', direction: 'above' as const, bound: 0, windowMs: minute },
  };
  const silent = pointsOf([0, 0], null);

  test('R3.2 speaks only while its condition holds', () => {
    expect(kindOf(gate, { inserts: silent, mutations: pointsOf([3], null) })).toBe('red');
    const unmet = judged(gate, { inserts: silent, mutations: pointsOf([0], null) });
    expect(unmet).toMatchObject({ kind: 'green', reason: 'judged only while mutations is over 0; it is 0' });
    expect(kindOf(gate, { inserts: pointsOf([2], null), mutations: pointsOf([3], null) })).toBe('green');
  });

  test('R3.2 is blind when nobody knows whether its condition holds, and pending before anything was read', () => {
    expect(judged(gate, { inserts: silent, mutations: [] })).toMatchObject({ kind: 'blind' });
    expect(kindOf(gate, { inserts: [], mutations: [] }, { startedAt: now - second })).toBe('pending');
  });

  test('R3.2 keeps a red that was read just now while its condition is late and held when it was last read', () => {
    const late = judged(gate, { inserts: silent, mutations: pointsOf([3], null, now - 10 * minute) });
    expect(late).toMatchObject({ kind: 'red', reason: expect.stringMatching(/was 3 when it was last read, 10 min ago$/) });
  });

  test('R3.2 is blind where the late condition did not hold, and says what the gate would say by itself', () => {
    const late = judged(gate, { inserts: silent, mutations: pointsOf([0], null, now - 10 * minute) });
    expect(late).toMatchObject({ kind: 'blind', reason: expect.stringMatching(/^nothing fresh of .*; by itself it is red: /) });
  });

  test('R3.2 forgets a late condition after a quarter of an hour', () => {
    expect(kindOf(gate, { inserts: silent, mutations: pointsOf([3], null, now - 16 * minute) })).toBe('blind');
  });

  test('R3.2 takes nothing back where the condition is late and the red is only silence', () => {
    const zero = { ...gate, whenNoData: 'zero' as const };
    const old = pointsOf([0], null, now - 11 * minute);
    expect(judged(zero, { inserts: old, mutations: pointsOf([3], null, now - 10 * minute) })).toMatchObject({ kind: 'blind' });
  });

  test('R3.2 takes a condition from below as well', () => {
    const below = { ...gate, condition: { ...gate.condition, direction: 'below' as const, bound: 5 } };
    expect(kindOf(below, { inserts: silent, mutations: pointsOf([3], null) })).toBe('red');
    expect(kindOf(below, { inserts: silent, mutations: pointsOf([6], null) })).toBe('green');
  });
});

describe('composites', () => {
  const member = (id: string, red = 10): GateSpec =>
    sampleGate({ id, title: id, metric: id, yellow: 5, red, emergency: 20, minSamples: 0, minEvents: 0 });
  const three = (a: number | null, b: number | null, c: number | null) =>
    Object.fromEntries(Object.entries({ a, b, c }).map(([id, value]) => [id, value === null ? [] : pointsOf([value], null)]));
  const of = (kind: GateKind, values: readonly [number | null, number | null, number | null], over: Partial<GateSpec> = {}) =>
    judged({ kind, members: [member('a'), member('b'), member('c')], ...over }, three(...values));

  test.each([
    [[0, 0, 0], 'green', 'green'],
    [[0, 6, 0], 'yellow', 'green'],
    [[0, 11, 6], 'red', 'green'],
    [[6, 11, 21], 'emergency', 'yellow'],
    [[11, 11, 21], 'emergency', 'red'],
    [[0, null, 0], 'blind', 'green'],
    [[11, null, 11], 'red', 'blind'],
  ] as const)('R3.2 reads %j as %s in any of them and as %s in all', (values, ofAny, ofAll) => {
    expect([of('anyOf', values).kind, of('allOf', values).kind]).toEqual([ofAny, ofAll]);
  });

  test('R3.2 names the members that speak, and speaks under its own name', () => {
    expect(of('anyOf', [0, 11, 0], { id: 'own', title: 'Own' })).toMatchObject({
      gate: 'own',
      title: 'Own',
      reason: 'b 11, over the red bound of 10',
    });
    expect(of('allOf', [11, 12, 13]).reason).toBe(
      'a 11, over the red bound of 10; b 12, over the red bound of 10; c 13, over the red bound of 10',
    );
  });

  test('R3.2 takes what red does, and whether it acts, from itself', () => {
    expect(of('anyOf', [0, 11, 0], { onRed: 'pause', shadow: true })).toMatchObject({ kind: 'red', onRed: 'pause', shadow: true });
  });

  const canary = (over: readonly Partial<GateSpec>[], values: readonly [number | null, number | null, number | null]) =>
    judged(
      {
        kind: 'canaryScore',
        score: { pass: 95, marginal: 60 },
        members: over.map((one, index) => ({ ...member('abc'.charAt(index)), yellow: null, emergency: null, ...one })),
      },
      three(...values),
    );

  test('R3.2 scores a canary by the share of its members that pass', () => {
    expect(canary([{}, {}, {}], [0, 0, 0])).toMatchObject({ kind: 'green', value: 100 });
    const marginal = canary([{}, {}, {}], [0, 11, 0]);
    expect(marginal.kind).toBe('yellow');
    expect(marginal.value).toBeCloseTo(66.67, 1);
    expect(canary([{}, {}, {}], [11, 11, 0])).toMatchObject({ kind: 'red' });
  });

  test('R3.2 weighs groups, and shares a group among its members', () => {
    const grouped = [
      { group: 'errors', weight: 3 },
      { group: 'speed', weight: 1 },
      { group: 'speed', weight: 1 },
    ];
    expect(canary(grouped, [0, 11, 0]).value).toBeCloseTo(87.5, 10);
    expect(canary(grouped, [11, 0, 0])).toMatchObject({ kind: 'red', value: 25 });
  });

  test('R3.2 fails as a whole when a critical member fails', () => {
    const verdict = canary([{ critical: true }, {}, {}], [11, 0, 0]);
    expect(verdict.kind).toBe('red');
    expect(verdict.reason).toContain('a is critical and failed');
    const worst = canary([{ critical: true }, { critical: true, emergency: 20 }, {}], [11, 21, 0]);
    expect(worst.kind).toBe('emergency');
  });

  test('design 4 holds a canary score while a member says nothing, unless the rest failed already', () => {
    expect(canary([{}, {}, {}], [0, null, 0]).kind).toBe('blind');
    expect(canary([{}, {}, {}], [11, null, 11]).kind).toBe('red');
  });
});

describe('evidence', () => {
  const rate = (value: number, samples: number) => ({ errors: pointsOf([value], samples) });
  const interval = { evidence: 'interval' as const, red: 0.05, minEvents: 1 };

  test.each([
    [0.08, 50, 'yellow', 'but it may be as low as'],
    [0.08, 2000, 'red', '8 %, over the red bound of 5 %'],
    [0.03, 100, 'thin', 'may still be'],
    [0.03, 5000, 'green', 'under the red bound'],
  ] as const)('design 5 reads %d of %d as %s by its interval', (value, samples, kind, words) => {
    const verdict = judged(interval, rate(value, samples));
    expect(verdict.kind).toBe(kind);
    expect(verdict.reason).toContain(words);
    expect(verdict.interval?.low).toBeLessThan(value);
    expect(verdict.interval?.high).toBeGreaterThan(value);
  });

  test('design 5 says when a sequence will have enough samples, and when a window never holds them', () => {
    const sequence = { ...interval, evidence: 'sequential' as const, windowMs: minute };
    const short = pointsOf(
      Array.from({ length: 20 }, () => 0.03),
      50,
    );
    const soon = judged(sequence, { errors: short }, { startedAt: now - 5 * minute });
    expect(soon.kind).toBe('thin');
    const inMs = (soon.nextChangeAt ?? 0) - now;
    expect(inMs).toBeGreaterThan(0);
    const polls = 20 + Math.ceil(inMs / (15 * second)) + 1;
    expect(
      judged(sequence, {
        errors: pointsOf(
          Array.from({ length: polls }, () => 0.03),
          50,
        ),
      }).kind,
    ).toBe('green');
    expect(judged(interval, rate(0.03, 100))).toMatchObject({ kind: 'thin', nextChangeAt: null });
  });

  test('design 5 sees both sides of a rate that should be high', () => {
    const below = { ...interval, direction: 'below' as const, red: 0.9 };
    expect(kindOf(below, rate(0.85, 2000))).toBe('red');
    expect(kindOf(below, rate(0.88, 50))).toBe('yellow');
    expect(kindOf(below, rate(0.95, 2000))).toBe('green');
    expect(kindOf(below, rate(0.92, 60))).toBe('thin');
  });

  test('design 5 is thin without sample counts, because nobody can be sure then', () => {
    expect(judged(interval, { errors: pointsOf([0.01], null) })).toMatchObject({ kind: 'thin' });
  });

  test('design 5 counts everything since the start in a sequence, not only its window', () => {
    const sequence = { ...interval, evidence: 'sequential' as const, windowMs: minute };
    const steady = pointsOf(
      Array.from({ length: 200 }, () => 0.03),
      200,
    );
    expect(judged(sequence, { errors: steady }).kind).toBe('green');
    expect(judged(sequence, { errors: steady.slice(-4) }).kind).toBe('thin');
    const bad = pointsOf(
      Array.from({ length: 200 }, () => 0.08),
      200,
    );
    expect(judged(sequence, { errors: bad }).kind).toBe('red');
    expect(judged(sequence, { errors: bad.slice(-2) }).kind).toBe('yellow');
  });

  test('design 5 says so when a sequence is sure of what the present window does not show', () => {
    const sequence = { ...interval, evidence: 'sequential' as const, windowMs: 15 * second };
    const calmed = [
      ...pointsOf(
        Array.from({ length: 200 }, () => 0.12),
        200,
        now - 15 * second,
      ),
      { ts: now, value: 0, samples: 200 },
    ];
    const verdict = judged(sequence, { errors: calmed });
    expect(verdict.kind).toBe('red');
    expect(verdict.reason).toMatch(/^0 % now, but at least \d.* % since the start \(95 % sure\), over the red bound of 5 %$/);
  });
});

describe('a canary against the version before', () => {
  const gate = {
    kind: 'canaryVsControl' as GateKind,
    metric: 'p95',
    red: 0.1,
    canary: { confidence: 0.95, tolerance: 0.05 },
    windowMs: 10 * minute,
  };
  const spread = (middle: number) =>
    pointsOf(
      Array.from({ length: 30 }, (_, index) => middle + ((index * 7) % 11) - 5),
      100,
    );
  const read = (canary: readonly Point[], control: readonly Point[]) =>
    judged(gate, { p95: canary }, { metrics: [sampleMetric({ id: 'p95', title: 'p95', unit: 'ms' })], control });

  test('design 5 is red when the release is worse by more than its bound and the rank test agrees', () => {
    expect(read(spread(130), spread(100))).toMatchObject({ kind: 'red', baseline: expect.closeTo(100, 0) });
    expect(read(spread(100), spread(100))).toMatchObject({ kind: 'green' });
    expect(read(spread(70), spread(100)).kind).toBe('green');
  });

  test('design 5 stays green when one outlier lifts the mean and the ranks see no difference', () => {
    const outlier = spread(100).map((point, index) => (index === 3 ? { ...point, value: 2000 } : point));
    const verdict = read(outlier, spread(100));
    expect(verdict.kind).toBe('green');
    expect(verdict.reason).toContain('not told apart from the version before');
  });

  test('design 4 is blind without the version before', () => {
    expect(read(spread(130), [])).toMatchObject({ kind: 'blind' });
  });
});
