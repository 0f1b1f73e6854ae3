import { type AuditHead, auditHash, auditHead, beginning, wordsOf } from './audit-chain.ts';
import { StoreError } from './errors.ts';
import type { Reader, Row } from './handles.ts';
import { jsonObject, number, shaped, text, toJson } from './row.ts';
import { AuditBodyShape } from './shapes.ts';

export interface AuditProof {
  readonly ok: boolean;
  readonly entries: number;
  readonly firstBroken: number | null;
  readonly message: string;
}

const pageSize = 1000;

/**
 * Walks the chain and names the first entry that was changed, removed or moved. A removed tail is found too: the head
 * is kept apart from the entries. `from` proves only from that entry on, trusting the one before it.
 */
export function verifyAudit(reader: Reader, options: { readonly from?: number } = {}): AuditProof {
  const walk = auditWalk(reader, options.from);
  for (;;) {
    const step = walk.next();
    if (step.done === true) return step.value;
  }
}

/** `verifyAudit` in steps of 1,000 entries, so that others get a turn in between. Yields the last entry proved. */
export function* auditWalk(reader: Reader, from = 1): Generator<number, AuditProof> {
  const first = Math.max(1, Math.floor(from));
  let last: AuditHead = { seq: first - 1, hash: first === 1 ? beginning : hashAt(reader, first - 1) };
  if (last.hash === '') return broken(0, first - 1, `Entry ${first - 1} is missing.`);
  for (;;) {
    const after = last.seq;
    // Entries and head of the same moment: others write meanwhile.
    const page = reader.consistent(() => ({
      rows: reader.all('SELECT * FROM audit WHERE seq > ? ORDER BY seq LIMIT ?', after, pageSize),
      head: readHead(reader),
    }));
    for (const row of page.rows) {
      const seq = last.seq + 1;
      const problem = problemWith(row, seq, last.hash);
      if (problem !== null) return broken(last.seq - first + 1, seq, problem);
      last = { seq, hash: text(row, 'hash') };
    }
    if (page.rows.length < pageSize) return ending(last, page.head, first);
    yield last.seq;
  }
}

function hashAt(reader: Reader, seq: number): string {
  const row = reader.one('SELECT hash FROM audit WHERE seq = ?', seq);
  return row === null ? '' : text(row, 'hash');
}

function readHead(reader: Reader): AuditHead | null {
  try {
    return auditHead(reader);
  } catch (error) {
    if (error instanceof StoreError) return null;
    throw error;
  }
}

function ending(last: AuditHead, head: AuditHead | null, first: number): AuditProof {
  const entries = last.seq - first + 1;
  const written = head ?? { seq: 0, hash: beginning };
  if (written.seq === last.seq && written.hash === last.hash) {
    return { ok: true, entries, firstBroken: null, message: `All ${entries} entries are as they were written.` };
  }
  if (head === null)
    return broken(entries, last.seq, `The note of the newest entry is gone, so nobody can say that ${last.seq} is the last.`);
  if (head.seq > last.seq) return broken(entries, last.seq + 1, `The log ends at entry ${last.seq}, but ${head.seq} were written.`);
  if (head.seq < last.seq) return broken(entries, head.seq + 1, `Entry ${head.seq + 1} was added past the end of the log.`);
  return broken(entries, last.seq, `Entry ${last.seq} is not the one that was written last.`);
}

function problemWith(row: Row, seq: number, previous: string): string | null {
  if (number(row, 'seq') !== seq) return `Entry ${seq} is missing.`;
  if (row['previous'] !== previous) return `Entry ${seq} does not follow the one before it.`;
  return intact(row, seq, previous) ? null : `Entry ${seq} is not what was written.`;
}

function intact(row: Row, seq: number, previous: string): boolean {
  try {
    const plain = jsonObject(row, 'body');
    const body = shaped(row, 'body', AuditBodyShape);
    // Columns beside the body only serve the search; they must say the same.
    return (
      toJson(plain) === row['body'] &&
      body.at === row['at'] &&
      body.applicationId === row['application_id'] &&
      body.rolloutId === row['rollout_id'] &&
      wordsOf(body) === row['words'] &&
      auditHash(seq, previous, plain) === row['hash']
    );
  } catch (error) {
    if (error instanceof StoreError) return false;
    throw error;
  }
}

function broken(entries: number, firstBroken: number, message: string): AuditProof {
  return { ok: false, entries, firstBroken, message };
}
