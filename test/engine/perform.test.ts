import { describe, expect, test } from 'vitest';
import { AdapterError } from '../../main/adapters/errors.ts';
import type { Action } from '../../main/core/model/action.ts';
import type { Rollout } from '../../main/core/model/rollout.ts';
import { promote, takeBack } from '../../main/engine/press.ts';
import { backoffMs } from '../../main/engine/problems.ts';
import { actionsOf } from '../../main/store/actions.ts';
import { listAudit } from '../../main/store/audit.ts';
import { type Bench, minute, newestAction, openBench, pressOf, runningRollout, second } from '../support/engine/bench.ts';
import type { Mishap } from '../support/engine/fake-platform.ts';

const release = { applicationId: 'pryde', version: '2.0.0', targetIds: null, toVersion: null };

async function opened(): Promise<{ bench: Bench; rollout: Rollout }> {
  const bench = await openBench();
  return { bench, rollout: await runningRollout(bench) };
}

/** Presses promote with this script waiting on the platform, and carries the write as far as it goes now. */
async function promoted(...script: Mishap[]): Promise<{ bench: Bench; rollout: Rollout; action: () => Action }> {
  const { bench, rollout } = await opened();
  bench.platform().script.push(...script);
  promote(bench.deps, rollout.id, pressOf());
  await bench.engine.actions.idle();
  return { bench, rollout, action: () => newestAction(bench, rollout.id) };
}

async function rolledBack(...script: Mishap[]): Promise<{ bench: Bench; rollout: Rollout; action: () => Action }> {
  const { bench, rollout } = await opened();
  bench.platform().script.push(...script);
  takeBack(bench.deps, release, pressOf());
  await bench.engine.actions.idle();
  return { bench, rollout, action: () => newestAction(bench, rollout.id) };
}

/** Carries on at the time the next write is due. */
async function whenDue(bench: Bench): Promise<void> {
  bench.clock.moveTo(bench.engine.actions.nextDueAt() ?? bench.clock.now());
  await bench.engine.actions.idle();
}

