import { contentHash } from '../core/hash.ts';
import type { AuditBody } from '../core/model/audit.ts';
import type { JsonObject } from '../core/model/json.ts';
import type { Reader, Writer } from './handles.ts';
import { shaped } from './row.ts';
import { putSetting } from './settings.ts';
import { AuditHeadShape } from './shapes.ts';

/** What the first entry covers instead of one before it. */
export const beginning = '0'.repeat(64);
const headKey = 'auditHead';

export interface AuditHead {
  readonly seq: number;
  readonly hash: string;
}

/** The newest entry as it was noted when it was written; null before the first. */
export function auditHead(reader: Reader): AuditHead | null {
  const row = reader.one('SELECT value FROM setting WHERE key = ?', headKey);
  return row === null ? null : shaped(row, 'value', AuditHeadShape);
}

export function noteHead(writer: Writer, head: AuditHead): void {
  putSetting(writer, headKey, { ...head });
}

/** What an entry's hash covers: its number, the hash before it and its body, as canonical JSON. */
export function auditHash(seq: number, previous: string, body: JsonObject): string {
  return contentHash({ ...body, seq, previous });
}

/** Words that a text search looks through. Stored entries are proved against it, so it never changes for them. */
export function wordsOf(body: AuditBody): string {
  return [
    body.action,
    body.trigger,
    body.actor.name,
    body.reason,
    body.version,
    body.toVersion,
    body.targetId,
    body.channel,
    body.applicationId,
  ]
    .filter((word) => word !== null)
    .join(' ')
    .toLowerCase();
}
