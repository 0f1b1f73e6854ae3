import type { Incident } from '../core/model/incident.ts';
import type { Reader, Row, Writer } from './handles.ts';
import { json, number, numberOrNull, text, toJson, word } from './row.ts';

const severities = ['P0', 'P1', 'P2', 'P3'] as const;

function incidentOf(row: Row): Incident {
  return {
    id: text(row, 'id'),
    applicationId: text(row, 'application_id'),
    version: text(row, 'version'),
    severity: word(row, 'severity', severities),
    title: text(row, 'title'),
    openedAt: number(row, 'opened_at'),
    closedAt: numberOrNull(row, 'closed_at'),
    evidence: json(row, 'evidence'),
  };
}

export function insertIncident(writer: Writer, incident: Incident): void {
  writer.run(
    'INSERT INTO incident (id, application_id, version, severity, title, opened_at, closed_at, evidence) VALUES (?, ?, ?, ?, ?, ?, ?, ?)',
    incident.id,
    incident.applicationId,
    incident.version,
    incident.severity,
    incident.title,
    incident.openedAt,
    incident.closedAt,
    toJson(incident.evidence),
  );
}

/** Only an incident's severity and end ever change; its evidence is frozen. */
export function updateIncident(
  writer: Writer,
  id: string,
  patch: { readonly severity?: Incident['severity']; readonly closedAt?: number },
): void {
  writer.run(
    'UPDATE incident SET severity = coalesce(?, severity), closed_at = coalesce(?, closed_at) WHERE id = ?',
    patch.severity ?? null,
    patch.closedAt ?? null,
    id,
  );
}

export function getIncident(reader: Reader, id: string): Incident | null {
  const row = reader.one('SELECT * FROM incident WHERE id = ?', id);
  return row === null ? null : incidentOf(row);
}

export function openIncidentOf(reader: Reader, applicationId: string, version: string): Incident | null {
  const row = reader.one('SELECT * FROM incident WHERE application_id = ? AND version = ? AND closed_at IS NULL', applicationId, version);
  return row === null ? null : incidentOf(row);
}

/** Every incident of one release, oldest first. */
export function incidentsOfRelease(reader: Reader, applicationId: string, version: string): Incident[] {
  const sql = 'SELECT * FROM incident WHERE application_id = ? AND version = ? ORDER BY opened_at, id';
  return reader.all(sql, applicationId, version).map(incidentOf);
}

/** Newest first. */
export function listIncidents(reader: Reader, filter: { readonly open?: boolean; readonly limit?: number }): Incident[] {
  const where = filter.open === undefined ? '' : filter.open ? 'WHERE closed_at IS NULL' : 'WHERE closed_at IS NOT NULL';
  return reader.all(`SELECT * FROM incident ${where} ORDER BY opened_at DESC, id DESC LIMIT ?`, filter.limit ?? 200).map(incidentOf);
}
