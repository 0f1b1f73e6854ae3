import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { promote, takeBack } from '../../main/engine/press.ts';
import { recoverActions } from '../../main/engine/recover.ts';
import { actionsOf, unfinished } from '../../main/store/actions.ts';
import { listAudit, verifyAudit } from '../../main/store/audit.ts';
import { type Bench, newestAction, openBench, plainPlan, pressOf, runningRollout } from '../support/engine/bench.ts';
import type { Mishap } from '../support/engine/fake-platform.ts';

const release = { applicationId: 'pryde', version: '2.0.0', targetIds: null, toVersion: null };

async function threeTargets(): Promise<Bench> {
  const bench = await openBench();
  bench.addTarget('desktop', 'desktop');
  bench.addTarget('mobile', 'mobile');
  await runningRollout(bench, plainPlan, ['web', 'desktop', 'mobile']);
  return bench;
}

test('design 4 writes to targets side by side', async () => {
  const bench = await threeTargets();
  let open: () => void = () => undefined;
  const gate = new Promise<void>((resolve) => {
    open = resolve;
  });
  for (const platform of bench.far.platforms.values()) platform.gate = gate;
  takeBack(bench.deps, release, pressOf());
  bench.engine.actions.kick();
  await Promise.resolve();
  expect([...bench.far.platforms.values()].map((platform) => platform.inFlight)).toEqual([1, 1, 1]);
  open();
  await bench.engine.actions.idle();
  expect(unfinished(bench.store.reader)).toEqual([]);
});

test('design 4 never has two writes on their way to one target, and keeps their order', async () => {
  const bench = await openBench();
  const rollout = await runningRollout(bench);
  let open: () => void = () => undefined;
  bench.platform().gate = new Promise<void>((resolve) => {
    open = resolve;
  });
  promote(bench.deps, rollout.id, pressOf());
  bench.engine.actions.kick();
  takeBack(bench.deps, release, pressOf());
  bench.engine.actions.kick();
  bench.engine.actions.kick();
  open();
  await bench.engine.actions.idle();
  expect(bench.platform()).toMatchObject({ mostInFlight: 1, applied: ['expose 2.0.0 10', 'expose 2.0.0 100', 'rollback 2.0.0'] });
  expect(bench.rollout(rollout.id).state).toBe('rolledBack');
});

test('design 2.8 lets one slow target not keep the others from going back', async () => {
  const bench = await threeTargets();
  bench.platform('mobile').gate = new Promise<void>(() => undefined);
  takeBack(bench.deps, release, pressOf());
  bench.engine.actions.kick();
  await new Promise((resolve) => setImmediate(resolve));
  expect(bench.platform('web').state.version).toBe('1.0.0');
  expect(bench.platform('desktop').state.version).toBe('1.0.0');
  expect(bench.platform('mobile').state.version).toBe('2.0.0');
});

test('design 4 starts nothing more once it is stopped, waits for the call in flight, and goes on when allowed', async () => {
  const bench = await openBench();
  const rollout = await runningRollout(bench);
  let open: () => void = () => undefined;
  bench.platform().gate = new Promise<void>((resolve) => {
    open = resolve;
  });
  promote(bench.deps, rollout.id, pressOf());
  bench.engine.actions.kick();
  const stopped = bench.engine.actions.stop();
  takeBack(bench.deps, release, pressOf());
  open();
  await stopped;
  await bench.engine.actions.idle();
  expect(bench.platform().applied).toEqual(['expose 2.0.0 10', 'expose 2.0.0 100']);
  bench.engine.actions.allow();
  await bench.engine.actions.idle();
  expect(bench.platform().applied).toContain('rollback 2.0.0');
});

describe('after a restart', () => {
  test.each([
    ['was applied', true, 1],
    ['was not applied', false, 2],
  ])('design 2.5 looks first whether a write on its way %s', async (_what, applied, attempts) => {
    const bench = await openBench();
    const rollout = await runningRollout(bench);
    bench.platform().script.push({ kind: 'never', applied });
    promote(bench.deps, rollout.id, pressOf());
    bench.engine.actions.kick();
    await Promise.resolve();
    expect(newestAction(bench, rollout.id).state).toBe('sent');

    const next = bench.restart();
    expect(newestAction(bench, rollout.id).state).toBe('unknown');
    expect(listAudit(bench.store.reader, { limit: 1 })[0]).toMatchObject({ action: 'action.unknown', trigger: 'restart' });
    await next.actions.idle();
    expect(newestAction(bench, rollout.id)).toMatchObject({ state: 'confirmed', attempts });
    expect(bench.platform()).toMatchObject({ doubleActs: 0, applied: ['expose 2.0.0 10', 'expose 2.0.0 100'] });
  });

  test('design 2.5 has nothing to recover when no write was on its way', async () => {
    const bench = await openBench();
    await runningRollout(bench);
    expect(recoverActions(bench.deps)).toBe(0);
  });
});

const mishap: fc.Arbitrary<Mishap | null> = fc.oneof(
  { weight: 2, arbitrary: fc.constant(null) },
  fc.constantFrom<Mishap>(
    { kind: 'refuse' },
    { kind: 'unavailable' },
    { kind: 'timeoutBefore' },
    { kind: 'timeoutAfter' },
    { kind: 'partial' },
    { kind: 'late', reads: 1 },
    { kind: 'never', applied: true },
    { kind: 'never', applied: false },
    { kind: 'someoneElse', change: { percent: 33 } },
  ),
);

/** Waits for everything that can go on without the clock; a call that never comes back is left behind as a kill leaves it. */
async function drain(): Promise<void> {
  for (let turns = 0; turns < 6; turns += 1) await new Promise((resolve) => setImmediate(resolve));
}

async function playScript(bench: Bench, script: readonly (Mishap | null)[], taken: boolean): Promise<void> {
  const rollout = await runningRollout(bench);
  bench.platform().script.push(...script.filter((one) => one !== null));
  promote(bench.deps, rollout.id, pressOf());
  let engine = bench.engine;
  for (let turn = 0; turn < 60 && unfinished(bench.store.reader).length > 0; turn += 1) {
    engine.actions.kick();
    await drain();
    if (turn === 1 && taken && bench.rollout(rollout.id).state === 'running') takeBack(bench.deps, release, pressOf());
    if (bench.platform().inFlight > 0) {
      bench.platform().inFlight = 0;
      engine = bench.restart();
    }
    bench.clock.moveTo(Math.max(bench.clock.now(), engine.actions.nextDueAt() ?? 0));
  }
}

test('design 2.5 never acts twice and always ends settled, whatever the platform does and wherever the engine is killed', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(mishap, { maxLength: 7 }),
      fc.boolean(),
      fc.integer({ min: 1, max: 1_000_000 }),
      async (script, taken, seed) => {
        const bench = await openBench({ seed });
        await playScript(bench, script, taken);
        const platform = bench.platform();
        expect(platform.doubleActs).toBe(0);
        const actions = actionsOf(bench.store.reader, { targetId: 'web' });
        expect(actions.filter((action) => action.state !== 'confirmed' && action.state !== 'failed')).toEqual([]);
        const newest = actions[0];
        if (newest?.state === 'confirmed') expect(platform.reached(newest.operation, platform.state)).toBe('yes');
        expect(new Set(platform.calls.map((call) => call.key)).size).toBeLessThanOrEqual(actions.length);
        expect(verifyAudit(bench.store.reader)).toMatchObject({ ok: true });
      },
    ),
    { numRuns: 40, seed: 20_261_120 },
  );
});
