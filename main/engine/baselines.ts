import { baselineValue, leavesOf, refersTo } from '../core/gates/index.ts';
import type { MetricSpec } from '../core/model/plan.ts';
import type { Point, Reading } from '../core/model/reading.ts';
import type { Baseline } from '../core/model/rollout.ts';
import { pastRollouts } from '../store/past-rollouts.ts';
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
 * Captures what is still missing of the baselines (R3.3), each from where the plan says, from the source's own history where it keeps
 * one, else from stored readings. Kept with the rollout and changed only by a person who says why.
 */
export async function captureBaselines(deps: EngineDeps, subject: Subject): Promise<void> {
  const { rollout } = subject;
  const missing = metricsWithBaseline(subject).filter((metric) => !rollout.baselines.some((baseline) => baseline.metric === metric.id));
  if (missing.length === 0) return;
  const captured = (await Promise.all(missing.map((metric) => baselinesOf(deps, subject, metric)))).flat();
  if (captured.length === 0) return;
  // A slow history may answer after another turn captured it, or after the start: what is there already stays.
  const kept = getRollout(deps.store.reader, rollout.id);
  if (kept === null || kept.state !== 'preparing') return;
  const added = captured.filter((baseline) => !kept.baselines.some((one) => one.metric === baseline.metric));
  if (added.length === 0) return;
  updateRollout(deps.store.writer, rollout.id, { baselines: [...kept.baselines, ...added] });
  deps.changed({ table: 'rollouts', id: rollout.id });
}

const weekMs = 7 * 86_400_000;

/** The baseline of a metric as its plan wants it: one value, or one per stage when the release before is taken at the same stage. */
export async function baselinesOf(deps: EngineDeps, subject: Subject, metric: MetricSpec): Promise<Baseline[]> {
  const { rollout, plan } = subject;
  const now = deps.clock.now();
  const { from: kind, windowMs, value } = metric.baseline;
  const length = windowMs ?? plan.baselineWindowMs;
  if (kind === 'fixed') return value === null ? [] : [{ metric: metric.id, value, samples: null, release: 'fixed', from: now, to: now }];
  if (kind === 'lastWeek') return await baselineIn(deps, subject, metric, null, now - weekMs, now - weekMs + length);
  if (rollout.previousVersion === null) return [];
  const before = kind === 'sameStage' ? await atSameStages(deps, subject, metric, rollout.previousVersion) : [];
  return before.length > 0 ? before : await baselineIn(deps, subject, metric, rollout.previousVersion, now - length, now);
}

/** The release before, stage by stage, as far as it was rolled out here; none when it was not. */
async function atSameStages(deps: EngineDeps, subject: Subject, metric: MetricSpec, release: string): Promise<Baseline[]> {
  const { rollout, target, plan } = subject;
  const past = pastRollouts(deps.store.reader, { from: 0, to: deps.clock.now(), applicationId: rollout.applicationId })
    .filter((one) => one.targetId === target.id && one.version === release)
    .at(-1);
  const found = await Promise.all(
    plan.stages.map(async (stage, index) => {
      const then = past?.stages.find((one) => one.percent === stage.percent) ?? past?.stages.find((one) => one.stage === index);
      if (then === undefined) return [];
      const values = await baselineIn(deps, subject, metric, release, then.from, then.to ?? deps.clock.now());
      return values.map((baseline) => ({ ...baseline, stage: index }));
    }),
  );
  return found.flat();
}

/** The value over a stretch of time, ms: of one release, or of whatever users had then. Empty when nothing is known of it. */
async function baselineIn(
  deps: EngineDeps,
  subject: Subject,
  metric: MetricSpec,
  release: string | null,
  from: number,
  to: number,
): Promise<Baseline[]> {
  const points = await historyOf(deps, subject, metric, release, from, to);
  const found = baselineValue(points, metric.aggregate);
  return found === null ? [] : [{ metric: metric.id, ...found, release: release ?? 'any', from, to }];
}

async function historyOf(
  deps: EngineDeps,
  subject: Subject,
  metric: MetricSpec,
  release: string | null,
  from: number,
  to: number,
): Promise<Point[]> {
  const { target, rollout } = subject;
  const named = release ?? rollout.previousVersion ?? rollout.version;
  const scope = { ...scopeOf(rollout, target), release: named };
  const labels = { channel: target.channel, platform: target.surface };
  const asked = await askHistory(deps, subject, metric, scope, from, to);
  if (asked !== null) return asked.filter((reading) => matches(reading, { ...labels, release }));
  const key = metricKeyOf(deps, rollout.planHash, metric, scope);
  return key === null ? [] : [...pastPointsOf(deps.store.reader, key, { ...labels, release: named }, from, to)];
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

function matches(reading: Reading, labels: { readonly [Label in keyof Reading['labels']]: string | null }): boolean {
  const fits = (is: string, wanted: string | null): boolean => wanted === null || is === '*' || is === wanted;
  return (
    fits(reading.labels.release, labels.release) &&
    fits(reading.labels.channel, labels.channel) &&
    fits(reading.labels.platform, labels.platform)
  );
}
