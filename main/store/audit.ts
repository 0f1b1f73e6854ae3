import { contentHash } from '../core/hash.ts';
import type { AuditBody, AuditEntry } from '../core/model/audit.ts';
import type { Json } from '../core/model/json.ts';
import { json, number, type Reader, type Row, text, toJson, type Value, type Writer } from './handles.ts';
import { getSetting, putSetting } from './settings.ts';

/** What the first entry covers instead of one before it. */
const beginning = '0'.repeat(64);
const headKey = 'auditHead';

interface Head {
  readonly seq: number;
  readonly hash: string;
}

function headOf(reader: Reader): Head {
  const stored = getSetting(reader, headKey);
  if (stored === null) return { seq: 0, hash: beginning };
  if (typeof stored !== 'object' || Array.isArray(stored))
    throw new TypeError('The head of the audit log is not readable. Restore a backup.');
  const { seq, hash } = stored as { readonly [key: string]: Json };
  if (typeof seq !== 'number' || typeof hash !== 'string')
    throw new TypeError('The head of the audit log is not readable. Restore a backup.');
  return { seq, hash };
}

function hashOf(seq: number, previous: string, body: AuditBody): string {
  return contentHash(JSON.parse(toJson({ ...body, seq, previous })) as Json);
}

/** Words that a text search looks through. */
function wordsOf(body: AuditBody): string {
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

/** Appends an entry to the chain. Runs inside the transaction of what it records, or in one of its own. */
export function appendAudit(writer: Writer, body: AuditBody): AuditEntry {
  return writer.transaction(() => {
    const head = headOf(writer);
    const seq = head.seq + 1;
    const hash = hashOf(seq, head.hash, body);
    writer.run(
      'INSERT INTO audit (seq, at, application_id, rollout_id, words, body, previous, hash) VALUES (?, ?, ?, ?, ?, ?, ?, ?)',
      seq,
      body.at,
      body.applicationId,
      body.rolloutId,
      wordsOf(body),
      toJson(body),
      head.hash,
      hash,
    );
    putSetting(writer, headKey, { seq, hash });
    return { ...body, seq, previous: head.hash, hash };
  });
}

function entryOf(row: Row): AuditEntry {
  return { ...json<AuditBody>(row, 'body'), seq: number(row, 'seq'), previous: text(row, 'previous'), hash: text(row, 'hash') };
}

export interface AuditFilter {
  readonly before?: number | null;
  readonly limit?: number;
  readonly text?: string;
  readonly applicationId?: string | null;
  readonly rolloutId?: string | null;
  readonly from?: number | null;
  readonly to?: number | null;
}

function conditions(filter: AuditFilter, paged: boolean): { where: string; values: Value[] } {
  const parts: [string, Value][] = [];
  if (paged && filter.before !== undefined && filter.before !== null) parts.push(['seq < ?', filter.before]);
  if (filter.applicationId) parts.push(['application_id = ?', filter.applicationId]);
  if (filter.rolloutId) parts.push(['rollout_id = ?', filter.rolloutId]);
  if (filter.from !== undefined && filter.from !== null) parts.push(['at >= ?', filter.from]);
  if (filter.to !== undefined && filter.to !== null) parts.push(['at <= ?', filter.to]);
  for (const word of (filter.text ?? '').toLowerCase().split(/\s+/).filter(Boolean)) parts.push(['instr(words, ?) > 0', word]);
  const where = parts.length === 0 ? '' : `WHERE ${parts.map(([sql]) => sql).join(' AND ')}`;
  return { where, values: parts.map(([, value]) => value) };
}

/** Newest first; `before` pages on from a sequence number. */
export function listAudit(reader: Reader, filter: AuditFilter): AuditEntry[] {
  const { where, values } = conditions(filter, true);
  return reader.all(`SELECT * FROM audit ${where} ORDER BY seq DESC LIMIT ?`, ...values, filter.limit ?? 100).map(entryOf);
}

export function countAudit(reader: Reader, filter: AuditFilter): number {
  const { where, values } = conditions(filter, false);
  const row = reader.one(`SELECT count(*) AS total FROM audit ${where}`, ...values);
  return row === null ? 0 : number(row, 'total');
}

export function auditEntry(reader: Reader, seq: number): AuditEntry | null {
  const row = reader.one('SELECT * FROM audit WHERE seq = ?', seq);
  return row === null ? null : entryOf(row);
}

export interface AuditProof {
  readonly ok: boolean;
  readonly entries: number;
  readonly firstBroken: number | null;
  readonly message: string;
}

const pageSize = 5000;

/**
 * Walks the whole chain and names the first entry that was changed, removed or moved. A removed tail is found too:
 * the head is kept apart from the entries.
 */
export function verifyAudit(reader: Reader, _options: { readonly from?: number } = {}): AuditProof {
  let previous = beginning;
  let seq = 0;
  for (;;) {
    const rows = reader.all('SELECT * FROM audit WHERE seq > ? ORDER BY seq LIMIT ?', seq, pageSize);
    for (const row of rows) {
      const entry = number(row, 'seq');
      if (entry !== seq + 1) return broken(seq, seq + 1, `Entry ${seq + 1} is missing.`);
      if (!intact(row, entry, previous)) return broken(seq, entry, `Entry ${entry} is not what was written.`);
      previous = text(row, 'hash');
      seq = entry;
    }
    if (rows.length < pageSize) break;
  }
  const head = headOf(reader);
  if (head.seq !== seq || head.hash !== previous)
    return broken(seq, seq + 1, `The log ends at entry ${seq}, but ${head.seq} were written.`);
  return { ok: true, entries: seq, firstBroken: null, message: `All ${seq} entries are as they were written.` };
}

function intact(row: Row, seq: number, previous: string): boolean {
  if (text(row, 'previous') !== previous) return false;
  try {
    const body = json<AuditBody>(row, 'body');
    // Columns beside the body only serve the search; they must say the same.
    if (
      body.at !== row['at'] ||
      body.applicationId !== row['application_id'] ||
      body.rolloutId !== row['rollout_id'] ||
      wordsOf(body) !== row['words']
    )
      return false;
    return hashOf(seq, previous, body) === text(row, 'hash');
  } catch {
    return false;
  }
}

function broken(entries: number, firstBroken: number, message: string): AuditProof {
  return { ok: false, entries, firstBroken, message };
}
