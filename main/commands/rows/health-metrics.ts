import { baselineOf } from '../../core/decide/index.ts';
import { boundsInWords, leavesOf, linesOf } from '../../core/gates/index.ts';
import type { AlertLines } from '../../core/health/index.ts';
import type { Direction, GateSpec, MetricSpec, MetricUnit } from '../../core/model/plan.ts';
import { intakeKey, intakeSource, metricKeyOf, scopeOf } from '../../engine/poll-metrics.ts';
import type { Subject } from '../../engine/gather.ts';
import { latestVerdicts } from '../../store/verdicts.ts';
import type { World } from '../world.ts';

/** A number that the intake makes of events, with its bad side. */
export interface IntakeMetric {
  readonly id: string;
  readonly title: string;
  readonly unit: MetricUnit;
  readonly direction: Direction;
}

const intakeMetrics: readonly IntakeMetric[] = [
  { id: 'error_rate', title: 'Error rate', unit: 'rate', direction: 'above' },
  { id: 'latency_p95_ms', title: 'p95 latency', unit: 'ms', direction: 'above' },
  { id: 'auth_success', title: 'Sign-in success', unit: 'rate', direction: 'below' },
  { id: 'crash_rate', title: 'Crash rate', unit: 'rate', direction: 'above' },
  { id: 'safe_mode_rate', title: 'Safe-mode activations', unit: 'rate', direction: 'above' },
  { id: 'sw_update_success', title: 'Service-worker updates', unit: 'rate', direction: 'below' },
  { id: 'largest_error_cluster', title: 'Largest error cluster', unit: 'count', direction: 'above' },
];

/** A metric of a plan with the gates that watch it in the present stage. */
export interface WatchedMetric {
  readonly metric: MetricSpec;
  readonly key: string | null;
  readonly gates: readonly GateSpec[];
  readonly lines: AlertLines;
  readonly bounds: string;
}

/** Metrics of a rollout that are read from somewhere, in the order of its plan. */
export function watchedMetrics(world: World, subject: Subject): WatchedMetric[] {
  const { rollout, target, plan } = subject;
  const stage = plan.stages[Math.max(rollout.stage, 0)];
  const leaves = (stage?.gates ?? []).flatMap(leavesOf);
  const judged = latestVerdicts(world.deps.store.reader, rollout.id);
  return plan.metrics
    .filter((metric) => metric.score === null)
    .map((metric) => {
      const gates = leaves.filter((gate) => gate.metric === metric.id);
      const referenceOf = (gate: GateSpec): number | null =>
        judged.find((one) => one.gate === gate.id)?.baseline ?? baselineOf(rollout, metric.id)?.value ?? null;
      return {
        metric,
        key: metricKeyOf(world.deps, rollout.planHash, metric, scopeOf(rollout, target)),
        gates,
        lines: strictest(gates.map((gate) => ({ gate, lines: linesOf(gate, referenceOf(gate)) }))),
        bounds: gates.map((gate) => boundsInWords(gate, metric)).join('; '),
      };
    });
}

/** Where several gates watch one metric, the line that is crossed first counts. */
function strictest(all: readonly { gate: GateSpec; lines: AlertLines }[]): AlertLines {
  const side = all[0]?.gate.direction ?? 'above';
  const own = all.filter((one) => one.gate.direction === side).map((one) => one.lines);
  const pick = (name: keyof AlertLines): number | null => {
    const values = own.map((lines) => lines[name]).filter((value) => value !== null);
    if (values.length === 0) return null;
    return side === 'above' ? Math.min(...values) : Math.max(...values);
  };
  return { yellow: pick('yellow'), red: pick('red'), emergency: pick('emergency') };
}

/** The bad side of a metric: what a gate of the plan says, else what is known of the intake's own; null for neither. */
export function badSide(plan: Subject['plan'], metric: MetricSpec): Direction | null {
  const gate = plan.stages.flatMap((stage) => stage.gates.flatMap(leavesOf)).find((one) => one.metric === metric.id);
  if (gate !== undefined) return gate.direction;
  if (metric.source !== intakeSource) return null;
  return intakeMetrics.find((one) => one.id === metric.id)?.direction ?? null;
}

/** The intake's metrics of an application that no plan in sight reads. */
export function ownMetrics(applicationId: string, usedKeys: ReadonlySet<string>): { key: string; spec: IntakeMetric }[] {
  return intakeMetrics.map((spec) => ({ key: intakeKey(applicationId, spec.id), spec })).filter(({ key }) => !usedKeys.has(key));
}
