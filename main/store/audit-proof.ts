import { type AuditColumns, type AuditHead, auditHead, beginning, contentOf, linkHash, oldHash, wordsOf } from './audit-chain.ts';
import { lossWords, type ToldLoss, toldLosses } from './audit-losses.ts';
import { StoreError } from './errors.ts';
import type { Reader } from './handles.ts';
import { jsonObject, shaped, text, toJson } from './row.ts';
import { AuditBodyShape } from './shapes.ts';

export interface AuditProof {
  readonly ok: boolean;
  readonly entries: number;
  readonly firstBroken: number | null;
  readonly message: string;
  /** Entries that are not there and of which the log itself tells. */
  readonly lost: readonly ToldLoss[];
}

const pageSize = 1000;

/**
 * Walks the chain and names the first entry that was changed, removed or moved. A removed tail is found too: the head
 * is kept apart from the entries. `from` proves only from that entry on, trusting the one before it; `to` only up to that one.
 */
export function verifyAudit(reader: Reader, options: { readonly from?: number; readonly to?: number } = {}): AuditProof {
  const walk = auditWalk(reader, options.from, options.to);
  for (;;) {
    const step = walk.next();
    if (step.done === true) return step.value;
  }
}

/** `verifyAudit` in steps of 1,000 entries, so that others get a turn in between. Yields the last entry proved. */
export function* auditWalk(reader: Reader, from = 1, to = Number.MAX_SAFE_INTEGER): Generator<number, AuditProof> {
  const first = Math.max(1, Math.floor(from));
  let last: AuditHead = { seq: first - 1, hash: first === 1 ? beginning : hashAt(reader, first - 1) };
  if (last.hash === '') return broken(0, first - 1, `Entry ${first - 1} is missing.`);
  const lost = reader.consistent(() => toldLosses(reader)).filter((loss) => loss.to >= first);
  let missing = 0;
  const proved = (): number => last.seq - first + 1 - missing;
  for (;;) {
    const after = last.seq;
    // Entries and head of the same moment: others write meanwhile.
    const page = reader.consistent(() => ({
      rows: reader.raw(`${select} WHERE seq > ? AND seq <= ? ORDER BY seq LIMIT ?`, after, to, pageSize),
      head: readHead(reader),
    }));
    for (const row of page.rows) {
      const gap = row[0] === last.seq + 1 ? undefined : gapBefore(row, last.seq + 1, lost);
      if (gap !== undefined) {
        missing += gap.to - last.seq;
        last = { seq: gap.to, hash: String(row[1]) };
      }
      const seq = last.seq + 1;
      const problem = problemWith(row, seq, last.hash);
      if (problem !== null) return broken(proved(), seq, problem);
      last = { seq, hash: String(row[2]) };
    }
    if (last.seq === to) return intactUpTo(proved(), lost);
    if (page.rows.length < pageSize) return ending(last, page.head, proved(), lost);
    yield last.seq;
  }
}

