import { useElementSize } from '@mantine/hooks';
import { Area, CartesianGrid, ComposedChart, Line, ReferenceLine, Tooltip, XAxis, YAxis } from 'recharts';
import type { Timeline } from '../../main/contract/rollouts.ts';
import type { GateRow, RolloutRow } from '../../main/contract/shapes.ts';
import { absolute, percent } from '../format.ts';
import { useNow } from '../stores/clock.ts';
import classes from './chart.module.css';
import type { ShareModel } from './share-model.ts';
import { extendToNow, labelled, shareModel, stripsOf } from './share-model.ts';
import { tickText, timeTicks } from './time-scale.ts';
import { VerdictStrip } from './verdict-strip.tsx';

/** Room for the axis and for the strips' names, px; both share it so that strips stand under the curve. */
const left = 132;
const right = 14;
const height = 196;
const top = 22;
const labelRoom = 84;

const tones = { plain: 'var(--tg-faint)', warning: 'var(--tg-yellow)', danger: 'var(--tg-red)' } as const;

interface TipProps {
  readonly active?: boolean;
  readonly label?: string | number;
  readonly payload?: readonly { readonly dataKey?: unknown; readonly value?: unknown }[];
}

function ShareTip({ active, label, payload }: TipProps) {
  if (active !== true || label === undefined) return null;
  const value = payload?.find((line) => typeof line.value === 'number');
  const coming = value?.dataKey === 'coming';
  return (
    <div className={classes.tip}>
      {typeof value?.value === 'number' ? `${percent(value.value)}${coming ? ' announced' : ''}` : 'share unknown'}
      <small>{absolute(Number(label))}</small>
    </div>
  );
}

interface ShareChartProps {
  readonly timeline: Timeline;
  readonly rollout: RolloutRow;
  readonly gates: readonly GateRow[];
}

interface CurveProps {
  readonly model: ShareModel;
  readonly width: number;
  readonly rollout: RolloutRow;
}

/** The lines of events and of now; labels only where they have room. */
function eventLines({ model, width, rollout }: CurveProps) {
  const inner = Math.max(width - left - right, 1);
  const x = (ts: number) => ((ts - model.from) / (model.to - model.from)) * inner;
  const open = rollout.endedAt === null;
  const withLabel = labelled(model.marks, x, labelRoom);
  const nowRoom = open ? x(model.now) - labelRoom / 2 : Number.POSITIVE_INFINITY;
  const lines = model.marks.map((mark, index) => {
    const label = withLabel.has(index) && x(mark.ts) < nowRoom ? { label: { value: mark.label, position: 'top' as const, offset: 7 } } : {};
    return <ReferenceLine key={`${mark.ts}-${mark.label}`} x={mark.ts} stroke={tones[mark.tone]} strokeDasharray="2 3" {...label} />;
  });
  if (!open) return lines;
  const color = rollout.next.kind === 'rollback' || rollout.state === 'rollingBack' ? 'var(--tg-red)' : 'var(--tg-accent)';
  return [...lines, <ReferenceLine key="now" x={model.now} stroke={color} label={{ value: 'now', position: 'top', offset: 7 }} />];
}

const still = { isAnimationActive: false, dot: false, activeDot: false } as const;
const bare = { axisLine: false, tickLine: false } as const;

function Curve(props: CurveProps) {
  const { model, width } = props;
  const { from, to } = model;
  const ticks = timeTicks(from, to, Math.max(2, Math.floor((width - left - right) / 110)));
  return (
    <ComposedChart width={width} height={height} data={[...model.points]} margin={{ top, right, bottom: 0, left: 0 }}>
      <CartesianGrid vertical={false} stroke="var(--tg-line)" />
      <XAxis
        {...bare}
        dataKey="ts"
        type="number"
        domain={[from, to]}
        allowDataOverflow
        ticks={ticks}
        tickFormatter={(at: number) => tickText(at, from, to)}
        height={22}
      />
      <YAxis {...bare} domain={[0, 100]} ticks={[0, 25, 50, 75, 100]} tickFormatter={(value: number) => `${value} %`} width={left} />
      <Tooltip content={<ShareTip />} cursor={{ stroke: 'var(--tg-line-strong)' }} isAnimationActive={false} />
      <Area
        {...still}
        dataKey="share"
        type="stepAfter"
        stroke="var(--tg-share)"
        strokeWidth={2}
        fill="var(--tg-share-soft)"
        fillOpacity={1}
      />
      <Line {...still} dataKey="coming" type="stepAfter" stroke="var(--tg-share)" strokeWidth={1.5} strokeDasharray="3 3" />
      {eventLines(props)}
    </ComposedChart>
  );
}

/** Confirmed share over time with its events, what is announced next, and one verdict strip per gate under it. */
export function ShareChart({ timeline, rollout, gates }: ShareChartProps) {
  const { ref, width } = useElementSize();
  const model = shareModel(timeline, rollout, useNow());
  const spans = rollout.endedAt === null ? extendToNow(timeline.spans, model.now) : timeline.spans;
  const strips = stripsOf(spans, gates);
  const columns = { gridTemplateColumns: `${left}px minmax(0, 1fr)`, paddingRight: right };
  return (
    <div className={classes.frame}>
      <div ref={ref} style={{ height }} role="img" aria-label={`Share over time, now ${percent(rollout.percent)}`}>
        {width > 0 ? <Curve model={model} width={width} rollout={rollout} /> : null}
      </div>
      <div className={classes.strips}>
        {strips.map((strip) => (
          <div key={strip.gate} className={classes.strip} style={columns}>
            <span className={classes.stripName}>{strip.title}</span>
            <VerdictStrip spans={strip.spans} from={model.from} to={model.to} label={strip.title} />
          </div>
        ))}
      </div>
    </div>
  );
}
