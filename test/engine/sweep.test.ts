import { describe, expect, test } from 'vitest';
import { decide, judge } from '../../main/core/decide/index.ts';
import { AdapterError } from '../../main/adapters/errors.ts';
import { snapshotOf } from '../../main/engine/snapshot-json.ts';
import { hold } from '../../main/engine/press.ts';
import type { Writer } from '../../main/store/handles.ts';
import { actionsOf } from '../../main/store/actions.ts';
import { listAudit } from '../../main/store/audit.ts';
import { listDecisions } from '../../main/store/decisions.ts';
import { listIncidents } from '../../main/store/incidents.ts';
import { sharesOf } from '../../main/store/rollouts.ts';
import { getSnapshot } from '../../main/store/snapshots.ts';
import {
  type Bench,
  decided,
  hour,
  minute,
  mustBePlan,
  openBench,
  plainPlan,
  planLike,
  pressOf,
  reading,
  runningRollout,
  second,
} from '../support/engine/bench.ts';
import { createEngine } from '../../main/engine/index.ts';

/** From now on the source says this error rate for every release. */
function errorsAre(bench: Bench, value: number, samples = 1000): void {
  bench.far.read = (resolved) => [reading(String(resolved['release']), value, bench.clock.now(), samples)];
}

describe('a sweep', () => {
  test('R3.1 takes a good release through its stages and completes it', async () => {
    const bench = await openBench();
    const { id } = await runningRollout(bench);
    await bench.run(5 * minute);
    expect(bench.rollout(id)).toMatchObject({ state: 'completed', stage: 1, endedAt: expect.any(Number) });
    expect(bench.platform().applied).toEqual(['expose 2.0.0 10', 'expose 2.0.0 100']);
    expect(sharesOf(bench.store.reader, id).map((share) => share.percent)).toEqual([10, 100]);
  });

  test('design 2.1 records only news: a steady state is one decision however often it is swept', async () => {
    const bench = await openBench();
    const { id } = await runningRollout(bench, planLike(['bake: 1m }\n  - { percent: 100', 'bake: 2h }\n  - { percent: 100']));
    await bench.run(30 * minute);
    expect(decided(bench, id)).toEqual(['start/green', 'wait/pending', 'wait/bake']);
    expect(bench.rollout(id).observedMs).toBeGreaterThan(29 * minute);
  });

  test('design 2.1 keeps what each decision was computed from, so that it can be computed again bit for bit', async () => {
    const bench = await openBench();
    const { id } = await runningRollout(bench);
    await bench.run(2 * minute);
    errorsAre(bench, 0.09);
    await bench.run(minute);
    const own = listDecisions(bench.store.reader, { rolloutId: id });
    expect(own.length).toBeGreaterThan(4);
    for (const decision of own) {
      const json = getSnapshot(bench.store.reader, decision.snapshotHash ?? '');
      if (json === null) throw new Error('A decision without its snapshot');
      const snapshot = snapshotOf(json, plainPlan);
      expect(decide(snapshot, judge(snapshot))).toMatchObject({ kind: decision.kind, cause: decision.cause, reason: decision.reason });
    }
  });

  test('design 2.5 records decision, writes and audit entry together or not at all', async () => {
    const bench = await openBench();
    const { id } = await runningRollout(bench);
    await bench.run(20 * second);
    errorsAre(bench, 0.5);
    const before = { decisions: decided(bench, id), audit: bench.audited() };
    const writer: Writer = bench.store.writer;
    const broken: Writer = {
      ...writer,
      run: (sql, ...values) => {
        if (sql.startsWith('INSERT INTO action ')) throw new Error('the disk is full');
        return writer.run(sql, ...values);
      },
    };
    const engine = createEngine({ ...bench.deps, store: { ...bench.store, writer: broken } });
    bench.clock.moveTo(bench.clock.now() + 10 * second);
    await engine.step();
    expect(decided(bench, id)).toEqual(before.decisions);
    expect(bench.audited()).toEqual(before.audit);
    expect(listIncidents(bench.store.reader, {})).toEqual([]);
    expect(bench.rollout(id).state).toBe('running');
    expect(bench.logged.at(-1)).toMatchObject({ level: 'error', message: 'sweep failed; the rollout holds' });

    await bench.run(10 * second);
    expect(bench.rollout(id).state).toBe('rolledBack');
  });

  test('R1.7 holds on yellow and goes on when it is green again', async () => {
    const bench = await openBench();
    const { id } = await runningRollout(bench);
    await bench.run(20 * second);
    errorsAre(bench, 0.03);
    await bench.run(5 * minute);
    expect(decided(bench, id).at(-1)).toBe('hold/yellow');
    expect(bench.rollout(id)).toMatchObject({ state: 'running', stage: 0 });
    errorsAre(bench, 0.001);
    await bench.run(minute);
    expect(bench.rollout(id).stage).toBe(1);
  });

  test('design 2.4 neither promotes nor rolls back while the source is silent', async () => {
    const bench = await openBench();
    const { id } = await runningRollout(bench);
    await bench.run(20 * second);
    const observed = bench.rollout(id).observedMs;
    bench.far.read = () => {
      throw new AdapterError('unavailable', 'Prometheus does not answer.');
    };
    await bench.run(hour);
    expect(decided(bench, id).at(-1)).toBe('hold/blind');
    expect(bench.rollout(id)).toMatchObject({ state: 'running', stage: 0 });
    expect(bench.rollout(id).observedMs).toBeLessThan(observed + minute);
    errorsAre(bench, 0.001);
    await bench.run(4 * minute);
    expect(bench.rollout(id).state).toBe('completed');
  });

  test('R1.8 rolls back by itself on red, with one decision and the actor system', async () => {
    const bench = await openBench();
    const { id } = await runningRollout(bench);
    await bench.run(20 * second);
    errorsAre(bench, 0.08);
    await bench.run(minute);
    expect(bench.rollout(id)).toMatchObject({ state: 'rolledBack', endedAt: expect.any(Number) });
    expect(decided(bench, id).at(-1)).toBe('rollback/red');
    expect(bench.platform().state).toMatchObject({ version: '1.0.0', percent: 100 });
    const [entry] = listAudit(bench.store.reader, { text: 'rolledback' });
    expect(entry).toMatchObject({ actor: { kind: 'system' }, trigger: 'gate', toVersion: '1.0.0', usersAffected: 1000 });
    expect(sharesOf(bench.store.reader, id).at(-1)?.percent).toBe(0);
  });

  test('design 2.3 only recommends a rollback where automatic rollback is off, and says so once', async () => {
    const bench = await openBench();
    const plan = planLike(['{ percent: 10, bake: 1m }', '{ percent: 10, bake: 1m, automation: { promote: true, rollback: false } }']);
    const { id } = await runningRollout(bench, mustBePlan(plan));
    await bench.run(20 * second);
    errorsAre(bench, 0.08);
    await bench.run(20 * minute);
    expect(decided(bench, id).filter((one) => one.startsWith('rollback'))).toEqual(['rollback/red?']);
    expect(bench.rollout(id).state).toBe('running');
    expect(bench.audited(id)).toContain('rollout.rollback.recommended');
    expect(bench.far.sent.map((notice) => notice.title)).toEqual([
      'Rollback recommended, waiting for a person: 2.0.0 on web',
      'Nobody has acknowledged P1 Error rate on web',
    ]);
    expect(listIncidents(bench.store.reader, {})).toHaveLength(1);
  });

  test('design 2.3 holds on drift before anything else, and tells people', async () => {
    const bench = await openBench();
    const { id } = await runningRollout(bench);
    await bench.run(20 * second);
    errorsAre(bench, 0.08);
    bench.platform().state = { ...bench.platform().state, percent: 60, fence: 'theirs' };
    // The platform is read only now: the sweep before it still sees the share as written.
    bench.far.read = () => [];
    await bench.run(40 * second);
    errorsAre(bench, 0.08);
    await bench.run(minute);
    expect(decided(bench, id).at(-1)).toBe('hold/drift');
    expect(bench.platform().applied).toEqual(['expose 2.0.0 10']);
    expect(bench.far.sent.map((notice) => notice.title)).toContain('2.0.0 drifted on web');
  });

  test('R6.3 leaves a held rollout where it is, and still takes it back on red', async () => {
    const bench = await openBench();
    const { id } = await runningRollout(bench);
    hold(bench.deps, id, pressOf('Lunch'));
    await bench.run(10 * minute);
    expect(bench.rollout(id)).toMatchObject({ state: 'held', stage: 0, heldReason: 'Lunch' });
    errorsAre(bench, 0.4);
    await bench.run(minute);
    expect(bench.rollout(id).state).toBe('rolledBack');
    expect(decided(bench, id).at(-1)).toBe('rollback/emergency');
  });
});

