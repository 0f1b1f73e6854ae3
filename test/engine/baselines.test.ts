import { describe, expect, test } from 'vitest';
import { AdapterError } from '../../main/adapters/errors.ts';
import { type Bench, decided, minute, openBench, planLike, reading, second } from '../support/engine/bench.ts';

const relative = planLike([
  'metric: errors, window: 30s, yellow: 2 %, red: 5 %, emergency: 20 %',
  'metric: errors, kind: baselineRatio, window: 30s, red: 50 %',
]);

/** Values of the version before, one each ten seconds. */
function pastOf(bench: Bench, value: number): void {
  bench.far.history = (from, to) =>
    Array.from({ length: Math.floor((to - from) / (10 * second)) }, (_, index) => reading('1.0.0', value, from + index * 10 * second));
}

describe('baselines', () => {
  test('R3.3 are captured before anybody is exposed, from the source of the version before', async () => {
    const bench = await openBench();
    pastOf(bench, 0.01);
    const [rollout] = await bench.begin('2.0.0', relative);
    const now = bench.clock.now();
    await bench.engine.step();
    expect(bench.rollout(rollout?.id ?? '').baselines).toEqual([
      { metric: 'errors', value: expect.closeTo(0.01), samples: expect.any(Number), release: '1.0.0', from: now - 10 * minute, to: now },
    ]);
    expect(bench.platform().applied).toEqual(['expose 2.0.0 10']);
  });

  test('R3.3 are kept: what the old version does later changes nothing', async () => {
    const bench = await openBench();
    pastOf(bench, 0.01);
    const [rollout] = await bench.begin('2.0.0', relative);
    await bench.engine.step();
    const captured = bench.rollout(rollout?.id ?? '').baselines;
    const { historyAsked } = bench.far;
    pastOf(bench, 0.9);
    await bench.run(2 * minute);
    expect(bench.rollout(rollout?.id ?? '').baselines).toEqual(captured);
    expect(bench.far.historyAsked).toBe(historyAsked);
  });

  test('R3.3 that cannot be taken yet keep everybody from being exposed', async () => {
    const bench = await openBench();
    bench.far.history = () => {
      throw new AdapterError('unavailable', 'No answer.');
    };
    const [rollout] = await bench.begin('2.0.0', relative);
    await bench.run(2 * minute);
    expect(decided(bench, rollout?.id ?? '')).toEqual(['wait/pending']);
    expect(bench.platform().calls).toEqual([]);
    pastOf(bench, 0.01);
    await bench.run(20 * second);
    expect(bench.platform().applied).toEqual(['expose 2.0.0 10']);
  });

  test('R3.3 come from stored readings where the source keeps no history', async () => {
    const bench = await openBench();
    const [rollout] = await bench.begin('2.0.0', relative);
    bench.far.read = () => [reading('1.0.0', 0.02, bench.clock.now())];
    await bench.run(minute);
    expect(bench.rollout(rollout?.id ?? '').baselines).toEqual([]);
    const named = await openBench();
    named.far.read = () => [reading('1.0.0', 0.02, named.clock.now()), reading('2.0.0', 0.02, named.clock.now())];
    // A question that names no release has one series for all of them.
    named.deps.desk.metric = () => ({
      resolve: () => ({ what: 'errors' }),
      read: async () => named.far.read({}),
      history: async () => null,
    });
    const [other] = await named.begin('2.0.0', relative);
    await named.run(minute);
    expect(named.rollout(other?.id ?? '').baselines).toMatchObject([{ release: '1.0.0', value: 0.02 }]);
  });

  test('R3.3 judge the new release against the old one', async () => {
    const bench = await openBench();
    pastOf(bench, 0.01);
    const [rollout] = await bench.begin('2.0.0', relative);
    await bench.run(20 * second);
    bench.far.read = (resolved) => [reading(String(resolved['release']), 0.03, bench.clock.now())];
    await bench.run(2 * minute);
    expect(decided(bench, rollout?.id ?? '').at(-1)).toBe('rollback/red');
  });

  test('R3.3 of a first release cannot be taken, and that is said', async () => {
    const bench = await openBench();
    bench.platform().state = { ...bench.platform().state, version: null, percent: null, fence: 'empty' };
    const [rollout] = await bench.begin('2.0.0', relative);
    await bench.run(minute);
    expect(decided(bench, rollout?.id ?? '')).toEqual(['hold/blind']);
    expect(bench.far.historyAsked).toBe(0);
  });
});
