import { expect, test } from 'vitest';
import { type Bench, minute, newestAction, plainPlan, reading, runningRollout, second } from '../support/engine/bench.ts';
import { openWorld, type TestWorld } from '../support/engine/world.ts';

const reason = 'Because a test wants it';

async function withPlan(): Promise<TestWorld> {
  const bench = await openWorld();
  await bench.ask('plans.save', { file: 'plain.yaml', text: plainPlan });
  return bench;
}

function turnBad(bench: Bench): void {
  bench.far.read = (resolved) => [reading(String(resolved['release']), 0.4, bench.clock.now())];
}

test('R6.3 starts, watches and completes a release through the calls a person makes', async () => {
  const bench = await withPlan();
  const [lane] = await bench.ask('rollouts.start', { applicationId: 'pryde', version: '2.0.0', plan: 'plain', targetIds: ['web'], reason });
  const rolloutId = lane?.id ?? '';
  expect(lane).toMatchObject({ state: 'preparing', percent: 0, applicationName: 'Pryde', targetName: 'web', previousVersion: '1.0.0' });
  await bench.engine.step();
  await bench.run(30 * second);
  const detail = await bench.ask('rollouts.get', { rolloutId });
  expect(detail).toMatchObject({
    rollout: { state: 'running', percent: 10, usersOnIt: 1000, verdict: 'green', failedActions: 0 },
    gates: [{ gate: 'errors', kind: 'green', bounds: expect.stringContaining('red') }],
    platform: { version: '2.0.0', percent: 10 },
    planText: plainPlan,
  });
  expect(detail.actions).toMatchObject([{ operation: 'expose', state: 'confirmed', readBack: '2.0.0 at 10 % (rolling)' }]);
  expect(detail.lanes.map((one) => one.id)).toEqual([rolloutId]);

  await bench.ask('rollouts.hold', { rolloutId, reason });
  expect(await bench.ask('rollouts.resume', { rolloutId, reason })).toMatchObject({ state: 'running' });
  expect(await bench.ask('rollouts.automation', { rolloutId, promote: false, rollback: true, reason })).toMatchObject({
    automation: { promote: false, rollback: true },
  });
  await bench.ask('rollouts.promote', { rolloutId, reason });
  await bench.engine.actions.idle();
  expect(await bench.ask('rollouts.promote', { rolloutId, reason })).toMatchObject({ state: 'completed', percent: 100 });
  expect(await bench.ask('rollouts.list', {})).toEqual([]);
  expect(await bench.ask('rollouts.list', { state: 'ended' })).toHaveLength(1);
  expect(await bench.ask('rollouts.list', { state: 'all' })).toHaveLength(1);
});

test('R6.2 shows time line, readings and the inputs of a decision from the store alone', async () => {
  const bench = await openWorld();
  const { id: rolloutId } = await runningRollout(bench);
  await bench.run(2 * minute);
  const timeline = await bench.ask('rollouts.timeline', { rolloutId });
  expect(timeline.share.map((step) => step.percent)).toEqual([10, 100]);
  expect(timeline.spans.some((span) => span.gate === 'errors' && span.kind === 'green')).toBe(true);
  expect(timeline.events.map((event) => event.kind)).toEqual(expect.arrayContaining(['start', 'advance']));
  const span = { from: bench.clock.now() - 5 * minute, to: bench.clock.now() };
  const series = await bench.ask('rollouts.series', { rolloutId, gate: 'errors', ...span });
  expect(series.release.length).toBeGreaterThan(3);
  expect(await bench.refused('rollouts.series', { rolloutId, gate: 'none', ...span })).toMatchObject({ code: 'notFound' });
  const { decisions } = await bench.ask('rollouts.get', { rolloutId });
  const decision = await bench.ask('rollouts.decision', { decisionId: decisions[0]?.id ?? '' });
  expect(decision.decision.kind).toBe(decisions[0]?.kind);
  expect(decision.snapshot).toMatchObject({ rollout: { id: rolloutId } });
  expect((await bench.refused('rollouts.decision', { decisionId: 'dec-none' })).code).toBe('notFound');
});

test('R6.3 takes a release back with one call and says what happened on each target', async () => {
  const bench = await openWorld();
  await runningRollout(bench);
  const release = { applicationId: 'pryde', version: '2.0.0' };
  const [line] = await bench.ask('rollouts.undoCard', release);
  expect(line).toMatchObject({
    targetName: 'web',
    toVersion: '1.0.0',
    fromPercent: 10,
    usersOnIt: 1000,
    available: true,
    undo: 'newUsersOnly',
  });
  const taken = await bench.ask('rollouts.rollback', { ...release, reason: 'Checkout is broken' });
  expect(taken.actions).toMatchObject([{ operation: 'rollback', says: '2.0.0 → 1.0.0', targetName: 'web' }]);
  await bench.engine.actions.idle();
  expect((await bench.ask('rollouts.list', { state: 'ended' }))[0]).toMatchObject({
    state: 'rolledBack',
    percent: 0,
    next: { sentence: 'back on 1.0.0' },
  });
});

