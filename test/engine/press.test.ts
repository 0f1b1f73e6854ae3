import { describe, expect, test } from 'vitest';
import {
  cancel,
  hold,
  promote,
  PressRefused,
  resolveDrift,
  resume,
  retryAction,
  setAutomation,
  stopAutomation,
  takeBack,
} from '../../main/engine/press.ts';
import { approve } from '../../main/engine/press-judgement.ts';
import { actionsOf } from '../../main/store/actions.ts';
import { listAudit } from '../../main/store/audit.ts';
import { listDecisions } from '../../main/store/decisions.ts';
import { getIncident, listIncidents } from '../../main/store/incidents.ts';
import {
  type Bench,
  decided,
  minute,
  newestAction,
  openBench,
  plainPlan,
  planLike,
  pressOf,
  reading,
  runningRollout,
  second,
} from '../support/engine/bench.ts';

const release = { applicationId: 'pryde', version: '2.0.0', targetIds: null, toVersion: null };

function refusal(work: () => unknown): string {
  try {
    work();
  } catch (error) {
    if (error instanceof PressRefused) return `${error.code}: ${error.message}`;
    throw error;
  }
  throw new Error('The press was not refused');
}

/** A rollout at 10 % whose next write was refused for good. */
async function withFailedWrite(): Promise<{ bench: Bench; id: string; actionId: string }> {
  const bench = await openBench();
  const { id } = await runningRollout(bench);
  bench.platform().script.push({ kind: 'refuse' });
  promote(bench.deps, id, pressOf());
  await bench.engine.actions.idle();
  bench.clock.moveTo(bench.clock.now() + second);
  return { bench, id, actionId: newestAction(bench, id).id };
}

describe('promote', () => {
  test('R6.3 moves to the next stage now, with the person and the reason on record', async () => {
    const bench = await openBench();
    const { id } = await runningRollout(bench);
    const decision = promote(bench.deps, id, pressOf('Support says all is well'));
    expect(decision).toMatchObject({ kind: 'advance', cause: 'person', actor: { name: 'Ada' }, snapshotHash: expect.any(String) });
    await bench.engine.actions.idle();
    expect(bench.rollout(id).stage).toBe(1);
    expect(listAudit(bench.store.reader, { text: 'rollout.advance' })[0]).toMatchObject({
      reason: expect.stringMatching(/^Support says all is well\. Passed over: .*Observed for 0 ms of 1 min at 10 %\.$/),
      trigger: 'manual',
      actor: { kind: 'person', name: 'Ada' },
    });
  });

  test('R6.3 completes the last stage', async () => {
    const bench = await openBench();
    const { id } = await runningRollout(bench);
    promote(bench.deps, id, pressOf());
    await bench.engine.actions.idle();
    expect(promote(bench.deps, id, pressOf()).kind).toBe('complete');
    expect(bench.rollout(id)).toMatchObject({ state: 'completed', endedAt: bench.clock.now() });
  });

  test('R6.3 is refused while a write is on its way', async () => {
    const bench = await openBench();
    const { id } = await runningRollout(bench);
    promote(bench.deps, id, pressOf());
    expect(refusal(() => promote(bench.deps, id, pressOf()))).toBe(
      'refused: A write (expose) is still on its way on web. Wait for its read-back, or roll back.',
    );
  });

  test('R6.3 approves the stage that waits for a person', async () => {
    const bench = await openBench();
    const { id } = await runningRollout(bench, planLike(['{ percent: 100, bake: 1m }', '{ percent: 100, bake: 1m, approval: true }']));
    await bench.run(5 * minute);
    expect(decided(bench, id).at(-1)).toBe('advance/approval?');
    expect(bench.rollout(id).stage).toBe(0);
    promote(bench.deps, id, pressOf());
    await bench.run(2 * minute);
    expect(bench.rollout(id)).toMatchObject({ state: 'completed', stage: 1 });
  });

  test('R6.3 starts a rollout that was held before anybody had it, and runs once the write is confirmed', async () => {
    const bench = await openBench();
    const [started] = await bench.begin();
    const id = started?.id ?? '';
    hold(bench.deps, id, pressOf());
    expect(promote(bench.deps, id, pressOf()).kind).toBe('start');
    expect(bench.rollout(id).state).toBe('preparing');
    await bench.engine.actions.idle();
    expect(bench.rollout(id)).toMatchObject({ state: 'running', stage: 0 });
  });

  test('R6.3 settles a failed write: the rollout goes on', async () => {
    const { bench, id } = await withFailedWrite();
    await bench.engine.step();
    promote(bench.deps, id, pressOf());
    await bench.run(3 * minute);
    expect(bench.rollout(id).state).toBe('completed');
  });
});

