import { useElementSize } from '@mantine/hooks';
import { Area, CartesianGrid, ComposedChart, Line, ReferenceLine, Tooltip, XAxis, YAxis } from 'recharts';
import type { AnswerOf } from '../../main/contract/index.ts';
import type { Bucket, GateRow } from '../../main/contract/shapes.ts';
import { absolute, metricValue } from '../format.ts';
import classes from './chart.module.css';
import { tickText, timeTicks } from './time-scale.ts';

type Series = AnswerOf<'rollouts.series'>;

const height = 200;
const left = 84;

interface GatePoint {
  readonly ts: number;
  readonly band: readonly [number, number] | null;
  readonly mean: number | null;
  readonly previous: number | null;
}

/** Both releases on one time axis. Exported for tests. */
export function gatePoints({ release, previous }: Series): GatePoint[] {
  const before = new Map(previous.map((bucket) => [bucket.ts, bucket]));
  const now = new Map(release.map((bucket) => [bucket.ts, bucket]));
  const times = [...new Set([...now.keys(), ...before.keys()])].toSorted((a, b) => a - b);
  const point = (ts: number, bucket: Bucket | undefined): GatePoint => ({
    ts,
    band: bucket ? [bucket.min, bucket.max] : null,
    mean: bucket?.mean ?? null,
    previous: before.get(ts)?.mean ?? null,
  });
  return times.map((ts) => point(ts, now.get(ts)));
}

interface TipProps {
  readonly gate: GateRow;
  readonly active?: boolean;
  readonly label?: string | number;
  readonly payload?: readonly { readonly payload?: GatePoint }[];
}

function GateTip({ gate, active, label, payload }: TipProps) {
  const point = payload?.[0]?.payload;
  if (active !== true || !point) return null;
  return (
    <div className={classes.tip}>
      {point.mean === null ? 'no reading' : metricValue(point.mean, gate.unit)}
      {point.band === null ? null : ` (${metricValue(point.band[0], gate.unit)} to ${metricValue(point.band[1], gate.unit)})`}
      {point.previous === null ? null : <small>version before: {metricValue(point.previous, gate.unit)}</small>}
      <small>{absolute(Number(label))}</small>
    </div>
  );
}

interface GateChartProps {
  readonly gate: GateRow;
  readonly series: Series;
  readonly from: number;
  readonly to: number;
}

const still = { isAnimationActive: false, dot: false, activeDot: false } as const;
const bare = { axisLine: false, tickLine: false } as const;

function Lines({ gate, series, from, to, width }: GateChartProps & { readonly width: number }) {
  const bound = gate.redLine;
  return (
    <ComposedChart width={width} height={height} data={gatePoints(series)} margin={{ top: 8, right: 34, bottom: 0, left: 0 }}>
      <CartesianGrid vertical={false} stroke="var(--tg-line)" />
      <XAxis
        {...bare}
        dataKey="ts"
        type="number"
        domain={[from, to]}
        allowDataOverflow
        ticks={timeTicks(from, to, Math.max(2, Math.floor(width / 120)))}
        tickFormatter={(at: number) => tickText(at, from, to)}
        height={22}
      />
      <YAxis
        {...bare}
        domain={[(low: number) => Math.min(low, bound ?? low), (high: number) => Math.max(high, bound ?? high)]}
        tickFormatter={(value: number) => metricValue(value, gate.unit)}
        width={left}
        tickCount={4}
      />
      <Tooltip content={<GateTip gate={gate} />} cursor={{ stroke: 'var(--tg-line-strong)' }} isAnimationActive={false} />
      <Area {...still} dataKey="band" type="monotone" stroke="none" fill="var(--tg-share-soft)" />
      <Line {...still} dataKey="previous" type="monotone" stroke="var(--tg-faint)" strokeDasharray="4 3" />
      <Line {...still} dataKey="mean" type="monotone" stroke="var(--tg-share)" strokeWidth={2} />
      {bound === null ? null : (
        <ReferenceLine y={bound} stroke="var(--tg-red)" strokeDasharray="4 3" label={{ value: 'red', position: 'right' }} />
      )}
    </ComposedChart>
  );
}

/** Readings of one gate as a line inside its min–max band, the version before dashed, and the red bound. */
export function GateChart(props: GateChartProps) {
  const { ref, width } = useElementSize();
  const label = `${props.gate.title} over time, ${props.gate.bounds}`;
  return (
    <div ref={ref} className={classes.frame} style={{ minHeight: height }} role="img" aria-label={label}>
      {width > 0 ? <Lines {...props} width={width} /> : null}
    </div>
  );
}