describe('a write', () => {
  test('design 2.5 is stored before it is made, sent once with its key and the fence it was decided on, and read back', async () => {
    const { bench, rollout } = await opened();
    const before = bench.platform().state;
    const decision = promote(bench.deps, rollout.id, pressOf());
    expect(newestAction(bench, rollout.id)).toMatchObject({ state: 'intended', attempts: 0, key: `${decision.id}/0`, fence: before.fence });
    await bench.engine.actions.idle();
    expect(bench.platform().calls.at(-1)).toEqual({
      operation: { op: 'expose', version: '2.0.0', percent: 100 },
      fence: before.fence,
      key: `${decision.id}/0`,
    });
    expect(newestAction(bench, rollout.id)).toMatchObject({ state: 'confirmed', attempts: 1, before, after: bench.platform().state });
    expect(bench.rollout(rollout.id)).toMatchObject({ stage: 1, expected: { version: '2.0.0', percent: 100, status: 'live' } });
  });

  test('design 2.5 is marked as sent, with an audit entry, before the call starts', async () => {
    const { bench, rollout } = await opened();
    let open: () => void = () => undefined;
    bench.platform().gate = new Promise<void>((resolve) => {
      open = resolve;
    });
    promote(bench.deps, rollout.id, pressOf());
    bench.engine.actions.kick();
    await Promise.resolve();
    expect(newestAction(bench, rollout.id).state).toBe('sent');
    expect(bench.audited(rollout.id).at(-1)).toBe('action.sent');
    open();
    await bench.engine.actions.idle();
    expect(newestAction(bench, rollout.id).state).toBe('confirmed');
  });

  test('design 2.5 fails for good when the platform refuses it, stays in sight and tells people', async () => {
    const { bench, rollout, action } = await promoted({ kind: 'refuse' });
    expect(action()).toMatchObject({ state: 'failed', problem: { kind: 'permission' }, finishedAt: bench.clock.now() });
    expect(bench.audited(rollout.id).at(-1)).toBe('action.failed');
    expect(bench.shown.at(-1)).toMatchObject({ severity: 'critical', title: 'expose failed on web' });
    expect(bench.engine.actions.nextDueAt()).toBeNull();
  });

  test('design 2.5 turns unknown when the answer is lost, is looked up, and confirmed without a second call when it was applied', async () => {
    const { bench, rollout, action } = await promoted({ kind: 'timeoutAfter' });
    expect(action()).toMatchObject({ state: 'unknown', problem: { kind: 'unknownOutcome' } });
    expect(bench.audited(rollout.id).at(-1)).toBe('action.unknown');
    await whenDue(bench);
    expect(action()).toMatchObject({ state: 'confirmed', attempts: 1, problem: null });
    expect(bench.platform()).toMatchObject({ doubleActs: 0, applied: ['expose 2.0.0 10', 'expose 2.0.0 100'] });
  });

  test('design 2.5 is sent again after a lost answer only when the platform shows that nothing was applied', async () => {
    const { bench, action } = await promoted({ kind: 'timeoutBefore' });
    const readsBefore = bench.platform().reads;
    await whenDue(bench);
    expect(bench.platform().reads).toBeGreaterThan(readsBefore + 1);
    expect(action()).toMatchObject({ state: 'confirmed', attempts: 2 });
    expect(bench.platform().doubleActs).toBe(0);
  });

  test('design 2.5 that got halfway is repeated until it is whole', async () => {
    const { bench, action } = await promoted({ kind: 'partial' });
    expect(action().state).toBe('unknown');
    await whenDue(bench);
    expect(action()).toMatchObject({ state: 'confirmed', attempts: 2 });
    expect(bench.platform().state).toMatchObject({ version: '2.0.0', percent: 100, status: 'live' });
  });

  test('design 2.5 is unknown when the read-back disagrees, and confirmed by a later read', async () => {
    const { bench, action } = await promoted({ kind: 'late', reads: 1 });
    expect(action()).toMatchObject({
      state: 'unknown',
      problem: { message: 'The platform accepted the call but still shows 2.0.0 at 10 % (rolling).' },
    });
    await whenDue(bench);
    expect(action()).toMatchObject({ state: 'confirmed', attempts: 1 });
    expect(bench.platform().doubleActs).toBe(0);
  });

  test('design 2.5 is unknown when the platform cannot be read back', async () => {
    const { bench, rollout } = await opened();
    promote(bench.deps, rollout.id, pressOf());
    bench.platform().readScript.push(new AdapterError('unavailable', 'The platform answered 503.'));
    await bench.engine.actions.idle();
    expect(newestAction(bench, rollout.id)).toMatchObject({ state: 'unknown', problem: { kind: 'unavailable' } });
    await whenDue(bench);
    expect(newestAction(bench, rollout.id)).toMatchObject({ state: 'confirmed', attempts: 1 });
  });

  test('design 2.5 of a removed target fails and says so', async () => {
    const { bench, rollout } = await opened();
    promote(bench.deps, rollout.id, pressOf());
    bench.far.platforms.delete('web');
    await bench.engine.actions.idle();
    expect(newestAction(bench, rollout.id)).toMatchObject({ state: 'failed', problem: { message: 'Target web has no settings.' } });
  });
});

