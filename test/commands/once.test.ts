import { copyFileSync, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { handlers } from '../../main/commands/handlers.ts';
import { waitingCalls } from '../../main/commands/once.ts';
import { callNames, contract } from '../../main/contract/index.ts';
import { listApplications } from '../../main/store/applications.ts';
import { listDecisions } from '../../main/store/decisions.ts';
import { findAnswer, idempotencyCounters } from '../../main/store/idempotency.ts';
import { databaseName, openStore, type Store } from '../../main/store/open.ts';
import { listRollouts } from '../../main/store/rollouts.ts';
import { plainPlan, runningRollout } from '../support/engine/bench.ts';
import { openWorld, type TestWorld } from '../support/engine/world.ts';

/** The disk as a kill leaves it: taken whenever the writer is about to run a statement that begins like this. */
function killedAt(bench: TestWorld, statement: string): { readonly store: () => Promise<Store>; readonly times: () => number } {
  const folder = mkdtempSync(join(tmpdir(), 'tidegate-killed-'));
  const writer = bench.store.writer;
  let times = 0;
  Object.assign(bench.deps.store, {
    writer: {
      ...writer,
      run(sql: string, ...values: Parameters<typeof writer.run> extends [string, ...infer V] ? V : never) {
        if (sql.trimStart().startsWith(statement)) {
          times += 1;
          for (const part of ['', '-wal']) {
            const from = join(bench.folder, databaseName + part);
            if (existsSync(from)) copyFileSync(from, join(folder, databaseName + part));
          }
        }
        return writer.run(sql, ...values);
      },
    },
  });
  const opened: Store[] = [];
  onTestFinished(() => {
    for (const store of opened) store.close();
    rmSync(folder, { recursive: true, force: true });
  });
  return {
    times: () => times,
    async store() {
      const store = await openStore({ folder, now: bench.clock.now });
      opened.push(store);
      return store;
    },
  };
}

const answerKept = 'INSERT INTO idempotency ';

describe('R2.7 a kill between a press and its stored answer', () => {
  test('R2.7 leaves neither, so that the same key acts once', async () => {
    const bench = await openWorld();
    const { id } = await runningRollout(bench);
    const killed = killedAt(bench, answerKept);
    await bench.ask('rollouts.hold', { rolloutId: id, reason: 'Look first' }, { key: 'k1' });
    expect(killed.times()).toBe(1);
    const after = await killed.store();
    expect(listDecisions(after.reader, { rolloutId: id }).filter((one) => one.cause === 'person')).toEqual([]);
    expect(idempotencyCounters(after.reader).stored).toBe(0);
    // What was committed in the end holds both.
    expect(bench.rollout(id).state).toBe('held');
    expect(findAnswer(bench.store.reader, `${bench.folder}:rollouts.hold`, 'k1', bench.clock.now())).not.toBeNull();
  });

  test('R2.7 leaves neither for a release that is put under a plan, although that waits for platforms', async () => {
    const bench = await openWorld();
    const killed = killedAt(bench, answerKept);
    await bench.ask('plans.save', { file: 'plain.yaml', text: plainPlan }, { key: 'k0' });
    const input = { applicationId: 'pryde', version: '2.0.0', plan: 'plain.yaml', targetIds: ['web'], reason: 'Release day' };
    await bench.ask('rollouts.start', input, { key: 'k1' });
    expect(killed.times()).toBe(2);
    expect(listRollouts((await killed.store()).reader, {})).toEqual([]);
    expect(await bench.call('rollouts.start', input, { key: 'k1' })).toMatchObject({ ok: true, replayed: true });
    expect(listRollouts(bench.store.reader, {})).toHaveLength(1);
  });

  test('R2.7 leaves neither for a new target', async () => {
    const bench = await openWorld();
    const killed = killedAt(bench, answerKept);
    const settings = { site: 'pryde', channels: 'live=100' };
    const input = {
      id: null,
      applicationId: 'pryde',
      connectionId: 'con-platform',
      channel: 'stable',
      name: 'Second',
      settings,
      population: 10,
    };
    const saved = await bench.call('fleet.saveTarget', input, { key: 'k1' });
    expect(saved).toMatchObject({ ok: true });
    expect((await killed.store()).reader.all('SELECT id FROM target')).toEqual([{ id: 'web' }]);
    expect(bench.store.reader.all('SELECT id FROM target')).toHaveLength(2);
  });
});

test('R2.7 undoes a press that breaks halfway, and sends no write before the press is stored', async () => {
  const bench = await openWorld();
  await runningRollout(bench);
  const platform = bench.platform();
  const { act } = platform;
  const inside: boolean[] = [];
  platform.act = async (...args) => {
    inside.push(bench.store.database.inTransaction);
    await act(...args);
  };
  const press = { applicationId: 'pryde', version: '2.0.0', targetIds: null, toVersion: null, reason: 'Errors' };
  await bench.ask('rollouts.rollback', press, { key: 'k1' });
  await bench.engine.actions.idle();
  expect(inside).toEqual([false]);
  expect(platform.applied.at(-1)).toBe('rollback 2.0.0');

  const broken = new Error('the row cannot be shown');
  const push = bench.world.deps.changed;
  Object.assign(bench.world.deps, {
    changed: () => {
      throw broken;
    },
  });
  expect((await bench.refused('fleet.saveApplication', { name: 'Harbor' }, { key: 'k2' })).code).toBe('internal');
  Object.assign(bench.world.deps, { changed: push });
  expect(listApplications(bench.store.reader).map((one) => one.name)).toEqual(['Pryde']);
  expect(await bench.ask('fleet.saveApplication', { name: 'Harbor' }, { key: 'k2' })).toEqual({ id: 'harbor' });
});

test('R2.7 knows every changing call that waits', () => {
  const waits = callNames.filter((name) => contract[name].mutates && handlers[name].constructor.name === 'AsyncFunction');
  expect(waits.toSorted()).toEqual([...waitingCalls].toSorted());
});
