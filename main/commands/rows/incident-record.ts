import { IncidentEvidence } from '../../contract/incidents.ts';
import type { Audience } from '../../core/incident/templates.ts';
import { audiences } from '../../core/incident/templates.ts';
import type { FillFacts } from '../../core/incident/values.ts';
import type { Incident } from '../../core/model/incident.ts';
import type { IncidentEntry } from '../../core/model/incident-entry.ts';
import type { Rollout } from '../../core/model/rollout.ts';
import type { PostmortemRecord, RecordedAction, RecordedDecision, RecordedEntry } from '../../core/postmortem/index.ts';
import type { Exposure } from '../../core/exposure/index.ts';
import { exposureOfRelease } from '../../engine/exposure.ts';
import { actionsOf } from '../../store/actions.ts';
import { listApplications } from '../../store/applications.ts';
import { listDecisions } from '../../store/decisions.ts';
import { incidentEntries } from '../../store/incident-entries.ts';
import { rolloutsOfRelease } from '../../store/rollouts.ts';
import { getTarget } from '../../store/targets.ts';
import type { World } from '../world.ts';
import { practiceApplications } from './practice.ts';
import { recoveryOf } from './recovery.ts';
import { operationInWords } from './words.ts';

/** Decisions of one rollout that a post-mortem looks at. */
const mostDecisions = 1000;

function rolloutsOf({ deps }: World, incident: Incident): Rollout[] {
  return incident.version === null ? [] : rolloutsOfRelease(deps.store.reader, incident.applicationId, incident.version);
}

function applicationName({ deps }: World, id: string): string {
  return listApplications(deps.store.reader).find((one) => one.id === id)?.name ?? id;
}

function exposureOf({ deps }: World, { applicationId, version }: Incident): Exposure | null {
  return version === null ? null : exposureOfRelease(deps, applicationId, version);
}

/** What the record says about an incident when a playbook or a message is filled in. */
export function fillFactsOf(world: World, incident: Incident): FillFacts {
  const evidence = IncidentEvidence.parse(incident.evidence);
  const red = evidence.verdicts.filter(({ kind, shadow }) => !shadow && (kind === 'red' || kind === 'emergency'));
  return {
    id: incident.id,
    application: applicationName(world, incident.applicationId),
    version: incident.version,
    previousVersion: previousOf(world, rolloutsOf(world, incident)),
    severity: incident.severity,
    title: incident.title,
    openedAt: incident.openedAt,
    closedAt: incident.closedAt,
    now: world.deps.clock.now(),
    targets: evidence.targets,
    sharePercent: evidence.sharePercent,
    users: evidence.usersAffected,
    usersNow: usersNowOf(exposureOf(world, incident)),
    red: red.map(({ title, reason }) => ({ title, reason })),
    recovery: recoveryOf(world, incident),
  };
}

/** A number that is a bound or lacks a target says so, since messages go to people. */
function usersNowOf(exposure: Exposure | null): string | null {
  if (exposure === null || exposure.now.users === null) return null;
  const { users, atMost, unknown } = exposure.now;
  const bound = unknown.length > 0 ? (atMost ? 'about ' : 'at least ') : atMost ? 'up to ' : '';
  return `${bound}${Math.round(users).toLocaleString('en-GB')}`;
}

/** Null when the targets had different versions before. What a flag calls what it offers is no version of the application. */
function previousOf(world: World, rollouts: readonly Rollout[]): string | null {
  const { reader } = world.deps.store;
  const apps = rollouts.filter(({ targetId }) => getTarget(reader, targetId)?.surface !== 'flag');
  const before = new Set(apps.flatMap(({ previousVersion }) => previousVersion ?? []));
  return before.size === 1 ? ([...before][0] ?? null) : null;
}

