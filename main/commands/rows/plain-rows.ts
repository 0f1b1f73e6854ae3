import type { ActionRow, AuditRow, ConnectionRow, DecisionRow, IncidentRow, RungRow } from '../../contract/shapes.ts';
import { actInWords, type Rung } from '../../core/containment/index.ts';
import { responseClock } from '../../core/incident/severity.ts';
import type { Action } from '../../core/model/action.ts';
import type { AuditEntry } from '../../core/model/audit.ts';
import type { Connection } from '../../core/model/connection.ts';
import type { Decision } from '../../core/model/decision.ts';
import type { IncidentHead } from '../../core/model/incident.ts';
import type { Plan } from '../../core/model/plan.ts';
import { activeStates } from '../../core/model/rollout.ts';
import type { Target } from '../../core/model/target.ts';
import { anyAdapter } from '../../engine/desk.ts';
import { listApplications } from '../../store/applications.ts';
import { listHealth } from '../../store/connections.ts';
import { planOf } from '../../store/plans.ts';
import { respondMsOf } from '../../store/response-times.ts';
import { listRollouts } from '../../store/rollouts.ts';
import { listTargets, getTarget } from '../../store/targets.ts';
import type { World } from '../world.ts';
import { operationInWords, stateInWords } from './words.ts';

export function actionRow(world: World, action: Action): ActionRow {
  return {
    id: action.id,
    key: action.key,
    decisionId: action.decisionId,
    rolloutId: action.rolloutId,
    targetId: action.targetId,
    targetName: getTarget(world.deps.store.reader, action.targetId)?.name ?? action.targetId,
    operation: action.operation.op,
    says: operationInWords(action.operation, action.before),
    state: action.state,
    attempts: action.attempts,
    dueAt: action.dueAt,
    problem: action.problem,
    readBack: stateInWords(action.after),
    createdAt: action.createdAt,
    sentAt: action.sentAt,
    finishedAt: action.finishedAt,
  };
}

/** An act that contains a release, as screens and the CLI show it. */
export function rungRow(rung: Rung): RungRow {
  const { operation, ...rest } = rung;
  return { ...rest, op: operation.op, toVersion: operation.op === 'rollback' ? operation.toVersion : null, act: actInWords(operation) };
}

export function decisionRow(decision: Decision): DecisionRow {
  return { ...decision, actor: { ...decision.actor } };
}

export function auditRow(entry: AuditEntry): AuditRow {
  const { previous: _previous, ...rest } = entry;
  return { ...rest, actor: { ...entry.actor }, before: toJson(entry.before), after: toJson(entry.after) };
}

function toJson(value: AuditEntry['before']): AuditRow['before'] {
  return JSON.parse(JSON.stringify(value)) as AuditRow['before'];
}

export function incidentRow(world: World, incident: IncidentHead): IncidentRow {
  const application = listApplications(world.deps.store.reader).find((one) => one.id === incident.applicationId);
  return {
    id: incident.id,
    applicationId: incident.applicationId,
    applicationName: application?.name ?? incident.applicationId,
    version: incident.version,
    severity: incident.severity,
    title: incident.title,
    openedAt: incident.openedAt,
    openedBy: { ...incident.openedBy },
    reason: incident.reason,
    acknowledgedAt: incident.acknowledgedAt,
    acknowledgedBy: incident.acknowledgedBy === null ? null : { ...incident.acknowledgedBy },
    closedAt: incident.closedAt,
    dueAt: responseClock(incident, respondMsOf(world.deps.store.reader, incident), incident.openedAt).dueAt,
  };
}

/** Who needs a connection: targets of a platform, and rollouts under way whose plan names a source, a check or a notice. */
function usersOf(world: World, connection: Connection): string[] {
  const reader = world.deps.store.reader;
  const names = new Map(listApplications(reader).map((one) => [one.id, one.name]));
  const called = (target: Target): string => `${names.get(target.applicationId) ?? target.applicationId} ${target.name}`;
  const targets = listTargets(reader);
  if (connection.kind === 'platform' || connection.kind === 'flag')
    return targets.filter((target) => target.connectionId === connection.id).map(called);
  return listRollouts(reader, { states: activeStates }).flatMap((rollout) => {
    const plan = planOf(reader, rollout.planHash)?.plan;
    const target = targets.find((one) => one.id === rollout.targetId);
    return plan !== undefined && target !== undefined && needed(plan).has(connection.name) ? [`${called(target)}: ${rollout.version}`] : [];
  });
}

function needed(plan: Plan): Set<string> {
  return new Set([...plan.metrics.map((metric) => metric.source), ...plan.checks.map((check) => check.source), ...plan.notices]);
}

export function connectionRow(world: World, connection: Connection): ConnectionRow {
  const reader = world.deps.store.reader;
  const health = listHealth(reader).find((one) => one.connectionId === connection.id);
  const adapter = anyAdapter(connection);
  const stored = new Set(world.vault.ids());
  const settings = JSON.parse(JSON.stringify(connection.settings)) as ConnectionRow['settings'];
  return {
    id: connection.id,
    kind: connection.kind,
    adapter: connection.adapter,
    adapterLabel: adapter.label,
    name: connection.name,
    settings,
    secretsSet: adapter.settings.fields.filter((field) => stored.has(`${connection.id}/${field.key}`)).map((field) => field.key),
    lastOkAt: health?.lastOkAt ?? null,
    failingSince: health?.failingSince ?? null,
    problem: health?.problem ?? null,
    usedBy: usersOf(world, connection),
  };
}
