import { expect, test } from 'vitest';
import { takeBack } from '../../main/engine/press.ts';
import { openBench, pressOf, runningRollout, second } from '../support/engine/bench.ts';

const release = { applicationId: 'pryde', version: '2.0.0', targetIds: null, toVersion: null };

test('design 2.5 rests between tries while the store takes no writes, and takes back as soon as it does', async () => {
  const bench = await openBench();
  const rollout = await runningRollout(bench);
  takeBack(bench.deps, release, pressOf());
  bench.store.database.pragma('query_only = 1');
  bench.engine.actions.kick();
  await new Promise((resolve) => setImmediate(resolve));
  await bench.engine.actions.idle();
  const tries = bench.logged.filter((line) => line.message === 'action could not be carried on').length;
  expect(tries).toBe(1);
  expect(bench.platform().applied).toEqual(['expose 2.0.0 10']);
  bench.store.database.pragma('query_only = 0');
  bench.clock.moveTo(bench.clock.now() + second);
  await bench.engine.actions.idle();
  expect(bench.rollout(rollout.id).state).toBe('rolledBack');
});

test('design 2.3 watches the other rollouts when one lost its plan', async () => {
  const bench = await openBench();
  bench.addTarget('desktop', 'desktop');
  const web = await runningRollout(bench);
  const [desktop] = await bench.begin('2.0.0', undefined, ['desktop']);
  bench.store.database.pragma('foreign_keys = OFF');
  bench.store.database.prepare('UPDATE rollout SET plan_hash = ? WHERE id = ?').run('lost', desktop?.id);
  const before = bench.rollout(web.id).lastSweepAt ?? 0;
  await bench.run(20 * second);
  expect(bench.rollout(web.id).lastSweepAt).toBeGreaterThan(before);
});
