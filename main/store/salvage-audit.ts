import type Database from 'better-sqlite3';
import { z } from 'zod';
import { type AuditHead, beginning } from './audit-chain.ts';
import { storedEntries, problemWith } from './audit-proof.ts';
import { readerOf } from './handles.ts';
import { AuditHeadShape } from './shapes.ts';

/** Entries that are not there, from the first to the last. */
export const LostSpanShape = z.object({ from: z.number(), to: z.number() });
export type LostSpan = z.infer<typeof LostSpanShape>;

/** What is left of the audit log. */
export interface SalvagedAudit {
  /** Entries that are as they were written. */
  readonly entries: number;
  /** Entries that could be read but are not what was written. They are left out; the damaged file still holds them. */
  readonly altered: readonly number[];
  readonly lost: readonly LostSpan[];
  /** Newest entry that is known to have been written, there or not; the log goes on after it. */
  readonly head: AuditHead;
  /** Whether it is known how far the log went. */
  readonly endKnown: boolean;
}

const pageSize = 1000;

/**
 * Proves what was salvaged of the audit log, takes out what is not as it was written, and notes the newest entry again. `noted`: the newest
 * entry as it was noted outside of the database, null when it was not.
 */
export function settleAudit(database: Database.Database, noted: AuditHead | null): SalvagedAudit {
  const own = ownHead(database);
  const altered = alteredEntries(database);
  withoutGuards(database, () => {
    const remove = database.prepare('DELETE FROM audit WHERE seq = ?');
    for (const seq of altered) remove.run(seq);
  });
  const rows = database.prepare<[], { seq: number; hash: string }>('SELECT seq, hash FROM audit ORDER BY seq').all();
  const last = rows.at(-1) ?? { seq: 0, hash: beginning };
  const head = [own, noted].reduce<AuditHead>((newest, one) => (one !== null && one.seq > newest.seq ? one : newest), last);
  database
    .prepare(`INSERT INTO setting (key, value) VALUES ('auditHead', ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value`)
    .run(JSON.stringify({ seq: head.seq, hash: head.hash }));
  const lost = lostSpans(
    rows.map((row) => row.seq),
    head.seq,
  );
  return { entries: rows.length, altered, lost, head: { seq: head.seq, hash: head.hash }, endKnown: own !== null };
}

function ownHead(database: Database.Database): AuditHead | null {
  const value = database.prepare<[], string>(`SELECT value FROM setting WHERE key = 'auditHead'`).pluck().get();
  if (value === undefined) return null;
  try {
    return AuditHeadShape.parse(JSON.parse(value));
  } catch {
    return null;
  }
}

/** Each entry is proved by itself: a missing neighbour does not speak against it. */
function alteredEntries(database: Database.Database): number[] {
  const reader = readerOf(database);
  const altered: number[] = [];
  const last = database.prepare<[], number | null>('SELECT max(seq) FROM audit').pluck().get() ?? 0;
  for (let after = 0; after < last; after += pageSize) {
    for (const { raw } of storedEntries(reader, after, after + pageSize)) {
      const seq = Number(raw[0]);
      if (problemWith(raw, seq, String(raw[1])) !== null) altered.push(seq);
    }
  }
  return altered;
}

function lostSpans(present: readonly number[], to: number): LostSpan[] {
  const spans: LostSpan[] = [];
  let next = 1;
  for (const seq of present) {
    if (seq > next) spans.push({ from: next, to: seq - 1 });
    next = seq + 1;
  }
  if (next <= to) spans.push({ from: next, to });
  return spans;
}

/** The guards of the log keep people from changing it; what is not an entry any more is no part of it. */
function withoutGuards(database: Database.Database, work: () => void): void {
  const guard = database.prepare<[], string>(`SELECT sql FROM sqlite_master WHERE name = 'audit_stays'`).pluck().get();
  database.exec('DROP TRIGGER IF EXISTS audit_stays');
  work();
  if (guard !== undefined) database.exec(guard);
}
