import { describe, expect, test } from 'vitest';
import { compositeKinds, gateKindsList, gateRule, judgeGate, worstOf } from '../../../main/core/gates/index.ts';
import { gateKinds, type GateSpec } from '../../../main/core/model/plan.ts';
import type { GateInput } from '../../../main/core/gates/index.ts';
import {
  minute,
  now,
  pointsOf,
  sampleBaseline,
  sampleGate,
  sampleInput,
  sampleMetric,
  sampleVerdict,
  second,
} from '../../support/core-samples.ts';

function judged(gate: Partial<GateSpec>, input: Partial<GateInput>, metric = sampleMetric()) {
  const { kind, reason, nextChangeAt } = judgeGate(sampleGate(gate), metric, sampleInput(input));
  return { kind, reason, nextChangeAt };
}
const kindOf = (gate: Partial<GateSpec>, input: Partial<GateInput>, metric = sampleMetric()) => judged(gate, input, metric).kind;
const latency = sampleMetric({ id: 'p95', title: 'p95 latency', unit: 'ms' });

test('R3.3 has one rule for each gate kind of the vocabulary', () => {
  expect([...gateKindsList.map((rule) => rule.kind), ...compositeKinds]).toEqual(gateKinds);
  expect(() => gateRule('magic' as never)).toThrow('no rule for gate kind magic');
});

describe('bounds', () => {
  test.each([
    [0.01, 'green'],
    [0.02, 'green'],
    [0.021, 'yellow'],
    [0.05, 'yellow'],
    [0.051, 'red'],
    [0.2, 'red'],
    [0.21, 'emergency'],
  ])('R1.5 R3.9 judges an error rate of %d as %s', (value, kind) => {
    expect(kindOf({}, { points: pointsOf([value, value, value, value]) })).toBe(kind);
  });

  test.each([
    [0.95, 'green'],
    [0.89, 'red'],
    [0.4, 'emergency'],
  ])('R1.7 judges a success rate of %d as %s when below is bad', (value, kind) => {
    expect(kindOf({ direction: 'below', yellow: null, red: 0.9, emergency: 0.5 }, { points: pointsOf([value]) })).toBe(kind);
  });

  test.each([
    [470, 'green'],
    [485, 'yellow'],
    [521, 'red'],
  ])('R1.6 judges p95 of %d ms against a baseline of 400 ms as %s', (value, kind) => {
    const input = { points: pointsOf([value]), baseline: sampleBaseline(400, 'p95') };
    expect(kindOf({ kind: 'baselineRatio', yellow: 0.2, red: 0.3, emergency: null }, input, latency)).toBe(kind);
  });

  test.each([
    ['baselineRatio', 'below', 0.2, 79, 'red'],
    ['baselineRatio', 'below', 0.2, 81, 'green'],
    ['baselineDelta', 'above', 10, 111, 'red'],
    ['baselineDelta', 'below', 10, 89, 'red'],
    ['baselineDelta', 'below', 10, 91, 'green'],
  ] as const)('R3.2 compares by %s %s %d: a value of %d is %s', (kind, direction, red, value, verdict) => {
    const input = { points: pointsOf([value]), baseline: sampleBaseline(100) };
    expect(kindOf({ kind, direction, yellow: null, red, emergency: null }, input, sampleMetric({ unit: 'count' }))).toBe(verdict);
  });

  test('R3.3 is blind without the baseline it needs, and says so', () => {
    const gate = { kind: 'baselineRatio', yellow: null, red: 0.3, emergency: null } as const;
    expect(judged(gate, { points: pointsOf([400]) }, latency)).toMatchObject({
      kind: 'blind',
      reason: 'no baseline of p95 latency was captured before the rollout',
    });
    expect(judged(gate, { points: pointsOf([400]), baseline: sampleBaseline(0) }, latency).reason).toContain(
      'use baselineDelta or absolute',
    );
  });

  test('design 2 gives reasons with numbers and units', () => {
    expect(judged({}, { points: pointsOf([0.004]) }).reason).toBe('0.4 %, 1.6 points under the yellow bound of 2 %');
    expect(judged({}, { points: pointsOf([0.03]) }).reason).toBe('3 %, over the yellow bound of 2 %');
    expect(judged({ direction: 'below', yellow: null, red: 0.9, emergency: null }, { points: pointsOf([0.8]) }).reason).toBe(
      '80 %, under the red bound of 90 %',
    );
    const gate = { kind: 'baselineRatio', yellow: null, red: 0.3, emergency: null } as const;
    expect(judged(gate, { points: pointsOf([600]), baseline: sampleBaseline(400) }, latency).reason).toBe(
      '600 ms, over the red bound of 520 ms (base +30 %)',
    );
  });
});

