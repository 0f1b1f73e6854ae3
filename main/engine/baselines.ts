import { baselineValue, leavesOf, refersTo } from '../core/gates/index.ts';
import type { MetricSpec } from '../core/model/plan.ts';
import type { Point, Reading } from '../core/model/reading.ts';
import type { Baseline } from '../core/model/rollout.ts';
import { pastPointsOf } from '../store/history.ts';
import { getRollout, updateRollout } from '../store/rollouts.ts';
import type { EngineDeps } from './deps.ts';
import type { Subject } from './gather.ts';
import { metricKeyOf, questionOf, scopeOf } from './poll-metrics.ts';
import { problemOf } from './problems.ts';

/** Metrics that some gate of the plan compares with a baseline. */
export function metricsWithBaseline(subject: Subject): MetricSpec[] {
  const leaves = subject.plan.stages.flatMap((stage) => stage.gates.flatMap(leavesOf));
  const needed = new Set(leaves.filter((leaf) => refersTo(leaf, 'baseline')).map((leaf) => leaf.metric));
  return subject.plan.metrics.filter((metric) => needed.has(metric.id));
}

/**
 * Captures what is still missing of the baselines (R3.3): the previous version's values over the plan's baseline window,
 * from the source's own history where it keeps one, else from stored readings. Kept with the rollout and never changed by it.
 */
export async function captureBaselines(deps: EngineDeps, subject: Subject): Promise<void> {
  const { rollout } = subject;
  const missing = metricsWithBaseline(subject).filter((metric) => !rollout.baselines.some((baseline) => baseline.metric === metric.id));
  if (missing.length === 0 || rollout.previousVersion === null) return;
  const found = await Promise.all(missing.map((metric) => baselineOf(deps, subject, metric, rollout.previousVersion ?? '')));
  const captured = found.filter((baseline) => baseline !== null);
  if (captured.length === 0) return;
  // A slow history may answer after another turn captured it, or after the start: what is there already stays.
  const kept = getRollout(deps.store.reader, rollout.id);
  if (kept === null || kept.state !== 'preparing') return;
  const added = captured.filter((baseline) => !kept.baselines.some((one) => one.metric === baseline.metric));
  if (added.length === 0) return;
  updateRollout(deps.store.writer, rollout.id, { baselines: [...kept.baselines, ...added] });
  deps.changed({ table: 'rollouts', id: rollout.id });
}

async function baselineOf(deps: EngineDeps, subject: Subject, metric: MetricSpec, release: string): Promise<Baseline | null> {
  const to = deps.clock.now();
  const from = to - subject.plan.baselineWindowMs;
  const points = await historyOf(deps, subject, metric, release, from, to);
  const found = baselineValue(points, metric.aggregate);
  return found === null ? null : { metric: metric.id, ...found, release, from, to };
}

async function historyOf(
  deps: EngineDeps,
  subject: Subject,
  metric: MetricSpec,
  release: string,
  from: number,
  to: number,
): Promise<Point[]> {
  const { target, rollout } = subject;
  const scope = { ...scopeOf(rollout, target), release };
  const labels = { release, channel: target.channel, platform: target.surface };
  const asked = await askHistory(deps, subject, metric, scope, from, to);
  if (asked !== null) return asked.filter((reading) => matches(reading, labels));
  const key = metricKeyOf(deps, rollout.planHash, metric, scope);
  return key === null ? [] : [...pastPointsOf(deps.store.reader, key, labels, from, to)];
}

async function askHistory(
  deps: EngineDeps,
  subject: Subject,
  metric: MetricSpec,
  scope: ReturnType<typeof scopeOf>,
  from: number,
  to: number,
): Promise<readonly Reading[] | null> {
  try {
    const question = questionOf(deps, metric, scope);
    if (question === null) return null;
    return await question.source.history(question.resolved, from, to, Math.max(subject.plan.everyMs, (to - from) / 240));
  } catch (error) {
    deps.log.warn({ metric: metric.id, problem: problemOf(error).message }, 'baseline history was refused');
    return null;
  }
}

function matches(reading: Reading, labels: Reading['labels']): boolean {
  const fits = (is: string, wanted: string): boolean => is === '*' || is === wanted;
  return (
    fits(reading.labels.release, labels.release) &&
    fits(reading.labels.channel, labels.channel) &&
    fits(reading.labels.platform, labels.platform)
  );
}
