import { expect, test } from 'vitest';
import { minute, openBench, runningRollout, second } from '../support/engine/bench.ts';

test('R6.1 forgets what it remembered of a rollout once that is over', async () => {
  const bench = await openBench();
  bench.addTarget('desktop', 'desktop');
  const { id } = await runningRollout(bench);
  await bench.run(20 * second);
  expect([...bench.engine.latest.keys()]).toEqual([id]);
  expect(bench.deps.keys.size).toBe(1);
  const [later] = await bench.begin('2.0.0', undefined, ['desktop']);
  await bench.run(2 * minute);
  expect(bench.rollout(id).state).toBe('completed');
  expect([...bench.engine.latest.keys()]).toEqual([later?.id]);
  await bench.run(5 * minute);
  expect(bench.engine.latest.size).toBe(0);
  expect(bench.deps.keys.size).toBe(0);
});
