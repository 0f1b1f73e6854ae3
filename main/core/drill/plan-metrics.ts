import { consoleSource } from '../plan/console-facts.ts';
import type { MetricDraft, PlanDraft } from '../plan/schema.ts';
import type { DrillGround } from './own-plan.ts';
import { floors, scaleBy, scaledBaseline, scaledQuery } from './pace.ts';
import { standInFor, standInQuery, standInWords } from './stand-ins.ts';

/** What becomes of a metric in a drill: asked as the plan asks, stood in for by a measure of the fleet, or not answered. */
export interface MetricUse {
  readonly id: string;
  readonly title: string;
  readonly use: 'asked' | 'standIn' | 'blind';
  /** In words: what is asked, or why nothing is. */
  readonly says: string;
}

type Query = NonNullable<MetricDraft['query']>;

interface Mapped {
  readonly use: MetricUse;
  readonly metric: MetricDraft;
}

/** A series that nobody has. */
const silence = { query: 'practice_nothing_answers' };
const ownSources: readonly string[] = [consoleSource, 'intake'];

/** Every metric of a plan as the fleet answers it. */
export function metricsFor(
  draft: PlanDraft,
  ground: DrillGround,
  speed: number,
): { readonly uses: readonly MetricUse[]; readonly metrics: PlanDraft['metrics'] } {
  const mapped = Object.entries(draft.metrics).map(([id, metric]) => mapMetric(id, metric, ground, speed));
  return {
    uses: mapped.map((one) => one.use),
    metrics: Object.fromEntries(mapped.map((one) => [one.use.id, one.metric])),
  };
}

function mapMetric(id: string, written: MetricDraft, ground: DrillGround, speed: number): Mapped {
  const title = written.title ?? id;
  const metric = paced(written, speed);
  if (ownSources.includes(written.source)) {
    const by = written.source === consoleSource ? 'the record of the drill' : 'the events that the practice applications report';
    return { use: { id, title, use: 'asked', says: `asked of ${by}` }, metric };
  }
  if (ground.answers(written.query ?? {})) {
    const query = pacedQuery(written.query ?? {}, speed);
    return { use: { id, title, use: 'asked', says: 'asked as the plan asks it' }, metric: { ...metric, source: ground.metrics, query } };
  }
  const standIn = standInFor(id, written);
  if (standIn !== null) {
    const asked = standInQuery(ground.measures[standIn.metric], standIn.inverted);
    const says = `${standInWords[standIn.metric]} stands in${standIn.inverted ? ', counted the other way round' : ''}`;
    return { use: { id, title, use: 'standIn', says }, metric: { ...metric, source: ground.metrics, aggregate: 'last', query: asked } };
  }
  const says = `the practice fleet has nothing like it (source ${written.source})`;
  return { use: { id, title, use: 'blind', says }, metric: { ...metric, source: ground.metrics, query: silence } };
}

function paced(metric: MetricDraft, speed: number): MetricDraft {
  if (speed === 1 && metric.baseline === undefined) return metric;
  const scale = scaleBy(speed);
  return {
    ...metric,
    ...(metric.lag === undefined ? {} : { lag: scale(metric.lag, floors.lag) }),
    ...(metric.baseline === undefined ? {} : { baseline: pacedBaseline(metric.baseline, speed) }),
  };
}

/** The fleet has no week behind it and no release before at the same stage: the version before serves instead. */
function pacedBaseline(baseline: NonNullable<MetricDraft['baseline']>, speed: number): NonNullable<MetricDraft['baseline']> {
  const from = baseline.from === 'lastWeek' || baseline.from === 'sameStage' ? 'previous' : baseline.from;
  return {
    ...baseline,
    ...(from === undefined ? {} : { from }),
    ...(baseline.window === undefined ? {} : { window: scaledBaseline(baseline.window, scaleBy(speed), speed) }),
  };
}

function pacedQuery(query: Query, speed: number): Query {
  return Object.fromEntries(
    Object.entries(query).map(([key, value]) => [key, typeof value === 'string' ? scaledQuery(value, speed) : value]),
  );
}
