import { type Decision, decisionCauses, decisionKinds } from '../core/model/decision.ts';
import type { Reader, Row, Value, Writer } from './handles.ts';
import { number, shaped, text, textOrNull, toJson, word } from './row.ts';
import { ActorShape } from './shapes.ts';

/** `trigger` is what set it off, in the words of the audit log. */
export function insertDecision(writer: Writer, decision: Decision, trigger: string | null = null): void {
  writer.run(
    'INSERT INTO decision (id, rollout_id, at, kind, cause, actor, reason, stage, recommendation, snapshot_hash, "trigger") VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)',
    decision.id,
    decision.rolloutId,
    decision.at,
    decision.kind,
    decision.cause,
    toJson(decision.actor),
    decision.reason,
    decision.stage,
    decision.recommendation ? 1 : 0,
    decision.snapshotHash,
    trigger,
  );
}

/** What set a decision off; null when that was not kept. */
export function triggerOfDecision(reader: Reader, id: string): string | null {
  const row = reader.one('SELECT "trigger" FROM decision WHERE id = ?', id);
  return row === null ? null : textOrNull(row, 'trigger');
}

function decisionOf(row: Row): Decision {
  return {
    id: text(row, 'id'),
    rolloutId: text(row, 'rollout_id'),
    at: number(row, 'at'),
    kind: word(row, 'kind', decisionKinds),
    cause: word(row, 'cause', decisionCauses),
    actor: shaped(row, 'actor', ActorShape),
    reason: text(row, 'reason'),
    stage: number(row, 'stage'),
    recommendation: number(row, 'recommendation') === 1,
    snapshotHash: textOrNull(row, 'snapshot_hash'),
  };
}

export function getDecision(reader: Reader, id: string): Decision | null {
  const row = reader.one('SELECT * FROM decision WHERE id = ?', id);
  return row === null ? null : decisionOf(row);
}

/** In no order. */
export function decisionsById(reader: Reader, ids: readonly string[]): Decision[] {
  return reader.all('SELECT * FROM decision WHERE id IN (SELECT value FROM json_each(?))', toJson(ids)).map(decisionOf);
}

export interface DecisionFilter {
  readonly rolloutId?: string;
  readonly applicationId?: string;
  readonly version?: string;
  readonly limit?: number;
}

/** Newest first. */
export function listDecisions(reader: Reader, filter: DecisionFilter): Decision[] {
  const parts: [string, Value][] = [];
  if (filter.rolloutId !== undefined) parts.push(['rollout_id = ?', filter.rolloutId]);
  if (filter.applicationId !== undefined)
    parts.push(['rollout_id IN (SELECT id FROM rollout WHERE application_id = ?)', filter.applicationId]);
  if (filter.version !== undefined) parts.push(['rollout_id IN (SELECT id FROM rollout WHERE version = ?)', filter.version]);
  const where = parts.length === 0 ? '' : `WHERE ${parts.map(([sql]) => sql).join(' AND ')}`;
  const values = parts.map(([, value]) => value);
  return reader.all(`SELECT * FROM decision ${where} ORDER BY at DESC, id DESC LIMIT ?`, ...values, filter.limit ?? 200).map(decisionOf);
}

/** Decisions that concern a rollout, newest first: its own, and those made for another target of the release that wrote to this one. */
export function decisionsAbout(reader: Reader, rolloutId: string, limit = 200): Decision[] {
  return reader
    .all(
      `SELECT * FROM decision WHERE rollout_id = ? OR id IN (SELECT decision_id FROM action WHERE rollout_id = ?) ORDER BY at DESC, id DESC LIMIT ?`,
      rolloutId,
      rolloutId,
      limit,
    )
    .map(decisionOf);
}

/** Rollbacks that were decided and not only recommended since a time, ms, newest first. */
export function rollbackDecisions(reader: Reader, since: number): Decision[] {
  return reader
    .all(`SELECT * FROM decision WHERE at >= ? AND kind = 'rollback' AND recommendation = 0 ORDER BY at DESC, id DESC LIMIT 200`, since)
    .map(decisionOf);
}