describe('a failed write', () => {
  test('design 2.5 stops its rollout once, without being tried again at each sweep', async () => {
    const bench = await openBench();
    bench.platform().script.push({ kind: 'refuse' });
    const [started] = await bench.begin();
    await bench.run(20 * minute);
    expect(bench.platform().calls).toHaveLength(1);
    expect(decided(bench, started?.id ?? '')).toEqual(['start/green', 'hold/busy']);
    expect(bench.rollout(started?.id ?? '').state).toBe('preparing');
    expect(actionsOf(bench.store.reader, { targetId: 'web' })).toHaveLength(1);
  });

  test('design 2.5 does not keep a red gate from taking the release back', async () => {
    const bench = await openBench();
    const { id } = await runningRollout(bench);
    await bench.run(50 * second);
    bench.platform().script.push({ kind: 'refuse' });
    await bench.run(40 * second);
    expect(decided(bench, id).at(-1)).toBe('hold/busy');
    errorsAre(bench, 0.3);
    await bench.run(30 * second);
    expect(bench.rollout(id).state).toBe('rolledBack');
  });
});

describe('a gap', () => {
  test.each([
    ['sleep', 3 * hour],
    ['a clock that jumped ahead', 400 * 24 * hour],
  ])('design 2.4 holds after %s, reads the platform again and goes on without counting the time', async (_what, jump) => {
    const bench = await openBench();
    const { id } = await runningRollout(bench, planLike(['bake: 1m }\n  - { percent: 100', 'bake: 10m }\n  - { percent: 100']));
    await bench.run(minute);
    const observed = bench.rollout(id).observedMs;
    const reads = bench.platform().reads;
    bench.clock.moveTo(bench.clock.now() + jump);
    await bench.engine.step();
    expect(decided(bench, id).at(-1)).toBe('hold/gap');
    expect(bench.rollout(id)).toMatchObject({ observedMs: observed, gapSince: bench.clock.now(), stage: 0 });
    await bench.run(30 * second);
    expect(bench.platform().reads).toBeGreaterThan(reads + 1);
    expect(bench.rollout(id).gapSince).toBeNull();
    expect(decided(bench, id).at(-1)).not.toBe('hold/gap');
    await bench.run(12 * minute);
    expect(bench.rollout(id).state).toBe('completed');
  });

  test('design 2.4 holds when the clock was set back', async () => {
    const bench = await openBench();
    const { id } = await runningRollout(bench);
    await bench.run(30 * second);
    const back = bench.clock.now() - hour;
    const engine = createEngine({ ...bench.deps, clock: { now: () => back, sleep: bench.clock.sleep } });
    await engine.step();
    expect(decided(bench, id)).toContain('hold/gap');
    expect(bench.rollout(id)).toMatchObject({ stage: 0, lastSweepAt: back });
  });

  test('design 2.4 keeps waiting while the platform cannot be read after a gap', async () => {
    const bench = await openBench();
    const { id } = await runningRollout(bench);
    await bench.run(30 * second);
    bench.clock.moveTo(bench.clock.now() + hour);
    bench.platform().readScript.push(...Array.from({ length: 6 }, () => new AdapterError('unavailable', 'No answer.')));
    await bench.engine.step();
    await bench.run(40 * second);
    expect(bench.rollout(id)).toMatchObject({ stage: 0, gapSince: expect.any(Number) });
    await bench.run(5 * minute);
    expect(bench.rollout(id)).toMatchObject({ gapSince: null, state: 'completed' });
  });
});

