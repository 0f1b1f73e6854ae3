import { expect, test } from 'vitest';
import { openWorld } from '../support/engine/world.ts';
import { hour } from '../support/engine/bench.ts';

test('R2.7 counts created, replayed and conflicting keys, their hit rate, and those that live', async () => {
  const bench = await openWorld();
  const none = { created: 0, replayed: 0, conflict: 0, stored: 0, hitRate: null, lifeMs: 24 * hour, oldestAt: null };
  expect(await bench.ask('keys.counters', {}, { role: 'viewer' })).toEqual(none);
  const at = bench.clock.now();
  await bench.ask('system.saveSettings', { actorName: 'Ada' }, { key: 'k-1' });
  expect(await bench.call('system.saveSettings', { actorName: 'Ada' }, { key: 'k-1' })).toMatchObject({ replayed: true });
  expect((await bench.refused('system.saveSettings', { actorName: 'Bob' }, { key: 'k-1' })).code).toBe('conflict');
  // A refused press is not stored: the same key may carry the corrected one.
  await bench.refused('hooks.remove', { hookId: 'none', reason: 'Because' }, { key: 'k-2' });
  // Reading keeps nothing either.
  await bench.ask('keys.counters', {}, { key: 'k-3' });
  const counted = { created: 1, replayed: 1, conflict: 1, stored: 1, hitRate: 0.5, lifeMs: 24 * hour, oldestAt: at };
  expect(await bench.ask('keys.counters', {})).toEqual(counted);
  bench.clock.moveTo(at + 24 * hour);
  expect(await bench.ask('keys.counters', {})).toMatchObject({ created: 1, stored: 0, oldestAt: null });
  // After its life the key is free again, for another body too.
  await bench.ask('system.saveSettings', { actorName: 'Bob' }, { key: 'k-1' });
  expect(await bench.ask('keys.counters', {})).toMatchObject({ created: 2, stored: 1 });
});
