import type { AnswerOf, ParsedInputOf } from '../../contract/index.ts';
import type { CompareRow } from '../../contract/health.ts';
import { leavesOf } from '../../core/gates/index.ts';
import { compareMetric } from '../../core/health/index.ts';
import type { Direction, MetricSpec } from '../../core/model/plan.ts';
import type { Rollout } from '../../core/model/rollout.ts';
import { type Subject, subjectOf } from '../../engine/gather.ts';
import { metricKeyOf, scopeOf } from '../../engine/poll-metrics.ts';
import type { SpacedInput } from '../../store/spaced-points.ts';
import type { World } from '../world.ts';
import { badSide } from './health-metrics.ts';
import { type HealthScope, isActive, scopeOfFilter, versionsOf } from './health-scope.ts';

type Input = ParsedInputOf<'health.compare'>;
type Answer = AnswerOf<'health.compare'>;

/** Where a metric has no gate that says how long one of its readings looks back, ms. */
const usualWindowMs = 60_000;

/** One metric on one target, and the series of both versions. */
interface Pair {
  readonly row: Pick<CompareRow, 'metric' | 'title' | 'targetName' | 'surface' | 'unit'>;
  readonly direction: Direction | null;
  readonly a: SpacedInput;
  readonly b: SpacedInput;
}

/** Two versions metric by metric; those that were not chosen are the newest under way and what it replaces. */
export async function healthCompare(world: World, input: Input): Promise<Answer> {
  const scope = scopeOfFilter(world, input);
  const newest = scope.rollouts.find(isActive) ?? scope.rollouts[0];
  const applicationId = input.applicationId ?? newest?.applicationId ?? scope.applications[0]?.id ?? null;
  const own = scope.rollouts.filter((one) => one.applicationId === applicationId);
  const versions = applicationId === null ? [] : versionsOf(scope, applicationId);
  const a = input.a ?? (own.find(isActive) ?? own[0])?.version ?? null;
  const before = own.find((one) => one.version === a && versions.includes(one.previousVersion ?? ''))?.previousVersion;
  const b = input.b ?? before ?? versions.find((version) => version !== a) ?? null;
  const applicationName = scope.applications.find((one) => one.id === applicationId)?.name ?? '';
  const pairs = a === null || b === null || a === b ? [] : pairsOf(world, scope, own, { a, b });
  const points = await world.heavy.call('spacedPoints', { series: pairs.flatMap((pair) => [pair.a, pair.b]) });
  const rows = pairs.map(({ row, direction }, index) => {
    const found = compareMetric({ unit: row.unit, direction, a: points[2 * index] ?? [], b: points[2 * index + 1] ?? [] });
    return { ...row, ...found };
  });
  return { applicationId, applicationName, a, b, versions, rows: rows.filter((row) => row.a.readings + row.b.readings > 0) };
}

function pairsOf(world: World, scope: HealthScope, own: readonly Rollout[], versions: { readonly a: string; readonly b: string }): Pair[] {
  return scope.targets.flatMap((target) => {
    const here = own.filter((one) => one.targetId === target.id);
    const rollout = here.find((one) => one.version === versions.a) ?? here.find((one) => one.version === versions.b);
    if (rollout === undefined) return [];
    const subject = subjectOf(world.deps, rollout);
    return subject.plan.metrics.flatMap((metric) => (metric.score === null ? pairOf(world, scope, subject, metric, versions) : []));
  });
}

function pairOf(
  world: World,
  scope: HealthScope,
  subject: Subject,
  metric: MetricSpec,
  versions: { readonly a: string; readonly b: string },
): Pair[] {
  const { rollout, target, plan } = subject;
  const gate = plan.stages.flatMap((stage) => stage.gates.flatMap(leavesOf)).find((one) => one.metric === metric.id);
  const seriesOf = (release: string): SpacedInput | null => {
    const metricKey = metricKeyOf(world.deps, rollout.planHash, metric, { ...scopeOf(rollout, target), release });
    if (metricKey === null) return null;
    const labels = { release, channel: target.channel, platform: target.surface };
    const windowMs = gate?.windowMs ?? usualWindowMs;
    return { metricKey, labels, from: scope.from, to: scope.to, aggregate: metric.aggregate, windowMs };
  };
  const [a, b] = [seriesOf(versions.a), seriesOf(versions.b)];
  if (a === null || b === null) return [];
  const row = { metric: metric.id, title: metric.title, targetName: target.name, surface: target.surface, unit: metric.unit };
  return [{ row, direction: badSide(plan, metric), a, b }];
}
