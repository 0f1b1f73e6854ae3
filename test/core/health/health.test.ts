import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ageOf, compareMetric, type HealthLook, overallOf, panelVerdict } from '../../../main/core/health/index.ts';
import type { Point } from '../../../main/core/model/reading.ts';
import { verdictKinds } from '../../../main/core/model/verdict.ts';

const minute = 60_000;
const now = Date.parse('2026-11-20T10:00:00Z');

function look(more: Partial<HealthLook> = {}): HealthLook {
  return { what: 'rollout', kind: 'green', text: 'well', rolloutId: 'r1', since: null, ...more };
}
const anyLook = fc.record({
  what: fc.constantFrom('rollout' as const, 'panel' as const, 'source' as const),
  kind: fc.constantFrom(...verdictKinds),
  text: fc.constant('x'),
  rolloutId: fc.constant(null),
  since: fc.constant(now),
});

describe('overall health', () => {
  test('R5.4 is the worst of what rolls out, with its reasons worst first', () => {
    const overall = overallOf([look(), look({ kind: 'yellow' }), look({ kind: 'red', text: 'errors 6 %' })]);
    expect(overall).toMatchObject({ kind: 'red', words: 'A release is harmful', blindSince: null });
    expect(overall.reasons.map((one) => one.kind)).toEqual(['red', 'yellow']);
  });

  test('R5.4 is green only when something is watched and all of it is green', () => {
    expect(overallOf([look()]).kind).toBe('green');
    expect(overallOf([]).kind).toBe('idle');
    expect(overallOf([look({ what: 'source' })]).kind).toBe('idle');
  });

  test('R5.4 says since when it cannot see, besides what is worse', () => {
    const blind = look({ what: 'source', kind: 'blind', since: now - 4 * minute });
    expect(overallOf([look(), blind])).toMatchObject({ kind: 'blind', blindSince: now - 4 * minute });
    expect(overallOf([look({ kind: 'red' }), blind])).toMatchObject({ kind: 'red', blindSince: now - 4 * minute });
  });

  test('R5.4 is never well with anything blind, and another finding never makes it look better', () => {
    fc.assert(
      fc.property(fc.array(anyLook), anyLook, (looks, more) => {
        const order = (kind: string): number => [...verdictKinds, 'idle'].indexOf(kind);
        const before = overallOf(looks);
        if (looks.some((one) => one.kind === 'blind')) expect(['green', 'idle', 'thin', 'pending']).not.toContain(before.kind);
        if (before.kind !== 'idle') expect(order(overallOf([...looks, more]).kind)).toBeLessThanOrEqual(order(before.kind));
      }),
    );
  });

  test('R3.5 a crossed line alone needs watching: harm is for the gate to say', () => {
    expect(overallOf([look(), look({ what: 'panel', kind: 'red' })]).kind).toBe('yellow');
  });
});

describe('a panel', () => {
  const input = {
    newest: { ts: now - 1000, value: 0.01, samples: 100 },
    lines: { yellow: 0.02, red: 0.05, emergency: 0.2 },
    direction: 'above' as const,
    minSamples: 50,
    watched: true,
    freshMs: minute,
    dueSince: now - 10 * minute,
    now,
  };
  const at = (value: number, samples = 100): string | null => panelVerdict({ ...input, newest: { ts: now - 1000, value, samples } });

  test('R3.5 says how its newest reading stands to the alert lines', () => {
    expect([0.01, 0.02, 0.03, 0.06, 0.3].map((value) => at(value))).toEqual(['green', 'green', 'yellow', 'red', 'emergency']);
    expect(at(0.3, 10)).toBe('thin');
    const below = { ...input, direction: 'below' as const, lines: { yellow: 0.95, red: 0.9, emergency: null } };
    expect(panelVerdict({ ...below, newest: { ts: now, value: 0.93, samples: 90 } })).toBe('yellow');
  });

  test('R3.5 is blind when its reading is late, whatever it was, and silent when nobody watches', () => {
    expect(panelVerdict({ ...input, newest: { ts: now - 2 * minute, value: 0.01, samples: 100 } })).toBe('blind');
    expect(panelVerdict({ ...input, newest: null })).toBe('blind');
    expect(panelVerdict({ ...input, newest: null, dueSince: now - 1000 })).toBe('pending');
    expect(panelVerdict({ ...input, watched: false })).toBeNull();
    expect(panelVerdict({ ...input, lines: { yellow: null, red: null, emergency: null } })).toBeNull();
  });
});

