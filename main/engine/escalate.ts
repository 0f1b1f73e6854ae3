import { responseClock, severityRules } from '../core/incident/severity.ts';
import { systemActor } from '../core/model/actor.ts';
import type { IncidentHead } from '../core/model/incident.ts';
import type { Rollout } from '../core/model/rollout.ts';
import { durationInWords } from '../core/words.ts';
import { appendIncidentEntry, incidentEntries } from '../store/incident-entries.ts';
import { unacknowledgedIncidents } from '../store/incidents.ts';
import { transaction } from '../store/open.ts';
import { respondMsOf } from '../store/response-times.ts';
import { rolloutsOfRelease } from '../store/rollouts.ts';
import { recordPlain } from './audit.ts';
import type { EngineDeps } from './deps.ts';
import { subjectOf } from './gather.ts';
import { tellEverybody } from './notify.ts';

/** Tells everybody once when nobody has acknowledged an incident within its response time, and keeps that in its timeline (R4.9). */
export function escalate(deps: EngineDeps): void {
  const now = deps.clock.now();
  for (const incident of unacknowledgedIncidents(deps.store.reader)) {
    try {
      if (responseClock(incident, respondMsOf(deps.store.reader, incident), now).state === 'overdue' && !escalated(deps, incident))
        tellOverdue(deps, incident);
    } catch (error) {
      // One incident that cannot be read must keep neither the others nor the engine waiting.
      deps.log.error({ incident: incident.id, error: String(error) }, 'an overdue incident could not be told');
    }
  }
}

/** Once for each time that the clock began. */
function escalated(deps: EngineDeps, incident: IncidentHead): boolean {
  return incidentEntries(deps.store.reader, incident.id, 'overdue').some((entry) => entry.at >= incident.severitySince);
}

function tellOverdue(deps: EngineDeps, incident: IncidentHead): void {
  const { severity, applicationId, version } = incident;
  const { escalation } = severityRules[severity];
  const respondMs = respondMsOf(deps.store.reader, incident);
  const title = `Nobody has acknowledged ${severity} ${incident.title}`;
  const text = `The response time of ${durationInWords(respondMs)} is over. Turn to, in this order: ${escalation.join('; ')}.`;
  transaction(deps.store.writer, () => {
    appendIncidentEntry(deps.store.writer, {
      incidentId: incident.id,
      at: deps.clock.now(),
      kind: 'overdue',
      actor: systemActor,
      body: { title: `Not acknowledged within ${durationInWords(respondMs)}`, text },
    });
    recordPlain(deps, {
      action: 'incident.overdue',
      trigger: 'sweep',
      reason: text,
      applicationId,
      version,
      after: { incident: incident.id },
    });
    const rollout = firstRollout(deps, incident);
    if (rollout !== null) tellEverybody(deps, subjectOf(deps, rollout), 'critical', title, text, `overdue:${incident.id}`);
  });
  deps.changed({ table: 'incidents', id: incident.id });
}

/** Whom to tell hangs on a rollout; an incident that no release caused is told by Home alone. */
function firstRollout({ store }: EngineDeps, { applicationId, version }: IncidentHead): Rollout | null {
  return version === null ? null : (rolloutsOfRelease(store.reader, applicationId, version)[0] ?? null);
}
