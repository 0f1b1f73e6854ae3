import { describe, expect, test } from 'vitest';
import { amountOf, onStep, rangeOf, typedAmount, written } from '../../../renderer/views/backtest/amount.ts';

function rangeFor(value: string | number, key: string) {
  const amount = amountOf(value);
  return amount === null ? null : rangeOf(amount, key);
}

describe('numbers of a plan in a slider', () => {
  test('design 3 takes a number apart and writes it back as it was', () => {
    for (const value of ['2 %', '10m', '300 ms', '0.5%', 200, 0.02]) {
      const amount = amountOf(value);
      expect(amount === null ? null : written(amount)).toBe(value);
    }
    expect(amountOf('1h 30m')).toBeNull();
  });

  test('design 3 gives a typed number the unit of the one before', () => {
    expect(typedAmount('3', '2 %')).toBe('3 %');
    expect(typedAmount('15m', '10m')).toBe('15m');
    expect(typedAmount('80', 50)).toBe(80);
    expect(typedAmount('', '2 %')).toBeNull();
  });

  test('design 3 reaches above the written number, and for a share near 100 % as far up as down', () => {
    expect(rangeFor('5 %', 'red')).toEqual({ min: 0, max: 15, step: 0.2 });
    expect(rangeFor('90 %', 'red')).toEqual({ min: 80, max: 100, step: 1 });
    expect(rangeFor(3, 'consecutive')).toEqual({ min: 1, max: 10, step: 1 });
    expect(onStep(0.30000000000000004, 0.1)).toBe(0.3);
  });
});
