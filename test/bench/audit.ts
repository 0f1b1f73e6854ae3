import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import type { AuditBody } from '../../main/core/model/audit.ts';
import { appendAudit, type AuditFilter, auditPage, verifyAudit } from '../../main/store/audit.ts';
import { openStore, type Store } from '../../main/store/open.ts';
import type { BenchRow } from './store.ts';

const begin = Date.parse('2024-01-01T00:00:00Z');
const everyMs = 60_000;

const applications = ['harbor', 'pryde', 'lantern', 'quay', 'buoy'];
const surfaces = ['web', 'desktop', 'mobile', 'flag'];
const kinds = [
  { action: 'rollout.advance', reason: 'All gates green for 10 min' },
  { action: 'action.confirmed', reason: 'Read back as written' },
  { action: 'rollout.hold', reason: 'Latency yellow: p95 over the first bound' },
  { action: 'rollout.rollback', reason: 'Errors red: crash rate over the second bound' },
  { action: 'connection.saved', reason: 'Token renewed before it expires' },
] as const;

/** Entry of a busy team: `index` decides everything, so that each run searches the same log. */
function bodyOf(index: number): AuditBody {
  const kind = kinds[index % kinds.length] ?? kinds[0];
  const application = applications[Math.floor(index / 7) % applications.length] ?? 'harbor';
  const surface = surfaces[Math.floor(index / 3) % surfaces.length] ?? 'web';
  const version = `4.${Math.floor(index / 5000)}.${index % 13}`;
  // Two words that are each in a fifth of the log and meet once in a hundred thousand entries.
  const rare = index % 100_000 === 4 ? ' crash' : '';
  return {
    at: begin + index * everyMs,
    actor:
      index % 50 === 0
        ? { kind: 'person', name: `Person ${index % 9}`, role: 'operator' }
        : { kind: 'system', name: 'system', role: 'admin' },
    action: kind.action,
    trigger: index % 50 === 0 ? 'manual' : 'gate',
    applicationId: application,
    targetId: `tgt_${application}_${surface}`,
    channel: 'stable',
    rolloutId: `ro_${Math.floor(index / 40)}`,
    version,
    toVersion: null,
    reason: `${kind.reason} (${index % 997} of 2,000 requests)${rare}`,
    usersAffected: 1200,
    durationMs: 1200,
    idempotencyKey: `dec_${index}/0`,
    snapshotHash: null,
    before: { version, percent: 10 },
    after: { version, percent: 50 },
  };
}

/** Appends many entries as the console writes them, some thousand in a transaction. */
export function fillLog(store: Store, entries: number): void {
  for (let from = 0; from < entries; from += 5000) {
    store.writer.transaction(() => {
      for (let index = from; index < Math.min(entries, from + 5000); index += 1) appendAudit(store.writer, bodyOf(index));
    });
  }
}

const searches: readonly (readonly [string, AuditFilter])[] = [
  ['newest page', {}],
  ['one word that is in a fifth', { text: 'rollback' }],
  ['two words that are in a fifth each and never meet', { text: 'rollback token' }],
  ['two words that are in a fifth each and meet ten times', { text: 'crash token' }],
  ['beginnings of words', { text: 'roll requ' }],
  ['a word that is nowhere', { text: 'nowhere' }],
  ['words with signs', { text: '4.120.7 rollout.rollback' }],
  ['person and action', { actor: 'Person 4', action: 'rollout.hold' }],
  ['application, word and a month', { applicationId: 'pryde', text: 'crash', from: begin, to: begin + 31 * 86_400_000 }],
  ['target and word, an old page', { targetId: 'tgt_harbor_web', text: 'latency', before: 200_000 }],
];

function median(rounds: number, work: () => void): number {
  const times = Array.from({ length: rounds }, () => {
    const started = performance.now();
    work();
    return performance.now() - started;
  }).toSorted((a, b) => a - b);
  return times[Math.floor(rounds / 2)] ?? Number.NaN;
}

/** Slowest of the searches and the proof, over an open log. */
export function measureLog(store: Store, entries: number): BenchRow[] {
  const started = performance.now();
  const proof = verifyAudit(store.reader);
  if (!proof.ok) throw new Error(proof.message);
  const proving = performance.now() - started;
  const pages = searches.map(([name, filter]) => ({
    name: `audit: page and count over ${entries} entries, ${name}`,
    value: median(5, () => auditPage(store.reader, { limit: 100, ...filter })),
    unit: 'ms',
  }));
  return [{ name: `audit: entries proved of ${entries}`, value: (entries / proving) * 1000, unit: '1/s' }, ...pages];
}

/** The proof and the searches over a million entries. */
export async function benchAudit(entries = 1_000_000): Promise<BenchRow[]> {
  const folder = mkdtempSync(join(tmpdir(), 'tidegate-bench-'));
  const store = await openStore({ folder, now: () => begin });
  try {
    fillLog(store, entries);
    return measureLog(store, entries);
  } finally {
    store.close();
    rmSync(folder, { recursive: true, force: true });
  }
}
