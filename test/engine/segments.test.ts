import { describe, expect, test } from 'vitest';
import { actionsOf } from '../../main/store/actions.ts';
import { resolveDrift } from '../../main/engine/press.ts';
import { type Bench, decided, minute, openBench, planLike, pressOf, runningRollout, second } from '../support/engine/bench.ts';
import { stateOf } from '../support/engine/fake-platform.ts';

const plan = planLike(
  ['{ percent: 10, bake: 1m }', '{ percent: 10, bake: 1m, segments: [internal] }'],
  ['{ percent: 100, bake: 1m }', '{ percent: 50, bake: 1m, segments: [beta-users] }\n  - { percent: 100, bake: 10m }'],
);

async function openFlagBench(): Promise<Bench> {
  const bench = await openBench({ targets: false });
  bench.addTarget('flag', 'flag', stateOf('1.0.0', 100));
  return bench;
}

describe('segments of a stage', () => {
  test('R4.1 are switched on with the share, kept by later stages and given back together', async () => {
    const bench = await openFlagBench();
    const { id } = await runningRollout(bench, plan, ['flag']);
    expect(bench.rollout(id).expected).toMatchObject({ percent: 10, segments: ['internal'] });
    await bench.run(4 * minute);
    expect(bench.rollout(id).expected).toMatchObject({ percent: 100, segments: ['internal', 'beta-users'] });
    const steps = actionsOf(bench.store.reader, { rolloutId: id }).map((action) => action.operation);
    expect(steps.reverse()).toMatchObject([
      { percent: 10, segments: ['internal'] },
      { percent: 50, segments: ['beta-users'] },
      { op: 'expose', percent: 100 },
    ]);
    expect(steps[2]).not.toHaveProperty('segments');
    expect(decided(bench, id)).not.toContain('hold/drift');
  });

  test('R4.1 drift when somebody switches one off, and are restored with one press', async () => {
    const bench = await openFlagBench();
    const { id } = await runningRollout(bench, plan, ['flag']);
    const platform = bench.platform('flag');
    platform.state = { ...platform.state, segments: ['somebody-elses'] };
    await bench.run(30 * second);
    expect(decided(bench, id)).toContain('hold/drift');
    resolveDrift(bench.deps, id, 'restore', pressOf());
    await bench.engine.step();
    expect(platform.state.segments).toEqual(['somebody-elses', 'internal']);
    await bench.run(5 * minute);
    expect(bench.rollout(id).expected).toMatchObject({ percent: 100 });
  });

  test('R4.1 are refused where the target is no flag, before anything is started', async () => {
    const bench = await openBench();
    await expect(bench.begin('2.0.0', plan)).rejects.toThrow(
      'Stage 10 % of the plan names segments (internal), and segments need a flag target; web is none.',
    );
    expect(bench.platform().reads).toBe(0);
  });
});
