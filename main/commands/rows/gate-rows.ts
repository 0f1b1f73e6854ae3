import type { GateRow, MemberRow } from '../../contract/shapes.ts';
import { baselineOf, judgeIn } from '../../core/decide/index.ts';
import { boundsInWords, compositeKinds, formatValue, linesOf, redLine } from '../../core/gates/index.ts';
import type { GateSpec, MetricSpec, Plan } from '../../core/model/plan.ts';
import type { Snapshot } from '../../core/model/snapshot.ts';
import type { Verdict } from '../../core/model/verdict.ts';
import type { Subject } from '../../engine/gather.ts';
import { chartOf } from '../../store/charts.ts';
import type { World } from '../world.ts';
import { joined, partsOf } from './series.ts';

const sparkBuckets = 60;
const sparkSpanMs = 30 * 60_000;

/** Last half hour of a gate's metric (or since the start), at most 60 points. */
export function recentPoints(world: World, subject: Subject, metric: MetricSpec): [number, number][] {
  const { rollout } = subject;
  const to = (rollout.endedAt ?? world.deps.clock.now()) + 1;
  const span = Math.max(sparkSpanMs, subject.plan.everyMs * 30);
  const from = Math.max(to - span, rollout.startedAt ?? to - span);
  const parts = partsOf(world, subject, metric, rollout.version, { from, to, buckets: sparkBuckets });
  const charts = parts.map(({ input }) =>
    chartOf(world.deps.store.reader, input.metricKey, input.labels, input.from, input.to, input.buckets),
  );
  return joined(metric, subject.plan.everyMs, parts, charts).map((bucket) => [bucket.ts, bucket.mean]);
}

/** A gate with its last verdict, as the gates table shows it. `snapshot` lets the members of a composite speak; null leaves them silent. */
export function gateRow(world: World, subject: Subject, gate: GateSpec, verdict: Verdict | undefined, snapshot: Snapshot | null): GateRow {
  const metric = subject.plan.metrics.find((one) => one.id === gate.metric);
  if (metric === undefined) throw new Error(`Gate ${gate.id} names metric ${gate.metric}, which the plan does not have.`);
  const composite = compositeKinds.includes(gate.kind);
  return {
    ...(verdict ?? unjudged(gate)),
    // Of members in several units no single value is true.
    ...(composite && gate.kind !== 'canaryScore' ? { value: null, interval: null, baseline: null } : {}),
    metric: gate.metric,
    kindOfGate: gate.kind,
    unit: gate.kind === 'canaryScore' ? 'score' : metric.unit,
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
    confidence: gate.confidence,
    condition: conditionWords(subject.plan, gate),
    members: gate.members.map((member) => memberRow(subject.plan, gate, member, snapshot)),
    recent: composite ? [] : recentPoints(world, subject, metric),
  };
}

function memberRow(plan: Plan, { kind }: GateSpec, member: GateSpec, snapshot: Snapshot | null): MemberRow {
  const metric = plan.metrics.find((one) => one.id === member.metric);
  const verdict = snapshot === null ? null : judgeIn(snapshot, member);
  const unit = metric?.unit ?? 'score';
  const scored = kind === 'canaryScore';
  return {
    gate: member.id,
    title: member.title,
    kind: verdict?.kind ?? null,
    value: verdict?.value ?? null,
    unit,
    bounds: boundsInWords(member, { unit }),
    reason: verdict?.reason ?? '',
    group: scored ? member.group : '',
    weight: scored ? member.weight : 1,
    critical: scored && member.critical,
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