test('R6.3 settles drift, stops, cancels and tries again', async () => {
  const bench = await openWorld();
  const { id: rolloutId } = await runningRollout(bench);
  bench.platform().script.push({ kind: 'refuse' });
  await bench.ask('rollouts.promote', { rolloutId, reason });
  await bench.engine.actions.idle();
  expect((await bench.ask('rollouts.get', { rolloutId })).rollout.failedActions).toBe(1);
  expect((await bench.ask('fleet.home', {})).needs).toMatchObject([{ kind: 'failedAction', severity: 'danger' }]);
  const again = await bench.ask('rollouts.retryAction', { actionId: newestAction(bench, rolloutId).id, reason });
  expect(again).toMatchObject({ operation: 'expose', problem: null });
  await bench.engine.actions.idle();
  expect((await bench.ask('rollouts.get', { rolloutId })).rollout).toMatchObject({ stage: 1, failedActions: 0 });

  bench.platform().state = { ...bench.platform().state, percent: 70, status: 'rolling', fence: 'theirs' };
  await bench.run(30 * second);
  expect((await bench.ask('rollouts.get', { rolloutId })).rollout.drift).toMatchObject({
    wrote: '2.0.0 at 100 % (live)',
    wroteBy: 'Ada',
    says: '2.0.0 at 70 % (rolling)',
    who: expect.stringContaining('Firebase Hosting does not say who'),
  });
  await bench.ask('rollouts.resolveDrift', { rolloutId, choice: 'accept', reason });
  expect(await bench.ask('rollouts.stop', { rolloutId, reason })).toMatchObject({
    state: 'held',
    automation: { promote: false, rollback: false },
  });

  bench.addTarget('desktop', 'desktop');
  const [other] = await bench.begin('2.0.0', plainPlan, ['desktop']);
  expect(await bench.ask('rollouts.cancel', { rolloutId: other?.id ?? '', reason })).toMatchObject({ state: 'cancelled' });
});

test('R6.3 does not count a failed write any more once something newer replaced it', async () => {
  const bench = await openWorld();
  const { id: rolloutId } = await runningRollout(bench);
  bench.platform().script.push({ kind: 'refuse' });
  await bench.ask('rollouts.promote', { rolloutId, reason });
  await bench.engine.actions.idle();
  await bench.ask('rollouts.promote', { rolloutId, reason });
  await bench.engine.actions.idle();
  const { rollout } = await bench.ask('rollouts.get', { rolloutId });
  expect(rollout).toMatchObject({ failedActions: 0, stage: 1 });
});

test('R4.9 lists incidents, opens one with its evidence and closes it once', async () => {
  const bench = await openWorld();
  await runningRollout(bench);
  await bench.run(20 * second);
  turnBad(bench);
  await bench.run(minute);
  const [row] = await bench.ask('incidents.list', { open: true });
  const incidentId = row?.id ?? '';
  expect(row).toMatchObject({ severity: 'P0', version: '2.0.0', closedAt: null, applicationName: 'Pryde' });
  const detail = await bench.ask('incidents.get', { incidentId });
  expect(detail.evidence).toMatchObject({ targets: ['web'], sharePercent: 10, usersAffected: 1000 });
  expect(detail.actions.map((action) => action.operation)).toContain('rollback');
  expect(detail.audit.map((entry) => entry.action)).toContain('rollout.rolledBack');
  await bench.ask('incidents.close', { incidentId, reason });
  expect(await bench.ask('incidents.list', { open: true })).toEqual([]);
  expect(await bench.ask('incidents.list', { open: false })).toHaveLength(1);
  expect((await bench.refused('incidents.close', { incidentId, reason })).message).toBe('This incident is closed already.');
  expect((await bench.refused('incidents.get', { incidentId: 'inc-none' })).code).toBe('notFound');
});

test('design 2.9 pages, searches and proves the audit log', async () => {
  const bench = await openWorld();
  await runningRollout(bench);
  const page = await bench.ask('audit.list', { limit: 2 });
  expect(page.rows).toHaveLength(2);
  expect(page.total).toBeGreaterThan(2);
  const next = await bench.ask('audit.list', { limit: 2, before: page.rows[1]?.seq ?? 0 });
  expect(next.rows[0]?.seq).toBe((page.rows[1]?.seq ?? 0) - 1);
  expect((await bench.ask('audit.list', { text: 'ada release' })).rows.map((row) => row.action)).toEqual(['rollout.created']);
  expect(await bench.ask('audit.verify', {})).toMatchObject({ ok: true, entries: page.total });
  expect(() => bench.store.writer.run("UPDATE audit SET body = '{}' WHERE seq = 2")).toThrow('never changed');
});

test('R6.3 answers what does not exist with what is wrong', async () => {
  const bench = await withPlan();
  expect(await bench.refused('rollouts.get', { rolloutId: 'rol-none' })).toEqual({
    code: 'notFound',
    message: 'There is no rollout rol-none.',
  });
  const begin = { applicationId: 'pryde', version: '2.0.0', plan: 'no-such', targetIds: ['web'], reason };
  expect((await bench.refused('rollouts.start', begin)).message).toContain('There is no plan no-such. Known plans:');
  expect(await bench.refused('rollouts.rollback', { applicationId: 'pryde', version: '8.0.0', reason })).toMatchObject({ code: 'refused' });
});
