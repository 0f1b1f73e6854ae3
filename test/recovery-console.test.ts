import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import type { CallName, InputOf } from '../main/contract/index.ts';
import { memoryVault } from '../main/drill/memory-vault.ts';
import { presetFolder, readWorkerUrl } from '../main/paths.ts';
import { realClock, realSleep } from '../main/real-world.ts';
import { type Running, start } from '../main/start.ts';
import { backup } from '../main/store/backup.ts';
import { listRollouts } from '../main/store/rollouts.ts';
import { databaseFile, openTemporary, seedRollout, temporaryFolder } from './support/store-samples.ts';

const reason = 'Because a test wants it';

async function openConsole(folder: string, said: string[]): Promise<Running> {
  const log = (_fields: object, message: string): void => void said.push(message);
  const running = await start({
    folder,
    clock: realClock,
    pause: realSleep,
    random: () => 0.5,
    transport: async () => new Response('', { status: 503 }),
    vault: memoryVault(),
    log: { info: log, warn: log, error: log },
    version: '0.0.0-test',
    presetFolder: presetFolder(),
    readWorkerUrl: readWorkerUrl(),
    openedAs: 'admin',
    defaultActor: 'tester',
    showNotice: () => undefined,
    settingsChanged: () => undefined,
    recovers: true,
    practice: null,
  });
  let stopping: Promise<void> | null = null;
  const stop = (): Promise<void> => (stopping ??= running.stop());
  onTestFinished(stop);
  running.engine.start();
  return { ...running, stop };
}

/** A running rollout, a good backup, and a database whose pages were overwritten. */
async function damaged(): Promise<string> {
  const folder = temporaryFolder();
  const store = await openTemporary(folder);
  for (let index = 0; index < 40; index += 1) seedRollout(store.writer, { id: `ro_${index}`, state: 'running', createdAt: index });
  // A plan that can really be swept: what does not move in recovery would move otherwise.
  const text = readFileSync(join(presetFolder(), 'practice.yaml'), 'utf8');
  store.writer.run('UPDATE plan SET text = ?', text);
  await backup(store, { reason: 'daily', now: Date.now() });
  store.database.pragma('wal_checkpoint(TRUNCATE)');
  store.close();
  const bytes = readFileSync(databaseFile(folder));
  const page = bytes.indexOf('ro_20');
  bytes.fill(0xa5, Math.floor(page / 4096) * 4096, Math.floor(page / 4096) * 4096 + 4096);
  writeFileSync(databaseFile(folder), bytes);
  return folder;
}

/** Whether the engine has looked at a rollout in its own time; the samples were last swept years before. */
function swept(running: Running): boolean {
  return listRollouts(running.store().reader, {}).some((rollout) => (rollout.lastSweepAt ?? 0) > Date.now() - 60_000);
}

function asker(running: Running) {
  return async <N extends CallName>(name: N, input: InputOf<N>): Promise<unknown> => {
    const result = await running.door.call(name, input, { role: 'admin', trigger: 'manual' }, null);
    if (!result.ok) throw new Error(result.problem.message);
    return result.answer;
  };
}

test('R4.11 opens a damaged database in recovery, does nothing by itself, and goes on with what was saved when an admin says so', async () => {
  const folder = await damaged();
  const said: string[] = [];
  const running = await openConsole(folder, said);
  const ask = asker(running);
  const found = await ask('safety.recovery', {});
  expect(found).toMatchObject({ recovery: { damagedFile: expect.stringContaining('tidegate.db.damaged-') } });
  expect(said).toContain('the workspace is in recovery');
  const saved = listRollouts(running.store().reader, {}).length;
  expect(saved).toBeGreaterThan(0);
  expect(running.engine.nextDueAt()).not.toBeNull();
  await running.engine.stop();
  expect(swept(running)).toBe(false);
  await expect(ask('system.backup', {})).rejects.toThrow('is in recovery');
  await ask('safety.endRecovery', { choice: 'goOn', reason });
  expect(await ask('safety.recovery', {})).toEqual({ recovery: null });
  await running.engine.stop();
  expect(swept(running)).toBe(true);
  await running.stop();
  const again = await openConsole(folder, said);
  expect(await asker(again)('safety.recovery', {})).toEqual({ recovery: null });
});

test('R1.11 names what a restore out of recovery set aside, so that a restore cannot hide a cut', async () => {
  const folder = await damaged();
  const running = await openConsole(folder, []);
  const ask = asker(running);
  const done = await ask('safety.endRecovery', { choice: 'restore', reason });
  expect(done).toMatchObject({ replaced: expect.stringContaining('.replaced-') });
  expect(listRollouts(running.store().reader, {})).toHaveLength(40);
  const proof = await ask('audit.verify', {});
  expect(proof).toMatchObject({ ok: true, lost: [{ from: 1, to: 1, by: 1, how: 'restored' }] });
  expect(readFileSync(join(folder, 'tidegate.db')).length).toBeGreaterThan(0);
});

test('R4.11 goes into recovery by itself when damage is met while the console runs', async () => {
  const folder = temporaryFolder();
  const store = await openTemporary(folder);
  for (let index = 0; index < 40; index += 1) seedRollout(store.writer, { id: `ro_${index}`, state: 'completed', createdAt: index });
  store.database.pragma('wal_checkpoint(TRUNCATE)');
  store.close();
  const running = await openConsole(folder, []);
  expect(await asker(running)('safety.recovery', {})).toEqual({ recovery: null });
  await running.engine.stop();
  const bytes = readFileSync(databaseFile(folder));
  const page = Math.floor(bytes.indexOf('ro_20') / 4096) * 4096;
  writeFileSync(databaseFile(folder), bytes.fill(0xa5, page, page + 4096));
  running.world.deps.damaged?.('A page is ruined');
  await expect
    .poll(() => asker(running)('safety.recovery', {}).catch(() => null), { timeout: 10_000 })
    .toMatchObject({
      recovery: { damagedFile: expect.stringContaining('.damaged-') },
    });
});

test('R4.11 goes into recovery for a row that is not as written, which no check of pages finds, and leaves it out, each time one is met', async () => {
  const folder = temporaryFolder();
  const store = await openTemporary(folder);
  for (const id of ['ro_1', 'ro_2']) seedRollout(store.writer, { id, state: 'running', createdAt: 1 });
  const spoil = "UPDATE rollout SET stage = 'x' WHERE id = ?";
  store.writer.run(spoil, 'ro_1');
  store.close();
  const running = await openConsole(folder, []);
  const ask = asker(running);
  const found = {
    recovery: {
      problems: [expect.stringContaining('column stage holds string, not a number')],
      tables: expect.arrayContaining([expect.objectContaining({ what: 'rollouts', rows: 1, leftOut: 1 })]),
    },
  };
  await expect.poll(() => ask('safety.recovery', {}).catch(() => null), { timeout: 10_000 }).toMatchObject(found);
  await ask('safety.endRecovery', { choice: 'goOn', reason });
  await running.engine.stop();
  seedRollout(running.store().writer, { id: 'ro_3', state: 'running', createdAt: 1 });
  running.store().writer.run(spoil, 'ro_3');
  running.engine.start();
  await expect.poll(() => ask('safety.recovery', {}).catch(() => null), { timeout: 10_000 }).toMatchObject(found);
});
