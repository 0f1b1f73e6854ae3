import { judge } from '../core/decide/index.ts';
import type { Incident } from '../core/model/incident.ts';
import { activeStates, type Rollout } from '../core/model/rollout.ts';
import type { EntryKind, IncidentEntry } from '../core/model/incident-entry.ts';
import type { JsonObject } from '../core/model/json.ts';
import { listApplications } from '../store/applications.ts';
import { appendIncidentEntry, getIncidentEntry, pinEntry, pinsOf, unpinEntry } from '../store/incident-entries.ts';
import { hasTimelineItem } from '../store/incident-timeline.ts';
import { getIncident, insertIncident, openIncidentOf, updateIncident } from '../store/incidents.ts';
import { listRollouts, rolloutsOfRelease } from '../store/rollouts.ts';
import { recordPlain } from './audit.ts';
import { usersOfRelease } from './exposure.ts';
import type { EngineDeps } from './deps.ts';
import { gather, subjectOf } from './gather.ts';
import { changeSeverity, evidenceOf, newIncident } from './incidents.ts';
import { moveAlerts } from './notify.ts';
import { type Press, PressRefused } from './press.ts';

/** What people do in an incident room. Every one of these belongs inside the caller's transaction. */
export interface ByHand {
  readonly applicationId: string;
  readonly version: string | null;
  readonly severity: Incident['severity'];
  readonly title: string;
}

/** An incident, or a refusal that says it is not there. */
export function incidentById(deps: Pick<EngineDeps, 'store'>, id: string): Incident {
  const incident = getIncident(deps.store.reader, id);
  if (incident === null) throw new PressRefused('notFound', `There is no incident ${id}.`);
  return incident;
}

/** Opens an incident that no gate has seen, with what the gates had read frozen as evidence. */
export function openByHand(deps: EngineDeps, what: ByHand, press: Press): Incident {
  const { applicationId, version } = what;
  if (!listApplications(deps.store.reader).some((one) => one.id === applicationId))
    throw new PressRefused('notFound', `There is no application ${applicationId}.`);
  const open = openIncidentOf(deps.store.reader, applicationId, version);
  if (open !== null) {
    const of = version === null ? 'this application' : `${version} of this application`;
    throw new PressRefused(
      'refused',
      `An incident of ${of} is open already: ${open.severity} ${open.title} (${open.id}). Write a note there.`,
    );
  }
  const rollouts = rolloutsNow(deps, applicationId, version);
  if (version !== null && rollouts.length === 0)
    throw new PressRefused('notFound', `No rollout of ${version} is known here. Leave the version out, or name one that was rolled out.`);
  const incident = newIncident(deps, { applicationId, version }, { ...what, press, acknowledged: false }, evidenceNow(deps, rollouts));
  insertIncident(deps.store.writer, incident);
  told(deps, incident, press, 'incident.opened', { incident: incident.id, severity: incident.severity });
  return incident;
}

function rolloutsNow(deps: EngineDeps, applicationId: string, version: string | null): Rollout[] {
  if (version !== null) return rolloutsOfRelease(deps.store.reader, applicationId, version);
  return listRollouts(deps.store.reader, { states: activeStates }).filter((one) => one.applicationId === applicationId);
}

/** Verdicts and readings of every target; with more than one, each gate is named with its target. */
function evidenceNow(deps: EngineDeps, rollouts: readonly Rollout[]): JsonObject {
  const subjects = rollouts.map((rollout) => subjectOf(deps, rollout));
  const single = subjects.length === 1;
  const looked = subjects.map((subject) => {
    const snapshot = gather(deps, subject);
    const { name } = subject.target;
    const named = <T extends { readonly gate: string; readonly title: string }>(one: T): T =>
      single ? one : { ...one, gate: `${name}/${one.gate}`, title: `${one.title} on ${name}` };
    return { subject, verdicts: judge(snapshot).map((one) => named({ ...one })), series: evidenceOf(deps, subject, snapshot).map(named) };
  });
  const [first] = rollouts;
  const shares = new Set(subjects.map(({ rollout }) => rollout.expected?.percent ?? null));
  return {
    verdicts: looked.flatMap((one) => one.verdicts),
    series: looked.flatMap((one) => one.series),
    usersAffected: first === undefined ? null : usersOfRelease(deps, first.applicationId, first.version),
    sharePercent: shares.size === 1 ? ([...shares][0] ?? null) : null,
    targets: subjects.map(({ target }) => target.name),
  };
}

