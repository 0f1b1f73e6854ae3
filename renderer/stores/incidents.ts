import type { IncidentDetail } from '../../main/contract/incidents.ts';
import type { Change } from '../../main/contract/events.ts';
import { createAskedStore, replaceById } from './asked.ts';

/** All incidents, newest first. */
export const incidentList = createAskedStore('incidents.list', {
  apply: (rows, change) => (change.table === 'incidents' ? replaceById(rows, change.row) : rows),
});

/** Folds a pushed row into an open incident; rows of other releases leave it as it is. */
export function applyToIncident(detail: IncidentDetail, change: Change): IncidentDetail {
  const { incident } = detail;
  if (change.table === 'incidents') return change.row.id === incident.id ? { ...detail, incident: change.row } : detail;
  if (change.table === 'decisions') {
    const ours = detail.decisions.some((decision) => decision.rolloutId === change.row.rolloutId);
    return ours ? { ...detail, decisions: replaceById(detail.decisions, change.row) } : detail;
  }
  if (change.table === 'actions') {
    const ours = detail.decisions.some((decision) => decision.id === change.row.decisionId);
    return ours ? { ...detail, actions: replaceById(detail.actions, change.row) } : detail;
  }
  if (change.table !== 'audit') return detail;
  const same = change.row.applicationId === incident.applicationId && change.row.version === incident.version;
  if (!same || detail.audit.some((row) => row.seq === change.row.seq)) return detail;
  return { ...detail, audit: [change.row, ...detail.audit] };
}

/** One incident with its frozen evidence; asked again after a change that moves its recovery. */
export const incidentDetail = createAskedStore('incidents.get', {
  apply: applyToIncident,
  asksAgain: (change) => ['actions', 'decisions', 'incidents', 'reload'].includes(change.table),
});

/** Change-failure rate and recovery time of each application over 30 and 90 days. */
export const deliveryNumbers = createAskedStore('incidents.delivery', {
  asksAgain: (change) => ['incidents', 'actions', 'reload'].includes(change.table),
});
