import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { linesWithin, panelPoints, panelRange } from '../../../renderer/charts/panel-model.ts';

const minute = 60_000;
const bucket = (ts: number, mean: number) => ({ ts, min: mean, max: mean, mean });
const lines = { yellow: 0.02, red: 0.05, emergency: null };
const panel: Parameters<typeof panelRange>[0] = { release: [bucket(0, 0.001)], previous: [], lines, direction: 'above', unit: 'rate' };

describe('a panel', () => {
  test('R3.5 always shows the alert line that is crossed first, on round numbers', () => {
    expect(panelRange(panel)).toEqual([0, 0.04]);
    expect(linesWithin(panel, panelRange(panel))).toEqual([{ name: 'yellow', at: 0.02 }]);
    const bad = { ...panel, release: [bucket(0, 0.06)] };
    expect(linesWithin(bad, panelRange(bad)).map((one) => one.name)).toEqual(['yellow', 'red']);
    const success: typeof panel = {
      ...panel,
      direction: 'below',
      release: [bucket(0, 0.99)],
      lines: { yellow: 0.95, red: 0.9, emergency: null },
    };
    expect(panelRange(success)).toEqual([0.9, 1]);
  });

  test('R3.5 holds every reading and the first line, whatever they are', () => {
    const value = fc.double({ min: 0, max: 1e6, noNaN: true });
    fc.assert(
      fc.property(fc.array(value, { minLength: 1 }), value, (means, yellow) => {
        const some = {
          ...panel,
          unit: 'ms',
          release: means.map((mean, index) => bucket(index, mean)),
          lines: { ...lines, yellow },
        } as const;
        const [low, high] = panelRange(some);
        for (const mean of [...means, yellow]) {
          expect(mean).toBeGreaterThanOrEqual(low);
          expect(mean).toBeLessThanOrEqual(high);
        }
      }),
    );
  });

  test('R3.5 breaks the line where nothing was read', () => {
    const release = [0, 1, 2, 3, 30, 31].map((at) => bucket(at * minute, 1));
    const points = panelPoints({ ...panel, release });
    expect(points.map((point) => point.mean)).toEqual([1, 1, 1, 1, null, 1, 1]);
    expect(points[4]?.ts).toBe(4 * minute);
  });
});