describe('freshness', () => {
  const stale = pointsOf([0.5, 0.5], 100, now - 46 * second);

  test('design 4 is blind once the newest reading is older than three polls and the lag', () => {
    expect(kindOf({}, { points: pointsOf([0.004], 100, now - 45 * second) })).toBe('green');
    expect(judged({}, { points: stale })).toEqual({ kind: 'blind', reason: 'no reading for 46 s', nextChangeAt: null });
    expect(kindOf({}, { points: stale }, sampleMetric({ lagMs: minute }))).toBe('emergency');
  });

  test('design 4 names since when the source fails and its problem', () => {
    const failing = { points: [], failingSince: now - 4 * minute, problem: 'connection refused' };
    expect(judged({}, failing).reason).toBe(
      'no reading since the rollout started 1 h ago; the source has not answered for 4 min: connection refused',
    );
  });

  test('R3.2 reads silence as the plan says, and a dead source never as zero', () => {
    expect(kindOf({ whenNoData: 'red' }, { points: stale })).toBe('red');
    expect(kindOf({ whenNoData: 'zero' }, { points: stale })).toBe('green');
    expect(kindOf({ whenNoData: 'zero', direction: 'below', yellow: null, red: 0.01, emergency: null }, { points: [] })).toBe('red');
    expect(kindOf({ whenNoData: 'zero' }, { points: stale, failingSince: now - minute })).toBe('blind');
    expect(kindOf({ whenNoData: 'zero', kind: 'baselineDelta' }, { points: stale })).toBe('blind');
  });

  test('R3.2 counts silence as checks in a row when it stands for zero', () => {
    const gate = { whenNoData: 'zero', direction: 'below', yellow: null, red: 0.01, emergency: null, consecutive: 4 } as const;
    expect(kindOf(gate, { points: pointsOf([1], 10, now - 50 * second) })).toBe('yellow');
    expect(kindOf(gate, { points: pointsOf([1], 10, now - 60 * second) })).toBe('red');
  });

  test('design 2 is pending while a first reading can still be on its way', () => {
    const startedAt = now - 20 * second;
    expect(judged({ whenNoData: 'red' }, { points: [], startedAt })).toEqual({
      kind: 'pending',
      reason: 'waiting for the first reading',
      nextChangeAt: startedAt + 45 * second,
    });
    expect(judged({}, { points: [], startedAt: null }).nextChangeAt).toBeNull();
  });

  test('design 4 keeps judging a late but fresh reading that just left a short window', () => {
    expect(kindOf({ windowMs: 15 * second }, { points: pointsOf([0.3], 100, now - 20 * second) })).toBe('emergency');
  });

  test('design 4 ignores readings from the future', () => {
    expect(kindOf({}, { points: [...pointsOf([0.004]), { ts: now + 1, value: 0.9, samples: 500 }] })).toBe('green');
  });
});

