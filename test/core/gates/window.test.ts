import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { aggregate, baselineValue } from '../../../main/core/gates/index.ts';
import { aggregates } from '../../../main/core/model/plan.ts';
import { independent, inOrder, pool, within } from '../../../main/core/gates/window.ts';
import { pointsOf } from '../../support/core-samples.ts';

const points = [
  { ts: 1, value: 0.1, samples: 10 },
  { ts: 2, value: 0.2, samples: 30 },
  { ts: 3, value: 0.4, samples: 0 },
];

test.each([
  ['pooled', 0.175, 40],
  ['mean', 0.7 / 3, 40],
  ['max', 0.4, 40],
  ['sum', 0.7, 40],
  ['last', 0.4, 0],
] as const)('R3.3 makes one value of a window by %s', (how, value, samples) => {
  const seen = pool(points, how);
  expect(seen?.value).toBeCloseTo(value, 12);
  expect(seen?.samples).toBe(samples);
});

test('R3.3 pools by the plain mean when a sample count is unknown', () => {
  expect(
    pool(
      [
        { ts: 1, value: 0.1, samples: 10 },
        { ts: 2, value: 0.3, samples: null },
      ],
      'pooled',
    ),
  ).toEqual({ value: 0.2, samples: null });
});

test('R3.3 has no value for an empty window', () => {
  expect(aggregates.map((how) => aggregate([], how))).toEqual(aggregates.map(() => null));
});

test('R3.3 takes readings after the start of a window up to its end', () => {
  expect(within(points, 3, 2).map((point) => point.ts)).toEqual([2, 3]);
});

test('R3.3 takes a baseline from the whole history even when gates look at the last reading', () => {
  expect(baselineValue(points, 'last')?.value).toBeCloseTo(0.175, 12);
  expect(baselineValue(points, 'max')?.value).toBe(0.4);
});

test('R3.3 orders readings by time and, at one time, by content', () => {
  const ordered = pointsOf([1, 2, 3]);
  expect(inOrder(ordered)).toBe(ordered);
  const tied = [
    { ts: 1, value: 2, samples: 1 },
    { ts: 1, value: 1, samples: null },
    { ts: 0, value: 9, samples: 1 },
  ];
  expect(inOrder(tied).map((point) => point.value)).toEqual([9, 1, 2]);
});

test('R3.3 keeps every aggregate between the smallest and largest reading', () => {
  const values = fc.array(fc.float({ min: 0, max: 1, noNaN: true }), { minLength: 1, maxLength: 12 });
  fc.assert(
    fc.property(values, fc.constantFrom('pooled', 'mean', 'max', 'last'), (list, how) => {
      const value = aggregate(pointsOf(list, 7), how) ?? Number.NaN;
      expect(value).toBeGreaterThanOrEqual(Math.min(...list) - 1e-12);
      expect(value).toBeLessThanOrEqual(Math.max(...list) + 1e-12);
    }),
  );
});

describe('readings that share no event', () => {
  test('design 2 takes the one with more behind it of two of one moment, so that a worse value hides nothing', () => {
    const at = (ts: number, value: number, samples: number | null) => ({ ts, value, samples });
    const few = at(1000, 0.53, null);
    const many = at(1000, 0.52, 16);
    expect(independent([at(0, 0.1, 5), many, few], 500)).toEqual([at(0, 0.1, 5), many]);
    expect(independent([at(0, 0.1, 5), few, many], 500)).toEqual([at(0, 0.1, 5), many]);
    expect(independent([at(0, 0.1, 5), at(700, 0.2, 5), many], 500)).toEqual([at(0, 0.1, 5), many]);
  });
});
