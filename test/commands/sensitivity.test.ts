import { expect, test } from 'vitest';
import { minute, plainPlan, reading } from '../support/engine/bench.ts';
import { openWorld } from '../support/engine/world.ts';

test('R3.2 says what each stage of a plan could see on the targets whose traffic is known, and nothing before', async () => {
  const world = await openWorld();
  expect(await world.ask('plans.sensitivity', { text: plainPlan })).toEqual([]);
  expect(await world.ask('plans.sensitivity', { text: 'name: broken' })).toEqual([]);
  world.far.read = () => [reading('1.0.0', 0.004, world.clock.now(), 2000), reading('2.0.0', 0.004, world.clock.now(), 200)];
  await world.begin('2.0.0');
  await world.run(3 * minute);
  const rows = await world.ask('plans.sensitivity', { text: plainPlan });
  expect(rows.map((row) => row.stages.map((stage) => stage.percent))).toEqual([[10, 100]]);
  expect(rows[0]?.stages[1]?.words).toContain('Error rate');
});
