import type { GateRow } from '../../contract/shapes.ts';
import { baselineOf } from '../../core/decide/index.ts';
import { boundsInWords, formatValue, linesOf, redLine } from '../../core/gates/index.ts';
import type { GateSpec, MetricSpec, Plan } from '../../core/model/plan.ts';
import type { Verdict } from '../../core/model/verdict.ts';
import type { Subject } from '../../engine/gather.ts';
import { metricKeyOf, scopeOf } from '../../engine/poll-metrics.ts';
import { chartOf } from '../../store/charts.ts';
import type { World } from '../world.ts';

const sparkBuckets = 60;
const sparkSpanMs = 30 * 60_000;

/** Last half hour of a gate's metric (or since the start), at most 60 points. */
export function recentPoints(world: World, subject: Subject, metric: MetricSpec): [number, number][] {
  const { rollout, target } = subject;
  const key = metricKeyOf(world.deps, rollout.planHash, metric, scopeOf(rollout, target));
  if (key === null) return [];
  const to = (rollout.endedAt ?? world.deps.clock.now()) + 1;
  const span = Math.max(sparkSpanMs, subject.plan.everyMs * 30);
  const from = Math.max(to - span, rollout.startedAt ?? to - span);
  const labels = { release: rollout.version, channel: target.channel, platform: target.surface };
  return chartOf(world.deps.store.reader, key, labels, from, to, sparkBuckets).map((bucket) => [bucket.ts, bucket.mean]);
}

/** A gate with its last verdict, as the gates table shows it. */
export function gateRow(world: World, subject: Subject, gate: GateSpec, verdict: Verdict | undefined): GateRow {
  const metric = subject.plan.metrics.find((one) => one.id === gate.metric);
  if (metric === undefined) throw new Error(`Gate ${gate.id} names metric ${gate.metric}, which the plan does not have.`);
  return {
    ...(verdict ?? unjudged(gate)),
    kindOfGate: gate.kind,
    unit: metric.unit,
    direction: gate.direction,
    yellow: gate.yellow,
    red: gate.red,
    emergency: gate.emergency,
    windowMs: gate.windowMs,
    minSamples: gate.minSamples,
    bounds: boundsInWords(gate, metric),
    redLine: redLine(gate, baselineOf(subject.rollout, gate.metric)),
    lines: linesOf(gate, verdict?.baseline ?? baselineOf(subject.rollout, gate.metric)?.value ?? null),
    evidence: gate.evidence,
    condition: conditionWords(subject.plan, gate),
    members: gate.members.map((member) => member.title),
    recent: recentPoints(world, subject, metric),
  };
}

function conditionWords(plan: Plan, { condition }: GateSpec): string {
  const metric = plan.metrics.find((one) => one.id === condition?.metric);
  if (condition === null || metric === undefined) return '';
  return `only while ${metric.title} is ${condition.direction === 'above' ? 'over' : 'under'} ${formatValue(condition.bound, metric.unit)}`;
}

function unjudged(gate: GateSpec): Verdict {
  return {
    gate: gate.id,
    title: gate.title,
    kind: 'pending',
    value: null,
    samples: null,
    baseline: null,
    reason: 'Not judged yet.',
    observedAt: null,
    nextChangeAt: null,
    shadow: gate.shadow,
    interval: null,
    onRed: gate.onRed,
  };
}
