import { expect, test } from 'vitest';
import { AdapterError } from '../../main/adapters/errors.ts';
import { listHealth } from '../../main/store/connections.ts';
import { openBench, planLike, reading, runningRollout, second } from '../support/engine/bench.ts';

const twoMetrics = planLike([
  'gates:',
  '  late:\n    title: Late\n    source: numbers\n    unit: rate\n    aggregate: last\n    query: { what: late }\ngates:',
]);

test('design 2.2 calls a source unwell while one of its questions fails, whichever answer comes last', async () => {
  const bench = await openBench();
  await runningRollout(bench, twoMetrics);
  bench.far.read = (resolved) => {
    if (resolved['what'] === 'errors') throw new AdapterError('invalid', 'The query is not valid.');
    return [reading('2.0.0', 0.001, bench.clock.now())];
  };
  await bench.run(20 * second);
  const failing = listHealth(bench.store.reader).filter((health) => health.problem?.message === 'The query is not valid.');
  expect(failing).toHaveLength(1);
});
