import { type Incident, type IncidentHead, severities } from '../core/model/incident.ts';
import type { Reader, Row, Writer } from './handles.ts';
import { appendIncidentEntry } from './incident-entries.ts';
import { json, number, numberOrNull, shaped, shapedOrNull, text, toJson, word } from './row.ts';
import { ActorShape } from './shapes.ts';

function headOf(row: Row): IncidentHead {
  return {
    id: text(row, 'id'),
    applicationId: text(row, 'application_id'),
    // The column of the first format takes no null.
    version: text(row, 'version') || null,
    severity: word(row, 'severity', severities),
    severitySince: number(row, 'severity_since'),
    title: text(row, 'title'),
    openedAt: number(row, 'opened_at'),
    openedBy: shaped(row, 'opened_by', ActorShape),
    reason: text(row, 'reason'),
    acknowledgedAt: numberOrNull(row, 'acknowledged_at'),
    acknowledgedBy: shapedOrNull(row, 'acknowledged_by', ActorShape),
    closedAt: numberOrNull(row, 'closed_at'),
  };
}

function incidentOf(row: Row): Incident {
  return { ...headOf(row), evidence: json(row, 'evidence') };
}

const head =
  'id, application_id, version, severity, severity_since, title, opened_at, opened_by, reason, acknowledged_at, acknowledged_by, closed_at';

/** Stores an incident with the first entry of its timeline. */
export function insertIncident(writer: Writer, incident: Incident): void {
  writer.transaction(() => {
    writer.run(
      `INSERT INTO incident (id, application_id, version, severity, severity_since, title, opened_at, opened_by, reason, acknowledged_at,
       acknowledged_by, closed_at, evidence) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
      incident.id,
      incident.applicationId,
      incident.version ?? '',
      incident.severity,
      incident.severitySince,
      incident.title,
      incident.openedAt,
      toJson(incident.openedBy),
      incident.reason,
      incident.acknowledgedAt,
      incident.acknowledgedBy === null ? null : toJson(incident.acknowledgedBy),
      incident.closedAt,
      toJson(incident.evidence),
    );
    const { severity, title, reason } = incident;
    appendIncidentEntry(writer, {
      incidentId: incident.id,
      at: incident.openedAt,
      kind: 'opened',
      actor: incident.openedBy,
      body: { severity, title, reason },
    });
  });
}

/** What ever changes of an incident; its evidence is frozen. */
export type IncidentPatch = Partial<Pick<Incident, 'severity' | 'severitySince' | 'acknowledgedAt' | 'acknowledgedBy' | 'closedAt'>>;

export function updateIncident(writer: Writer, id: string, patch: IncidentPatch): void {
  writer.run(
    `UPDATE incident SET severity = coalesce(?, severity), severity_since = coalesce(?, severity_since),
     acknowledged_at = coalesce(?, acknowledged_at), acknowledged_by = coalesce(?, acknowledged_by), closed_at = coalesce(?, closed_at) WHERE id = ?`,
    patch.severity ?? null,
    patch.severitySince ?? null,
    patch.acknowledgedAt ?? null,
    patch.acknowledgedBy ? toJson(patch.acknowledgedBy) : null,
    patch.closedAt ?? null,
    id,
  );
}

export function getIncident(reader: Reader, id: string): Incident | null {
  const row = reader.one('SELECT * FROM incident WHERE id = ?', id);
  return row === null ? null : incidentOf(row);
}

export function openIncidentOf(reader: Reader, applicationId: string, version: string | null): Incident | null {
  const sql = 'SELECT * FROM incident WHERE application_id = ? AND version = ? AND closed_at IS NULL';
  const row = reader.one(sql, applicationId, version ?? '');
  return row === null ? null : incidentOf(row);
}

/** Every incident of one release, oldest first. */
export function incidentsOfRelease(reader: Reader, applicationId: string, version: string | null): Incident[] {
  const sql = 'SELECT * FROM incident WHERE application_id = ? AND version = ? ORDER BY opened_at, id';
  return reader.all(sql, applicationId, version ?? '').map(incidentOf);
}

/** Newest first, without evidence: for lists. */
export function listIncidents(reader: Reader, filter: { readonly open?: boolean; readonly limit?: number }): IncidentHead[] {
  const where = filter.open === undefined ? '' : filter.open ? 'WHERE closed_at IS NULL' : 'WHERE closed_at IS NOT NULL';
  return reader.all(`SELECT ${head} FROM incident ${where} ORDER BY opened_at DESC, id DESC LIMIT ?`, filter.limit ?? 200).map(headOf);
}

/** Open incidents that nobody has acknowledged, worst first. */
export function unacknowledgedIncidents(reader: Reader): IncidentHead[] {
  return reader
    .all(`SELECT ${head} FROM incident WHERE closed_at IS NULL AND acknowledged_at IS NULL ORDER BY severity, opened_at, id`)
    .map(headOf);
}

/** When the last incident of the same release that opened before a time, ms, was closed; 0 when there was none. */
export function lastClosedBefore(reader: Reader, { applicationId, version, openedAt }: IncidentHead): number {
  const sql = 'SELECT max(closed_at) AS at FROM incident WHERE application_id = ? AND version = ? AND opened_at < ?';
  const row = reader.one(sql, applicationId, version ?? '', openedAt);
  return row === null ? 0 : (numberOrNull(row, 'at') ?? 0);
}
