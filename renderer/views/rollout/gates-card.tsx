import { IconChevronRight } from '@tabler/icons-react';
import { Fragment, lazy, Suspense, useId, useState } from 'react';
import type { Timeline } from '../../../main/contract/rollouts.ts';
import type { BaselineRow, GateRow } from '../../../main/contract/shapes.ts';
import { Sparkline } from '../../charts/sparkline.tsx';
import { VerdictStrip } from '../../charts/verdict-strip.tsx';
import { count, duration, keepUnits, metricValue } from '../../format.ts';
import { Card } from '../../parts/card.tsx';
import { Empty, Loading, Problem } from '../../parts/states.tsx';
import { RelativeTime } from '../../parts/time.tsx';
import { marks, VerdictMark } from '../../parts/verdict-mark.tsx';
import { useNow } from '../../stores/clock.ts';
import { seriesStore } from '../../stores/rollout.ts';
import { EvidenceClock } from './evidence-clock.tsx';
import classes from './gates-card.module.css';
import { MembersTable } from './members-table.tsx';

const GateChart = lazy(async () => ({ default: (await import('../../charts/gate-chart.tsx')).GateChart }));

const stripMs = 30 * 60_000;
/** The chart is asked again when this much has gone by, so that it moves with the rollout. */
const grainMs = 60_000;
const columnCount = 8;
const waiting: readonly GateRow['kind'][] = ['thin', 'pending', 'blind'];

interface ReadingsProps {
  readonly gate: GateRow;
  readonly rolloutId: string;
  readonly from: number;
}

function Readings({ gate, rolloutId, from }: ReadingsProps) {
  const to = Math.ceil(useNow() / grainMs) * grainMs;
  const { answer, problem, askAgain } = seriesStore.use({ rolloutId, gate: gate.gate, from, to });
  if (answer !== null) {
    return (
      <Suspense fallback={<Loading rows={4} />}>
        <GateChart gate={gate} series={answer} from={from} to={to} />
      </Suspense>
    );
  }
  return problem ? <Problem problem={problem} onRetry={askAgain} /> : <Loading rows={4} label={`Reading ${gate.title}`} />;
}

const evidenceWords: Readonly<Record<GateRow['evidence'], string>> = {
  raw: '',
  interval: 'waits until its interval is sure',
  sequential: 'may be looked at at any time: its interval holds over all looks',
};

function Expanded({ gate, rolloutId, from }: ReadingsProps) {
  const words = evidenceWords[gate.evidence];
  return (
    <>
      {gate.members.length > 0 ? <MembersTable members={gate.members} /> : <Readings gate={gate} rolloutId={rolloutId} from={from} />}
      <div className={classes.facts}>
        <EvidenceClock gate={gate} />
        <span>window {duration(gate.windowMs)}</span>
        {gate.minSamples === 0 ? null : <span>at least {count(gate.minSamples)} samples</span>}
        {gate.observedAt === null ? null : (
          <span>
            newest reading <RelativeTime at={gate.observedAt} />
          </span>
        )}
        {gate.condition === '' ? null : <span>speaks {gate.condition}</span>}
        {words === '' ? null : <span>{words}</span>}
        {gate.onRed === 'pause' ? <span>red pauses instead of rolling back</span> : null}
        {gate.shadow ? <span>counts and shows, never acts</span> : null}
      </div>
    </>
  );
}

function noteOf(gate: GateRow): string {
  return gate.kind === 'thin' && gate.samples !== null ? `${Math.round(gate.samples)}/${gate.minSamples}` : '';
}

/** Breaks `yellow > 2 %, red > 5 %` only between its bounds. */
function keepTogether(bounds: string): string {
  return bounds.replaceAll(' ', '\u00a0').replaceAll(',\u00a0', ', ');
}

/** What the baseline cell says under its value: the release it is of. */
function ofWhat(gate: GateRow, baselines: readonly BaselineRow[]): string {
  if (gate.baseline === null) return '';
  if (gate.kindOfGate === 'canaryVsControl') return 'version before, now';
  const own = baselines.find((one) => one.metric === gate.metric);
  if (own === undefined) return '';
  if (own.how === 'fixed') return 'from the plan';
  return own.release === 'any' ? 'a week before' : own.release;
}

