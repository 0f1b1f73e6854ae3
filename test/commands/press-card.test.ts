import { describe, expect, test } from 'vitest';
import { runningRollout } from '../support/engine/bench.ts';
import { openWorld } from '../support/engine/world.ts';

describe('what a press would do, before it is pressed', () => {
  test('R1.8 says what a promote would send, to how many, and what of it can be taken back', async () => {
    const world = await openWorld();
    const { id } = await runningRollout(world);
    const offers = { op: 'expose', available: true, reason: null, undo: 'newUsersOnly', says: 'Offers it to more users.' };
    Object.assign(world.platform(), { abilities: () => [offers] });
    const writes = world.platform().calls.length;
    const card = await world.ask('rollouts.pressCard', { rolloutId: id, press: 'promote' }, { role: 'viewer' });
    expect(card).toMatchObject({
      writes: true,
      available: true,
      fromPercent: 10,
      toPercent: 100,
      usersAfter: 10_000,
      undo: 'newUsersOnly',
    });
    expect(card.calls.length).toBeGreaterThan(0);
    expect(card.readAt).toBe(world.clock.now());
    expect(world.platform().calls).toHaveLength(writes);
  });

  test('R1.8 says that hold and resume send nothing', async () => {
    const world = await openWorld();
    const { id } = await runningRollout(world);
    for (const press of ['hold', 'resume'] as const) {
      const card = await world.ask('rollouts.pressCard', { rolloutId: id, press });
      expect(card).toMatchObject({ writes: false, calls: [], undo: 'reversible', toPercent: null, usersAfter: 1000, readAt: null });
      expect(card.says).toContain('Nothing is sent');
    }
  });

  test('R1.8 says of halt and rollback what this platform really does', async () => {
    const world = await openWorld();
    const { id } = await runningRollout(world);
    const halt = await world.ask('rollouts.pressCard', { rolloutId: id, press: 'halt' });
    expect(halt).toMatchObject({ writes: true, toPercent: 0, usersAfter: 0 });
    const back = await world.ask('rollouts.pressCard', { rolloutId: id, press: 'rollback' });
    expect(back).toMatchObject({ writes: true, available: true, calls: [expect.stringContaining('2.0.0')] });
    expect((await world.refused('rollouts.pressCard', { rolloutId: 'nope', press: 'halt' })).code).toBe('notFound');
  });

  test('R1.8 never calls a press possible while its platform cannot be read', async () => {
    const world = await openWorld();
    const { id } = await runningRollout(world);
    Object.assign(world.platform(), {
      read: async () => {
        throw new Error('The platform is silent.');
      },
    });
    const card = await world.ask('rollouts.pressCard', { rolloutId: id, press: 'promote' });
    expect(card).toMatchObject({ available: false, calls: [], reason: expect.stringContaining('The platform is silent.') });
  });
});
