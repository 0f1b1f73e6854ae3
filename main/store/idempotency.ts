import type { Json } from '../core/model/json.ts';
import type { Reader, Writer } from './handles.ts';
import { json, number, numberOrNull, text, toJson } from './row.ts';

/** A stored answer of a changing call (R2.7), while it lives. */
export function findAnswer(reader: Reader, scope: string, key: string, now: number): { bodyHash: string; answer: Json } | null {
  const row = reader.one('SELECT body_hash, answer FROM idempotency WHERE scope = ? AND key = ? AND expires_at > ?', scope, key, now);
  return row === null ? null : { bodyHash: text(row, 'body_hash'), answer: json(row, 'answer') };
}

export interface Answered {
  readonly scope: string;
  readonly key: string;
  readonly bodyHash: string;
  readonly answer: Json;
  readonly at: number;
  readonly expiresAt: number;
}

/** Keeps an answer under its key and forgets those whose life is over. */
export function rememberAnswer(writer: Writer, answered: Answered): void {
  writer.transaction(() => {
    forgetExpired(writer, answered.at);
    writer.run(
      `INSERT INTO idempotency (scope, key, body_hash, answer, at, expires_at) VALUES (?, ?, ?, ?, ?, ?)
       ON CONFLICT (scope, key) DO UPDATE SET body_hash = excluded.body_hash, answer = excluded.answer, at = excluded.at, expires_at = excluded.expires_at`,
      answered.scope,
      answered.key,
      answered.bodyHash,
      toJson(answered.answer),
      answered.at,
      answered.expiresAt,
    );
  });
}

/** Number of keys that were cleaned up. */
export function forgetExpired(writer: Writer, now: number): number {
  return writer.run('DELETE FROM idempotency WHERE expires_at <= ?', now);
}

export function bump(writer: Writer, name: 'created' | 'replayed' | 'conflict'): void {
  writer.run('INSERT INTO idempotency_count (name, count) VALUES (?, 1) ON CONFLICT (name) DO UPDATE SET count = count + 1', name);
}

/** R2.7 counters: how often each happened, and how many keys are stored. */
export function idempotencyCounters(reader: Reader): { created: number; replayed: number; conflict: number; stored: number } {
  const counts = new Map(reader.all('SELECT name, count FROM idempotency_count').map((row) => [text(row, 'name'), number(row, 'count')]));
  const stored = reader.one('SELECT count(*) AS stored FROM idempotency');
  return {
    created: counts.get('created') ?? 0,
    replayed: counts.get('replayed') ?? 0,
    conflict: counts.get('conflict') ?? 0,
    stored: stored === null ? 0 : number(stored, 'stored'),
  };
}

/** Whether a body was answered in this scope under any key that still lives. */
export function bodyAnswered(reader: Reader, scope: string, bodyHash: string, now: number): boolean {
  return reader.one('SELECT 1 FROM idempotency WHERE scope = ? AND body_hash = ? AND expires_at > ?', scope, bodyHash, now) !== null;
}

/** How many keys live now, and when the oldest of them was used, ms. */
export function livingKeys(reader: Reader, now: number): { readonly stored: number; readonly oldestAt: number | null } {
  const row = reader.one('SELECT count(*) AS stored, min(at) AS oldest FROM idempotency WHERE expires_at > ?', now);
  return row === null ? { stored: 0, oldestAt: null } : { stored: number(row, 'stored'), oldestAt: numberOrNull(row, 'oldest') };
}
