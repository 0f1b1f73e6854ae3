import { countsFrom } from '../core/incident/severity.ts';
import { redLine } from '../core/gates/index.ts';
import { systemActor } from '../core/model/actor.ts';
import type { Incident } from '../core/model/incident.ts';
import type { Json } from '../core/model/json.ts';
import type { Snapshot } from '../core/model/snapshot.ts';
import type { Verdict } from '../core/model/verdict.ts';
import { appendIncidentEntry } from '../store/incident-entries.ts';
import { insertIncident, openIncidentOf, updateIncident } from '../store/incidents.ts';
import { chartOf } from '../store/charts.ts';
import { getTarget } from '../store/targets.ts';
import { record, recordPlain } from './audit.ts';
import type { EngineDeps } from './deps.ts';
import { usersOfRelease } from './exposure.ts';
import type { Subject } from './gather.ts';
import { metricKeyOf, scopeOf } from './poll-metrics.ts';
import type { Press } from './press.ts';

const evidenceBuckets = 240;
/** Evidence reaches this far back in detail, ms, or to the start of the rollout when that is later. */
const evidenceSpanMs = 6 * 60 * 60_000;
/** A release that has been out for longer is also kept over this time, ms, in wider steps. */
const longSpanMs = 7 * 24 * 60 * 60_000;
const longBuckets = 336;

/** What an incident is opened with. */
export interface Opening {
  readonly severity: Incident['severity'];
  readonly title: string;
  /** The person whose press opened it; null for a gate. */
  readonly press: Press | null;
  /** The person acts already, so nobody has to acknowledge it. */
  readonly acknowledged: boolean;
}

/**
 * Opens an incident for a release with its evidence frozen: verdicts in words and the readings behind them.
 * One open incident per release; further bad news joins it, and raises its severity where it is worse. Inside the caller's transaction.
 */
export function openIncident(deps: EngineDeps, subject: Subject, snapshot: Snapshot, verdicts: readonly Verdict[], opening: Opening): void {
  const { rollout, target } = subject;
  const known = openIncidentOf(deps.store.reader, rollout.applicationId, rollout.version);
  if (known !== null) {
    if (opening.severity < known.severity) changeSeverity(deps, known, opening.severity, opening.press, opening.title);
    if (opening.acknowledged && opening.press !== null && known.acknowledgedAt === null) acknowledgeByPress(deps, known, opening.press);
    return;
  }
  const incident = newIncident(deps, { applicationId: rollout.applicationId, version: rollout.version }, opening, {
    verdicts: verdicts.map((verdict) => ({ ...verdict })),
    series: evidenceOf(deps, subject, snapshot),
    usersAffected: usersOfRelease(deps, rollout.applicationId, rollout.version),
    sharePercent: rollout.expected?.percent ?? null,
    targets: [target.name, ...namesOf(deps, snapshot, target.id)],
  });
  insertIncident(deps.store.writer, incident);
  const { press, severity, title } = opening;
  record(deps, subject, {
    ...(press === null ? {} : { actor: press.actor }),
    action: 'incident.opened',
    trigger: press?.trigger ?? 'gate',
    reason: press?.reason ?? title,
    after: { incident: incident.id, severity },
  });
  deps.changed({ table: 'incidents', id: incident.id });
}

/** Whoever presses is on it. Inside the caller's transaction. */
function acknowledgeByPress(deps: EngineDeps, { id }: Incident, { actor }: Press): void {
  const at = deps.clock.now();
  updateIncident(deps.store.writer, id, { acknowledgedAt: at, acknowledgedBy: actor });
  appendIncidentEntry(deps.store.writer, { incidentId: id, at, kind: 'acknowledged', actor, body: {} });
  deps.changed({ table: 'incidents', id });
}

/** A fresh incident, not stored yet. */
export function newIncident(
  deps: EngineDeps,
  of: Pick<Incident, 'applicationId' | 'version'>,
  { severity, title, press, acknowledged }: Opening,
  evidence: Json,
): Incident {
  const now = deps.clock.now();
  const actor = press?.actor ?? systemActor;
  return {
    id: deps.newId('inc'),
    ...of,
    severity,
    severitySince: now,
    title,
    openedAt: now,
    openedBy: actor,
    reason: press?.reason ?? '',
    acknowledgedAt: acknowledged ? now : null,
    acknowledgedBy: acknowledged ? actor : null,
    closedAt: null,
    evidence,
  };
}

/** Sets a severity, with an entry in the timeline and the audit log. Inside the caller's transaction. */
export function changeSeverity(deps: EngineDeps, incident: Incident, to: Incident['severity'], press: Press | null, reason: string): void {
  const now = deps.clock.now();
  const actor = press?.actor ?? systemActor;
  const from = incident.severity;
  updateIncident(deps.store.writer, incident.id, {
    severity: to,
    // Once somebody took it on, how late that was stays as it is.
    ...(incident.acknowledgedAt === null ? { severitySince: countsFrom({ from, to, openedAt: incident.openedAt, now }) } : {}),
  });
  appendIncidentEntry(deps.store.writer, { incidentId: incident.id, at: now, kind: 'severity', actor, body: { from, to, reason } });
  recordPlain(deps, {
    actor,
    action: 'incident.severityChanged',
    trigger: press?.trigger ?? 'gate',
    reason,
    applicationId: incident.applicationId,
    version: incident.version,
    before: { severity: from },
    after: { incident: incident.id, severity: to },
  });
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
  readonly week: readonly (readonly [number, number])[];
  readonly metric: string;
};

/** What the gates of the present stage had read, as it is kept with an incident. */
export function evidenceOf(deps: EngineDeps, subject: Subject, snapshot: Snapshot): EvidenceSeries[] {
  const { rollout, target, plan } = subject;
  const scope = scopeOf(rollout, target);
  const labels = { release: rollout.version, channel: target.channel, platform: target.surface };
  const start = rollout.startedAt ?? snapshot.now - plan.everyMs;
  const near = Math.max(snapshot.now - evidenceSpanMs, start);
  const far = Math.max(snapshot.now - longSpanMs, start);
  const gates = plan.stages[Math.max(rollout.stage, 0)]?.gates ?? [];
  return gates.flatMap((gate) => {
    const metric = plan.metrics.find((one) => one.id === gate.metric);
    const key = metric === undefined ? null : metricKeyOf(deps, rollout.planHash, metric, scope);
    if (metric === undefined || key === null) return [];
    const baseline = rollout.baselines.find((one) => one.metric === metric.id) ?? null;
    const means = (from: number, count: number) =>
      chartOf(deps.store.reader, key, labels, from, snapshot.now + 1, count).map((bucket) => [bucket.ts, bucket.mean] as const);
    const points = means(near, evidenceBuckets);
    const week = far < near ? means(far, longBuckets) : [];
    return [{ gate: gate.id, title: gate.title, unit: metric.unit, red: redLine(gate, baseline), points, week, metric: metric.id }];
  });
}
