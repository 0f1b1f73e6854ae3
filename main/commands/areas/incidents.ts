import { IncidentEvidence, type incidents } from '../../contract/incidents.ts';
import type { Incident } from '../../core/model/incident.ts';
import * as room from '../../engine/incident-room.ts';
import type { Press } from '../../engine/press.ts';
import { actionsOf } from '../../store/actions.ts';
import { listAudit } from '../../store/audit.ts';
import { listDecisions } from '../../store/decisions.ts';
import { listIncidents } from '../../store/incidents.ts';
import { rolloutsOfRelease } from '../../store/rollouts.ts';
import { NotFound } from '../problems.ts';
import { actionRow, auditRow, decisionRow, incidentRow } from '../rows/plain-rows.ts';
import { recoveryOf } from '../rows/recovery.ts';
import { timelineRows } from '../rows/timeline-rows.ts';
import type { Caller, HandlersFor, World } from '../world.ts';

function press(caller: Caller, reason = ''): Press {
  return { actor: caller.actor, trigger: caller.trigger, reason };
}

function rowed(world: World, incident: Incident): ReturnType<typeof incidentRow> {
  return incidentRow(world, incident);
}

export const incidentHandlers: HandlersFor<typeof incidents> = {
  'incidents.list'(world, input) {
    const filter = input.open === null ? {} : { open: input.open };
    return listIncidents(world.deps.store.reader, { ...filter, limit: input.limit }).map((incident) => incidentRow(world, incident));
  },
  'incidents.get'(world, input) {
    const reader = world.deps.store.reader;
    const incident = room.incidentById(world.deps, input.incidentId);
    const rollouts = incident.version === null ? [] : rolloutsOfRelease(reader, incident.applicationId, incident.version);
    const decisions = rollouts.flatMap((rollout) => listDecisions(reader, { rolloutId: rollout.id, limit: 100 }));
    return {
      incident: incidentRow(world, incident),
      evidence: IncidentEvidence.parse(incident.evidence),
      decisions: decisions.sort((a, b) => b.at - a.at).map(decisionRow),
      actions: rollouts.flatMap((rollout) => actionsOf(reader, { rolloutId: rollout.id })).map((action) => actionRow(world, action)),
      audit: rollouts
        .flatMap((rollout) => listAudit(reader, { rolloutId: rollout.id, limit: 100 }))
        .sort((a, b) => b.seq - a.seq)
        .map(auditRow),
      recovery: [...recoveryOf(world, incident)],
    };
  },
  'incidents.open': (world, input, caller) => rowed(world, room.openByHand(world.deps, input, press(caller, input.reason))),
  'incidents.acknowledge': (world, input, caller) =>
    rowed(world, room.acknowledge(world.deps, input.incidentId, press(caller, 'Acknowledged'))),
  'incidents.setSeverity': (world, input, caller) =>
    rowed(world, room.setSeverity(world.deps, input.incidentId, input.severity, press(caller, input.reason))),
  'incidents.close': (world, input, caller) => rowed(world, room.close(world.deps, input.incidentId, press(caller, input.reason))),
  async 'incidents.timeline'(world, input) {
    const page = await world.heavy.call('timeline', input);
    if (page === null) throw new NotFound(`There is no incident ${input.incidentId}.`);
    const incident = room.incidentById(world.deps, input.incidentId);
    return {
      total: page.total,
      counts: { ...page.counts },
      rows: timelineRows(world, incident, page.items),
      pinned: timelineRows(world, incident, page.pinned),
    };
  },
  'incidents.note': (world, input, caller) => ({ entryId: room.writeNote(world.deps, input.incidentId, input.text, press(caller)).id }),
  'incidents.editNote': (world, input, caller) => ({
    entryId: room.editNote(world.deps, input.incidentId, input.entryId, input.text, press(caller)).id,
  }),
  'incidents.pin'(world, input, caller) {
    const reason = input.pinned ? 'Pinned as evidence' : 'Not pinned any more';
    room.pin(world.deps, input.incidentId, input.entryId, input.pinned, press(caller, reason));
    return { pinned: input.pinned };
  },
};
