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

test('R4.3 takes a release back in an emergency, and R2.6 asks the health endpoints that are set, at the border', async () => {
  const bench = await openWorld();
  await runningRollout(bench);
  const place = { applicationId: 'pryde', healthUrl: 'https://pryde.example.com/health' };
  expect((await bench.refused('fleet.saveEndpoint', { ...place, healthUrl: 'javascript:alert(1)' })).message).toContain('no web address');
  expect((await bench.refused('fleet.saveEndpoint', { ...place, targetId: 'nope' })).code).toBe('notFound');
  await bench.ask('fleet.saveEndpoint', { ...place, text: '1.0.0' });
  await bench.ask('fleet.saveEndpoint', { ...place, targetId: 'web', healthUrl: 'https://web.example.com/health' });
  expect(await bench.ask('fleet.endpoints', { applicationId: 'pryde' })).toHaveLength(2);
  expect((await bench.refused('rollouts.emergency', { ...release, reason: 'x' }, { role: 'viewer' })).code).toBe('role');
  const { decisionId } = await bench.ask('rollouts.emergency', { ...release, reason: 'Customers cannot pay' });
  expect(decisionId).not.toBeNull();
  await bench.engine.actions.idle();
  bench.far.endpoint = (url) =>
    url.includes('web')
      ? { ok: false, status: 503, says: 'Answered 503.' }
      : { ok: true, status: 200, says: 'Answered 200, with "1.0.0".' };
  const rows = await bench.ask('rollouts.askEndpoints', release);
  expect(rows.map((row) => [row.targetName, row.ok])).toEqual([
    [null, true],
    ['web', false],
  ]);
  expect(bench.audited()).toContain('release.endpointsAsked');
  await bench.ask('fleet.saveEndpoint', { ...place, healthUrl: null });
  expect(await bench.ask('fleet.endpoints', { applicationId: 'pryde' })).toMatchObject([{ targetId: 'web' }]);
});
