import { type MetricTraffic, readPlan, sensitivityOf } from '../../core/plan/index.ts';
import type { AnswerOf } from '../../contract/index.ts';
import { aggregate } from '../../core/gates/index.ts';
import type { MetricSpec, Plan } from '../../core/model/plan.ts';
import type { Target } from '../../core/model/target.ts';
import { metricKeyOf } from '../../engine/poll-metrics.ts';
import { pastPointsOf } from '../../store/history.ts';
import { getTargetRead } from '../../store/target-states.ts';
import { listTargets } from '../../store/targets.ts';
import type { World } from '../world.ts';

/** Traffic is taken from the last day: long enough for its quiet hours. */
const lookBackMs = 24 * 3_600_000;

/** What each stage of a plan could see on each target whose traffic is known. Empty while nothing was read of any. */
export function sensitivityRows(world: World, text: string): AnswerOf<'plans.sensitivity'> {
  const read = readPlan(text, 'plan.yaml');
  if (!read.ok) return [];
  return listTargets(world.deps.store.reader).flatMap((target) => {
    const traffic = trafficOf(world, read.plan, read.hash, target);
    if (Object.keys(traffic).length === 0) return [];
    const stages = sensitivityOf(read.plan, traffic).map(({ stage, percent, blind, words }) => ({ stage, percent, blind, words }));
    return [{ targetId: target.id, target: target.name, applicationId: target.applicationId, stages }];
  });
}

function trafficOf(world: World, plan: Plan, hash: string, target: Target): Record<string, MetricTraffic> {
  const release = getTargetRead(world.deps.store.reader, target.id)?.state?.version ?? null;
  if (release === null) return {};
  const scope = { application: target.applicationId, release, channel: target.channel, platform: target.surface };
  const to = world.deps.clock.now();
  const found = plan.metrics.flatMap((metric) => {
    const key = metric.score === null ? metricKeyOf(world.deps, hash, metric, scope) : null;
    if (key === null) return [];
    const labels = { release, channel: target.channel, platform: target.surface };
    const points = pastPointsOf(world.deps.store.reader, key, labels, to - lookBackMs, to);
    const perMinute = perMinuteOf(plan, metric, points);
    return perMinute === null ? [] : [[metric.id, { perMinute, value: aggregate(points, 'pooled') }] as const];
  });
  return Object.fromEntries(found);
}

/**
 * Observations a minute. A reading of a metric that takes the last one stands for the whole window of its query, which is as long as
 * the window of its gate; others stand for the time since the reading before.
 */
function perMinuteOf(
  plan: Plan,
  metric: MetricSpec,
  points: readonly { readonly ts: number; readonly samples: number | null }[],
): number | null {
  const counted = points.filter((point) => point.samples !== null);
  const first = counted[0];
  const last = counted.at(-1);
  if (first === undefined || last === undefined || first === last) return null;
  const total = counted.reduce((sum, point) => sum + (point.samples ?? 0), 0);
  const windows = plan.stages.flatMap((stage) => stage.gates.filter((gate) => gate.metric === metric.id).map((gate) => gate.windowMs));
  if (metric.aggregate !== 'last') return total / ((last.ts - first.ts) / 60_000);
  const windowMs = windows[0];
  return windowMs === undefined ? null : total / counted.length / (windowMs / 60_000);
}
