import { hash as digest } from 'node:crypto';
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

/** The columns of an entry beside its number and its links, as they are stored; `body` is the text of the JSON. */
export interface AuditColumns {
  readonly at: number;
  readonly applicationId: string | null;
  readonly rolloutId: string | null;
  readonly words: string;
  readonly body: string;
}

/** SHA-256 (hex) of everything an entry says. An entry that is left out of an export is still proved by it. */
export function contentOf(columns: AuditColumns): string {
  const { at, applicationId, rolloutId, words, body } = columns;
  // The first line is JSON, so no text in it can reach into the second.
  return digest('sha256', `${JSON.stringify([at, applicationId, rolloutId, words])}\n${body}`);
}

/** SHA-256 (hex) of an entry's number, the hash before it and its content. */
export function linkHash(seq: number, previous: string, content: string): string {
  return digest('sha256', `${seq}\n${previous}\n${content}`);
}

/** What the hash of the first entries ever written covers: canonical JSON of number, hash before and body. They are proved by it. */
export function oldHash(seq: number, previous: string, body: JsonObject): string {
  return contentHash({ ...body, seq, previous });
}

/** The columns in which a body is stored. */
export function columnsOf(body: AuditBody, stored: string): AuditColumns {
  return { at: body.at, applicationId: body.applicationId, rolloutId: body.rolloutId, words: wordsOf(body), body: stored };
}

/** Words that a text search looks through. Stored entries are proved against it, so it never changes for them. */
export function wordsOf(body: AuditBody): string {
  return (
    [body.action, body.trigger, body.actor.name, body.reason, body.version, body.toVersion, body.targetId, body.channel, body.applicationId]
      .filter((word) => word !== null)
      .join(' ')
      .toLowerCase()
      // A half of a character pair cannot be stored, and would come back as another.
      .toWellFormed()
  );
}
