import { expect, test } from 'vitest';
import { listIncidents } from '../../main/store/incidents.ts';
import { begin } from '../../main/engine/begin.ts';
import { listRollouts } from '../../main/store/rollouts.ts';
import { openBench, planLike, plainPlan, pressOf, reading, runningRollout, second } from '../support/engine/bench.ts';

test('R6.1 begins one rollout per target when two people press at the same moment', async () => {
  const bench = await openBench();
  const what = { applicationId: 'pryde', targetIds: ['web'], planText: plainPlan, planFile: 'plain.yaml' };
  const both = await Promise.allSettled(['2.0.0', '2.1.0'].map((version) => begin(bench.deps, { ...what, version }, pressOf())));
  expect(both.map((one) => one.status)).toEqual(['fulfilled', 'rejected']);
  expect(listRollouts(bench.store.reader, {})).toHaveLength(1);
});

test('design 2.5 tells again what a full disk kept from being recorded', async () => {
  const bench = await openBench();
  await runningRollout(
    bench,
    planLike(['bake: 1m }\n  - { percent: 100', 'bake: 1m, automation: { rollback: false } }\n  - { percent: 100']),
  );
  bench.far.read = () => [reading('2.0.0', 0.5, bench.clock.now())];
  bench.store.database.exec("CREATE TEMP TRIGGER full BEFORE INSERT ON main.decision BEGIN SELECT RAISE(ABORT, 'disk full'); END");
  await bench.run(20 * second);
  bench.store.database.exec('DROP TRIGGER temp.full');
  await bench.run(20 * second);
  expect(listIncidents(bench.store.reader, {})).toHaveLength(1);
});
