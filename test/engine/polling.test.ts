import { describe, expect, test } from 'vitest';
import { AdapterError } from '../../main/adapters/errors.ts';
import type { PlatformState } from '../../main/core/model/platform-state.ts';
import { createIngest } from '../../main/engine/ingest.ts';
import { pollPlatform } from '../../main/engine/poll-platforms.ts';
import { promote } from '../../main/engine/press.ts';
import { getTargetRead } from '../../main/store/target-states.ts';
import { getTarget } from '../../main/store/targets.ts';
import {
  type Bench,
  decided,
  minute,
  openBench,
  plainPlan,
  planLike,
  pressOf,
  reading,
  runningRollout,
  second,
} from '../support/engine/bench.ts';

function web(bench: Bench): NonNullable<ReturnType<typeof getTarget>> {
  const target = getTarget(bench.store.reader, 'web');
  if (target === null) throw new Error('There is no target web');
  return target;
}

describe('reading a platform', () => {
  test('design 2.3 does not take an answer from before a write for somebody else’s change', async () => {
    const bench = await openBench();
    const { id } = await runningRollout(bench);
    const platform = bench.platform();
    const before = platform.state;
    let answer: (state: PlatformState) => void = () => undefined;
    const slow = new Promise<PlatformState>((resolve) => {
      answer = resolve;
    });
    const { read } = platform;
    platform.read = () => slow;
    const polled = pollPlatform(bench.deps, web(bench));
    platform.read = read;
    bench.clock.moveTo(bench.clock.now() + second);
    promote(bench.deps, id, pressOf());
    await bench.engine.actions.idle();
    answer(before);
    await polled;
    expect(getTargetRead(bench.store.reader, 'web')?.state).toMatchObject({ percent: 100 });
    await bench.run(20 * second);
    expect(decided(bench, id)).not.toContain('hold/drift');
  });

  test('design 2.4 keeps the last answer and notes since when there is none', async () => {
    const bench = await openBench();
    await pollPlatform(bench.deps, web(bench));
    const readAt = bench.clock.now();
    for (let times = 0; times < 3; times += 1) {
      bench.clock.moveTo(bench.clock.now() + minute);
      bench.platform().readScript.push(new AdapterError('auth', 'The key was revoked.'));
      await pollPlatform(bench.deps, web(bench));
    }
    expect(getTargetRead(bench.store.reader, 'web')).toMatchObject({
      state: { version: '1.0.0' },
      readAt,
      failingSince: readAt + minute,
      problem: { kind: 'auth' },
    });
    expect(bench.hints.filter((hint) => hint.table === 'connections')).toHaveLength(1);
    await pollPlatform(bench.deps, web(bench));
    expect(getTargetRead(bench.store.reader, 'web')).toMatchObject({ failingSince: null, problem: null });
  });

  test('R6.1 happens at the pace of the plan, not at each sweep', async () => {
    const bench = await openBench();
    await runningRollout(
      bench,
      planLike(['platformEvery: 20s', 'platformEvery: 1m'], ['bake: 1m }\n  - { percent: 100', 'bake: 9h }\n  - { percent: 100']),
    );
    const { reads } = bench.platform();
    await bench.run(10 * minute);
    expect(bench.platform().reads - reads).toBe(10);
  });
});

describe('reading numbers', () => {
  test('R6.1 asks a question once that several targets share', async () => {
    const bench = await openBench();
    bench.addTarget('desktop', 'desktop');
    let asked = 0;
    bench.deps.desk.metric = () => ({
      resolve: () => ({ what: 'errors' }),
      read: async () => {
        asked += 1;
        return [reading('2.0.0', 0.001, bench.clock.now())];
      },
      history: async () => null,
    });
    await bench.begin('2.0.0', plainPlan, ['web', 'desktop']);
    await bench.run(minute);
    expect(asked).toBe(6);
  });

  test('R6.1 keeps the numbers of releases apart: an old one that is bad does not speak for the new one', async () => {
    const bench = await openBench();
    bench.far.read = () => [reading('1.0.0', 0.9, bench.clock.now()), reading('2.0.0', 0.001, bench.clock.now())];
    const { id } = await runningRollout(bench);
    await bench.run(4 * minute);
    expect(bench.rollout(id).state).toBe('completed');
  });

  test('R5.5 judges a release by events that were fed to the console itself', async () => {
    const bench = await openBench();
    const ingest = createIngest(bench.deps);
    const plan = planLike(['source: numbers', 'source: intake'], ['query: { what: errors }', 'query: { metric: error_rate }']);
    const { id } = await runningRollout(bench, plan);
    const common = { application: 'pryde', release: '2.0.0', channel: 'stable', platform: 'web' };
    const feed = (): unknown =>
      ingest.take({
        events: [
          { ...common, ts: bench.clock.now(), kind: 'request', count: 1000 },
          { ...common, ts: bench.clock.now(), kind: 'error', count: 400 },
        ],
      });
    for (let turn = 0; turn < 12 && bench.rollout(id).state === 'running'; turn += 1) {
      expect(feed()).toMatchObject({ ok: true });
      await bench.run(10 * second);
    }
    expect(bench.rollout(id).state).toBe('rolledBack');
    expect(decided(bench, id).at(-1)).toBe('rollback/emergency');
    expect(ingest.take({ events: [{ kind: 'request' }] })).toMatchObject({ ok: false, errors: expect.any(Array) });
  });
});