describe('hold, resume, stop and automation', () => {
  test('design 2.7 freezes the share and goes on from where it was', async () => {
    const bench = await openBench();
    const { id } = await runningRollout(bench);
    await bench.run(30 * second);
    const { observedMs } = bench.rollout(id);
    hold(bench.deps, id, pressOf('A customer called'));
    expect(bench.rollout(id)).toMatchObject({ state: 'held', heldReason: 'A customer called' });
    await bench.run(10 * second);
    expect(bench.platform().state.percent).toBe(10);
    resume(bench.deps, id, pressOf());
    expect(bench.rollout(id)).toMatchObject({ state: 'running', heldReason: null });
    expect(bench.rollout(id).observedMs).toBeGreaterThanOrEqual(observedMs);
    await bench.run(3 * minute);
    expect(bench.rollout(id).state).toBe('completed');
  });

  test('design 2.7 keeps a hold that was pressed while the start was on its way', async () => {
    const bench = await openBench();
    const [started] = await bench.begin();
    const id = started?.id ?? '';
    promote(bench.deps, id, pressOf());
    hold(bench.deps, id, pressOf('Wait'));
    await bench.engine.actions.idle();
    expect(bench.rollout(id)).toMatchObject({ state: 'held', stage: 0, heldReason: 'Wait' });
  });

  test('R6.3 stops what was announced and leaves every move to people', async () => {
    const bench = await openBench();
    const { id } = await runningRollout(bench);
    stopAutomation(bench.deps, id, pressOf('I look first'));
    bench.far.read = (resolved) => [reading(String(resolved['release']), 0.5, bench.clock.now())];
    await bench.run(5 * minute);
    expect(bench.rollout(id)).toMatchObject({ state: 'held', automationOverride: { promote: false, rollback: false } });
    expect(decided(bench, id).at(-1)).toBe('rollback/emergency?');
    expect(bench.platform().applied).toEqual(['expose 2.0.0 10']);
  });

  test('R6.3 switches automatic promotion off for the rest of a rollout', async () => {
    const bench = await openBench();
    const { id } = await runningRollout(bench);
    setAutomation(bench.deps, id, { promote: false, rollback: true }, pressOf());
    await bench.run(5 * minute);
    expect(bench.rollout(id).stage).toBe(0);
    expect(decided(bench, id).at(-1)).toBe('advance/green?');
  });

  test('R1.5 asks for an approval again that was given before automation was stopped, and says so', async () => {
    const bench = await openBench();
    const asking = planLike(['{ percent: 100, bake: 1m }', '{ percent: 100, bake: 1m, approval: true }']);
    const { id } = await runningRollout(bench, asking);
    approve(bench.deps, id, pressOf('Looks good'));
    const stopped = stopAutomation(bench.deps, id, pressOf('I look first'));
    expect(stopped.reason).toMatch(/^I look first\. The approval of Ada for .* no longer counts; it is asked for again\.$/);
    resume(bench.deps, id, pressOf('Go on'));
    await bench.run(5 * minute);
    expect(bench.rollout(id).stage).toBe(0);
    expect(decided(bench, id).at(-1)).toBe('advance/approval?');
  });

  test.each([
    ['hold', hold],
    ['resume', resume],
    ['stop', stopAutomation],
    ['promote', promote],
    ['cancel', cancel],
  ])('R6.3 refuses %s on a rollout that is over, and on one that does not exist', async (_name, press) => {
    const bench = await openBench();
    const { id } = await runningRollout(bench);
    takeBack(bench.deps, release, pressOf());
    await bench.engine.actions.idle();
    expect(refusal(() => press(bench.deps, id, pressOf()))).toMatch(/^refused: /);
    expect(refusal(() => press(bench.deps, 'rol-none', pressOf()))).toBe('notFound: There is no rollout rol-none.');
  });
});