function points(count: number, value: (index: number) => number, samples: number | null = 200, from = now): Point[] {
  return Array.from({ length: count }, (_, index) => ({ ts: from + index * minute, value: value(index), samples }));
}

describe('comparing two deploys', () => {
  const rates = (a: number, b: number, count = 20, samples = 200) =>
    compareMetric({ unit: 'rate', direction: 'above', a: points(count, () => a, samples), b: points(count, () => b, samples) });

  test('R5.4 names the better version of a rate, by how much and how sure', () => {
    const found = rates(0.06, 0.002);
    expect(found).toMatchObject({ outcome: 'b', sameTime: true });
    expect(found.words).toMatch(/^Better by \d.*points.*, 99\.9 % sure$/);
    expect(found.a).toMatchObject({ value: expect.closeTo(0.06), samples: 4000, interval: { low: expect.any(Number) } });
    const success = compareMetric({ unit: 'rate', direction: 'below', a: points(20, () => 0.99), b: points(20, () => 0.8) });
    expect(success.outcome).toBe('a');
  });

  test('R5.4 answers that there is no clear difference, or too little to tell', () => {
    expect(rates(0.0021, 0.002)).toMatchObject({ outcome: 'none', words: 'No clear difference' });
    expect(rates(0.5, 0, 2, 10)).toMatchObject({ outcome: 'unknown', words: 'Too few samples: 20 of 30 on one side' });
    expect(compareMetric({ unit: 'ms', direction: 'above', a: points(3, () => 9), b: [] })).toMatchObject({ outcome: 'unknown' });
  });

  test('R5.4 compares latency by the ranks of its readings', () => {
    const near = (level: number) => points(20, (index) => level + (index % 5));
    const slow = compareMetric({ unit: 'ms', direction: 'above', a: near(180), b: near(110) });
    expect(slow).toMatchObject({ outcome: 'b', words: expect.stringContaining('98 % sure') });
    expect(compareMetric({ unit: 'ms', direction: 'above', a: near(111), b: near(110) }).outcome).toBe('none');
    expect(compareMetric({ unit: 'count', direction: null, a: near(180), b: near(110) })).toMatchObject({ outcome: 'differs' });
  });

  test('R5.4 counts only the time both ran, and says so when they never did', () => {
    const long = [...points(50, () => 0.3, 200, now - 50 * minute), ...points(20, () => 0.002)];
    const found = compareMetric({ unit: 'rate', direction: 'above', a: points(20, () => 0.002), b: long });
    expect(found).toMatchObject({ outcome: 'none', sameTime: true, b: { readings: 20 } });
    const apart = compareMetric({ unit: 'rate', direction: 'above', a: points(9, () => 0.1), b: points(9, () => 0, 200, now - 1e8) });
    expect(apart).toMatchObject({ outcome: 'b', sameTime: false });
  });

  test('R5.4 finds the other version better when the two change places', () => {
    const swapped = { a: 'b', b: 'a', none: 'none', differs: 'differs', unknown: 'unknown' } as const;
    fc.assert(
      fc.property(fc.double({ min: 0, max: 1, noNaN: true }), fc.double({ min: 0, max: 1, noNaN: true }), (one, other) => {
        expect(rates(other, one).outcome).toBe(swapped[rates(one, other).outcome]);
      }),
      { numRuns: 50 },
    );
  });
});

describe('the age of a cluster', () => {
  const count = (release: string, times: number) => ({ release, platform: 'web', count: times, firstAt: now, lastAt: now });
  const order = new Map([
    ['1.0.0', 1],
    ['1.1.0', 2],
  ]);

  test('R5.6 marks a cluster as recurring when an earlier version had it, and as new when none did', () => {
    expect(ageOf([count('1.1.0', 3), count('1.0.0', 0)], order)).toBe('recurring');
    expect(ageOf([count('1.1.0', 3)], order)).toBe('new');
    expect(ageOf([count('1.0.0', 3)], order)).toBe('unknown');
  });
});
