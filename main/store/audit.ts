import type { AuditBody, AuditEntry } from '../core/model/audit.ts';
import { type AuditHead, auditHead, beginning, columnsOf, contentOf, linkHash, noteHead } from './audit-chain.ts';
import { damagedValue } from './errors.ts';
import type { Reader, Row, Value, Writer } from './handles.ts';
import { number, shaped, text, toJson } from './row.ts';
import { AuditBodyShape } from './shapes.ts';

export { type AuditProof, verifyAudit } from './audit-proof.ts';

function lastHead(writer: Writer): AuditHead {
  const head = auditHead(writer);
  if (head !== null) return head;
  if (writer.one('SELECT 1 FROM audit LIMIT 1') !== null) throw damagedValue('the head of the audit log is missing');
  return { seq: 0, hash: beginning };
}

/** Appends an entry to the chain. Runs inside the transaction of what it records, or in one of its own. */
export function appendAudit(writer: Writer, body: AuditBody): AuditEntry {
  return writer.transaction(() => {
    const head = lastHead(writer);
    const seq = head.seq + 1;
    const columns = columnsOf(body, toJson(body));
    const hash = linkHash(seq, head.hash, contentOf(columns));
    writer.run(
      'INSERT INTO audit (seq, at, application_id, rollout_id, words, body, previous, hash) VALUES (?, ?, ?, ?, ?, ?, ?, ?)',
      seq,
      columns.at,
      columns.applicationId,
      columns.rolloutId,
      columns.words,
      columns.body,
      head.hash,
      hash,
    );
    noteHead(writer, { seq, hash });
    return { ...body, seq, previous: head.hash, hash };
  });
}

function entryOf(row: Row): AuditEntry {
  return { ...shaped(row, 'body', AuditBodyShape), seq: number(row, 'seq'), previous: text(row, 'previous'), hash: text(row, 'hash') };
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