describe('a fence', () => {
  const theirs = { version: '3.0.0', percent: 30 };

  test('design 2.5 stops an exposure when somebody else moved the target, and names what was seen and what is there', async () => {
    const { bench, action } = await promoted({ kind: 'someoneElse', change: theirs });
    expect(action()).toMatchObject({ state: 'failed', problem: { kind: 'conflict' } });
    expect(action().problem?.message).toContain('3.0.0 at 30 %');
    expect(action().problem?.message).toContain('2.0.0 at 10 %');
    expect(bench.platform().state).toMatchObject(theirs);
    expect(bench.platform().applied).toEqual(['expose 2.0.0 10']);
  });

  test('R1.8 does not stop a rollback: it reads again and gets through', async () => {
    const { bench, rollout, action } = await rolledBack({ kind: 'someoneElse', change: { percent: 30 } });
    expect(action()).toMatchObject({ state: 'confirmed', attempts: 2 });
    expect(bench.platform().state).toMatchObject({ version: '1.0.0', percent: 100 });
    expect(bench.rollout(rollout.id).state).toBe('rolledBack');
  });

  test('R1.8 has nothing left to do for a rollback that somebody else made meanwhile', async () => {
    const { bench, action } = await rolledBack({ kind: 'someoneElse', change: { version: '1.0.0', percent: 100, status: 'live' } });
    expect(action()).toMatchObject({ state: 'confirmed', attempts: 1 });
    expect(bench.platform().applied).toEqual(['expose 2.0.0 10']);
  });
});