describe('cancel', () => {
  test('R6.3 gives up a release nobody has', async () => {
    const bench = await openBench();
    const [started] = await bench.begin();
    cancel(bench.deps, started?.id ?? '', pressOf('Wrong build'));
    await bench.run(minute);
    expect(bench.rollout(started?.id ?? '')).toMatchObject({ state: 'cancelled', heldReason: 'Wrong build' });
    expect(bench.platform().calls).toEqual([]);
  });

  test('R6.3 is refused once users have it, and while its first write is on its way', async () => {
    const bench = await openBench();
    const { id } = await runningRollout(bench);
    expect(refusal(() => cancel(bench.deps, id, pressOf()))).toContain('roll it back instead');
    bench.addTarget('desktop', 'desktop');
    const [other] = await bench.begin('2.0.0', plainPlan, ['desktop']);
    promote(bench.deps, other?.id ?? '', pressOf());
    expect(refusal(() => cancel(bench.deps, other?.id ?? '', pressOf()))).toContain('still on its way');
  });
});

describe('drift', () => {
  async function drifted(): Promise<{ bench: Bench; id: string }> {
    const bench = await openBench();
    const { id } = await runningRollout(bench);
    await bench.run(20 * second);
    bench.platform().state = { ...bench.platform().state, percent: 40, fence: 'theirs' };
    await bench.run(40 * second);
    expect(decided(bench, id).at(-1)).toBe('hold/drift');
    return { bench, id };
  }

  test('design 2.3 goes on from what the platform shows when it is accepted', async () => {
    const { bench, id } = await drifted();
    resolveDrift(bench.deps, id, 'accept', pressOf());
    expect(bench.rollout(id).expected).toEqual({ version: '2.0.0', percent: 40, status: 'rolling' });
    await bench.run(4 * minute);
    expect(bench.rollout(id).state).toBe('completed');
    expect(bench.platform().applied).toEqual(['expose 2.0.0 10', 'expose 2.0.0 100']);
  });

  test('design 2.3 writes our share again when it is restored', async () => {
    const { bench, id } = await drifted();
    resolveDrift(bench.deps, id, 'restore', pressOf());
    await bench.engine.actions.idle();
    expect(bench.platform().state).toMatchObject({ version: '2.0.0', percent: 10 });
    expect(bench.rollout(id)).toMatchObject({ stage: 0, state: 'running' });
  });

  test('design 2.5 settles a write that failed because of it', async () => {
    const { bench, id } = await withFailedWrite();
    await bench.run(20 * second);
    expect(decided(bench, id).at(-1)).toBe('hold/busy');
    resolveDrift(bench.deps, id, 'accept', pressOf('The store was right'));
    await bench.run(4 * minute);
    expect(bench.rollout(id).state).toBe('completed');
  });
});

