import { useElementSize } from '@mantine/hooks';
import type { ReactElement } from 'react';
import { Area, CartesianGrid, ComposedChart, Line, ReferenceArea, ReferenceLine, Tooltip, XAxis, YAxis } from 'recharts';
import type { AnswerOf } from '../../main/contract/index.ts';
import type { Bucket, GateRow } from '../../main/contract/shapes.ts';
import { absolute, metricValue } from '../format.ts';
import { type Band, bandsOf, reachOf, severities } from './bands.ts';
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
  /** Where the true value lay by the gate's confidence; null between the moments at which it was worked out. */
  readonly sure: readonly [number, number] | null;
}

/** Both releases on one time axis, each interval at the reading next to it. Exported for tests. */
export function gatePoints({ release, previous, interval }: Series): GatePoint[] {
  const before = new Map(previous.map((bucket) => [bucket.ts, bucket]));
  const now = new Map(release.map((bucket) => [bucket.ts, bucket]));
  const times = [...new Set([...now.keys(), ...before.keys()])].toSorted((a, b) => a - b);
  const sure = new Map(interval.map(({ ts, low, high }) => [nearest(times, ts), [low, high] as const]));
  const point = (ts: number, bucket: Bucket | undefined): GatePoint => ({
    ts,
    band: bucket ? [bucket.min, bucket.max] : null,
    mean: bucket?.mean ?? null,
    previous: before.get(ts)?.mean ?? null,
    sure: sure.get(ts) ?? null,
  });
  return times.map((ts) => point(ts, now.get(ts)));
}

function nearest(times: readonly number[], ts: number): number {
  return times.reduce((best, one) => (Math.abs(one - ts) < Math.abs(best - ts) ? one : best), times[0] ?? ts);
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
      {point.sure === null ? null : (
        <small>
          {gate.confidence * 100} % sure: {metricValue(point.sure[0], gate.unit)} to {metricValue(point.sure[1], gate.unit)}
        </small>
      )}
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

const tint = { yellow: 'var(--tg-yellow)', red: 'var(--tg-red)', emergency: 'var(--tg-red)' } as const;

/** Names of neighbouring bounds would lie on each other: only the worse of two close ones is named on the chart. */
function isNamed(band: Band, bands: readonly Band[]): boolean {
  const reach = Math.max(...bands.map((one) => one.high)) - Math.min(...bands.map((one) => one.low));
  const next = bands[bands.indexOf(band) + 1];
  return next === undefined || reach === 0 || (Math.abs(next.line - band.line) / reach) * height > 14;
}

function bandShapes(bands: readonly Band[]): ReactElement[] {
  return bands.flatMap((band) => [
    <ReferenceArea
      key={`${band.severity}-band`}
      y1={band.low}
      y2={band.high}
      fill={tint[band.severity]}
      fillOpacity={0.07}
      stroke="none"
    />,
    <ReferenceLine
      key={`${band.severity}-line`}
      y={band.line}
      stroke={tint[band.severity]}
      strokeDasharray={band.severity === 'emergency' ? undefined : '4 3'}
      {...(isNamed(band, bands) ? { label: { value: band.severity, position: 'right' as const } } : {})}
    />,
  ]);
}

function Lines({ gate, series, from, to, width }: GateChartProps & { readonly width: number }) {
  const reach = reachOf(gate, [...series.release, ...series.previous]);
  return (
    <ComposedChart width={width} height={height} data={gatePoints(series)} margin={{ top: 8, right: 66, bottom: 0, left: 0 }}>
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
        domain={[...reach]}
        allowDataOverflow
        tickFormatter={(value: number) => metricValue(value, gate.unit)}
        width={left}
        tickCount={4}
      />
      <Tooltip content={<GateTip gate={gate} />} cursor={{ stroke: 'var(--tg-line-strong)' }} isAnimationActive={false} />
      {bandShapes(bandsOf(gate, reach))}
      <Area
        {...still}
        dataKey="sure"
        connectNulls
        type="linear"
        stroke="var(--tg-thin)"
        strokeOpacity={0.5}
        strokeDasharray="2 3"
        fill="var(--tg-thin)"
        fillOpacity={0.14}
      />
      <Area {...still} dataKey="band" type="monotone" stroke="none" fill="var(--tg-share-soft)" />
      <Line {...still} dataKey="previous" type="monotone" stroke="var(--tg-faint)" strokeDasharray="4 3" />
      <Line {...still} dataKey="mean" type="monotone" stroke="var(--tg-share)" strokeWidth={2} />
    </ComposedChart>
  );
}

/** What the lines are, and a bound that lies off the chart. */
function Legend({ gate, series }: Pick<GateChartProps, 'gate' | 'series'>) {
  const reach = reachOf(gate, [...series.release, ...series.previous]);
  const shown = bandsOf(gate, reach).map((band) => band.severity);
  const off = severities.filter((name) => gate.lines[name] !== null && !shown.includes(name));
  return (
    <p className={classes.legend}>
      <span className={classes.release}>this release, lowest to highest</span>
      {series.previous.length === 0 ? null : <span className={classes.previous}>version before</span>}
      {gate.interval === null ? null : (
        <span className={classes.interval}>
          {`${gate.confidence * 100} % sure: ${metricValue(gate.interval.low, gate.unit)} to ${metricValue(gate.interval.high, gate.unit)}`}
        </span>
      )}
      {off.map((name) => (
        <span key={name}>
          {name} at {metricValue(gate.lines[name], gate.unit)}, off the chart
        </span>
      ))}
    </p>
  );
}

/** Readings of one gate as a line inside its min–max band, the version before dashed, its bounds as bands and what it could be sure of. */
export function GateChart(props: GateChartProps) {
  const { ref, width } = useElementSize();
  const label = `${props.gate.title} over time, ${props.gate.bounds}`;
  return (
    <>
      <div ref={ref} className={classes.frame} style={{ minHeight: height }} role="img" aria-label={label}>
        {width > 0 ? <Lines {...props} width={width} /> : null}
      </div>
      <Legend gate={props.gate} series={props.series} />
    </>
  );
}
