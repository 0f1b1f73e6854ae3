import type { NeedRow } from '../../contract/fleet.ts';
import type { IncidentRow, RolloutRow } from '../../contract/shapes.ts';
import type { NextStep } from '../next-step.ts';

/** What needs a person, worst first. Pure: a lane's row says it all. */
export function needsOf(rows: readonly RolloutRow[]): NeedRow[] {
  const order = { danger: 0, warning: 1, info: 2 };
  return rows.flatMap(needOf).sort((a, b) => order[a.severity] - order[b.severity]);
}

/** A version that was taken back and is offered again. */
export function returnedNeed(row: RolloutRow, text: string): NeedRow {
  const { applicationId, version } = row;
  const title = `${row.applicationName} ${version} · ${row.targetName} is offered again`;
  return { id: `${row.id}:returned`, kind: 'drift', severity: 'danger', title, text, rolloutId: row.id, applicationId, version, at: null };
}

/** A completed rollout whose release can go on to the next channel, or cannot yet. */
export function nextNeed(step: NextStep, applicationName: string): NeedRow {
  const { rollout, from, next, problem, way } = step;
  const { id, applicationId, version } = rollout;
  const base = { id: `${id}:next`, rolloutId: id, applicationId, version, at: null };
  const name = `${applicationName} ${version}`;
  if (problem !== null || way === null)
    return { ...base, kind: 'nextBlocked', severity: 'warning', title: `${name} cannot go on to ${next.channel}`, text: problem ?? '' };
  const title = `${name} can go on to ${next.channel}`;
  const text = `It is complete on ${from.name}. Next: ${way.target.name} under ${way.plan.file}.`;
  return { ...base, kind: 'next', severity: 'info', title, text };
}

/** A release that was taken back and whose post-mortem nobody has closed (R1.12); `due` is when that gets more weight, ms. */
export function postmortemNeed(row: IncidentRow, rolloutId: string, due: { readonly at: number; readonly over: boolean }): NeedRow {
  const { applicationId, applicationName, version } = row;
  return {
    id: `${row.id}:postmortem`,
    kind: 'postmortem',
    severity: due.over ? 'warning' : 'info',
    title: `${applicationName} ${version ?? ''} · post-mortem is open`,
    text: 'It was taken back. The draft is written from the record: add what it cannot know, then close it.',
    rolloutId,
    applicationId,
    version: version ?? '',
    at: due.at,
    incidentId: row.id,
  };
}

/** An incident that nobody has taken on. */
export function incidentNeed(row: IncidentRow, rolloutId: string, now: number): NeedRow {
  const { applicationId, applicationName, version, severity, dueAt } = row;
  const over = dueAt < now;
  return {
    id: `${row.id}:acknowledge`,
    kind: 'incident',
    severity: over || severity === 'P0' || severity === 'P1' ? 'danger' : 'warning',
    title: `${severity} ${version === null ? applicationName : `${applicationName} ${version}`} · nobody has acknowledged it`,
    text: over ? `${row.title}. The response time is over since ${new Date(dueAt).toISOString().slice(11, 16)} UTC.` : `${row.title}.`,
    rolloutId,
    applicationId,
    version: version ?? '',
    at: over ? null : dueAt,
    incidentId: row.id,
  };
}

function needOf(row: RolloutRow): NeedRow[] {
  const base = { id: row.id, rolloutId: row.id, applicationId: row.applicationId, version: row.version, at: row.next.at };
  const name = `${row.applicationName} ${row.version} · ${row.targetName}`;
  const need = (kind: NeedRow['kind'], severity: NeedRow['severity'], title: string, text: string): NeedRow[] => [
    { ...base, kind, severity, title, text },
  ];
  if (row.failedActions > 0) return need('failedAction', 'danger', name, 'A write failed. Open it, read why, then try again.');
  if (row.state === 'rollingBack') return need('rollback', 'danger', name, row.next.detail);
  if (row.next.kind === 'rollback') return need(row.next.recommendation ? 'recommendation' : 'rollback', 'danger', name, row.next.detail);
  if (row.drift !== null)
    return need('drift', 'warning', `${name} drifted`, `The platform shows ${row.drift.says}; Tidegate wrote ${row.drift.wrote}.`);
  if (row.next.cause === 'checkFailed') return need('checkFailed', 'warning', name, row.next.detail);
  if (row.next.cause === 'signoffRefused') return need('signoff', 'warning', `${name} has a no-go`, row.next.detail);
  if (row.next.cause === 'signoff') return need('signoff', 'info', `${name} waits for a go`, row.next.detail);
  if (row.next.cause === 'approval') return need('approval', 'info', `${name} waits for approval`, row.next.detail);
  if (row.next.cause === 'channel')
    return need('held', 'warning', `${name} waits for another channel`, `${row.next.detail} Start it there first.`);
  if (row.next.cause === 'noWayBack') return need('held', 'warning', `${name} has no way back`, row.next.detail);
  if (row.next.recommendation) return need('recommendation', 'info', name, row.next.detail);
  if (row.state === 'held') return need('held', 'info', `${name} is held`, row.heldReason ?? 'Held by a person.');
  if (row.verdict === 'red' || row.verdict === 'emergency') return need('rollback', 'danger', name, row.verdictText);
  if (row.verdict === 'blind' || row.next.cause === 'unreachable') return need('blind', 'warning', name, row.next.detail);
  return [];
}
