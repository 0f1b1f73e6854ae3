import { describe, expect, test } from 'vitest';
import { bandsOf, reachOf } from '../../../renderer/charts/bands.ts';

const bucket = (value: number) => ({ ts: 0, min: value, max: value, mean: value });

describe('bound bands', () => {
  test('design 5 shows readings, interval, yellow and red, and emergency only when it is near', () => {
    const gate = { direction: 'above', interval: { low: 0.01, high: 0.06 }, lines: { yellow: 0.02, red: 0.05, emergency: 0.5 } } as const;
    const [low, high] = reachOf(gate, [bucket(0.015)]);
    expect([low, high]).toEqual([expect.closeTo(0.006, 6), expect.closeTo(0.064, 6)]);
    expect(bandsOf(gate, [low, high]).map(({ severity, low: from, high: to }) => [severity, from, to])).toEqual([
      ['yellow', 0.02, 0.05],
      ['red', 0.05, high],
    ]);
    expect(reachOf({ ...gate, lines: { ...gate.lines, emergency: 0.1 } }, [bucket(0.015)])[1]).toBeGreaterThan(0.1);
  });

  test('design 5 lays the bands downwards when the bad side is below', () => {
    const gate = { direction: 'below', interval: null, lines: { yellow: 0.95, red: 0.9, emergency: null } } as const;
    const reach = reachOf(gate, [bucket(0.98)]);
    expect(bandsOf(gate, reach).map(({ severity, low, high }) => [severity, low, high])).toEqual([
      ['yellow', 0.9, 0.95],
      ['red', reach[0], 0.9],
    ]);
  });

  test('design 5 draws a chart without readings and without bounds', () => {
    const none = { direction: 'above', interval: null, lines: { yellow: null, red: null, emergency: null } } as const;
    expect(reachOf(none, [])).toEqual([0, 1]);
    expect(bandsOf(none, [0, 1])).toEqual([]);
    expect(reachOf(none, [bucket(3)])).toEqual([expect.closeTo(2.76, 6), expect.closeTo(3.24, 6)]);
  });
});
