import { existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { backup, listBackups } from '../../main/store/backup.ts';
import { findAnswer, idempotencyCounters, rememberAnswer } from '../../main/store/idempotency.ts';
import { housekeeping } from '../../main/store/housekeeping.ts';
import { openStore, type Store } from '../../main/store/open.ts';
import { appendReadings, pointsOf } from '../../main/store/readings.ts';

const day = 24 * 60 * 60_000;
const start = Date.UTC(2026, 0, 1);
const labels = { release: '1.0.0', channel: 'stable', platform: 'web' };
let folder: string;
let store: Store;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'tidegate-housekeeping-'));
  store = await openStore({ folder, now: () => start });
});

afterEach(() => {
  store.close();
  rmSync(folder, { recursive: true, force: true });
});

test('R4.11 makes one checked backup a day, keeps the last seven, then one a week for four weeks', async () => {
  expect((await housekeeping(store, start)).backup).not.toBeNull();
  expect((await housekeeping(store, start + day / 2)).backup).toBeNull();
  for (let passed = 1; passed <= 50; passed += 1) await housekeeping(store, start + passed * day);
  const kept = listBackups(folder);
  expect(kept.map((one) => (one.at - start) / day)).toEqual([50, 49, 48, 47, 46, 45, 44, 43, 41, 34, 27]);
  expect(kept.every((one) => existsSync(one.file))).toBe(true);
});

test('R4.11 makes one backup a day after a clock that ran ahead was put right', async () => {
  await housekeeping(store, start + 30 * day);
  expect((await housekeeping(store, start)).backup).not.toBeNull();
  expect((await housekeeping(store, start + day / 24)).backup).toBeNull();
  expect((await housekeeping(store, start + day)).backup).not.toBeNull();
  expect(listBackups(folder)).toHaveLength(3);
});

test('R4.11 lets the backup be checked elsewhere, and does not keep one with a problem', async () => {
  await expect(housekeeping(store, start, async () => ['page 7 is torn'])).rejects.toThrow('page 7 is torn');
  expect(listBackups(folder)).toEqual([]);
});

test('R4.11 cleans up although an old backup cannot be removed', async () => {
  for (let passed = 0; passed <= 14; passed += 1) await backup(store, { reason: 'daily', now: start + passed * day });
  const oldest = listBackups(folder).at(-1)?.file ?? '';
  rmSync(oldest);
  mkdirSync(oldest);
  rememberAnswer(store.writer, { scope: 's', key: 'k', bodyHash: 'h', answer: 1, at: start, expiresAt: start + day });
  await expect(housekeeping(store, start + 14 * day)).rejects.toThrow(/directory/iu);
  expect(idempotencyCounters(store.reader).stored).toBe(0);
});

test('design 4 removes raw readings after fourteen days', async () => {
  const at = (ts: number) => ({ labels, ts, value: 1, samples: 1 });
  appendReadings(store.writer, 'metric', [at(start), at(start + 10 * day)]);
  expect((await housekeeping(store, start + 15 * day)).prunedReadings).toBe(1);
  expect(pointsOf(store.reader, 'metric', labels, start - 1, start + 20 * day)).toEqual([{ ts: start + 10 * day, value: 1, samples: 1 }]);
});

test('R2.7 forgets idempotency keys whose day is over', async () => {
  rememberAnswer(store.writer, { scope: 's', key: 'k', bodyHash: 'h', answer: 1, at: start, expiresAt: start + day });
  expect((await housekeeping(store, start + day)).forgottenKeys).toBe(1);
  expect(findAnswer(store.reader, 's', 'k', start)).toBeNull();
});
