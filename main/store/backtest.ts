import { setImmediate } from 'node:timers/promises';
import { endOf, paced, type PastReadings, replay, type Replayed, reportOf, type SeriesHistory } from '../core/backtest/index.ts';
import { comparesWithControl } from '../core/decide/index.ts';
import type { BacktestReport } from '../core/model/backtest.ts';
import type { PastRollout } from '../core/model/past-rollout.ts';
import type { MetricSpec, Plan } from '../core/model/plan.ts';
import type { SeriesLabels } from '../core/model/reading.ts';
import { pastBaselines } from './backtest-baselines.ts';
import { seriesBetween } from './backtest-series.ts';
import type { Reader } from './handles.ts';
import { bestSeries, tellsReleases } from './series.ts';

/** Keys of a metric's readings for one past rollout, as its source would have been asked; null where it cannot be asked. */
export interface PastKeys {
  readonly own: string | null;
  /** For the version before, in its own words. */
  readonly before: string | null;
}

export interface BacktestPlan {
  readonly plan: Plan;
  readonly hash: string;
  /** By rollout id, then by metric id. */
  readonly keys: Readonly<Record<string, Readonly<Record<string, PastKeys>>>>;
}

export interface BacktestInput {
  /** Oldest first. */
  readonly rollouts: readonly PastRollout[];
  readonly plans: readonly BacktestPlan[];
  /** Rollouts that still run are looked at until here, ms. */
  readonly until: number;
}

/** How a long read tells how far it is, and learns that nobody wants it any more. */
export interface Told {
  progress(done: number, total: number): void;
  stopped(): boolean;
}

/** One report per plan; null when it was stopped. Reads one release after the other and lets others in between. */
export async function runBacktest(reader: Reader, input: BacktestInput, told: Told): Promise<readonly BacktestReport[] | null> {
  const replayed = input.plans.map((): Replayed[] => []);
  for (const [index, past] of input.rollouts.entries()) {
    if (told.stopped()) return null;
    const read = rememberedSeries(reader, past, endOf(past, input.until));
    input.plans.forEach((one, position) => replayed[position]?.push(replayOne(reader, past, one, read, input.until)));
    told.progress(index + 1, input.rollouts.length);
    await setImmediate();
  }
  return input.plans.map(({ plan, hash }, position) => reportOf(plan, hash, replayed[position] ?? []));
}

type ReadSeries = (metricKey: string, labels: SeriesLabels) => SeriesHistory;

/** Both plans of a comparison, and all gates of one, share what was read. */
function rememberedSeries(reader: Reader, past: PastRollout, end: number): ReadSeries {
  const known = new Map<string, SeriesHistory>();
  return (metricKey, labels) => {
    const at = JSON.stringify([metricKey, labels.release]);
    const series = known.get(at) ?? seriesBetween(reader, metricKey, labels, past.startedAt, end);
    known.set(at, series);
    return series;
  };
}

function replayOne(reader: Reader, past: PastRollout, { plan, keys }: BacktestPlan, read: ReadSeries, until: number): Replayed {
  const end = endOf(past, until);
  const own = keys[past.id] ?? {};
  const readings: PastReadings = {
    ...seriesOfPlan(reader, past, plan, own, read),
    baselines: pastBaselines(reader, past, plan, own),
  };
  const ground = { past, plan: paced(plan, readings.own.values()), readings, end };
  return { past, replay: replay(ground), end };
}

function seriesOfPlan(
  reader: Reader,
  past: PastRollout,
  plan: Plan,
  keys: Readonly<Record<string, PastKeys>>,
  read: ReadSeries,
): Pick<PastReadings, 'own' | 'control'> {
  const labels = { release: past.version, channel: past.channel, platform: past.surface };
  const own = new Map<string, SeriesHistory>();
  const control = new Map<string, SeriesHistory>();
  for (const metric of measured(plan)) {
    const key = keys[metric.id]?.own ?? null;
    if (key === null) continue;
    own.set(metric.id, read(key, labels));
    if (past.previousVersion === null || !comparesWithControl(plan, metric.id)) continue;
    // As in a sweep: the version before is looked for in the answers to the release's own question.
    const before = { ...labels, release: past.previousVersion };
    const id = bestSeries(reader, key, before);
    if (id !== null && tellsReleases(reader, id)) control.set(metric.id, read(key, before));
  }
  return { own, control };
}

function measured(plan: Plan): readonly MetricSpec[] {
  return plan.metrics.filter((metric) => metric.score === null);
}
