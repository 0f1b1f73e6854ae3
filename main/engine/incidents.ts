import { redLine } from '../core/gates/index.ts';
import type { Incident } from '../core/model/incident.ts';
import type { Snapshot } from '../core/model/snapshot.ts';
import type { Verdict } from '../core/model/verdict.ts';
import { insertIncident, openIncidentOf } from '../store/incidents.ts';
import { chartOf } from '../store/charts.ts';
import { getTarget } from '../store/targets.ts';
import { record, usersAt } from './audit.ts';
import type { EngineDeps } from './deps.ts';
import type { Subject } from './gather.ts';
import { metricKeyOf, scopeOf } from './poll-metrics.ts';

const evidenceBuckets = 240;
/** Evidence reaches this far back, ms, or to the start of the rollout when that is later. */
const evidenceSpanMs = 6 * 60 * 60_000;

/**
 * Opens an incident for a release with its evidence frozen: verdicts in words and the readings behind them.
 * One open incident per release; further bad news joins it through decisions and audit. Inside the caller's transaction.
 */
export function openIncident(
  deps: EngineDeps,
  subject: Subject,
  snapshot: Snapshot,
  verdicts: readonly Verdict[],
  severity: Incident['severity'],
  title: string,
): void {
  const { rollout, target } = subject;
  if (openIncidentOf(deps.store.reader, rollout.applicationId, rollout.version) !== null) return;
  const incident: Incident = {
    id: deps.newId('inc'),
    applicationId: rollout.applicationId,
    version: rollout.version,
    severity,
    title,
    openedAt: snapshot.now,
    closedAt: null,
    evidence: {
      verdicts: verdicts.map((verdict) => ({ ...verdict })),
      series: seriesOf(deps, subject, snapshot),
      usersAffected: usersAt(target.population, rollout.expected?.percent ?? null),
      sharePercent: rollout.expected?.percent ?? null,
      targets: [target.name, ...namesOf(deps, snapshot, target.id)],
    },
  };
  insertIncident(deps.store.writer, incident);
  record(deps, subject, { action: 'incident.opened', trigger: 'gate', reason: title, after: { incident: incident.id, severity } });
  deps.changed({ table: 'incidents', id: incident.id });
}

/** Names of the other targets that have the release: an incident stays readable when a target is renamed or removed. */
function namesOf(deps: EngineDeps, snapshot: Snapshot, ownId: string): string[] {
  return snapshot.siblings
    .filter((one) => one.exposed && one.targetId !== ownId)
    .map((one) => getTarget(deps.store.reader, one.targetId)?.name ?? one.targetId);
}

type EvidenceSeries = {
  readonly gate: string;
  readonly title: string;
  readonly unit: string;
  readonly red: number | null;
  readonly points: readonly (readonly [number, number])[];
};

function seriesOf(deps: EngineDeps, subject: Subject, snapshot: Snapshot): EvidenceSeries[] {
  const { rollout, target, plan } = subject;
  const scope = scopeOf(rollout, target);
  const labels = { release: rollout.version, channel: target.channel, platform: target.surface };
  const from = Math.max(snapshot.now - evidenceSpanMs, rollout.startedAt ?? snapshot.now - plan.everyMs);
  const gates = plan.stages[Math.max(rollout.stage, 0)]?.gates ?? [];
  return gates.flatMap((gate) => {
    const metric = plan.metrics.find((one) => one.id === gate.metric);
    const key = metric === undefined ? null : metricKeyOf(deps, rollout.planHash, metric, scope);
    if (metric === undefined || key === null) return [];
    const baseline = rollout.baselines.find((one) => one.metric === metric.id) ?? null;
    const buckets = chartOf(deps.store.reader, key, labels, from, snapshot.now + 1, evidenceBuckets);
    const points = buckets.map((bucket) => [bucket.ts, bucket.mean] as const);
    return [{ gate: gate.id, title: gate.title, unit: metric.unit, red: redLine(gate, baseline), points }];
  });
}
