import { expect, test } from 'vitest';
import { AdapterError } from '../../main/adapters/errors.ts';
import { promote, retryAction, takeBack } from '../../main/engine/press.ts';
import { unfinished } from '../../main/store/actions.ts';
import { minute, newestAction, openBench, pressOf, runningRollout, second, reading } from '../support/engine/bench.ts';

const release = { applicationId: 'pryde', version: '2.0.0', targetIds: null, toVersion: null };
const silent = () => new AdapterError('unavailable', 'The platform answered 503.');

test('design 2.3 takes a red release back by itself while an exposure waits for its next try', async () => {
  const bench = await openBench();
  const rollout = await runningRollout(bench);
  bench.platform().script.push({ kind: 'rateLimited', retryAt: bench.clock.now() + 30 * minute });
  promote(bench.deps, rollout.id, pressOf());
  await bench.engine.step();
  bench.far.read = () => [reading('2.0.0', 0.5, bench.clock.now())];
  await bench.run(20 * second);
  expect(bench.rollout(rollout.id).state).toBe('rolledBack');
  expect(bench.platform().applied).toEqual(['expose 2.0.0 10', 'rollback 2.0.0']);
});

test('design 2.4 does not carry an exposure out that was decided before a long sleep, until a person retries it', async () => {
  const bench = await openBench();
  const rollout = await runningRollout(bench);
  bench.platform().script.push({ kind: 'unavailable' });
  promote(bench.deps, rollout.id, pressOf());
  await bench.engine.step();
  bench.clock.moveTo(bench.clock.now() + 480 * minute);
  await bench.engine.step();
  const given = newestAction(bench, rollout.id);
  expect(given).toMatchObject({ state: 'failed', problem: { kind: 'precondition' } });
  expect(bench.platform().applied).toEqual(['expose 2.0.0 10']);
  retryAction(bench.deps, given.id, pressOf());
  await bench.engine.step();
  expect(bench.platform().applied).toEqual(['expose 2.0.0 10', 'expose 2.0.0 100']);
});

test('design 2.8 does not wait behind the backoff of an exposure whose answer was lost', async () => {
  const bench = await openBench();
  const rollout = await runningRollout(bench);
  let open: () => void = () => undefined;
  bench.platform().gate = new Promise<void>((resolve) => {
    open = resolve;
  });
  bench.platform().script.push({ kind: 'timeoutBefore' });
  promote(bench.deps, rollout.id, pressOf());
  bench.engine.actions.kick();
  takeBack(bench.deps, release, pressOf());
  open();
  await bench.engine.actions.idle();
  expect(bench.rollout(rollout.id).state).toBe('rolledBack');
  expect(unfinished(bench.store.reader)).toEqual([]);
});

test('design 2.8 keeps a withdrawn exposure withdrawn when the look at the platform fails meanwhile', async () => {
  const bench = await openBench();
  const rollout = await runningRollout(bench);
  bench.platform().script.push({ kind: 'unavailable' });
  promote(bench.deps, rollout.id, pressOf());
  await bench.engine.step();
  const exposure = newestAction(bench, rollout.id);
  bench.clock.moveTo(bench.clock.now() + 5 * second);
  let refuse: (error: Error) => void = () => undefined;
  const platform = bench.platform();
  const read = platform.read.bind(platform);
  platform.read = () =>
    new Promise((_resolve, reject) => {
      refuse = reject;
    });
  bench.engine.actions.kick();
  takeBack(bench.deps, release, pressOf());
  platform.read = read;
  refuse(silent());
  await bench.engine.actions.idle();
  expect(bench.rollout(rollout.id).state).toBe('rolledBack');
  expect(bench.store.reader.one('SELECT state FROM action WHERE id = ?', exposure.id)).toEqual({ state: 'failed' });
});

test('design 2.8 takes back also a first exposure that was given up half done', async () => {
  const bench = await openBench();
  bench.addTarget('desktop', 'desktop');
  await runningRollout(bench);
  const [desktop] = await bench.begin('2.0.0', undefined, ['desktop']);
  const far = bench.platform('desktop');
  for (let tries = 0; tries < 10; tries += 1) far.script.push({ kind: 'partial' });
  await bench.run(8 * minute);
  expect(newestAction(bench, desktop?.id ?? '')).toMatchObject({ state: 'failed', problem: { kind: 'unknownOutcome' } });
  far.script.length = 0;
  takeBack(bench.deps, release, pressOf());
  await bench.engine.step();
  expect(bench.rollout(desktop?.id ?? '').state).toBe('rolledBack');
  expect(far.state.version).toBe('1.0.0');
});