interface RowProps {
  readonly gate: GateRow;
  readonly baselines: readonly BaselineRow[];
  readonly spans: Timeline['spans'];
  readonly open: boolean;
  readonly panel: string;
  readonly onToggle: () => void;
}

function Row({ gate, baselines, spans, open, panel, onToggle }: RowProps) {
  const now = useNow();
  const from = Math.max(now - stripMs, spans[0]?.from ?? now - stripMs);
  return (
    <tr className={classes.row}>
      <td>
        <button type="button" className={classes.opener} aria-expanded={open} aria-controls={panel} onClick={onToggle}>
          <IconChevronRight className={classes.chevron} size={14} aria-hidden />
          <span>
            {gate.title}
            {gate.shadow ? <span className={classes.shadow}>shadow</span> : null}
          </span>
        </button>
      </td>
      <td className={classes.value}>{metricValue(gate.value, gate.unit)}</td>
      <td className={classes.bounds}>
        {keepTogether(gate.bounds)}
        <small className={classes.small}>{keepUnits(gate.condition)}</small>
      </td>
      <td className={classes.number}>
        {metricValue(gate.baseline, gate.unit)}
        <small className={classes.small}>{ofWhat(gate, baselines)}</small>
      </td>
      <td className={classes.number}>{count(gate.samples)}</td>
      <td>
        <VerdictMark kind={gate.kind} note={noteOf(gate)} />
      </td>
      <td className={classes.recent}>
        <Sparkline
          points={gate.recent}
          bound={gate.redLine}
          color={marks[gate.kind].color}
          label={`${gate.title}, last 30 min`}
          height={22}
        />
        <VerdictStrip spans={spans} from={from} to={now} label={`${gate.title}, last 30 min`} />
      </td>
      <td className={classes.why}>
        {keepUnits(gate.reason)}
        {waiting.includes(gate.kind) ? (
          <small className={classes.small}>
            <EvidenceClock gate={gate} brief />
          </small>
        ) : null}
      </td>
    </tr>
  );
}

function Head() {
  return (
    <thead>
      <tr>
        <th>Gate</th>
        <th className={classes.number}>Value</th>
        <th>Bounds</th>
        <th className={classes.number}>Baseline</th>
        <th className={classes.number}>Samples</th>
        <th>Verdict</th>
        <th>Last 30 min</th>
        <th>Why</th>
      </tr>
    </thead>
  );
}

interface GatesCardProps {
  readonly rolloutId: string;
  readonly gates: readonly GateRow[];
  readonly baselines: readonly BaselineRow[];
  readonly timeline: Timeline | null;
  readonly startedAt: number;
}

function Rows({ rolloutId, gates, baselines, timeline, startedAt }: GatesCardProps) {
  const [open, setOpen] = useState<string | null>(null);
  const id = useId();
  return gates.map((gate) => {
    const shown = open === gate.gate;
    const panel = `${id}-${gate.gate}`;
    const spans = timeline?.spans.filter((span) => span.gate === gate.gate) ?? [];
    return (
      <Fragment key={gate.gate}>
        <Row
          gate={gate}
          baselines={baselines}
          spans={spans}
          open={shown}
          panel={panel}
          onToggle={() => setOpen(shown ? null : gate.gate)}
        />
        <tr id={panel} hidden={!shown}>
          {shown ? (
            <td colSpan={columnCount}>
              <Expanded gate={gate} rolloutId={rolloutId} from={startedAt} />
            </td>
          ) : null}
        </tr>
      </Fragment>
    );
  });
}

/** Gates as a table whose last column is the reason in words; each opens to the readings behind it. */
export function GatesCard(props: GatesCardProps) {
  const { gates } = props;
  return (
    <Card title="Gates" aside={gates.length === 0 ? null : `worst of ${gates.length}`}>
      {gates.length === 0 ? (
        <Empty title="This stage has no gates">Only its bake time and approvals decide. Add gates in the plan to have it watched.</Empty>
      ) : (
        <div className={classes.scroll}>
          <table className={classes.table}>
            <Head />
            <tbody>
              <Rows {...props} />
            </tbody>
          </table>
        </div>
      )}
    </Card>
  );
}