/** Everything a post-mortem is drafted from. */
export function postmortemRecordOf(world: World, incident: Incident): PostmortemRecord {
  const { reader } = world.deps.store;
  const rollouts = rolloutsOf(world, incident);
  const evidence = IncidentEvidence.parse(incident.evidence);
  const exposure = exposureOf(world, incident);
  const entries = incidentEntries(reader, incident.id);
  const notKnown = 'How many users were affected is not known: the incident names no release.';
  return {
    application: applicationName(world, incident.applicationId),
    version: incident.version,
    previousVersion: previousOf(world, rollouts),
    severity: incident.severity,
    title: incident.title,
    openedAt: incident.openedAt,
    closedAt: incident.closedAt,
    reach: reachOf(exposure),
    reachSays: { most: exposure?.most.says ?? notKnown, now: exposure?.now.says ?? notKnown },
    recovery: recoveryOf(world, incident),
    series: evidence.series,
    verdicts: evidence.verdicts,
    decisions: rollouts.flatMap((rollout) => decisionsOf(world, rollout, incident)),
    actions: rollouts.flatMap((rollout) => recordedActions(world, rollout)),
    entries: entries.flatMap(recordedEntry),
    told: entries.flatMap(toldBy),
    practice: practiceApplications(reader).has(incident.applicationId),
  };
}

function reachOf(exposure: Exposure | null): PostmortemRecord['reach'] {
  return (exposure?.targets ?? [])
    .filter(({ reached, now }) => reached || (now.percent ?? 0) > 0)
    .map(({ targetName, now, most }) => ({
      target: targetName,
      usersMax: most.users,
      usersNow: now.users,
      percentMax: most.percent,
      percentNow: now.percent,
      source: most.says === now.says ? now.says : `${most.says} ${now.says}`,
    }));
}

function decisionsOf({ deps }: World, rollout: Rollout, { closedAt }: Incident): RecordedDecision[] {
  const target = getTarget(deps.store.reader, rollout.targetId)?.name ?? rollout.targetId;
  return listDecisions(deps.store.reader, { rolloutId: rollout.id, limit: mostDecisions })
    .filter(({ at }) => closedAt === null || at <= closedAt)
    .map(({ at, kind, cause, actor, reason, recommendation }) => ({ at, kind, cause, actor, reason, recommendation, target }));
}

function recordedActions({ deps }: World, rollout: Rollout): RecordedAction[] {
  const target = getTarget(deps.store.reader, rollout.targetId)?.name ?? rollout.targetId;
  return actionsOf(deps.store.reader, { rolloutId: rollout.id }).map((action) => ({
    target,
    operation: action.operation.op,
    says: operationInWords(action.operation, action.before),
    state: action.state,
    attempts: action.attempts,
    problem: action.problem?.message ?? null,
    createdAt: action.createdAt,
    sentAt: action.sentAt,
    finishedAt: action.finishedAt,
  }));
}

/** What people did that the release's own record does not hold. */
function recordedEntry({ at, kind, actor, body }: IncidentEntry): RecordedEntry[] {
  if (kind === 'opened' || kind === 'closed' || kind === 'postmortem') return [];
  const word = (name: string): string[] => {
    const value = body[name];
    return typeof value === 'string' && value !== '' ? [value] : [];
  };
  const change = [...word('from'), ...word('to')].join(' → ');
  const said = [...word('title'), change, ...(kind === 'message' ? [] : word('text')), ...word('reason')].filter(Boolean).join('. ');
  const kinds: Readonly<Record<string, string>> = {
    noteEdited: 'note reworded',
    tick: 'step of a playbook',
    overdue: 'response time over',
  };
  return [{ at, kind: kinds[kind] ?? kind, actor, text: said === '' ? kind : said }];
}

/** A message that failed told nobody. */
function toldBy({ kind, body }: IncidentEntry): Audience[] {
  if (kind !== 'message' || (body['state'] !== 'sent' && body['state'] !== 'copied')) return [];
  return audiences.filter((one) => one === body['audience']);
}