describe('without a network', () => {
  test('R6.2 holds as blind and unreachable, notes since when, and goes on when it is back', async () => {
    const bench = await openBench();
    const { id } = await runningRollout(bench);
    await bench.run(20 * second);
    const cut = bench.clock.now();
    const silent = new AdapterError('unavailable', 'There is no network.');
    bench.far.read = () => {
      throw silent;
    };
    bench.platform().readScript.push(...Array.from({ length: 60 }, () => silent));
    await bench.run(5 * minute);
    expect(bench.rollout(id)).toMatchObject({ state: 'running', stage: 0 });
    expect(decided(bench, id).at(-1)).toMatch(/^hold\/(blind|unreachable)$/);
    const health = bench.store.reader.all('SELECT failing_since FROM health');
    expect(health.map((row) => row['failing_since'])).toEqual(expect.arrayContaining([cut + 10 * second]));
    bench.platform().readScript.length = 0;
    errorsAre(bench, 0.001);
    await bench.run(5 * minute);
    expect(bench.rollout(id).state).toBe('completed');
  });
});

describe('the loop', () => {
  test('design 4 sweeps by itself, wakes for a press and stops', async () => {
    const bench = await openBench();
    const [started] = await bench.begin();
    const id = started?.id ?? '';
    bench.engine.start();
    for (let turn = 0; turn < 40; turn += 1) {
      await new Promise((resolve) => setImmediate(resolve));
      bench.clock.moveTo(bench.clock.now() + 5 * second);
      bench.engine.wake();
    }
    await bench.engine.stop();
    const { lastSweepAt } = bench.rollout(id);
    expect(bench.rollout(id).stage).toBeGreaterThanOrEqual(0);
    bench.clock.moveTo(bench.clock.now() + hour);
    await new Promise((resolve) => setImmediate(resolve));
    expect(bench.rollout(id).lastSweepAt).toBe(lastSweepAt);
  });

  test('design 2.3 keeps sweeping while a chat service hangs', async () => {
    const bench = await openBench();
    const { id } = await runningRollout(bench);
    await bench.run(20 * second);
    let answer: () => void = () => undefined;
    bench.far.send = () =>
      new Promise<void>((resolve) => {
        answer = resolve;
      });
    bench.platform().state = { ...bench.platform().state, percent: 60, fence: 'theirs' };
    bench.engine.start();
    const sweeps = new Set<number | null>();
    for (let turn = 0; turn < 60; turn += 1) {
      await new Promise((resolve) => setImmediate(resolve));
      bench.clock.moveTo(bench.clock.now() + 5 * second);
      sweeps.add(bench.rollout(id).lastSweepAt);
    }
    expect(decided(bench, id)).toContain('hold/drift');
    expect(sweeps.size).toBeGreaterThan(8);
    const stopped = bench.engine.stop();
    answer();
    await stopped;
  });

  test('design 2.3 does not wait for a source that hangs', async () => {
    const bench = await openBench();
    const { id } = await runningRollout(bench);
    bench.deps.desk.metric = () => ({
      resolve: (query) => query,
      read: () => new Promise(() => undefined),
      history: async () => null,
    });
    bench.deps.keys.clear();
    bench.clock.moveTo(bench.clock.now() + 10 * second);
    const step = bench.engine.step();
    for (let turn = 0; turn < 5; turn += 1) await new Promise((resolve) => setImmediate(resolve));
    bench.clock.moveTo(bench.clock.now() + 5 * second);
    await step;
    expect(bench.rollout(id).lastSweepAt).toBe(bench.clock.now());
  });
});
