import type { AuditRow } from '../../../main/contract/shapes.ts';
import { duration, users } from '../../format.ts';
import { actorWords } from '../../parts/actor-words.ts';

const known: Readonly<Record<string, string>> = {
  'rollout.created': 'Rollout created',
  'rollout.start': 'Rollout started',
  'rollout.advance': 'Advanced to the next stage',
  'rollout.hold': 'Held',
  'rollout.pause': 'Paused',
  'rollout.resume': 'Resumed',
  'rollout.rollback': 'Rollback decided',
  'rollout.rolledBack': 'Rolled back',
  'rollout.complete': 'Completed',
  'rollout.cancel': 'Cancelled',
  'rollout.acceptDrift': 'Drift accepted',
  'rollout.restoreDrift': 'Drift put right',
  'rollout.approve': 'Stage approved',
  'rollout.automation': 'Automation changed',
  'rollout.retry': 'Action tried again',
  'rollout.settle': 'Settled by hand',
  'action.sent': 'Sent to platform',
  'action.confirmed': 'Platform confirmed',
  'action.failed': 'Platform refused',
  'action.unknown': 'Outcome unknown',
  'rollout.emergency': 'Emergency stop',
  'rollout.wayBackOverridden': 'Went on without a way back',
  'rollout.offeredAgain': 'Offered again by somebody',
  'action.withdrawn': 'Not carried out',
  'baseline.recaptured': 'Baseline taken again',
  'release.endpointsAsked': 'Health endpoints asked',
  'release.revertAsked': 'Revert asked for',
  'release.revertPrepared': 'Revert pull request prepared',
  'release.revertFound': 'Revert pull request found as it was',
  'release.revertFailed': 'Revert not prepared',
  'release.reissueAsked': 'Re-issue asked for',
  'release.reissuePrepared': 'Re-issue prepared',
  'release.reissuePublishAsked': 'Publishing of a re-issue asked for',
  'release.reissuePublished': 'Re-issue published',
  'release.reissueFound': 'Re-issue found as asked',
  'release.reissueFailed': 'Re-issue failed',
  'check.passed': 'Check passed',
  'check.failed': 'Check failed',
  'incident.opened': 'Incident opened',
  'incident.closed': 'Incident closed',
  'incident.acknowledged': 'Incident acknowledged',
  'incident.severityChanged': 'Severity changed',
  'incident.overdue': 'Incident not acknowledged in time',
  'incident.noted': 'Note written',
  'incident.noteEdited': 'Note changed',
  'incident.pinned': 'Evidence pinned',
  'incident.unpinned': 'Evidence unpinned',
  'incident.stepDone': 'Playbook step done',
  'incident.stepUndone': 'Playbook step not done after all',
  'connection.saved': 'Connection saved',
  'connection.removed': 'Connection removed',
  'endpoint.saved': 'Health endpoint saved',
  'endpoint.removed': 'Health endpoint removed',
  'application.saved': 'Application saved',
  'target.saved': 'Target saved',
  'target.removed': 'Target removed',
  'plan.saved': 'Plan saved',
  'plan.renamed': 'Plan file renamed',
  'settings.saved': 'Settings changed',
  'backup.made': 'Backup made',
  'backup.restored': 'Backup restored',
  'workspace.salvaged': 'Damaged database salvaged',
  'recovery.ended': 'Recovery ended',
  'orphans.cleaned': 'Left-overs removed',
  'retention.saved': 'Retention changed',
  'responseTimes.saved': 'Response times changed',
  'retention.ran': 'Old records removed',
  'workspace.exported': 'Workspace exported',
  'workspace.imported': 'Workspace imported',
  'audit.exported': 'Audit exported',
  'workspace.setUp': 'Workspace set up',
};

/** Actions that can be asked for by name. */
export const knownActions: readonly (readonly [string, string])[] = Object.entries(known);

/** What sets things off, in words. */
export const knownTriggers: readonly (readonly [string, string])[] = [
  ['manual', 'A press in the window'],
  ['cli', 'The command line'],
  ['webhook', 'A webhook'],
  ['gate', 'A gate'],
  ['check', 'A check'],
  ['sweep', 'The plan, at a sweep'],
  ['restart', 'A restart of Tidegate'],
];

function triggerWords(trigger: string): string {
  return knownTriggers.find(([value]) => value === trigger)?.[1] ?? trigger;
}

const recommended = '.recommended';

/** What an entry records, in words; an unknown action is shown as it is written. */
export function actionWords(action: string): string {
  if (action.endsWith(recommended)) return `${actionWords(action.slice(0, -recommended.length))}, recommended`;
  return known[action] ?? action;
}

/** `1.2.3 → 1.2.2` or `1.2.3`, empty when the entry names no version. A new rollout names its way back, but does not take it. */
export function versionWords(row: Pick<AuditRow, 'action' | 'version' | 'toVersion'>): string {
  if (row.version === null) return '';
  return row.toVersion === null || row.action === 'rollout.created' ? row.version : `${row.version} → ${row.toVersion}`;
}

/** Facts of an opened entry, in the order they are read. */
export function factsOf(row: AuditRow): readonly (readonly [string, string])[] {
  const facts: (readonly [string, string | null])[] = [
    ['Who', `${actorWords(row.actor)}, as ${row.actor.role}`],
    ['Set off by', triggerWords(row.trigger)],
    ['Channel', row.channel],
    ['Way back', row.toVersion],
    ['Users affected', row.usersAffected === null ? null : users(row.usersAffected)],
    ['Took', row.durationMs === null ? null : duration(row.durationMs)],
    ['Rollout', row.rolloutId],
    ['Target', row.targetId],
    ['Action', row.action],
    ['Idempotency key', row.idempotencyKey],
    ['Decided from', row.snapshotHash === null ? null : `snapshot ${row.snapshotHash.slice(0, 12)}`],
    ['Hash', row.hash],
  ];
  return facts.flatMap(([name, value]) => (value === null || value === '' ? [] : [[name, value] as const]));
}
