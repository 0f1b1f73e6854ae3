import type { IncidentEvidence } from '../../../main/contract/incidents.ts';

export type FrozenSeries = IncidentEvidence['series'][number];
export interface Size {
  readonly width: number;
  readonly height: number;
}

/** A series placed in a drawing of `size`, everything in its units; null when there is nothing to draw. */
export interface Placed {
  readonly path: string;
  readonly redY: number | null;
  readonly low: number;
  readonly high: number;
  readonly from: number;
  readonly to: number;
  /** Newest point. */
  readonly last: { readonly x: number; readonly y: number; readonly value: number };
}

/** Room above and below the line, as a part of its span. */
const margin = 0.12;

/** Places frozen points; the red bound is always inside the picture, so that the distance to it can be seen. */
export function placeSeries(series: Pick<FrozenSeries, 'points' | 'red'>, size: Size): Placed | null {
  const last = series.points.at(-1);
  const first = series.points[0];
  if (!first || !last) return null;
  const values = series.points.map(([, value]) => value);
  const all = series.red === null ? values : [...values, series.red];
  const lowest = Math.min(...all);
  const span = Math.max(...all) - lowest || Math.abs(lowest) || 1;
  const low = lowest >= 0 ? Math.max(0, lowest - span * margin) : lowest - span * margin;
  const high = Math.max(...all) + span * margin;
  const [from] = first;
  const [to] = last;
  const x = (ts: number) => (to === from ? size.width : ((ts - from) / (to - from)) * size.width);
  const y = (value: number) => size.height - ((value - low) / (high - low)) * size.height;
  const path = series.points.map(([ts, value], index) => `${index === 0 ? 'M' : 'L'}${x(ts).toFixed(1)} ${y(value).toFixed(1)}`).join('');
  const redY = series.red === null ? null : y(series.red);
  return { path, redY, low, high, from, to, last: { x: x(to), y: y(last[1]), value: last[1] } };
}
