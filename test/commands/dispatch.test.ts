import { describe, expect, test } from 'vitest';
import { callNames, contract } from '../../main/contract/index.ts';
import type { Role } from '../../main/core/model/actor.ts';
import { keyLifeMs } from '../../main/commands/once.ts';
import { listApplications } from '../../main/store/applications.ts';
import { idempotencyCounters } from '../../main/store/idempotency.ts';
import { decided, runningRollout } from '../support/engine/bench.ts';
import { openWorld } from '../support/engine/world.ts';

const roles: readonly Role[] = ['viewer', 'operator', 'admin'];

describe('roles', () => {
  test('design 2.6 checks the role of every call before it looks at the input', async () => {
    const { refused } = await openWorld();
    for (const name of callNames) {
      for (const role of roles.slice(0, roles.indexOf(contract[name].role))) {
        expect(await refused(name, { nonsense: true }, { role }), `${name} as ${role}`).toMatchObject({
          code: 'role',
          message: expect.stringContaining(`This needs the role ${contract[name].role}; you are ${role}`),
        });
      }
    }
  });

  test('design 2.6 lets no viewer change anything but the settings of this console', () => {
    const open = callNames.filter((name) => contract[name].mutates && contract[name].role === 'viewer');
    expect(open).toEqual(['system.saveSettings']);
  });
});

describe('input', () => {
  test('design 2.6 names a call that does not exist, inherited names included', async () => {
    const { refused } = await openWorld();
    for (const name of ['rollouts.explode', '', 'toString', '__proto__', 'constructor'])
      expect(await refused(name, {})).toEqual({ code: 'notFound', message: `There is no call ${name}.` });
  });

  test('design 2.6 names each field that is not right', async () => {
    const { refused } = await openWorld();
    const problem = await refused('rollouts.start', { applicationId: 'pryde', version: ' ', plan: 'x', targetIds: [], reason: 'no' });
    expect(problem.code).toBe('input');
    expect(Object.keys(problem.fields ?? {}).toSorted()).toEqual(['reason', 'targetIds', 'version']);
    expect(problem.message).toContain('The reason does not fit: Say why in at least three characters');
    const missing = await refused('rollouts.hold', { rolloutId: 7 });
    expect(missing.message).toBe('The rollout does not fit: it must be a text. The reason is missing.');
  });

  test.each([[null], ['text'], [[1, 2]], [42]])('design 2.6 refuses %j where an object belongs', async (input) => {
    const { refused } = await openWorld();
    expect((await refused('rollouts.hold', input)).code).toBe('input');
  });
});

