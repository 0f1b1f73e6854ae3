import { useElementSize, useInViewport, useMergedRef } from '@mantine/hooks';
import { memo } from 'react';
import { CartesianGrid, Line, LineChart, ReferenceLine, Tooltip, XAxis, YAxis } from 'recharts';
import type { PanelRow } from '../../main/contract/health.ts';
import { absolute, metricValue } from '../format.ts';
import classes from './chart.module.css';
import { linesWithin, panelPoints, panelRange } from './panel-model.ts';
import type { PanelPoint } from './panel-model.ts';
import { tickText, timeTicks } from './time-scale.ts';

const height = 128;
const still = { isAnimationActive: false, dot: false, activeDot: false } as const;
const bare = { axisLine: false, tickLine: false } as const;

interface TipProps {
  readonly panel: PanelRow;
  readonly active?: boolean;
  readonly label?: string | number;
  readonly payload?: readonly { readonly payload?: PanelPoint }[];
}

function PanelTip({ panel, active, label, payload }: TipProps) {
  const point = payload?.[0]?.payload;
  if (active !== true || !point || (point.mean === null && point.previous === null)) return null;
  return (
    <div className={classes.tip}>
      {point.mean === null ? null : `${panel.version}: ${metricValue(point.mean, panel.unit)}`}
      {point.previous === null ? null : (
        <small>
          {panel.previousVersion}: {metricValue(point.previous, panel.unit)}
        </small>
      )}
      <small>{absolute(Number(label))}</small>
    </div>
  );
}

interface PanelChartProps {
  readonly panel: PanelRow;
  readonly from: number;
  readonly to: number;
}

function Lines({ panel, from, to, width }: PanelChartProps & { readonly width: number }) {
  const range = panelRange(panel);
  return (
    <LineChart width={width} height={height} data={panelPoints(panel)} margin={{ top: 6, right: 12, bottom: 0, left: 0 }}>
      <CartesianGrid vertical={false} stroke="var(--tg-line)" />
      <XAxis
        {...bare}
        dataKey="ts"
        type="number"
        domain={[from, to]}
        allowDataOverflow
        ticks={timeTicks(from, to, Math.max(2, Math.floor(width / 72)))}
        tickFormatter={(at: number) => tickText(at, from, to)}
        height={20}
      />
      <YAxis
        {...bare}
        domain={[range[0], range[1]]}
        tickFormatter={(value: number) => metricValue(value, panel.unit)}
        width={64}
        ticks={[range[0], (range[0] + range[1]) / 2, range[1]]}
      />
      <Tooltip content={<PanelTip panel={panel} />} cursor={{ stroke: 'var(--tg-line-strong)' }} isAnimationActive={false} />
      <Line {...still} dataKey="previous" type="monotone" stroke="var(--tg-faint)" strokeDasharray="4 3" />
      <Line {...still} dataKey="mean" type="monotone" stroke="var(--tg-share)" strokeWidth={2} />
      {linesWithin(panel, range).map(({ name, at }) => (
        <ReferenceLine key={`${name}-${at}`} y={at} stroke={`var(--tg-${name})`} strokeDasharray={name === 'yellow' ? '2 3' : '5 3'} />
      ))}
    </LineChart>
  );
}

/** The same drawing is not made again because something else on the page changed. */
const MemoLines = memo(Lines);

/** One metric over time: this version as a line, the one before dashed, and the alert lines. Drawn only while it can be seen. */
export function PanelChart(props: PanelChartProps) {
  const { ref: size, width } = useElementSize();
  const { ref: seen, inViewport } = useInViewport();
  const ref = useMergedRef(size, seen);
  const { title, version, bounds } = props.panel;
  return (
    <div
      ref={ref}
      className={classes.small}
      style={{ height }}
      role="img"
      aria-label={`${title} of ${version} over time${bounds === '' ? '' : `, ${bounds}`}`}
    >
      {width > 0 && inViewport ? <MemoLines {...props} width={width} /> : null}
    </div>
  );
}
