import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import type { Reading, SeriesLabels } from '../../main/core/model/reading.ts';
import type { Verdict } from '../../main/core/model/verdict.ts';
import { appendAudit, auditPage, countAudit, listAudit, verifyAudit } from '../../main/store/audit.ts';
import { backup } from '../../main/store/backup.ts';
import { chartOf } from '../../main/store/charts.ts';
import { openStore, type Store } from '../../main/store/open.ts';
import { appendReadings, pointsOf } from '../../main/store/readings.ts';
import { closeBuckets } from '../../main/store/rollups.ts';
import { getTargetRead, saveTargetRead } from '../../main/store/target-states.ts';
import { recordVerdicts } from '../../main/store/verdicts.ts';

export interface BenchRow {
  readonly name: string;
  readonly value: number;
  readonly unit: string;
}

const everyMs = 15_000;
const week = 7 * 24 * 60 * 60_000;
const weekPoints = week / everyMs;
const begin = Date.parse('2026-11-09T00:00:00Z');
const seriesCount = 50;

function labelsOf(series: number): SeriesLabels {
  return { release: `4.8.${series}`, channel: 'stable', platform: 'web' };
}

/** Middle of several measured times, ms. */
function median(rounds: number, work: (round: number) => void): number {
  const times = Array.from({ length: rounds }, (_, round) => {
    const started = performance.now();
    work(round);
    return performance.now() - started;
  }).toSorted((a, b) => a - b);
  return times[Math.floor(rounds / 2)] ?? Number.NaN;
}

function row(name: string, value: number, unit: string): BenchRow {
  return { name, value, unit };
}

/** Readings as polls bring them: every series at one time, then the next time. */
function scrape(from: number, count: number, seed: number): Reading[] {
  return Array.from({ length: count }, (_, index) => ({
    labels: labelsOf(index % seriesCount),
    ts: from + Math.floor(index / seriesCount) * everyMs,
    value: ((index * 7919 + seed) % 1000) / 50_000,
    samples: 500,
  }));
}

function inserts(store: Store): BenchRow[] {
  return [1000, 10_000, 100_000].map((size) => {
    const rounds = size === 100_000 ? 3 : 5;
    const batches = Array.from({ length: rounds }, (_, round) => scrape(begin + round * size * everyMs, size, round));
    const ms = median(rounds, (round) => appendReadings(store.writer, `inserts ${size}`, batches[round] ?? []));
    return row(`store: readings inserted, batches of ${size}`, (size / ms) * 1000, '1/s');
  });
}

function fillWeek(store: Store, metric: string): void {
  const readings = Array.from({ length: weekPoints }, (_, index) => ({
    labels: labelsOf(0),
    ts: begin + index * everyMs,
    value: Math.sin(index / 500) / 100 + 0.02,
    samples: 500,
  }));
  appendReadings(store.writer, metric, readings);
}

function charts(store: Store): BenchRow[] {
  fillWeek(store, 'week');
  const ask = (from = begin): void => void chartOf(store.reader, 'week', labelsOf(0), from, begin + week, 500);
  const raw = median(21, () => ask());
  const closing = median(1, () => closeBuckets(store.writer, begin + week));
  return [
    row('store: 7 day chart, 500 buckets, rollups not yet built', raw, 'ms'),
    row('store: rollups of one series and 7 days built', closing, 'ms'),
    row(
      'store: 7 day chart, 500 buckets, from rollups',
      median(51, () => ask()),
      'ms',
    ),
    row(
      'store: 1 h chart, from readings',
      median(51, () => ask(begin + week - 60 * 60_000)),
      'ms',
    ),
  ];
}

function points(store: Store): BenchRow[] {
  const end = begin + week - everyMs;
  return [10, 40].map((minutes) => {
    const calls = 2000;
    const ms = median(5, () => {
      for (let call = 0; call < calls; call += 1) pointsOf(store.reader, 'week', labelsOf(0), end - minutes * 60_000, end);
    });
    return row(`store: readings of a ${minutes} min window (${minutes * 4})`, (ms / calls) * 1000, 'µs');
  });
}

