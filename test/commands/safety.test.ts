import { existsSync, mkdirSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import type { RetentionPolicy } from '../../main/contract/safety.ts';
import { verifyAudit } from '../../main/store/audit.ts';
import { appendReadings } from '../../main/store/readings.ts';
import { noteRecovery, type Recovery } from '../../main/store/recovery.ts';
import { minute } from '../support/engine/bench.ts';
import { openWorld } from '../support/engine/world.ts';

const reason = 'Because a test wants it';
const day = 24 * 60 * minute;

function recoveryAt(since: number): Recovery {
  return {
    since,
    problems: ['page 7 is torn'],
    damagedFile: 'tidegate.db.damaged-x',
    format: 80,
    schemaFrom: null,
    tables: [{ table: 'decision', rows: 40, missing: 2, leftOut: 0 }],
    audit: { entries: 12, altered: [], lost: [{ from: 3, to: 4 }], head: { seq: 14, hash: 'a'.repeat(64) }, endKnown: true },
    backup: { file: 'tidegate-good.db', at: since - day, bytes: 1000 },
  };
}

describe('recovery', () => {
  test('R4.11 lets everything be read, refuses every change in words, and does nothing by itself', async () => {
    const bench = await openWorld();
    noteRecovery(bench.store.writer, recoveryAt(bench.clock.now()));
    const { recovery } = await bench.ask('safety.recovery', {});
    expect(recovery).toMatchObject({ damagedFile: 'tidegate.db.damaged-x', tables: [{ what: 'decisions', rows: 40, missing: 2 }] });
    expect(recovery?.audit.words).toBe('12 audit entries are as written. Entries 3 to 4 are missing.');
    await bench.ask('fleet.home', {});
    const before = verifyAudit(bench.store.reader).entries;
    expect(await bench.refused('safety.prune', { reason })).toMatchObject({
      code: 'refused',
      message: expect.stringContaining('nothing was changed and nothing was sent'),
    });
    bench.engine.start();
    bench.engine.wake();
    await bench.engine.stop();
    expect(verifyAudit(bench.store.reader).entries).toBe(before);
  });

  test('R4.11 is ended by an admin with a reason, and the log says so', async () => {
    const bench = await openWorld();
    expect(await bench.refused('safety.endRecovery', { choice: 'goOn', reason })).toMatchObject({ code: 'refused' });
    noteRecovery(bench.store.writer, recoveryAt(bench.clock.now()));
    expect(await bench.refused('safety.endRecovery', { choice: 'goOn', reason }, { role: 'operator' })).toMatchObject({ code: 'role' });
    expect((await bench.refused('safety.endRecovery', { choice: 'goOn' })).code).toBe('input');
    expect(await bench.ask('safety.endRecovery', { choice: 'goOn', reason })).toEqual({ replaced: null });
    await bench.engine.stop();
    expect(await bench.ask('safety.recovery', {})).toEqual({ recovery: null });
    const { rows } = await bench.ask('audit.list', {});
    expect(rows[0]).toMatchObject({ action: 'recovery.ended', reason });
  });

  test('R4.11 is ended with the newest good backup when that is chosen', async () => {
    const bench = await openWorld();
    noteRecovery(bench.store.writer, recoveryAt(bench.clock.now()));
    const done = await bench.ask('safety.endRecovery', { choice: 'restore', reason });
    expect(done.replaced).toBe('tidegate-good.db.replaced');
    expect(bench.restored).toEqual(['tidegate-good.db']);
    noteRecovery(bench.store.writer, { ...recoveryAt(0), backup: null });
    expect((await bench.refused('safety.endRecovery', { choice: 'restore', reason })).message).toContain('no good backup');
  });
});

test('R4.11 lists what nothing needs any more and removes it on request, with a reason', async () => {
  const bench = await openWorld();
  const { writer } = bench.store;
  writer.run(`INSERT INTO health (connection_id, last_ok_at) VALUES ('con-gone', 1)`);
  writer.run(`INSERT INTO share (rollout_id, ts, percent) VALUES ('ro-gone', 1, 10)`);
  bench.vault.set('con-gone/token', 'old secret');
  bench.vault.set('console/auditKey', 'kept');
  mkdirSync(join(bench.folder, 'exports'), { recursive: true });
  for (const name of ['exports/half.tidegate.part', 'tidegate.db.replaced-2026-01-01T00-00-00.000Z']) {
    writeFileSync(join(bench.folder, name), 'x'.repeat(2000));
    utimesSync(join(bench.folder, name), 1, 1);
  }
  const rows = await bench.ask('safety.orphans', {});
  expect(rows.map((row) => [row.kind, row.count])).toEqual([
    ['secrets', 1],
    ['shares', 1],
    ['health', 1],
    ['staleFiles', 1],
    ['replacedFiles', 1],
  ]);
  expect(rows.find((row) => row.kind === 'staleFiles')).toMatchObject({ bytes: 2000, examples: ['half.tidegate.part'] });
  expect(JSON.stringify(rows)).not.toContain('old secret');
  const done = await bench.ask('safety.cleanOrphans', { kinds: ['secrets', 'shares', 'health', 'staleFiles'], reason });
  expect(done).toMatchObject({ count: 4 });
  expect(bench.vault.ids()).toEqual(['console/auditKey']);
  expect((await bench.ask('safety.orphans', {})).map((row) => row.kind)).toEqual(['replacedFiles']);
  expect((await bench.refused('safety.cleanOrphans', { kinds: ['shares'], reason })).message).toContain('Nothing was removed');
  expect((await bench.ask('audit.list', {})).rows[0]).toMatchObject({ action: 'orphans.cleaned', reason });
});

test('R4.11 says how much a retention would remove before anything goes, then removes just that, in steps', async () => {
  const bench = await openWorld();
  const labels = { release: '1.0.0', channel: 'stable', platform: 'web' };
  const now = bench.clock.now();
  const old = Array.from({ length: 12_000 }, (_, index) => ({ labels, ts: now - 40 * day + index * 1000, value: 1, samples: 1 }));
  appendReadings(bench.store.writer, 'errors', [...old, { labels, ts: now - minute, value: 1, samples: 1 }]);
  const policy: RetentionPolicy = { rawReadingsDays: 30, rollupsDays: null, noticesDays: null, replacedDays: null };
  const seen = await bench.ask('safety.retention', { policy });
  expect(seen.rows[0]).toMatchObject({ kind: 'rawReadings', rows: 12_000, total: 12_001 });
  expect(seen.backups).toContain('7 daily');
  expect((await bench.ask('safety.retention', {})).policy.rawReadingsDays).toBe(14);
  expect(await bench.ask('safety.retention', { policy })).toEqual(seen);
  await bench.ask('safety.saveRetention', { policy, reason });
  expect((await bench.refused('safety.saveRetention', { policy: { ...policy, rollupsDays: 3 }, reason })).code).toBe('input');
  expect(await bench.ask('safety.prune', { reason })).toMatchObject({ rows: 12_000, files: 0 });
  expect((await bench.ask('safety.retention', {})).rows[0]).toMatchObject({ rows: 0, total: 1 });
  const { rows } = await bench.ask('audit.list', {});
  expect(rows.slice(0, 2).map((row) => row.action)).toEqual(['retention.ran', 'retention.saved']);
});

test('R4.11 exports the workspace in parts, without a secret, takes such a file in beside it, and says so in the log', async () => {
  const bench = await openWorld();
  bench.vault.set('con-chat/url', 'secret-that-stays');
  mkdirSync(join(bench.folder, 'plans'), { recursive: true });
  writeFileSync(join(bench.folder, 'plans', 'careful.yaml'), 'name: careful\n');
  let part = await bench.ask('safety.exportWorkspace', {});
  const parts = [Buffer.from(part.data, 'base64')];
  while (!part.finished) {
    part = await bench.ask('safety.exportWorkspace', { exportId: part.exportId, offset: part.done });
    parts.push(Buffer.from(part.data, 'base64'));
  }
  expect(Buffer.concat(parts)).toHaveLength(part.total);
  expect((await bench.refused('safety.exportWorkspace', { exportId: part.exportId })).message).toContain('no longer under way');
  expect(existsSync(join(bench.folder, 'exports', part.name))).toBe(false);
  const file = Buffer.concat(parts);
  const half = Math.floor(file.length / 2);
  const sent = (from: number, to: number): string => file.subarray(from, to).toString('base64');
  const { importId } = await bench.ask('safety.importWorkspace', { offset: 0, data: sent(0, half), last: false, reason });
  const gap = { importId, offset: half + 1, data: '', last: false, reason };
  expect((await bench.refused('safety.importWorkspace', gap)).message).toContain('nothing was imported');
  const end = { importId, offset: half, data: sent(half, file.length), last: true, reason };
  const { folder } = await bench.ask('safety.importWorkspace', end);
  onTestFinished(() => rmSync(folder ?? '', { recursive: true, force: true }));
  expect(readFileSync(join(folder ?? '', 'plans', 'careful.yaml'), 'utf8')).toBe('name: careful\n');
  rmSync(folder ?? '', { recursive: true });
  const cut = { offset: 0, data: sent(0, half), last: true, reason };
  expect((await bench.refused('safety.importWorkspace', cut)).message).toMatch(/^This file is .* Nothing was imported\.$/);
  const { rows } = await bench.ask('audit.list', {});
  expect(rows.slice(0, 2).map((row) => row.action)).toEqual(['workspace.imported', 'workspace.exported']);
  expect(readFileSync(join(bench.folder, 'plans', 'careful.yaml'), 'utf8')).toContain('careful');
});
