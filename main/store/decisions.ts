import { deflateRawSync, inflateRawSync } from 'node:zlib';
import type { Actor } from '../core/model/actor.ts';
import { type Decision, decisionCauses, decisionKinds } from '../core/model/decision.ts';
import type { Json } from '../core/model/json.ts';
import { json, number, type Reader, type Row, text, textOrNull, toJson, type Writer } from './handles.ts';
import { oneOf } from './one-of.ts';

export function insertDecision(writer: Writer, decision: Decision): void {
  writer.run(
    'INSERT INTO decision (id, rollout_id, at, kind, cause, actor, reason, stage, recommendation, snapshot_hash) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)',
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
  );
}

function decisionOf(row: Row): Decision {
  return {
    id: text(row, 'id'),
    rolloutId: text(row, 'rollout_id'),
    at: number(row, 'at'),
    kind: oneOf(decisionKinds, text(row, 'kind')),
    cause: oneOf(decisionCauses, text(row, 'cause')),
    actor: json<Actor>(row, 'actor'),
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

/** Newest first. */
export function listDecisions(reader: Reader, filter: { readonly rolloutId?: string; readonly limit?: number }): Decision[] {
  const limit = filter.limit ?? 200;
  const rows =
    filter.rolloutId === undefined
      ? reader.all('SELECT * FROM decision ORDER BY at DESC, id DESC LIMIT ?', limit)
      : reader.all('SELECT * FROM decision WHERE rollout_id = ? ORDER BY at DESC, id DESC LIMIT ?', filter.rolloutId, limit);
  return rows.map(decisionOf);
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

/** Keeps what a decision was computed from, compressed, once per content. */
export function saveSnapshot(writer: Writer, hash: string, snapshot: Json, at: number): void {
  if (writer.one('SELECT 1 FROM snapshot WHERE hash = ?', hash) !== null) return;
  writer.run('INSERT INTO snapshot (hash, body, at) VALUES (?, ?, ?)', hash, deflateRawSync(toJson(snapshot)), at);
}

export function getSnapshot(reader: Reader, hash: string): Json | null {
  const row = reader.one('SELECT body FROM snapshot WHERE hash = ?', hash);
  if (row === null) return null;
  const body = row['body'];
  if (!(body instanceof Uint8Array)) throw new TypeError(`Snapshot ${hash} is not readable. Restore a backup.`);
  return JSON.parse(inflateRawSync(body).toString('utf8')) as Json;
}