describe('trying again', () => {
  test('design 2.5 reads the platform first and does only what is missing', async () => {
    const { bench, id, actionId } = await withFailedWrite();
    bench.platform().state = { ...bench.platform().state, version: '2.0.0', percent: 100, status: 'live', fence: 'by hand' };
    retryAction(bench.deps, actionId, pressOf('Done by hand'));
    await bench.engine.actions.idle();
    expect(newestAction(bench, id)).toMatchObject({ id: actionId, state: 'confirmed', attempts: 0 });
    expect(bench.platform().applied).toEqual(['expose 2.0.0 10']);
    expect(bench.rollout(id).stage).toBe(1);
  });

  test('design 2.5 starts with all its tries again, and fails again when it is refused again', async () => {
    const { bench, id, actionId } = await withFailedWrite();
    bench.platform().script.push({ kind: 'refuse' });
    retryAction(bench.deps, actionId, pressOf());
    await bench.engine.actions.idle();
    expect(newestAction(bench, id)).toMatchObject({ state: 'failed', attempts: 1 });
    retryAction(bench.deps, actionId, pressOf());
    await bench.engine.actions.idle();
    expect(newestAction(bench, id).state).toBe('confirmed');
  });

  test('R1.8 is refused for an exposure that a rollback replaced: nobody gets the bad release again', async () => {
    const { bench, actionId } = await withFailedWrite();
    takeBack(bench.deps, release, pressOf());
    expect(refusal(() => retryAction(bench.deps, actionId, pressOf()))).toContain('Something newer replaced this write');
    await bench.engine.actions.idle();
    expect(refusal(() => retryAction(bench.deps, actionId, pressOf()))).toContain('this rollout is rolled back');
  });

  test('design 2.5 is refused for a write that did not fail, and for none', async () => {
    const bench = await openBench();
    const { id } = await runningRollout(bench);
    expect(refusal(() => retryAction(bench.deps, newestAction(bench, id).id, pressOf()))).toContain('this one is confirmed');
    expect(refusal(() => retryAction(bench.deps, 'act-none', pressOf()))).toBe('notFound: There is no action act-none.');
  });

  test('R1.8 carries a failed rollback on', async () => {
    const bench = await openBench();
    const { id } = await runningRollout(bench);
    bench.platform().script.push({ kind: 'refuse' }, { kind: 'refuse' });
    takeBack(bench.deps, release, pressOf());
    await bench.run(minute);
    expect(bench.rollout(id).state).toBe('rollingBack');
    retryAction(bench.deps, newestAction(bench, id).id, pressOf());
    await bench.engine.actions.idle();
    expect(bench.rollout(id).state).toBe('rolledBack');
  });
});