describe('a write that is put off', () => {
  test('design 2.5 waits as long as the platform asks for', async () => {
    const { bench, rollout } = await opened();
    const retryAt = bench.clock.now() + 7 * minute;
    bench.platform().script.push({ kind: 'rateLimited', retryAt });
    promote(bench.deps, rollout.id, pressOf());
    await bench.engine.actions.idle();
    expect(newestAction(bench, rollout.id)).toMatchObject({ state: 'intended', dueAt: retryAt });
    bench.clock.moveTo(retryAt - 1);
    await bench.engine.actions.idle();
    expect(bench.platform().calls).toHaveLength(2);
    bench.clock.moveTo(retryAt);
    await bench.engine.actions.idle();
    expect(newestAction(bench, rollout.id)).toMatchObject({ state: 'confirmed', attempts: 2 });
  });

  test('design 2.5 backs off from half a second to a minute, with jitter', () => {
    const least = Array.from({ length: 9 }, (_, index) => backoffMs(index + 1, () => 0));
    const most = Array.from({ length: 9 }, (_, index) => backoffMs(index + 1, () => 1));
    expect(least).toEqual([500, 1000, 2000, 4000, 8000, 16_000, 30_000, 30_000, 30_000]);
    expect(most).toEqual([1000, 2000, 4000, 8000, 16_000, 32_000, 60_000, 60_000, 60_000]);
  });

  test('design 2.5 gives an exposure up after eight tries', async () => {
    const { bench, action } = await promoted(...Array.from({ length: 20 }, (): Mishap => ({ kind: 'unavailable' })));
    for (let tries = 0; tries < 20 && action().state !== 'failed'; tries += 1) await whenDue(bench);
    expect(action()).toMatchObject({ state: 'failed', attempts: 8, problem: { kind: 'unavailable' } });
  });

  test('design 2.5 gives an exposure up after eight tries whose outcome was never known', async () => {
    const { bench, action } = await promoted(...Array.from({ length: 20 }, (): Mishap => ({ kind: 'timeoutBefore' })));
    for (let tries = 0; tries < 20 && action().state !== 'failed'; tries += 1) await whenDue(bench);
    expect(action()).toMatchObject({ state: 'failed', attempts: 8 });
    expect(action().problem?.message).toContain('After 8 tries the platform still shows 2.0.0 at 10 %');
  });

  test('design 2.4 gives an exposure up that could not be sent for ten minutes: what it was decided on is past', async () => {
    const { bench, action } = await promoted({ kind: 'unavailable' });
    for (let tries = 0; tries < 200 && action().state !== 'failed'; tries += 1) {
      bench.platform().readScript.push(new AdapterError('unavailable', 'The platform answered 503.'));
      await whenDue(bench);
    }
    expect(action()).toMatchObject({ state: 'failed', attempts: 1 });
    expect(bench.clock.now() - action().createdAt).toBeGreaterThanOrEqual(10 * minute);
    expect(bench.clock.now() - action().createdAt).toBeLessThan(12 * minute);
  });

  test('R1.8 never gives a rollback up', async () => {
    const { bench, rollout, action } = await rolledBack(...Array.from({ length: 30 }, (): Mishap => ({ kind: 'unavailable' })));
    for (let tries = 0; tries < 30; tries += 1) await whenDue(bench);
    expect(action()).toMatchObject({ state: 'confirmed', attempts: 31 });
    expect(bench.rollout(rollout.id).state).toBe('rolledBack');
  });

  test('R4.2 makes way for a rollback: an exposure that waits for its next try is given up, not queued in front', async () => {
    const { bench, rollout } = await opened();
    bench.platform().script.push({ kind: 'rateLimited', retryAt: bench.clock.now() + 30 * minute });
    promote(bench.deps, rollout.id, pressOf());
    await bench.engine.actions.idle();
    takeBack(bench.deps, release, pressOf());
    await bench.engine.actions.idle();
    expect(actionsOf(bench.store.reader, { rolloutId: rollout.id }).map((one) => `${one.operation.op} ${one.state}`)).toEqual([
      'rollback confirmed',
      'expose failed',
      'expose confirmed',
    ]);
    expect(bench.audited(rollout.id)).toContain('action.withdrawn');
    expect(bench.platform().applied).toEqual(['expose 2.0.0 10', 'rollback 2.0.0']);
  });

  test('R4.2 does not send an exposure of unknown outcome again once a rollback follows', async () => {
    const { bench, rollout } = await promoted({ kind: 'timeoutBefore' });
    takeBack(bench.deps, release, pressOf());
    await bench.engine.actions.idle();
    expect(bench.platform().applied).toEqual(['expose 2.0.0 10', 'rollback 2.0.0']);
    expect(bench.rollout(rollout.id).state).toBe('rolledBack');
  });

  test('R4.2 withdraws an exposure that is refused in flight while a rollback was pressed', async () => {
    const { bench, rollout } = await opened();
    let open: () => void = () => undefined;
    bench.platform().gate = new Promise<void>((resolve) => {
      open = resolve;
    });
    bench.platform().script.push({ kind: 'unavailable' });
    promote(bench.deps, rollout.id, pressOf());
    bench.engine.actions.kick();
    takeBack(bench.deps, release, pressOf());
    open();
    await bench.engine.actions.idle();
    expect(bench.platform().applied).toEqual(['expose 2.0.0 10', 'rollback 2.0.0']);
    expect(bench.rollout(rollout.id).state).toBe('rolledBack');
  });
});

describe('a rollback on record', () => {
  test('R1.11 names time, action, actor, target, channel, reason, version gone back to, users, duration and trigger', async () => {
    const { bench, rollout } = await opened();
    bench.platform().script.push({ kind: 'timeoutAfter' });
    takeBack(bench.deps, release, pressOf('Checkout is broken'));
    await bench.engine.actions.idle();
    bench.clock.moveTo(bench.clock.now() + 5 * second);
    await bench.engine.actions.idle();
    const [entry] = listAudit(bench.store.reader, { text: 'rolledBack' });
    expect(entry).toMatchObject({
      at: bench.clock.now(),
      action: 'rollout.rolledBack',
      applicationId: 'pryde',
      targetId: 'web',
      channel: 'stable',
      rolloutId: rollout.id,
      version: '2.0.0',
      toVersion: '1.0.0',
      reason: 'Checkout is broken',
      usersAffected: 1000,
      durationMs: 5 * second,
      trigger: 'manual',
      before: { version: '2.0.0', percent: 10, status: 'rolling' },
      after: { version: '1.0.0', percent: 100, status: 'live' },
    });
    expect(entry?.actor).toEqual({ kind: 'person', name: 'Ada', role: 'operator' });
  });
});