/** A person takes the incident on; the first one counts. */
export function acknowledge(deps: EngineDeps, id: string, press: Press): Incident {
  const incident = incidentById(deps, id);
  refuseClosed(incident, 'acknowledged');
  if (incident.acknowledgedBy !== null)
    throw new PressRefused(
      'refused',
      `${incident.acknowledgedBy.name} acknowledged this incident already. Write a note to say that you are on it too.`,
    );
  const at = deps.clock.now();
  updateIncident(deps.store.writer, id, { acknowledgedAt: at, acknowledgedBy: press.actor });
  enter(deps, incident, 'acknowledged', press, {});
  told(deps, incident, press, 'incident.acknowledged', { incident: id }, at - incident.openedAt);
  moveAlerts(deps, incident, 'acknowledge', press.reason);
  return incidentById(deps, id);
}

export function setSeverity(deps: EngineDeps, id: string, severity: Incident['severity'], press: Press): Incident {
  const incident = incidentById(deps, id);
  refuseClosed(incident, 'given another severity');
  if (incident.severity === severity) throw new PressRefused('refused', `This incident is ${severity} already.`);
  changeSeverity(deps, incident, severity, press, press.reason);
  return incidentById(deps, id);
}

export function close(deps: EngineDeps, id: string, press: Press): Incident {
  const incident = incidentById(deps, id);
  if (incident.closedAt !== null) throw new PressRefused('refused', 'This incident is closed already.');
  const closedAt = deps.clock.now();
  updateIncident(deps.store.writer, id, { closedAt });
  enter(deps, incident, 'closed', press, { reason: press.reason });
  told(deps, incident, press, 'incident.closed', { incident: id }, closedAt - incident.openedAt);
  moveAlerts(deps, incident, 'resolve', press.reason);
  return incidentById(deps, id);
}

/** Notes are written after the end too: people learn more later. */
export function writeNote(deps: EngineDeps, id: string, text: string, press: Press): IncidentEntry {
  const incident = incidentById(deps, id);
  const entry = enter(deps, incident, 'note', press, { text });
  told(deps, incident, { ...press, reason: firstLine(text) }, 'incident.noted', { incident: id, entry: entry.id });
  return entry;
}

/** Keeps every wording: the timeline shows the newest, and the earlier ones on demand. */
export function editNote(deps: EngineDeps, id: string, noteId: string, text: string, press: Press): IncidentEntry {
  const incident = incidentById(deps, id);
  const note = getIncidentEntry(deps.store.reader, noteId);
  if (note === null || note.incidentId !== id || note.kind !== 'note')
    throw new PressRefused('notFound', `There is no note ${noteId} in this incident.`);
  if (note.actor.name !== press.actor.name)
    throw new PressRefused('refused', `This note is ${note.actor.name}'s. Write one of your own to add to it.`);
  const entry = enter(deps, incident, 'noteEdited', press, { note: noteId, text });
  told(deps, incident, { ...press, reason: firstLine(text) }, 'incident.noteEdited', { incident: id, entry: noteId });
  return entry;
}

/** Pins an item of the timeline, or takes its pin away; doing it twice changes nothing. */
export function pin(deps: EngineDeps, id: string, item: string, pinned: boolean, press: Press): void {
  const incident = incidentById(deps, id);
  const already = pinsOf(deps.store.reader, id).some((one) => one.entry === item);
  if (already === pinned) return;
  if (pinned && !hasTimelineItem(deps.store.reader, incident, item))
    throw new PressRefused('notFound', `There is no entry ${item} in the timeline of this incident.`);
  if (pinned) pinEntry(deps.store.writer, { incidentId: id, entry: item, at: deps.clock.now(), actor: press.actor });
  else unpinEntry(deps.store.writer, id, item);
  told(deps, incident, press, pinned ? 'incident.pinned' : 'incident.unpinned', { incident: id, entry: item });
}

function refuseClosed(incident: Incident, what: string): void {
  if (incident.closedAt !== null) throw new PressRefused('refused', `This incident is closed, so it cannot be ${what}.`);
}

function firstLine(text: string): string {
  const line = text.trim().split('\n', 1)[0] ?? '';
  return line.length > 200 ? `${line.slice(0, 199)}…` : line;
}

/** Adds an entry of a person to the timeline. */
export function enter(deps: EngineDeps, incident: Incident, kind: EntryKind, press: Press, body: JsonObject): IncidentEntry {
  return appendIncidentEntry(deps.store.writer, { incidentId: incident.id, at: deps.clock.now(), kind, actor: press.actor, body });
}

/** Writes the audit entry of what a person did in an incident, and tells screens. */
export function told(
  deps: EngineDeps,
  incident: Incident,
  press: Press,
  action: string,
  after: JsonObject,
  durationMs: number | null = null,
): void {
  const { applicationId, version } = incident;
  recordPlain(deps, {
    actor: press.actor,
    action,
    trigger: press.trigger,
    reason: press.reason,
    applicationId,
    version,
    durationMs,
    after,
  });
  deps.changed({ table: 'incidents', id: incident.id });
}