describe('taking back', () => {
  async function threeLanes(): Promise<{ bench: Bench; ids: readonly string[] }> {
    const bench = await openBench();
    bench.addTarget('desktop', 'desktop');
    bench.addTarget('mobile', 'mobile');
    bench.addTarget('flag', 'flag');
    const rollouts = await bench.begin('2.0.0', plainPlan, ['web', 'desktop', 'mobile', 'flag']);
    return { bench, ids: rollouts.map((rollout) => rollout.id) };
  }

  test('R1.8 takes web, desktop and mobile back with one decision, and an incident with the names of all', async () => {
    const { bench, ids } = await threeLanes();
    await bench.engine.step();
    const decision = takeBack(bench.deps, release, pressOf('Checkout is broken'));
    expect(
      actionsOf(bench.store.reader, { decisionId: decision.id })
        .map((action) => action.targetId)
        .toSorted(),
    ).toEqual(['desktop', 'flag', 'mobile', 'web']);
    await bench.engine.actions.idle();
    expect(ids.map((id) => bench.rollout(id).state)).toEqual(Array.from({ length: 4 }, () => 'rolledBack'));
    const [incident, ...more] = listIncidents(bench.store.reader, {});
    expect(more).toEqual([]);
    expect(incident).toMatchObject({ severity: 'P1', title: 'Rolled back by Ada' });
  });

  test('R1.8 rolls the whole release back by itself when one target turns red, and cancels the ones not started', async () => {
    const bench = await openBench();
    bench.addTarget('desktop', 'desktop');
    bench.addTarget('mobile', 'mobile');
    const rollouts = await bench.begin('2.0.0', plainPlan, ['web', 'desktop']);
    await bench.engine.step();
    bench.far.check = () => ({ passed: null, summary: 'Still scanning.', items: [] });
    const waiting = `${plainPlan}checks: [{ id: guardian, source: guardian, moments: [beforeStart] }]\n`;
    const [late] = await bench.begin('2.0.0', waiting, ['mobile']);
    await bench.run(20 * second);
    bench.far.read = (resolved) => [
      reading(
        String(resolved['release']),
        resolved['platform'] === 'web' ? 0.4 : 0.001,
        bench.clock.now(),
        1000,
        String(resolved['platform']),
      ),
    ];
    await bench.run(minute);
    expect(rollouts.map((rollout) => bench.rollout(rollout.id).state)).toEqual(['rolledBack', 'rolledBack']);
    expect(bench.rollout(late?.id ?? '').state).toBe('cancelled');
    const rollbacks = listDecisions(bench.store.reader, {}).filter((decision) => decision.kind === 'rollback');
    expect(rollbacks).toHaveLength(1);
    expect(actionsOf(bench.store.reader, { decisionId: rollbacks[0]?.id ?? '' })).toHaveLength(2);
    expect(getIncident(bench.store.reader, listIncidents(bench.store.reader, {})[0]?.id ?? '')?.evidence).toMatchObject({
      targets: ['web', 'desktop'],
      usersAffected: 2000,
    });
  });

  test('R6.3 takes back only the targets that were named, to the version that was named', async () => {
    const { bench, ids } = await threeLanes();
    await bench.engine.step();
    takeBack(bench.deps, { ...release, targetIds: ['desktop'], toVersion: '0.9.0' }, pressOf());
    await bench.engine.actions.idle();
    expect(ids.map((id) => bench.rollout(id).state)).toEqual(['running', 'rolledBack', 'running', 'running']);
    expect(bench.platform('desktop').state.version).toBe('0.9.0');
    expect(listAudit(bench.store.reader, { text: 'rolledback' })[0]).toMatchObject({ targetId: 'desktop', toVersion: '0.9.0' });
  });

  test('R1.8 reaches completed targets too, but not one that has had a newer release since', async () => {
    const bench = await openBench();
    const { id } = await runningRollout(bench);
    await bench.run(4 * minute);
    expect(bench.rollout(id).state).toBe('completed');
    const [next] = await bench.begin('3.0.0');
    await bench.run(4 * minute);
    expect(bench.rollout(next?.id ?? '')).toMatchObject({ state: 'completed', previousVersion: '2.0.0' });
    expect(refusal(() => takeBack(bench.deps, release, pressOf()))).toContain('Nothing to take back');
    takeBack(bench.deps, { ...release, version: '3.0.0' }, pressOf());
    await bench.engine.actions.idle();
    expect(bench.platform().state.version).toBe('2.0.0');
  });

  test('R1.8 takes back a start that is on its way instead of cancelling it', async () => {
    const bench = await openBench();
    const [started] = await bench.begin();
    const id = started?.id ?? '';
    bench.platform().script.push({ kind: 'timeoutAfter' });
    promote(bench.deps, id, pressOf());
    await bench.engine.actions.idle();
    takeBack(bench.deps, release, pressOf());
    expect(bench.rollout(id).state).toBe('rollingBack');
    await bench.engine.actions.idle();
    expect(bench.rollout(id).state).toBe('rolledBack');
    expect(bench.platform().state.version).toBe('1.0.0');
  });

  test('R1.8 cancels a release that nobody has, held ones included, so that it cannot start later', async () => {
    const { bench, ids } = await threeLanes();
    hold(bench.deps, ids[1] ?? '', pressOf());
    takeBack(bench.deps, release, pressOf('Not this one'));
    await bench.run(minute);
    expect(ids.map((id) => bench.rollout(id).state)).toEqual(Array.from({ length: 4 }, () => 'cancelled'));
    expect([...bench.far.platforms.values()].flatMap((platform) => platform.calls)).toEqual([]);
  });

  test('R6.3 is refused when there is nothing to take back', async () => {
    const bench = await openBench();
    await runningRollout(bench);
    takeBack(bench.deps, release, pressOf());
    expect(refusal(() => takeBack(bench.deps, release, pressOf()))).toContain('is being rolled back already');
    expect(refusal(() => takeBack(bench.deps, { ...release, version: '9.9.9' }, pressOf()))).toContain('no release 9.9.9');
  });
});
