import { describe, expect, test } from 'vitest';
import { begin } from '../../main/engine/begin.ts';
import { createIngest } from '../../main/engine/ingest.ts';
import { listAudit } from '../../main/store/audit.ts';
import { saveTargetRead } from '../../main/store/target-states.ts';
import { decided, minute, planLike, runningRollout, second } from '../support/engine/bench.ts';
import { stateOf } from '../support/engine/fake-platform.ts';
import { openWorld, type TestWorld } from '../support/engine/world.ts';

const release = { applicationId: 'pryde', version: '2.0.0' };
const because = { reason: 'Because a test wants it' };

/** A release on web and desktop whose desktop refuses everything when it is taken back. */
async function refusedOnDesktop(): Promise<{ bench: TestWorld; web: string; desktop: string }> {
  const bench = await openWorld();
  bench.addTarget('desktop', 'desktop');
  const started = await bench.begin('2.0.0', undefined, ['web', 'desktop']);
  await bench.run(minute / 2);
  const idOf = (targetId: string) => started.find((one) => one.targetId === targetId)?.id ?? '';
  bench.clock.moveTo(bench.clock.now() + second);
  bench.platform('desktop').script.push({ kind: 'refuse' }, { kind: 'refuse' }, { kind: 'refuse' });
  await bench.ask('rollouts.rollback', { ...release, reason: 'Crashes' });
  await bench.engine.actions.idle();
  return { bench, web: idOf('web'), desktop: idOf('desktop') };
}

