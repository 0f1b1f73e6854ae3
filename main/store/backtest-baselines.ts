import { baselineValue, leavesOf, refersTo } from '../core/gates/index.ts';
import type { PastRollout } from '../core/model/past-rollout.ts';
import type { MetricSpec, Plan } from '../core/model/plan.ts';
import type { Baseline } from '../core/model/rollout.ts';
import type { PastKeys } from './backtest.ts';
import type { Reader } from './handles.ts';
import { pointsForBacktest } from './history.ts';
import { pastRollouts } from './past-rollouts.ts';
import { planOf } from './plans.ts';
import { getRollout } from './rollouts.ts';

const weekMs = 7 * 86_400_000;

/**
 * What the gates of a plan would have been measured from: what was captured then, when the plan of then read and measured the metric
 * the same way; else what the kept readings say of the time before the start.
 */
export function pastBaselines(reader: Reader, past: PastRollout, plan: Plan, keys: Readonly<Record<string, PastKeys>>): Baseline[] {
  const leaves = plan.stages.flatMap((stage) => stage.gates.flatMap(leavesOf));
  const needed = new Set(leaves.filter((leaf) => refersTo(leaf, 'baseline')).map((leaf) => leaf.metric));
  const captured = past.source === 'live' ? (getRollout(reader, past.id)?.baselines ?? []) : [];
  const then = past.planHash === null ? null : (planOf(reader, past.planHash)?.plan ?? null);
  return plan.metrics
    .filter((metric) => needed.has(metric.id))
    .flatMap((metric) => {
      const own = captured.filter((one) => one.metric === metric.id);
      if (own.length > 0 && sameMeasure(then, plan, metric)) return own;
      return fromHistory(reader, past, plan, metric, keys[metric.id]?.before ?? null);
    });
}

function sameMeasure(then: Plan | null, now: Plan, metric: MetricSpec): boolean {
  const before = then?.metrics.find((one) => one.id === metric.id);
  if (then === null || before === undefined || then.baselineWindowMs !== now.baselineWindowMs) return false;
  const words = ({ source, aggregate, query, baseline }: MetricSpec): string => JSON.stringify([source, aggregate, query, baseline]);
  return words(before) === words(metric);
}

function fromHistory(reader: Reader, past: PastRollout, plan: Plan, metric: MetricSpec, metricKey: string | null): Baseline[] {
  const { from: kind, windowMs, value } = metric.baseline;
  const { startedAt, previousVersion } = past;
  const length = windowMs ?? plan.baselineWindowMs;
  if (kind === 'fixed')
    return value === null ? [] : [{ metric: metric.id, value, samples: null, release: 'fixed', from: startedAt, to: startedAt }];
  const take = (from: number, to: number): Baseline[] => between(reader, past, metric, metricKey, from, to);
  if (kind === 'lastWeek') return take(startedAt - weekMs, startedAt - weekMs + length);
  const same = kind === 'sameStage' && previousVersion !== null ? atSameStages(reader, past, plan, take) : [];
  return same.length > 0 ? same : take(startedAt - length, startedAt);
}

function atSameStages(reader: Reader, past: PastRollout, plan: Plan, take: (from: number, to: number) => Baseline[]): Baseline[] {
  const before = pastRollouts(reader, { from: 0, to: past.startedAt, applicationId: past.applicationId })
    .filter((one) => one.version === past.previousVersion && one.channel === past.channel && one.surface === past.surface)
    .at(-1);
  return plan.stages.flatMap((stage, index) => {
    const then = before?.stages.find((one) => one.percent === stage.percent) ?? before?.stages.find((one) => one.stage === index);
    return then === undefined ? [] : take(then.from, then.to ?? past.startedAt).map((baseline) => ({ ...baseline, stage: index }));
  });
}

function between(reader: Reader, past: PastRollout, metric: MetricSpec, metricKey: string | null, from: number, to: number): Baseline[] {
  const release = past.previousVersion;
  if (metricKey === null || release === null) return [];
  const [found] = pointsForBacktest(reader, [{ metricKey, labels: { release, channel: past.channel, platform: past.surface }, from, to }]);
  const value = baselineValue(found?.points ?? [], metric.aggregate);
  return value === null ? [] : [{ metric: metric.id, ...value, release, from, to }];
}
