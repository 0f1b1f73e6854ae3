import { IncidentEvidence, type records } from '../../contract/records.ts';
import type { recovery } from '../../contract/recovery.ts';
import { recordPlain } from '../../engine/audit.ts';
import { actionsOf } from '../../store/actions.ts';
import { listAudit } from '../../store/audit.ts';
import { listDecisions } from '../../store/decisions.ts';
import { getIncident, listIncidents, updateIncident } from '../../store/incidents.ts';
import { transaction } from '../../store/open.ts';
import { rolloutsOfRelease } from '../../store/rollouts.ts';
import { nextExportPart } from '../audit-export.ts';
import { keepAuditHead, keptAuditHead } from '../audit-head.ts';
import { NotFound, Refused } from '../problems.ts';
import { decisionProof } from '../rows/decision-proof.ts';
import { actionRow, auditRow, decisionRow, incidentRow } from '../rows/plain-rows.ts';
import { deliveryRows, recoveryOf } from '../rows/recovery.ts';
import type { HandlersFor } from '../world.ts';

export const recordHandlers: HandlersFor<typeof records & typeof recovery> = {
  'incidents.list'(world, input) {
    const filter = input.open === null ? {} : { open: input.open };
    return listIncidents(world.deps.store.reader, { ...filter, limit: input.limit }).map((incident) => incidentRow(world, incident));
  },
  'incidents.get'(world, input) {
    const reader = world.deps.store.reader;
    const incident = getIncident(reader, input.incidentId);
    if (incident === null) throw new NotFound(`There is no incident ${input.incidentId}.`);
    const rollouts = rolloutsOfRelease(reader, incident.applicationId, incident.version);
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
  'incidents.delivery': (world) => deliveryRows(world),
  'incidents.close'(world, input, caller) {
    const incident = getIncident(world.deps.store.reader, input.incidentId);
    if (incident === null) throw new NotFound(`There is no incident ${input.incidentId}.`);
    if (incident.closedAt !== null) throw new Refused('This incident is closed already.');
    const closedAt = world.deps.clock.now();
    transaction(world.deps.store.writer, () => {
      updateIncident(world.deps.store.writer, incident.id, { closedAt });
      recordPlain(world.deps, {
        actor: caller.actor,
        action: 'incident.closed',
        trigger: caller.trigger,
        reason: input.reason,
        applicationId: incident.applicationId,
        version: incident.version,
        durationMs: closedAt - incident.openedAt,
      });
    });
    world.deps.changed({ table: 'incidents', id: incident.id });
    return incidentRow(world, { ...incident, closedAt });
  },
  async 'audit.list'(world, input) {
    const page = await world.heavy.call('audit', input);
    return { rows: page.rows.map(auditRow), total: page.total, more: page.more };
  },
  'audit.export': (world, input) => nextExportPart(world, input),
  'decisions.explain': (world, input) => decisionProof(world, input.decisionId),
  async 'audit.verify'(world) {
    const proof = await world.heavy.call('verifyAudit', { kept: keptAuditHead(world) });
    if (proof.ok) keepAuditHead(world);
    return { ...proof };
  },
};
