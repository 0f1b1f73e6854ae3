import type { AnswerOf, ParsedInputOf } from '../../contract/index.ts';
import type { Timeline } from '../../contract/rollouts.ts';
import { hasInterval, leavesOf } from '../../core/gates/index.ts';
import type { GateSpec, MetricSpec } from '../../core/model/plan.ts';
import type { Subject } from '../../engine/gather.ts';
import { decisionsAbout } from '../../store/decisions.ts';
import { sharesOf } from '../../store/rollouts.ts';
import { verdictSpans } from '../../store/verdicts.ts';
import { NotFound } from '../problems.ts';
import type { World } from '../world.ts';
import { joined, partsOf } from './series.ts';

/** Shortest chart, so that a rollout of a few seconds is not stretched over the whole width, ms. */
const shortestSpanMs = 60_000;

/** Share, verdict strips and decisions over time, from the store alone. */
export function timelineOf(world: World, subject: Subject, from: number | null, to: number | null): Timeline {
  const { rollout } = subject;
  const reader = world.deps.store.reader;
  const end = to ?? Math.max(rollout.endedAt ?? world.deps.clock.now(), rollout.createdAt + shortestSpanMs);
  const start = from ?? rollout.createdAt;
  const decisions = decisionsAbout(reader, rollout.id);
  return {
    from: start,
    to: end,
    share: sharesOf(reader, rollout.id).map((share) => ({ ...share })),
    spans: verdictSpans(reader, rollout.id, start, end).map((span) => ({ ...span })),
    events: decisions
      .filter((decision) => decision.kind !== 'wait')
      .map((decision) => ({ ts: decision.at, kind: decision.kind, text: decision.reason }))
      .reverse(),
  };
}

/** One gate's readings for this release and the one before, on the read-only worker. */
export async function seriesOf(
  world: World,
  subject: Subject,
  input: ParsedInputOf<'rollouts.series'>,
): Promise<AnswerOf<'rollouts.series'>> {
  const { rollout, plan } = subject;
  const gate = plan.stages.flatMap((stage) => stage.gates.flatMap((one) => [one, ...leavesOf(one)])).find((one) => one.id === input.gate);
  const metric = plan.metrics.find((one) => one.id === gate?.metric);
  if (gate === undefined || metric === undefined) throw new NotFound(`The plan of this rollout has no gate ${input.gate}.`);
  const chart = async (release: string): Promise<AnswerOf<'rollouts.series'>['release']> => {
    const parts = partsOf(world, subject, metric, release, { from: input.from, to: input.to, buckets: input.buckets });
    const charts = await world.heavy.call('evidence', { charts: parts.map((part) => part.input) });
    return joined(metric, plan.everyMs, parts, charts);
  };
  const [release, previous, interval] = await Promise.all([
    chart(rollout.version),
    rollout.previousVersion === null ? [] : chart(rollout.previousVersion),
    intervalOver(world, subject, gate, metric, input),
  ]);
  return { release, previous, interval };
}

async function intervalOver(
  world: World,
  subject: Subject,
  gate: GateSpec,
  metric: MetricSpec,
  { from, to }: ParsedInputOf<'rollouts.series'>,
): Promise<AnswerOf<'rollouts.series'>['interval']> {
  const { rollout, plan } = subject;
  if (!hasInterval(gate, metric)) return [];
  const [part] = partsOf(world, subject, metric, rollout.version, { from, to, buckets: 1 });
  if (part === undefined) return [];
  const { metricKey, labels } = part.input;
  const asked = { metricKey, labels, gate, metric, everyMs: plan.everyMs, startedAt: rollout.startedAt, from, to };
  return (await world.heavy.call('intervals', asked)).map((point) => ({ ...point }));
}