function audit(store: Store): BenchRow[] {
  const entries = 20_000;
  const body = {
    at: begin,
    actor: { kind: 'system', name: 'system', role: 'admin' },
    action: 'action.confirmed',
    trigger: 'gate',
    applicationId: 'harbor',
    targetId: 'web',
    channel: 'live',
    rolloutId: 'ro_1',
    version: '4.8.0',
    toVersion: '4.7.3',
    reason: 'Error rate 7.1 % is over 5 % (142 of 2,000 requests in 5 min)',
    usersAffected: 1200,
    durationMs: 1200,
    idempotencyKey: 'dec_1/0',
    snapshotHash: null,
    before: { version: '4.8.0', percent: 10, status: 'rolling' },
    after: { version: '4.7.3', percent: 100, status: 'live' },
  } as const;
  const appending = median(1, () =>
    store.writer.transaction(() => {
      for (let entry = 0; entry < entries; entry += 1) appendAudit(store.writer, { ...body, at: begin + entry });
    }),
  );
  const proving = median(3, () => {
    const proof = verifyAudit(store.reader);
    if (!proof.ok) throw new Error(proof.message);
  });
  const searching = median(5, () => {
    listAudit(store.reader, { text: 'no such words', limit: 100 });
    countAudit(store.reader, { text: 'no such words' });
  });
  return [
    row('store: audit entries appended in one transaction', (entries / appending) * 1000, '1/s'),
    row('store: audit entries proved', (entries / proving) * 1000, '1/s'),
    row(
      'store: newest 100 audit entries',
      median(11, () => listAudit(store.reader, { limit: 100 })),
      'ms',
    ),
    row(`store: text not found in ${entries} audit entries`, searching, 'ms'),
    row(
      `store: page and count of a text that is in all ${entries} audit entries`,
      median(5, () => auditPage(store.reader, { text: 'error gate', applicationId: 'harbor', limit: 100 })),
      'ms',
    ),
  ];
}

/** What one sweep of a rollout with ten gates writes and reads besides readings. */
function sweeps(store: Store): BenchRow[] {
  const state = {
    version: '4.8.0',
    percent: 10,
    status: 'rolling',
    fallbackVersion: '4.7.3',
    fence: 'f1',
    releases: Array.from({ length: 20 }, (_, index) => ({
      version: `4.${index}.0`,
      status: 'superseded' as const,
      percent: null,
      publishedAt: begin,
      ref: `r${index}`,
    })),
  } as const;
  saveTargetRead(store.writer, { targetId: 'web', state, readAt: begin, failingSince: null, problem: null });
  const verdicts = Array.from({ length: 10 }, (_, gate) => ({
    gate: `gate ${gate}`,
    title: 'Error rate',
    kind: 'green',
    value: 0.004,
    samples: 12_000,
    baseline: null,
    reason: '0.4 % of 12,000 requests failed, under 2 %',
    observedAt: begin,
    nextChangeAt: null,
    shadow: false,
    interval: null,
    onRed: 'rollback',
  })) satisfies Verdict[];
  const rollouts = 1000;
  const recording = median(3, (round) => {
    for (let rollout = 0; rollout < rollouts; rollout += 1) {
      recordVerdicts(store.writer, `ro_${rollout}`, begin + round * everyMs, verdicts, 3 * everyMs);
    }
  });
  const reading = median(3, () => {
    for (let read = 0; read < 1000; read += 1) getTargetRead(store.reader, 'web');
  });
  return [
    row('store: ten verdicts recorded, one transaction per rollout', (recording / rollouts) * 1000, 'µs'),
    row('store: last read of a platform with 20 releases', reading, 'µs'),
  ];
}

async function backups(store: Store): Promise<BenchRow> {
  const started = performance.now();
  const made = await backup(store, { reason: 'bench', now: begin });
  return row(`store: checked backup of ${Math.round(made.bytes / 1e6)} MB`, performance.now() - started, 'ms');
}

/** Speed of the workspace database on this machine, in a folder of its own that is removed afterwards. */
export async function benchStore(): Promise<BenchRow[]> {
  const folder = mkdtempSync(join(tmpdir(), 'tidegate-bench-'));
  const store = await openStore({ folder, now: () => begin });
  try {
    // Charts first: closing buckets then finds only their own.
    return [...charts(store), ...points(store), ...inserts(store), ...sweeps(store), ...audit(store), await backups(store)];
  } finally {
    store.close();
    rmSync(folder, { recursive: true, force: true });
  }
}