/** The loss that explains why an entry stands where another was expected. */
function gapBefore(row: Stored, expected: number, lost: readonly ToldLoss[]): ToldLoss | undefined {
  return lost.find((loss) => loss.how === 'salvaged' && loss.from === expected && loss.to + 1 === row[0]);
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

function intactUpTo(entries: number, lost: readonly ToldLoss[]): AuditProof {
  const whole = `All ${entries} entries ${lost.length === 0 ? '' : 'that are there '}are as they were written.`;
  return { ok: true, entries, firstBroken: null, message: lost.length === 0 ? whole : `${whole} ${lossWords(lost)}`, lost };
}

/**
 * Compares a proved log with a note of its newest entry that was kept outside of the database: a log that was written anew from some
 * entry on, with hashes that fit, or that lost its end together with its head, differs from it.
 */
export function againstKept(reader: Reader, proof: AuditProof, kept: AuditHead | null): AuditProof {
  if (!proof.ok || kept === null || kept.seq === 0) return proof;
  const now = hashAt(reader, kept.seq);
  if (now === kept.hash) return proof;
  if (now !== '') return broken(kept.seq - 1, kept.seq, `Entry ${kept.seq} fits its neighbours, but is not the one noted in the vault.`);
  return broken(
    proof.entries,
    proof.entries + 1,
    `The log ends at entry ${proof.entries}, but the vault noted entry ${kept.seq}. That is right only if an older backup was restored.`,
  );
}

function ending(last: AuditHead, head: AuditHead | null, entries: number, lost: readonly ToldLoss[]): AuditProof {
  const written = head ?? { seq: 0, hash: beginning };
  if (written.seq === last.seq && written.hash === last.hash) return intactUpTo(entries, lost);
  if (head === null)
    return broken(entries, last.seq, `The note of the newest entry is gone, so nobody can say that ${last.seq} is the last.`);
  if (head.seq > last.seq) return broken(entries, last.seq + 1, `The log ends at entry ${last.seq}, but ${head.seq} were written.`);
  if (head.seq < last.seq) return broken(entries, head.seq + 1, `Entry ${head.seq + 1} was added past the end of the log.`);
  return broken(entries, last.seq, `Entry ${last.seq} is not the one that was written last.`);
}

/** Columns of an entry in the order of `select`, as SQLite gives them: nothing about them is certain. */
type Stored = readonly unknown[];
const select = 'SELECT seq, previous, hash, at, application_id, rollout_id, words, body FROM audit';

export interface StoredEntry {
  readonly raw: Stored;
  readonly hash: string;
  readonly columns: AuditColumns;
}

/** Entries after one up to another as they are stored; prove each with `problemWith` before its columns are trusted. */
export function storedEntries(reader: Reader, after: number, to: number): StoredEntry[] {
  return reader.raw(`${select} WHERE seq > ? AND seq <= ? ORDER BY seq`, after, to).map((raw) => ({
    raw,
    hash: String(raw[2]),
    columns: {
      at: Number(raw[3]),
      applicationId: isTextOrNull(raw[4]) ? raw[4] : null,
      rolloutId: isTextOrNull(raw[5]) ? raw[5] : null,
      words: String(raw[6]),
      body: String(raw[7]),
    },
  }));
}

/** What is wrong with a stored entry that should be number `seq` and follow `previous`; null when it is what was written. */
export function problemWith(row: Stored, seq: number, previous: string): string | null {
  if (row[0] !== seq) return `Entry ${seq} is missing.`;
  if (row[1] !== previous) return `Entry ${seq} does not follow the one before it.`;
  return intact(row, seq, previous) ? null : `Entry ${seq} is not what was written.`;
}

function intact(row: Stored, seq: number, previous: string): boolean {
  const [, , hash, at, applicationId, rolloutId, words, body] = row;
  // Checked for its kind, because bytes that are no text read the same once they are joined to a text.
  if (typeof at !== 'number' || typeof words !== 'string' || typeof body !== 'string') return false;
  if (!isTextOrNull(applicationId) || !isTextOrNull(rolloutId)) return false;
  const columns = { at, applicationId, rolloutId, words, body };
  return linkHash(seq, previous, contentOf(columns)) === hash || intactAsOld(columns, seq, previous, hash);
}

function isTextOrNull(value: unknown): value is string | null {
  return value === null || typeof value === 'string';
}

/** The first entries ever written are proved by their body; the columns beside it must say the same. */
function intactAsOld(columns: AuditColumns, seq: number, previous: string, hash: unknown): boolean {
  try {
    const row = { body: columns.body };
    const plain = jsonObject(row, 'body');
    const body = shaped(row, 'body', AuditBodyShape);
    return (
      toJson(plain) === columns.body &&
      body.at === columns.at &&
      body.applicationId === columns.applicationId &&
      body.rolloutId === columns.rolloutId &&
      wordsOf(body) === columns.words &&
      oldHash(seq, previous, plain) === hash
    );
  } catch (error) {
    if (error instanceof StoreError) return false;
    throw error;
  }
}

function broken(entries: number, firstBroken: number, message: string): AuditProof {
  return { ok: false, entries, firstBroken, message, lost: [] };
}
