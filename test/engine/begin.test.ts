import { describe, expect, test } from 'vitest';
import { AdapterError } from '../../main/adapters/errors.ts';
import { listRollouts } from '../../main/store/rollouts.ts';
import { openBench, plainPlan, planLike, runningRollout } from '../support/engine/bench.ts';
import { stateOf } from '../support/engine/fake-platform.ts';

describe('beginning a rollout', () => {
  test.each([
    ['the version everybody has', stateOf('1.0.0', 100), '1.0.0'],
    ['the version everybody else has while another one is only halfway', stateOf('1.9.0', 20, { fallbackVersion: '1.0.0' }), '1.0.0'],
    [
      'the version everybody else has when the newest was halted',
      stateOf('1.9.0', 100, { status: 'halted', fallbackVersion: '1.0.0' }),
      '1.0.0',
    ],
    ['the version below it when it is out already', stateOf('2.0.0', 10, { fallbackVersion: '1.0.0' }), '1.0.0'],
    ['the version served where the platform has no share', stateOf('1.0.0', null, { status: 'live' }), '1.0.0'],
    ['nothing on an empty platform', stateOf(null, null), null],
  ])('R1.8 notes %s as the way back', async (_what, state, previousVersion) => {
    const bench = await openBench({ targets: false });
    bench.addTarget('web', 'web', state);
    const [rollout] = await bench.begin();
    expect(rollout).toMatchObject({ previousVersion, state: 'preparing', stage: -1 });
    expect(bench.platform().calls).toEqual([]);
  });

  test('R6.3 refuses a broken plan with file, line and path, and a target of another application', async () => {
    const bench = await openBench();
    await expect(bench.begin('2.0.0', planLike(['percent: 10', 'percent: 1000']))).rejects.toThrow(/^plain\.yaml:16 stages\[0\]\.percent /);
    await expect(bench.begin('2.0.0', plainPlan, ['nowhere'])).rejects.toThrow('There is no target nowhere of application pryde.');
    expect(listRollouts(bench.store.reader, {})).toEqual([]);
  });

  test('R6.3 refuses a target that has another rollout, and names it', async () => {
    const bench = await openBench();
    await runningRollout(bench);
    await expect(bench.begin('3.0.0')).rejects.toThrow('web already has 2.0.0 rolling (running)');
  });

  test('R6.3 starts nothing when one of the targets cannot be read', async () => {
    const bench = await openBench();
    bench.addTarget('desktop', 'desktop');
    bench.platform('desktop').readScript.push(new AdapterError('auth', 'The key was revoked.'));
    await expect(bench.begin('2.0.0', plainPlan, ['web', 'desktop'])).rejects.toThrow(
      'desktop cannot be read, so nothing was started: The key',
    );
    expect(listRollouts(bench.store.reader, {})).toEqual([]);
    expect(bench.audited()).toEqual([]);
  });

  test('R1.1 refuses a stage that the target cannot be at', async () => {
    const bench = await openBench();
    bench.platform().percentList = [25, 100];
    await expect(bench.begin()).rejects.toThrow('web can be at 25, 100 %, and stage 10 % of the plan asks for 10 %.');
  });
});
