import { expect, test } from 'vitest';
import { openWorld } from '../support/engine/world.ts';
import { runningRollout, second } from '../support/engine/bench.ts';

const release = { applicationId: 'pryde', version: '2.0.0' };

test('R4.2 offers the ways back, shows what is contained and lets a person choose the next act, at the border', async () => {
  const bench = await openWorld();
  const { id } = await runningRollout(bench);
  bench.clock.moveTo(bench.clock.now() + second);
  expect((await bench.ask('rollouts.waysBack', release)).map((way) => [way.way, way.available])).toEqual([
    ['flag', false],
    ['component', false],
    ['full', true],
  ]);
  const [line] = await bench.ask('rollouts.undoCard', release);
  expect(line).toMatchObject({
    measured: null,
    next: [
      { op: 'halt', act: 'halt it for new users' },
      { op: 'unpublish', undo: 'permanent' },
    ],
  });
  bench.platform().script.push({ kind: 'refuse' }, { kind: 'refuse' });
  await bench.ask('rollouts.rollback', { ...release, reason: 'Crashes' });
  await bench.engine.actions.idle();
  expect(await bench.ask('rollouts.containment', release)).toMatchObject({
    contained: false,
    says: 'Contained on 0 of 1 target; not on web.',
    targets: [{ standing: 'failed', next: [{ op: 'unpublish' }] }],
  });
  expect((await bench.refused('rollouts.contain', { rolloutId: id, op: 'halt', reason: 'x' }, { role: 'viewer' })).code).toBe('role');
  const { actions } = await bench.ask('rollouts.contain', { rolloutId: id, op: 'halt', reason: 'The key was widened' });
  expect(actions).toHaveLength(1);
  await bench.engine.actions.idle();
  expect(await bench.ask('rollouts.containment', release)).toMatchObject({ contained: true, targets: [{ how: 'halt' }] });
  const { rollout } = await bench.ask('rollouts.get', { rolloutId: id });
  expect(rollout.next.sentence).toBe('halted: nobody new gets it');
});