describe('protection', () => {
  test('design 3 turns red before samples and window are complete', () => {
    const early = { startedAt: now - 20 * second, points: pointsOf([0.5], 8) };
    expect(kindOf({}, early)).toBe('emergency');
    expect(kindOf({ emergency: null }, early)).toBe('red');
  });

  test('design 3 asks a rate for a few bad events before it may be red', () => {
    expect(judged({}, { points: pointsOf([0.5], 4) })).toMatchObject({
      kind: 'thin',
      reason: '50 %, over the emergency bound of 20 %, with 2 of 3 bad events',
    });
    expect(kindOf({}, { points: pointsOf([0.5], 6) })).toBe('emergency');
    expect(kindOf({ direction: 'below', yellow: null, red: 0.9, emergency: null }, { points: pointsOf([0.8], 10) })).toBe('thin');
    expect(kindOf({ direction: 'below', yellow: null, red: 0.9, emergency: null }, { points: pointsOf([0.7], 10) })).toBe('red');
  });

  test('design 3 lets a breach stand when events cannot be counted', () => {
    expect(kindOf({}, { points: pointsOf([0.5], null) })).toBe('emergency');
    expect(kindOf({ yellow: null, red: 300, emergency: null }, { points: pointsOf([500], null) }, latency)).toBe('red');
  });

  test('design 3 wants three slow requests behind a percentile before it is red', () => {
    const gate = { yellow: null, red: 300, emergency: null };
    expect(kindOf(gate, { points: pointsOf([500], 59) }, latency)).toBe('thin');
    expect(kindOf(gate, { points: pointsOf([500], 60) }, latency)).toBe('red');
  });

  test('R1.6 R4.6 turns red once a breach has lasted its time', () => {
    const gate = { forMs: 15 * minute, emergency: null };
    const six = pointsOf([0.01, 0.01, 0.01, 0.01, 0.01, ...Array.from({ length: 25 }, () => 0.09)]);
    const verdict = judged({ ...gate, windowMs: 15 * second }, { points: six });
    expect(verdict).toEqual({
      kind: 'yellow',
      reason: '9 %, over the red bound of 5 % for 6 min of 15 min',
      nextChangeAt: now + 9 * minute,
    });
    const whole = pointsOf(Array.from({ length: 61 }, () => 0.09));
    expect(judged(gate, { points: whole })).toMatchObject({ kind: 'red', reason: '9 %, over the red bound of 5 % for 15 min' });
  });

  test('design 4 does not count time nobody saw towards a lasting breach', () => {
    const holed = pointsOf(Array.from({ length: 70 }, () => 0.09)).filter(
      (point) => now - point.ts < minute || now - point.ts > 5 * minute,
    );
    expect(kindOf({ forMs: 15 * minute, emergency: null }, { points: holed })).toBe('yellow');
  });

  test('R2.2 turns red after its checks in a row', () => {
    const gate = { consecutive: 3, emergency: null, windowMs: 15 * second };
    expect(judged(gate, { points: pointsOf([0.001, 0.09, 0.09]) })).toEqual({
      kind: 'yellow',
      reason: '9 %, over the red bound of 5 % in 2 of 3 checks in a row',
      nextChangeAt: now + 15 * second,
    });
    expect(judged(gate, { points: pointsOf([0.09, 0.09, 0.09]) })).toMatchObject({
      kind: 'red',
      reason: '9 %, over the red bound of 5 % in 3 checks in a row',
    });
    expect(kindOf(gate, { points: pointsOf([0.09, 0.001, 0.09]) })).toBe('yellow');
  });

  test('R3.9 acts on an emergency at once, lasting or not', () => {
    expect(kindOf({ consecutive: 3, forMs: 15 * minute }, { points: pointsOf([0.9]) })).toBe('emergency');
  });
});

describe('too early', () => {
  test('design 2 is thin with the time at which there are enough samples', () => {
    const startedAt = now - 30 * second;
    expect(judged({}, { startedAt, points: pointsOf([0, 0], 20) })).toEqual({
      kind: 'thin',
      reason: '40 of 50 samples',
      nextChangeAt: startedAt + 37_500,
    });
  });

  test('design 2 says when this traffic never fills the window', () => {
    expect(judged({}, { points: pointsOf([0, 0, 0, 0], 4) })).toEqual({
      kind: 'thin',
      reason: '16 of 50 samples; at this traffic a window of 1 min holds about 16',
      nextChangeAt: null,
    });
    expect(judged({}, { points: pointsOf([0], 49.6) }).reason).toMatch(/^49 of 50 samples/);
    expect(judged({}, { points: pointsOf([0], null) }).reason).toBe('the source gives no sample counts, and 50 are asked for');
  });

  test('design 2 is pending until the window is full since the start', () => {
    const startedAt = now - 40 * second;
    expect(judged({}, { startedAt, points: pointsOf([0, 0]) })).toEqual({
      kind: 'pending',
      reason: 'the window of 1 min is full in 20 s',
      nextChangeAt: now + 20 * second,
    });
  });
});

test('design 2 takes the worst verdict by the order that is data, and no shadow', () => {
  const shadow = sampleVerdict('emergency', { shadow: true });
  expect(worstOf([sampleVerdict('green'), sampleVerdict('blind'), sampleVerdict('yellow'), shadow])?.kind).toBe('yellow');
  expect(worstOf([shadow])).toBeNull();
  expect(worstOf([sampleVerdict('thin', { gate: 'a' }), sampleVerdict('thin', { gate: 'b' })])?.gate).toBe('a');
});

test('R3.2 judges a breach that lasted through a week of readings a minute apart in an instant', () => {
  const week = 10_080;
  const metric = sampleMetric({ id: 'size', unit: 'count', aggregate: 'last' });
  const over = sampleGate({
    metric: 'size',
    kind: 'growth',
    windowMs: week * minute,
    yellow: null,
    red: 2,
    emergency: null,
    forMs: 15 * minute,
  });
  const values = Array.from({ length: week }, (_, index) => (index < 10 ? 100 : 105));
  const input = sampleInput({ points: pointsOf(values, 100, now, minute), startedAt: now - week * minute, everyMs: minute });
  const before = performance.now();
  expect(judgeGate(over, metric, input).kind).toBe('red');
  expect(performance.now() - before).toBeLessThan(10_000);
});
