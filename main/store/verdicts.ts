import { type Verdict, type VerdictKind, verdictKinds } from '../core/model/verdict.ts';
import type { Reader, Writer } from './handles.ts';
import { number, shaped, text, toJson, word } from './row.ts';
import { VerdictShape } from './shapes.ts';

export interface StoredSpan {
  readonly gate: string;
  readonly kind: VerdictKind;
  readonly from: number;
  readonly to: number;
}

/**
 * Keeps the latest verdict of each gate, and how long each kind lasted: a span grows while the kind stays the same
 * and the last sweep was at most `maxGapMs` ago.
 */
export function recordVerdicts(writer: Writer, rolloutId: string, at: number, verdicts: readonly Verdict[], maxGapMs: number): void {
  writer.transaction(() => {
    for (const verdict of verdicts) {
      writer.run(
        'INSERT INTO verdict (rollout_id, gate, at, verdict) VALUES (?, ?, ?, ?) ON CONFLICT (rollout_id, gate) DO UPDATE SET at = excluded.at, verdict = excluded.verdict',
        rolloutId,
        verdict.gate,
        at,
        toJson(verdict),
      );
      extendSpan(writer, rolloutId, at, verdict, maxGapMs);
    }
  });
}

function extendSpan(writer: Writer, rolloutId: string, at: number, verdict: Verdict, maxGapMs: number): void {
  const last = writer.one(
    'SELECT from_ts, to_ts, kind FROM verdict_span WHERE rollout_id = ? AND gate = ? ORDER BY from_ts DESC LIMIT 1',
    rolloutId,
    verdict.gate,
  );
  const fresh = last !== null && at - number(last, 'to_ts') <= maxGapMs;
  if (last !== null && fresh) {
    // The old kind held until now, whatever comes next.
    writer.run(
      'UPDATE verdict_span SET to_ts = ? WHERE rollout_id = ? AND gate = ? AND from_ts = ?',
      at,
      rolloutId,
      verdict.gate,
      number(last, 'from_ts'),
    );
    if (text(last, 'kind') === verdict.kind) return;
  }
  writer.run(
    'INSERT INTO verdict_span (rollout_id, gate, from_ts, to_ts, kind) VALUES (?, ?, ?, ?, ?) ON CONFLICT DO UPDATE SET kind = excluded.kind',
    rolloutId,
    verdict.gate,
    at,
    at,
    verdict.kind,
  );
}

export function latestVerdicts(reader: Reader, rolloutId: string): Verdict[] {
  return reader
    .all('SELECT verdict FROM verdict WHERE rollout_id = ? ORDER BY gate', rolloutId)
    .map((row) => shaped(row, 'verdict', VerdictShape));
}

/** Spans that touch the time between `from` and `to`, oldest first. */
export function verdictSpans(reader: Reader, rolloutId: string, from: number, to: number): StoredSpan[] {
  return reader
    .all(
      'SELECT gate, kind, from_ts, to_ts FROM verdict_span WHERE rollout_id = ? AND to_ts >= ? AND from_ts <= ? ORDER BY from_ts',
      rolloutId,
      from,
      to,
    )
    .map((row) => ({
      gate: text(row, 'gate'),
      kind: word(row, 'kind', verdictKinds),
      from: number(row, 'from_ts'),
      to: number(row, 'to_ts'),
    }));
}
