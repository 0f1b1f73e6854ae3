import { hasInterval, intervalLine, type IntervalPoint } from '../core/gates/index.ts';
import type { GateSpec, MetricSpec } from '../core/model/plan.ts';
import type { SeriesLabels } from '../core/model/reading.ts';
import type { Reader } from './handles.ts';
import { pointsOf } from './readings.ts';

/** Asks for the interval of one gate over time, ms. */
export interface IntervalInput {
  readonly metricKey: string;
  readonly labels: SeriesLabels;
  readonly gate: GateSpec;
  readonly metric: MetricSpec;
  readonly everyMs: number;
  /** Start of the rollout: what an always-valid interval counts from. */
  readonly startedAt: number | null;
  readonly from: number;
  readonly to: number;
}

/** Moments at which an interval is worked out: more could not be told apart on a chart. */
const moments = 120;

/** The interval of a gate between two times, at most at 120 moments. Nothing from readings that were pruned. */
export function intervalsOf(reader: Reader, input: IntervalInput): IntervalPoint[] {
  const { gate, metric, startedAt, from, to, everyMs } = input;
  if (!hasInterval(gate, metric) || to <= from) return [];
  const window = from - gate.windowMs;
  const begin = gate.evidence === 'sequential' ? (startedAt ?? window) : Math.max(window, startedAt ?? window);
  const points = pointsOf(reader, input.metricKey, input.labels, begin, to);
  const [first] = points;
  const last = points.at(-1);
  if (first === undefined || last === undefined) return [];
  const start = Math.max(from, first.ts);
  const end = Math.min(to, last.ts);
  const step = Math.max(everyMs, (end - start) / (moments - 1), 1);
  const count = Math.floor((end - start) / step) + 1;
  const times = Array.from({ length: Math.max(1, count) }, (_, index) => Math.round(end - index * step));
  return intervalLine(gate, metric, { points, startedAt, everyMs }, times.toReversed());
}
