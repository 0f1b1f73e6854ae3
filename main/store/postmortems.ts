import type { Actor } from '../core/model/actor.ts';
import type { Reader, Row, Writer } from './handles.ts';
import { number, numberOrNull, shaped, text, toJson } from './row.ts';
import { ActorShape } from './shapes.ts';

/** One wording of a post-mortem, never changed. `version` counts from 1; time in ms. */
export interface PostmortemWording {
  readonly incidentId: string;
  readonly version: number;
  readonly at: number;
  readonly actor: Actor;
  readonly text: string;
}

/** A person said that nothing is left to learn or to decide. `version` is the wording it was said of, null when none was saved. */
export interface PostmortemEnd {
  readonly at: number;
  readonly actor: Actor;
  readonly reason: string;
  readonly version: number | null;
}

function wordingOf(row: Row): PostmortemWording {
  return {
    incidentId: text(row, 'incident_id'),
    version: number(row, 'version'),
    at: number(row, 'at'),
    actor: shaped(row, 'actor', ActorShape),
    text: text(row, 'text'),
  };
}

export function insertPostmortem(writer: Writer, { incidentId, version, at, actor, text: words }: PostmortemWording): void {
  const sql = 'INSERT INTO postmortem (incident_id, version, at, actor, text) VALUES (?, ?, ?, ?, ?)';
  writer.run(sql, incidentId, version, at, toJson(actor), words);
}

/** Every wording, newest first. */
export function postmortemWordings(reader: Reader, incidentId: string): PostmortemWording[] {
  return reader.all('SELECT * FROM postmortem WHERE incident_id = ? ORDER BY version DESC', incidentId).map(wordingOf);
}

export function endPostmortem(writer: Writer, incidentId: string, end: PostmortemEnd): void {
  const sql = 'INSERT INTO postmortem_end (incident_id, at, actor, reason, version) VALUES (?, ?, ?, ?, ?)';
  writer.run(sql, incidentId, end.at, toJson(end.actor), end.reason, end.version);
}

export function postmortemEnd(reader: Reader, incidentId: string): PostmortemEnd | null {
  const row = reader.one('SELECT * FROM postmortem_end WHERE incident_id = ?', incidentId);
  if (row === null) return null;
  return {
    at: number(row, 'at'),
    actor: shaped(row, 'actor', ActorShape),
    reason: text(row, 'reason'),
    version: numberOrNull(row, 'version'),
  };
}

/** A press is stamped a moment before the incident it opens, ms. */
const sameMomentMs = 60_000;

/**
 * Ids of the incidents whose release was taken back and whose post-mortem nobody has closed, oldest first: those that are over, and
 * those that have been open since before `openSince`, ms.
 */
export function postmortemsDue(reader: Reader, openSince: number): string[] {
  return reader
    .all(
      `SELECT incident.id FROM incident WHERE (closed_at IS NOT NULL OR opened_at <= ?)
       AND NOT EXISTS (SELECT 1 FROM postmortem_end WHERE incident_id = incident.id)
       AND EXISTS (SELECT 1 FROM rollout JOIN decision ON decision.rollout_id = rollout.id
         WHERE rollout.application_id = incident.application_id AND rollout.version = incident.version
         AND decision.kind = 'rollback' AND decision.recommendation = 0
         AND decision.at BETWEEN incident.opened_at - ${sameMomentMs} AND coalesce(incident.closed_at, ${Number.MAX_SAFE_INTEGER}))
       ORDER BY opened_at, id`,
      openSince,
    )
    .map((row) => text(row, 'id'));
}
