import { type Hook, type HookRefusal, type HookRefusalCount, hookRefusals, hookShapes } from '../core/model/hook.ts';
import type { Reader, Row, Writer } from './handles.ts';
import { number, numberOrNull, text, word } from './row.ts';

function hookOf(row: Row): Hook {
  return {
    id: text(row, 'id'),
    name: text(row, 'name'),
    applicationId: text(row, 'application_id'),
    shape: word(row, 'shape', hookShapes),
    createdAt: number(row, 'created_at'),
    rotatedAt: numberOrNull(row, 'rotated_at'),
    formerUntil: numberOrNull(row, 'former_until'),
    lastUsedAt: numberOrNull(row, 'last_used_at'),
    used: number(row, 'used'),
  };
}

/** By name. */
export function listHooks(reader: Reader): Hook[] {
  return reader.all('SELECT * FROM hook ORDER BY name').map(hookOf);
}

export function anyHook(reader: Reader): boolean {
  return reader.one('SELECT 1 FROM hook LIMIT 1') !== null;
}

export function getHook(reader: Reader, id: string): Hook | null {
  const row = reader.one('SELECT * FROM hook WHERE id = ?', id);
  return row === null ? null : hookOf(row);
}

export function insertHook(writer: Writer, hook: Hook): void {
  writer.run(
    'INSERT INTO hook (id, name, application_id, shape, created_at, rotated_at, former_until, last_used_at, used) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)',
    hook.id,
    hook.name,
    hook.applicationId,
    hook.shape,
    hook.createdAt,
    hook.rotatedAt,
    hook.formerUntil,
    hook.lastUsedAt,
    hook.used,
  );
}

/** Notes a new secret, and until when the former one is taken too (ms; null: not at all). */
export function noteRotation(writer: Writer, id: string, at: number, formerUntil: number | null): void {
  writer.run('UPDATE hook SET rotated_at = ?, former_until = ? WHERE id = ?', at, formerUntil, id);
}

/** Notes that a message of this hook was acted on. */
export function noteUse(writer: Writer, id: string, at: number): void {
  writer.run('UPDATE hook SET last_used_at = ?, used = used + 1 WHERE id = ?', at, id);
}

/** Forgets a hook and what it refused. */
export function removeHook(writer: Writer, id: string): void {
  writer.run('DELETE FROM hook WHERE id = ?', id);
  writer.run('DELETE FROM hook_refusal WHERE hook_id = ?', id);
}

/** Adds refusals of one kind to those counted before. */
export function countRefusals(writer: Writer, hookId: string, kind: HookRefusal, times: number, at: number): void {
  writer.run(
    `INSERT INTO hook_refusal (hook_id, kind, count, last_at) VALUES (?, ?, ?, ?)
     ON CONFLICT (hook_id, kind) DO UPDATE SET count = count + excluded.count, last_at = excluded.last_at`,
    hookId,
    kind,
    times,
    at,
  );
}

/** Newest first. */
export function refusalsOf(reader: Reader, hookId: string): HookRefusalCount[] {
  return reader.all('SELECT * FROM hook_refusal WHERE hook_id = ? ORDER BY last_at DESC, kind', hookId).map((row) => ({
    hookId: text(row, 'hook_id'),
    kind: word(row, 'kind', hookRefusals),
    count: number(row, 'count'),
    lastAt: number(row, 'last_at'),
  }));
}
