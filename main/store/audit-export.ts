import { type AuditHead, beginning, contentOf, linkHash } from './audit-chain.ts';
import { auditQuery, type AuditFilter } from './audit-search.ts';
import { storedEntries, problemWith } from './audit-proof.ts';
import { damagedValue } from './errors.ts';
import type { Reader } from './handles.ts';
import { number } from './row.ts';

export interface ExportAsk {
  readonly filter: AuditFilter;
  /** Last entry that is done; its hash is what the next one covers. Null at the beginning. */
  readonly after: AuditHead | null;
  /** Whether an entry that fits has been written: from it on the chain has to be whole. */
  readonly begun: boolean;
  /** Number of the last entry that belongs to the export. */
  readonly until: number;
}

export interface ExportPage {
  /** Whole lines, each with its end. */
  readonly text: string;
  readonly last: AuditHead;
  readonly first: AuditHead | null;
  readonly entries: number;
  readonly omitted: number;
}

const pageSize = 1000;

/**
 * The next 1,000 entries of the log as lines of JSON. An entry that does not fit the filter leaves only the hash of its content, which
 * proves the ones around it and says nothing. Throws `StoreError` at an entry that is not what was written.
 */
export function exportPage(reader: Reader, ask: ExportAsk): ExportPage {
  const { filter, until } = ask;
  let last = ask.after ?? { seq: 0, hash: beginning };
  const to = Math.min(until, last.seq + pageSize);
  const wanted = fitting(reader, filter, last.seq, to);
  let first: AuditHead | null = null;
  let omitted: string[] = [];
  const counts = { entries: 0, omitted: 0 };
  const lines: string[] = [];
  function closeGap(): void {
    if (omitted.length > 0) lines.push(JSON.stringify({ from: last.seq - omitted.length + 1, omitted }));
    counts.omitted += omitted.length;
    omitted = [];
  }
  for (const row of storedEntries(reader, last.seq, to)) {
    const seq = last.seq + 1;
    const problem = problemWith(row.raw, seq, last.hash);
    if (problem !== null) throw damagedValue(`the audit log is broken: ${problem} Nothing of it is exported`);
    const content = contentOf(row.columns);
    const begun: boolean = ask.begun || first !== null;
    // An entry under the former rule has no content hash: where it stands in the chain it is written whole.
    const whole: boolean = wanted.has(seq) || (begun && linkHash(seq, last.hash, content) !== row.hash);
    if (whole) {
      closeGap();
      first ??= begun ? null : { seq, hash: last.hash };
      counts.entries += 1;
      lines.push(`{"seq":${seq},"previous":"${last.hash}","hash":"${row.hash}","entry":${row.columns.body}}`);
    } else if (begun) omitted.push(content);
    last = { seq, hash: row.hash };
  }
  closeGap();
  if (last.seq < to) throw damagedValue(`the audit log is broken: Entry ${last.seq + 1} is missing. Nothing of it is exported`);
  return { text: lines.map((line) => `${line}\n`).join(''), last, first, ...counts };
}

function fitting(reader: Reader, filter: AuditFilter, after: number, to: number): ReadonlySet<number> {
  const query = auditQuery(reader, filter, false);
  const joint = query.values.length === 0 ? 'WHERE' : 'AND';
  const id = query.source.startsWith('audit_index') ? 'audit_index.rowid' : 'audit.seq';
  const rows = reader.all(`SELECT ${id} AS seq FROM ${query.source} ${joint} ${id} > ? AND ${id} <= ?`, ...query.values, after, to);
  return new Set(rows.map((row) => number(row, 'seq')));
}