describe('R2.7 idempotency', () => {
  test('R2.7 gives the stored answer for the same key and body, and acts once', async () => {
    const { call, store } = await openWorld();
    const first = await call('fleet.saveApplication', { name: 'Harbor' }, { key: 'k1' });
    const again = await call('fleet.saveApplication', { name: 'Harbor' }, { key: 'k1' });
    expect(first).toEqual({ ok: true, answer: { id: 'harbor' } });
    expect(again).toEqual({ ok: true, answer: { id: 'harbor' }, replayed: true });
    expect(listApplications(store.reader)).toHaveLength(2);
    expect(idempotencyCounters(store.reader)).toEqual({ created: 1, replayed: 1, conflict: 0, stored: 1 });
  });

  test('R2.7 reads a body the same whatever the order of its fields, and with its defaults filled in', async () => {
    const { call } = await openWorld();
    await call('fleet.saveApplication', { id: null, name: 'Harbor' }, { key: 'k1' });
    expect(await call('fleet.saveApplication', { name: 'Harbor' }, { key: 'k1' })).toMatchObject({ replayed: true });
  });

  test('R2.7 refuses the same key with another body, and does nothing', async () => {
    const { ask, refused, store } = await openWorld();
    await ask('fleet.saveApplication', { name: 'Harbor' }, { key: 'k1' });
    const problem = await refused('fleet.saveApplication', { name: 'Pier' }, { key: 'k1' });
    expect(problem).toMatchObject({ code: 'conflict', message: expect.stringContaining('used with another body') });
    expect(listApplications(store.reader).map((one) => one.name)).toEqual(['Harbor', 'Pryde']);
    expect(idempotencyCounters(store.reader).conflict).toBe(1);
  });

  test('R2.7 keeps keys of different calls apart', async () => {
    const { call, ask } = await openWorld();
    await ask('fleet.saveApplication', { name: 'Harbor' }, { key: 'k1' });
    expect(await call('system.saveSettings', { theme: 'dark' }, { key: 'k1' })).not.toHaveProperty('replayed');
  });

  test('R2.7 does not store a failed call: the same key works once the trouble is gone', async () => {
    const bench = await openWorld();
    const { id } = await runningRollout(bench);
    const press = { rolloutId: id, reason: 'Look first' };
    expect((await bench.refused('rollouts.resume', press, { key: 'k1' })).code).toBe('refused');
    await bench.ask('rollouts.hold', press, { key: 'k2' });
    expect(await bench.call('rollouts.resume', press, { key: 'k1' })).toMatchObject({ ok: true });
    expect(idempotencyCounters(bench.store.reader)).toMatchObject({ created: 2, replayed: 0, stored: 2 });
  });

  test('R2.7 acts once on a double press, however close', async () => {
    const bench = await openWorld();
    const { id } = await runningRollout(bench);
    const press = { rolloutId: id, reason: 'Now' };
    const results = await Promise.all(Array.from({ length: 5 }, () => bench.call('rollouts.promote', press, { key: 'k1' })));
    expect(results.map((result) => result.ok)).toEqual([true, true, true, true, true]);
    expect(results.filter((result) => result.ok && result.replayed === true)).toHaveLength(4);
    expect(decided(bench, id).filter((one) => one === 'advance/person')).toHaveLength(1);
  });

  test('R2.7 lets the waiting presses try one after the other when the first one fails', async () => {
    const bench = await openWorld();
    let inside = 0;
    let most = 0;
    const restore = async (): Promise<string> => {
      inside += 1;
      most = Math.max(most, inside);
      await new Promise((resolve) => setImmediate(resolve));
      inside -= 1;
      throw new Error('the file is gone');
    };
    Object.assign(bench.world, { restore });
    const input = { file: 'gone.db', reason: 'Practice' };
    const results = await Promise.all(Array.from({ length: 4 }, () => bench.refused('system.restore', input, { key: 'k1' })));
    expect(results.map((problem) => problem.code)).toEqual(Array.from({ length: 4 }, () => 'internal'));
    expect(most).toBe(1);
  });

  test('R2.7 forgets a key after 24 hours, and cleans it up', async () => {
    const bench = await openWorld();
    await bench.ask('fleet.saveApplication', { name: 'Harbor' }, { key: 'k1' });
    bench.clock.moveTo(bench.clock.now() + keyLifeMs - 1);
    expect(await bench.call('fleet.saveApplication', { name: 'Harbor' }, { key: 'k1' })).toMatchObject({ replayed: true });
    bench.clock.moveTo(bench.clock.now() + 1);
    expect(await bench.ask('fleet.saveApplication', { name: 'Harbor' }, { key: 'k1' })).toEqual({ id: 'harbor-2' });
    expect(idempotencyCounters(bench.store.reader).stored).toBe(1);
  });

  test('R2.7 does not take up a key for a call that only reads', async () => {
    const bench = await openWorld();
    await bench.ask('fleet.status', {}, { key: 'k1' });
    expect(idempotencyCounters(bench.store.reader)).toEqual({ created: 0, replayed: 0, conflict: 0, stored: 0 });
  });
});

test('design 2.6 answers with a clear problem, and a line in the log, when a call breaks inside', async () => {
  const bench = await openWorld();
  const { vault } = bench;
  vault.ids = () => {
    throw new Error('the vault is locked');
  };
  expect(await bench.refused('connections.list', {})).toEqual({
    code: 'internal',
    message: 'Tidegate could not finish this: the vault is locked',
  });
  expect(bench.logged.at(-1)).toMatchObject({ level: 'error', fields: { call: 'connections.list' } });
});
