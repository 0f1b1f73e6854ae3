import type { AuditBody, AuditEntry } from '../core/model/audit.ts';
import { type AuditHead, auditHead, beginning, columnsOf, contentOf, linkHash, noteHead } from './audit-chain.ts';
import { damagedValue } from './errors.ts';
import { auditQuery, type AuditFilter, orderOf } from './audit-search.ts';
import { indexText } from './audit-tokens.ts';
import type { Reader, Row, Writer } from './handles.ts';
import { number, shaped, text, toJson } from './row.ts';
import { AuditBodyShape } from './shapes.ts';

export type { AuditFilter } from './audit-search.ts';
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
    writer.run('INSERT INTO audit_index (rowid, tokens) VALUES (?, ?)', seq, indexText(body, columns.words));
    noteHead(writer, { seq, hash });
    return { ...body, seq, previous: head.hash, hash };
  });
}

function entryOf(row: Row): AuditEntry {
  return { ...shaped(row, 'body', AuditBodyShape), seq: number(row, 'seq'), previous: text(row, 'previous'), hash: text(row, 'hash') };
}

/** Newest first; `before` pages on from a sequence number. */
export function listAudit(reader: Reader, filter: AuditFilter): AuditEntry[] {
  const query = auditQuery(reader, filter, true);
  const sql = `SELECT audit.* FROM ${query.source} ORDER BY ${orderOf(query)} DESC LIMIT ?`;
  return reader.all(sql, ...query.values, filter.limit ?? 100).map(entryOf);
}

/** Beyond this many, entries that fit are not counted: nobody scrolls through more, and counting would take longer than finding. */
export const mostCounted = 10_000;

/** Entries that fit a filter, `mostCounted` + 1 for more than that. All of them are counted when there is no filter. */
export function countAudit(reader: Reader, filter: AuditFilter): number {
  const query = auditQuery(reader, filter, false);
  const row =
    query.source === 'audit'
      ? reader.one('SELECT coalesce(max(seq), 0) AS total FROM audit')
      : reader.one(`SELECT count(*) AS total FROM (SELECT 1 FROM ${query.source} LIMIT ?)`, ...query.values, mostCounted + 1);
  return row === null ? 0 : number(row, 'total');
}

/** A page of entries, and how many fit at least. */
export interface AuditPage {
  readonly rows: AuditEntry[];
  readonly total: number;
  /** More fit than `total` says. */
  readonly more: boolean;
}

export function auditPage(reader: Reader, filter: AuditFilter): AuditPage {
  const fitting = countAudit(reader, filter);
  const more = fitting > mostCounted && auditQuery(reader, filter, false).source !== 'audit';
  return { rows: listAudit(reader, filter), total: more ? mostCounted : fitting, more };
}

export function auditEntry(reader: Reader, seq: number): AuditEntry | null {
  const row = reader.one('SELECT * FROM audit WHERE seq = ?', seq);
  return row === null ? null : entryOf(row);
}
