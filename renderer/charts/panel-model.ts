import type { PanelRow } from '../../main/contract/health.ts';
import { gatePoints } from './gate-chart.tsx';

type Drawn = Pick<PanelRow, 'release' | 'previous' | 'lines' | 'direction' | 'unit'>;

export interface PanelPoint {
  readonly ts: number;
  readonly mean: number | null;
  readonly previous: number | null;
}

/** A silence this many times longer than the usual distance of two readings breaks the line. */
const breakAfter = 4;

/** Both versions on one time axis; the line breaks where nothing was read, so that a gap does not look like a reading. */
export function panelPoints({ release, previous }: Drawn): PanelPoint[] {
  const points: PanelPoint[] = gatePoints({ release: [...release], previous: [...previous], interval: [] }).map(
    ({ ts, mean, previous: before }) => ({
      ts,
      mean,
      previous: before,
    }),
  );
  const gaps = points.slice(1).map((point, index) => point.ts - (points[index]?.ts ?? point.ts));
  const usual = gaps.toSorted((a, b) => a - b)[Math.floor(gaps.length / 2)] ?? 0;
  return points.flatMap((point, index) => {
    const gap = gaps[index];
    if (gap === undefined || gap <= usual * breakAfter) return [point];
    return [point, { ts: point.ts + usual, mean: null, previous: null }];
  });
}

/** A round step at or above `value`: 1, 2, 2.5 or 5 times a power of ten. */
function roundStep(value: number): number {
  const power = 10 ** Math.floor(Math.log10(value));
  return (([1, 2, 2.5, 5] as const).find((one) => one * power >= value * 0.999_999) ?? 10) * power;
}

/** Bottom and top of a panel, on round numbers two steps apart: all that was read, and the alert line that is crossed first. */
export function panelRange({ release, previous, lines, direction, unit }: Drawn): readonly [number, number] {
  const nearest = lines.yellow ?? lines.red ?? lines.emergency;
  const means = [...release, ...previous].map((bucket) => bucket.mean);
  const values = nearest === null ? means : [...means, nearest];
  if (values.length === 0) return [0, 1];
  const [low, high] = [Math.min(...values), Math.max(...values)];
  // A share cannot be over 100 %, so what should be high hangs from there.
  const top = direction === 'below' && unit === 'rate' ? 1 : null;
  if (top !== null) return [top - 2 * roundStep(Math.max(((top - low) * 1.1) / 2, 0.0005)), top];
  if (low >= 0) return [0, 2 * roundStep(((high || 1) * 1.05) / 2)];
  const step = roundStep(((high - low || 1) * 1.1) / 2);
  const bottom = Math.floor(low / step) * step;
  return [bottom, bottom + Math.ceil((high - bottom) / step) * step];
}

/** Alert lines that lie inside the panel, mildest first. */
export function linesWithin(
  { lines }: Pick<PanelRow, 'lines'>,
  [low, high]: readonly [number, number],
): { name: 'yellow' | 'red'; at: number }[] {
  const all = [
    { name: 'yellow' as const, at: lines.yellow },
    { name: 'red' as const, at: lines.red },
    { name: 'red' as const, at: lines.emergency },
  ];
  return all.flatMap(({ name, at }) => (at !== null && at >= low && at <= high ? [{ name, at }] : []));
}