describe('what the person who was paged sees', () => {
  test('R1.8 keeps a containment in sight until each target is contained or accepted, from the store alone', async () => {
    const { bench, desktop } = await refusedOnDesktop();
    const [open] = await bench.ask('rollouts.containments', {});
    expect(open).toMatchObject({ applicationName: 'Pryde', version: '2.0.0', contained: false, settled: false });
    expect(open?.says).toBe('Contained on 1 of 2 targets; not on desktop.');
    expect(open?.targets.map((row) => [row.targetName, row.standing, row.settles])).toEqual([
      ['web', 'contained', null],
      ['desktop', 'failed', 'left'],
    ]);
    expect((await bench.refused('rollouts.settle', { rolloutId: desktop, ...because }, { role: 'viewer' })).code).toBe('role');
    expect(await bench.ask('rollouts.settle', { rolloutId: desktop, reason: 'A handful of users, fixed tomorrow' })).toEqual({
      standing: 'accepted',
    });
    const after = await bench.ask('rollouts.containment', release);
    expect(after).toMatchObject({ contained: false, settled: true, says: 'Contained on 1 of 2 targets; left as it is on desktop.' });
    expect(after.targets[1]?.says).toBe('Left as it is by Ada: A handful of users, fixed tomorrow.');
    expect(bench.rollout(desktop)).toMatchObject({ state: 'held', automationOverride: { promote: false, rollback: false } });
    expect(bench.audited(desktop)).toContain('rollout.settle');
    const { rollout } = await bench.ask('rollouts.get', { rolloutId: desktop });
    expect(rollout.failedActions).toBe(0);
    expect(await bench.ask('rollouts.containments', {})).toHaveLength(1);
    bench.clock.moveTo(bench.clock.now() + 16 * minute);
    expect(await bench.ask('rollouts.containments', {})).toEqual([]);
  });

  test('R1.8 settles as contained what somebody took back on the platform itself', async () => {
    const { bench, desktop } = await refusedOnDesktop();
    bench.clock.moveTo(bench.clock.now() + second);
    bench.platform('desktop').state = stateOf('1.0.0', 100);
    await bench.run(minute);
    const [, row] = (await bench.ask('rollouts.containment', release)).targets;
    expect(row?.settles).toBe('contained');
    expect(await bench.ask('rollouts.settle', { rolloutId: desktop, ...because })).toEqual({ standing: 'contained' });
    expect(bench.rollout(desktop).state).toBe('rolledBack');
    expect((await bench.refused('rollouts.settle', { rolloutId: desktop, ...because })).message).toContain('settled already');
    expect((await bench.refused('rollouts.carryOn', { rolloutId: desktop, ...because })).message).toContain('Nothing is on its way');
  });

  test('R1.8 an emergency after accepting takes the accepted target back as well', async () => {
    const { bench, desktop } = await refusedOnDesktop();
    await bench.ask('rollouts.settle', { rolloutId: desktop, ...because });
    bench.platform('desktop').script.length = 0;
    bench.clock.moveTo(bench.clock.now() + second);
    expect((await bench.ask('rollouts.emergency', { ...release, ...because })).decisionId).not.toBeNull();
    await bench.engine.actions.idle();
    expect(await bench.ask('rollouts.containment', release)).toMatchObject({ contained: true });
  });

  test('R6.2 says that nothing reached a platform that does not answer, and carries on at a press', async () => {
    const bench = await openWorld();
    const { id } = await runningRollout(bench);
    bench.clock.moveTo(bench.clock.now() + second);
    bench.platform().script.push({ kind: 'unavailable' });
    await bench.ask('rollouts.rollback', { ...release, ...because });
    await bench.engine.actions.idle();
    const [row] = (await bench.ask('rollouts.containment', release)).targets;
    expect(row).toMatchObject({ standing: 'working', act: { state: 'intended', attempts: 1 }, settles: null });
    expect(row?.says).toMatch(/^Nothing has reached the platform yet: roll back to 1\.0\.0\. .* It is tried again by itself\.$/);
    expect((await bench.refused('rollouts.settle', { rolloutId: id, ...because })).message).toContain('on its way');
    await bench.ask('rollouts.carryOn', { rolloutId: id, ...because });
    await bench.engine.actions.idle();
    expect(await bench.ask('rollouts.containment', release)).toMatchObject({ contained: true });
  });

  test('R1.11 tells how many of all users have a release, at the border', async () => {
    const bench = await openWorld();
    await runningRollout(bench);
    const view = await bench.ask('rollouts.exposure', release);
    expect(view.targets[0]).toMatchObject({ targetName: 'web', reached: true, now: { percent: 10, source: 'platform' } });
    const event = { application: 'pryde', channel: '*', platform: 'web', ts: bench.clock.now() + second, kind: 'session' as const };
    bench.clock.moveTo(bench.clock.now() + 2 * second);
    const ingest = createIngest(bench.deps);
    ingest.take({
      events: [
        { ...event, release: '2.0.0', count: 30 },
        { ...event, release: '1.0.0', count: 70 },
      ],
    });
    bench.clock.moveTo(bench.clock.now() + 2 * minute);
    ingest.flush(true);
    const counted = await bench.ask('rollouts.exposure', release);
    expect(counted.targets[0]?.now).toMatchObject({ percent: 30, source: 'intake' });
    expect(await bench.ask('rollouts.exposure', { ...release, version: '9.9.9' })).toMatchObject({ now: { users: 0 } });
  });

  test('R1.11 takes the word of the platform for a release that was published by hand, and an old word for no proof', async () => {
    const bench = await openWorld();
    await runningRollout(bench);
    const byHand = async () => (await bench.ask('rollouts.exposure', { ...release, version: '9.9.9' })).targets[0]?.now;
    expect(await byHand()).toMatchObject({ percent: 0, source: 'platform', says: 'The platform does not offer it.' });
    const read = { targetId: 'web', readAt: bench.clock.now(), failingSince: null, problem: null };
    saveTargetRead(bench.deps.store.writer, { ...read, state: stateOf('9.9.9', 40) });
    expect(await byHand()).toMatchObject({ percent: 40, says: 'The platform offers it to 40 %, though no rollout here did.' });
    bench.clock.moveTo(bench.clock.now() + 16 * minute);
    expect(await byHand()).toMatchObject({ percent: null, users: null });
  });

  test('R4.2 tells before a start whether there will be a way back, and keeps the override with a reason of its own', async () => {
    const bench = await openWorld();
    bench.platform().state = stateOf(null, 0);
    const input = { ...release, plan: 'practice', targetIds: ['web'] };
    expect(await bench.ask('rollouts.wayBackBefore', input)).toMatchObject([{ targetName: 'web', exists: null, readAt: null }]);
    expect((await bench.refused('rollouts.start', { ...input, ...because }, { role: 'viewer' })).code).toBe('role');
    const { id } = await firstRelease(bench);
    expect(await bench.ask('rollouts.wayBackBefore', input)).toMatchObject([{ exists: false, to: null }]);
    const entry = listAudit(bench.store.reader, { rolloutId: id, limit: 20 }).find((one) => one.action === 'rollout.wayBackOverridden');
    expect(entry).toMatchObject({ reason: 'There is nothing before it', after: { wayBack: expect.stringContaining('first release') } });
  });

  test('R4.2 refuses an override in words to a viewer, and keeps that of an operator apart from the reason of the press', async () => {
    const bench = await openWorld();
    const { id } = await runningRollout(bench);
    bench.platform().state = { ...bench.platform().state, notes: [{ kind: 'blocked', text: 'The site is frozen' }] };
    await bench.run(minute / 3);
    const input = { rolloutId: id, reason: 'Goes on', override: true, overrideReason: 'The fix cannot wait' };
    const refused = await bench.refused('rollouts.promote', input, { role: 'viewer' });
    expect(refused).toMatchObject({ code: 'role', message: expect.stringContaining('needs the role operator; you are viewer') });
    const { rollout } = await bench.ask('rollouts.get', { rolloutId: id });
    expect(rollout.wayBack).toMatchObject({ exists: false, to: null });
    await bench.ask('rollouts.promote', input, { role: 'operator' });
    const entries = listAudit(bench.store.reader, { rolloutId: id, limit: 20 });
    expect(entries.find((one) => one.action === 'rollout.wayBackOverridden')?.reason).toBe('The fix cannot wait');
    expect(entries.find((one) => one.action === 'rollout.advance')?.reason).toMatch(/^Goes on/);
  });

  test('design 3 names both values of a drift, who wrote ours, and who may have changed it', async () => {
    const bench = await openWorld();
    const { id } = await runningRollout(bench);
    bench.clock.moveTo(bench.clock.now() + second);
    bench.platform().state = { ...bench.platform().state, percent: 35 };
    await bench.run(minute);
    expect(decided(bench, id)).toContain('hold/drift');
    const { rollout } = await bench.ask('rollouts.get', { rolloutId: id });
    expect(rollout.drift).toMatchObject({ wrote: '2.0.0 at 10 % (rolling)', says: '2.0.0 at 35 % (rolling)' });
    expect(rollout.drift?.wroteBy).toMatch(/Ada|Tidegate itself/);
    expect(rollout.drift?.who).toMatch(/somebody with access to Firebase Hosting or another tool .* does not say who/);
    const refused = await bench.refused('rollouts.resolveDrift', { rolloutId: id, choice: 'accept', ...because }, { role: 'viewer' });
    expect(refused.code).toBe('role');
  });

  test('design 3 keeps on record that somebody moved the platform while a release was taken back', async () => {
    const bench = await openWorld();
    const { id } = await runningRollout(bench);
    bench.clock.moveTo(bench.clock.now() + second);
    bench.platform().script.push({ kind: 'someoneElse', change: { percent: 35 } });
    await bench.ask('rollouts.rollback', { ...release, ...because });
    await bench.engine.actions.idle();
    await bench.run(minute / 6);
    expect(await bench.ask('rollouts.containment', release)).toMatchObject({ contained: true });
    const sent = listAudit(bench.store.reader, { rolloutId: id, action: 'action.sent', limit: 20 }).map((entry) => entry.reason);
    expect(sent[0]).toContain('The platform moved in between: it showed 2.0.0 at 10 % (rolling), and shows 2.0.0 at 35 % (rolling) now.');
  });

  test('R2.6 asks the health endpoints by itself once a release is contained, and keeps the answers', async () => {
    const bench = await openWorld();
    await runningRollout(bench);
    await bench.ask('fleet.saveEndpoint', { applicationId: 'pryde', healthUrl: 'https://pryde.example.com/health', text: '1.0.0' });
    bench.far.endpoint = () => ({ ok: false, status: 503, says: 'Answered 503.' });
    expect(await bench.ask('rollouts.endpointAnswers', release)).toEqual({ askedAt: null, rows: [] });
    bench.clock.moveTo(bench.clock.now() + second);
    await bench.ask('rollouts.rollback', { ...release, ...because });
    await bench.run(minute);
    const answers = await bench.ask('rollouts.endpointAnswers', release);
    expect(answers).toMatchObject({ rows: [{ healthUrl: 'https://pryde.example.com/health', text: '1.0.0', ok: false, status: 503 }] });
    expect(listAudit(bench.store.reader, { action: 'release.endpointsAsked' })).toHaveLength(1);
    expect(await bench.ask('rollouts.endpointAnswers', { ...release, version: '3.0.0' })).toEqual({ askedAt: null, rows: [] });
  });
});

async function firstRelease(bench: TestWorld) {
  const what = { ...release, targetIds: ['web'], planText: planLike(), planFile: 'plain.yaml', override: 'There is nothing before it' };
  const [rollout] = await begin(bench.deps, what, {
    actor: { kind: 'person', name: 'Ada', role: 'operator' },
    trigger: 'manual',
    reason: 'First release',
  });
  if (rollout === undefined) throw new Error('Nothing was started.');
  return rollout;
}
