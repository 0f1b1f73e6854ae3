import { type BacktestPlan as PlanAsked, PastRow } from '../../contract/backtests.ts';
import { overridden } from '../../core/backtest/index.ts';
import { contentHash } from '../../core/hash.ts';
import type { PastRollout } from '../../core/model/past-rollout.ts';
import type { MetricSpec, Plan } from '../../core/model/plan.ts';
import { readPlan } from '../../core/plan/index.ts';
import { metricKeyOf } from '../../engine/poll-metrics.ts';
import { listApplications } from '../../store/applications.ts';
import type { BacktestPlan, PastKeys } from '../../store/backtest.ts';
import { planTextOf } from '../plan-files.ts';
import { Refused } from '../problems.ts';
import type { World } from '../world.ts';

export interface ReadText {
  readonly text: string;
  readonly plan: Plan;
  readonly hash: string;
}

/** The plan that is meant, with its changed numbers. Throws in words with the place of the first problem. */
export async function planAsked(world: World, asked: PlanAsked): Promise<ReadText> {
  const file = asked.text === null ? await planTextOf(world, asked.file) : { file: asked.file, text: asked.text };
  const changed = overridden(file.text, asked.overrides);
  if (!changed.ok) throw new Refused(`${file.file}: ${changed.message}.`);
  const read = readPlan(changed.text, file.file);
  if (read.ok) return { text: changed.text, plan: read.plan, hash: read.hash };
  const [first] = read.problems;
  throw new Refused(`${file.file}:${first?.line ?? 1} ${first?.path ?? ''} ${first?.message ?? 'is not valid'}`);
}

/** A plan with the keys under which the readings of each past rollout are kept: only here the sources can be asked for them. */
export function keyedPlan(world: World, { plan, hash }: ReadText, rollouts: readonly PastRollout[]): BacktestPlan {
  const measured = plan.metrics.filter((metric) => metric.score === null);
  const keys = Object.fromEntries(
    rollouts.map((past) => [past.id, Object.fromEntries(measured.map((metric) => [metric.id, keysOf(world, metric, past)]))]),
  );
  return { plan, hash, keys };
}

function keysOf(world: World, metric: MetricSpec, past: PastRollout): PastKeys {
  // By what is asked and not by the plan's text, which differs with every changed number.
  const asked = contentHash({ source: metric.source, query: metric.query });
  const keyOf = (release: string): string | null =>
    metricKeyOf(world.deps, asked, metric, { application: past.applicationId, release, channel: past.channel, platform: past.surface });
  return { own: keyOf(past.version), before: past.previousVersion === null ? null : keyOf(past.previousVersion) };
}

export function pastRows(world: World, rollouts: readonly PastRollout[]): PastRow[] {
  const names = new Map(listApplications(world.deps.store.reader).map((one) => [one.id, one.name]));
  return rollouts.map((past) => PastRow.parse({ ...past, applicationName: names.get(past.applicationId) ?? past.applicationId }));
}

/** What to know before believing the numbers of a backtest. */
export function warningsOf(plans: readonly BacktestPlan[], rollouts: readonly PastRollout[]): string[] {
  if (rollouts.length === 0) return ['No release was rolled out in this period. Take a longer one, or import releases.'];
  return plans.flatMap(({ plan, keys }) => {
    const unasked = plan.metrics.filter(
      (metric) => metric.score === null && rollouts.every((past) => (keys[past.id]?.[metric.id]?.own ?? null) === null),
    );
    return unasked.map(
      (metric) => `${metric.title} of plan ${plan.name} comes from ${metric.source}, which is not connected, so nothing is kept of it.`,
    );
  });
}
