import { describe, expect, test } from 'vitest';
import { createNextSteps } from '../../main/commands/next-steps.ts';
import { systemActor } from '../../main/core/model/actor.ts';
import type { Rollout } from '../../main/core/model/rollout.ts';
import { listAudit } from '../../main/store/audit.ts';
import { listRollouts, updateRollout } from '../../main/store/rollouts.ts';
import { saveTarget } from '../../main/store/targets.ts';
import { minute, plainPlan, planLike, runningRollout, second } from '../support/engine/bench.ts';
import { stateOf } from '../support/engine/fake-platform.ts';
import { openWorld, type TestWorld } from '../support/engine/world.ts';

const reason = 'Because a test wants it';
const asking = planLike(['every: 10s', 'next: { channel: beta, plan: beta.yaml }\nevery: 10s']);
const alone = planLike(['every: 10s', 'next: { channel: beta, plan: beta.yaml, start: auto }\nevery: 10s']);
const betaPlan = planLike(['name: plain', 'name: plain-beta\nfollows: stable']);

function addBeta(world: TestWorld): void {
  saveTarget(world.store.writer, { ...world.addTarget('web-beta', 'web'), channel: 'beta' });
}

/** A release that went all the way on the first channel; `stable` in the bench. */
async function completed(planText: string, more: { target?: boolean; plan?: boolean } = {}): Promise<TestWorld & { first: Rollout }> {
  const world = await openWorld();
  if (more.target !== false) addBeta(world);
  if (more.plan !== false) await world.ask('plans.save', { file: 'beta.yaml', text: betaPlan });
  const first = await runningRollout(world, planText);
  await world.run(5 * minute);
  expect(world.rollout(first.id).state).toBe('completed');
  return Object.assign(world, { first });
}

function onBeta(world: TestWorld): Rollout[] {
  return listRollouts(world.store.reader, {}).filter((rollout) => rollout.targetId === 'web-beta');
}

async function needs(world: TestWorld): Promise<string[]> {
  return (await world.ask('fleet.home', {})).needs.map((need) => `${need.kind}: ${need.title}. ${need.text}`);
}

describe('a release that may go on', () => {
  test('R1.10 is offered to a person once it is complete, and goes on with one press', async () => {
    const world = await completed(asking);
    expect(onBeta(world)).toEqual([]);
    expect(await needs(world)).toEqual(['next: Pryde 2.0.0 can go on to beta. It is complete on web. Next: web-beta under beta.yaml.']);
    expect(await world.ask('fleet.status', {})).toMatchObject({ needsYou: 1 });
    const input = { rolloutId: world.first.id, reason };
    expect(await world.ask('channels.goOn', input, { key: 'one' })).toMatchObject({ targetId: 'web-beta', planName: 'plain-beta' });
    expect(await needs(world)).toEqual([]);
    expect(await world.call('channels.goOn', input, { key: 'one' })).toMatchObject({ ok: true, replayed: true });
    expect((await world.refused('channels.goOn', input, { key: 'two' })).message).toContain('was started there already');
    await world.run(5 * minute);
    expect(onBeta(world)).toMatchObject([{ state: 'completed', version: '2.0.0' }]);
  });

  test('R1.10 is offered no more once a person leaves it where it is', async () => {
    const world = await completed(asking);
    const input = { rolloutId: world.first.id, reason };
    expect((await world.refused('channels.stay', input, { role: 'viewer' })).code).toBe('role');
    await world.ask('channels.stay', input);
    expect(await needs(world)).toEqual([]);
    await world.run(2 * minute);
    expect([await needs(world), onBeta(world)]).toEqual([[], []]);
    expect(listAudit(world.store.reader, { rolloutId: world.first.id })[0]).toMatchObject({ action: 'rollout.stayed', reason });
    expect((await world.refused('channels.stay', input)).message).toContain('offers no next channel');
  });

  test('R1.10 cannot go on before it is complete, nor without a plan that says where to', async () => {
    const world = await openWorld();
    const { id } = await runningRollout(world);
    expect((await world.refused('channels.goOn', { rolloutId: id, reason })).message).toContain('This rollout is running');
    await world.run(5 * minute);
    expect((await world.refused('channels.goOn', { rolloutId: id, reason })).message).toContain('names no next channel');
    expect((await world.refused('channels.goOn', { rolloutId: 'none', reason })).code).toBe('notFound');
  });

  test('R1.10 makes way for a newer release that was completed after it', async () => {
    const world = await completed(asking);
    await world.begin('2.1.0', plainPlan);
    await world.run(5 * minute);
    expect(await needs(world)).toEqual([]);
  });
});

describe('what stands in the way', () => {
  test('R1.10 is told when no target has the next channel, and gone once there is one', async () => {
    const world = await completed(asking, { target: false });
    expect(await needs(world)).toEqual([
      'nextBlocked: Pryde 2.0.0 cannot go on to beta. There is no web target on channel beta. Add one in Connections, or correct the channel of the one that is meant.',
    ]);
    expect((await world.refused('channels.goOn', { rolloutId: world.first.id, reason })).message).toContain(
      'no web target on channel beta',
    );
    addBeta(world);
    await world.run(minute);
    expect(await needs(world)).toEqual([expect.stringContaining('next: Pryde 2.0.0 can go on to beta')]);
  });

  test('R1.10 is told when the plan is missing or broken, even where nobody would have pressed', async () => {
    const world = await completed(alone, { plan: false });
    expect((await needs(world))[0]).toContain('There is no plan beta.yaml');
    expect((await needs(world))[0]).toContain('Save a plan of that name in Plans.');
    await world.ask('plans.save', { file: 'beta.yaml', text: betaPlan });
    await world.run(minute);
    expect(onBeta(world)).toHaveLength(1);
  });

  test('R1.10 is told when several targets have the channel, or the channel is the one it is on', async () => {
    const world = await completed(asking);
    saveTarget(world.store.writer, { ...world.addTarget('web-other', 'web'), channel: 'beta' });
    await world.run(minute);
    expect((await needs(world))[0]).toContain('web-beta and web-other are all on channel beta. Start the release by hand');
    const round = await completed(planLike(['every: 10s', 'next: { channel: stable, plan: beta.yaml }\nevery: 10s']), { target: false });
    expect((await needs(round))[0]).toContain('where web is already. Name the channel after it');
  });

  test('R1.10 is told when the target cannot be read or is taken, and it starts by itself once that is over', async () => {
    const world = await openWorld();
    addBeta(world);
    await world.ask('plans.save', { file: 'beta.yaml', text: betaPlan });
    const [older] = await world.begin('1.9.0', planLike(['bake: 1m }\n  - ', 'bake: 20m }\n  - ']), ['web-beta']);
    await runningRollout(world, alone);
    await world.run(5 * minute);
    expect((await needs(world)).at(-1)).toContain(
      'nextBlocked: Pryde 2.0.0 cannot go on to beta. Not started yet, and tried again every 30 s',
    );
    expect((await needs(world)).at(-1)).toContain('already has 1.9.0 rolling');
    await world.ask('rollouts.rollback', { applicationId: 'pryde', version: '1.9.0', reason });
    await world.run(2 * minute);
    expect(world.rollout(older?.id ?? '').state).toBe('rolledBack');
    expect(onBeta(world)[0]).toMatchObject({ version: '2.0.0', state: 'running' });
    expect(await needs(world)).toEqual([]);
  });
});

describe('a release without a way back on the next channel', () => {
  test('R4.2 goes on there only with the override, whose reason is kept apart', async () => {
    const world = await completed(asking);
    world.platform('web-beta').state = stateOf(null, 0);
    const input = { rolloutId: world.first.id, reason };
    const refused = await world.refused('channels.goOn', input);
    expect(refused.message).toMatch(/^web-beta: .*first release here.*Nothing was started\. Start with the override and a reason/);
    expect(onBeta(world)).toEqual([]);
    const overridden = { ...input, override: true, overrideReason: 'Nobody had a beta before' };
    expect((await world.refused('channels.goOn', overridden, { role: 'viewer' })).code).toBe('role');
    const { id } = await world.ask('channels.goOn', overridden);
    const entries = listAudit(world.store.reader, { rolloutId: id, limit: 10 });
    expect(entries.find((entry) => entry.action === 'rollout.wayBackOverridden')).toMatchObject({
      reason: 'Nobody had a beta before',
      actor: { name: 'Ada' },
      after: { wayBack: expect.stringContaining('first release') },
    });
    expect(entries.find((entry) => entry.action === 'rollout.created')?.reason).toBe(reason);
  });

  test('R4.2 never starts there by itself, and says what a person could do', async () => {
    const world = await openWorld();
    addBeta(world);
    world.platform('web-beta').state = stateOf(null, 0);
    await world.ask('plans.save', { file: 'beta.yaml', text: betaPlan });
    const first = await runningRollout(world, alone);
    await world.run(6 * minute);
    expect([world.rollout(first.id).state, onBeta(world)]).toEqual(['completed', []]);
    expect((await needs(world))[0]).toContain('Start with the override and a reason to do it all the same.');
    await world.ask('channels.goOn', { rolloutId: first.id, reason, override: true });
    expect(onBeta(world)).toHaveLength(1);
  });
});

describe('a release that goes on by itself', () => {
  test('R1.10 starts as the system, with its reason in the audit log, and once only', async () => {
    const world = await completed(alone);
    const [beta] = onBeta(world);
    expect(listAudit(world.store.reader, { rolloutId: beta?.id ?? '', limit: 500 }).at(-1)).toMatchObject({
      action: 'rollout.created',
      actor: systemActor,
      trigger: 'plan',
      reason: '2.0.0 was completed on channel stable (web), and plan plain goes on to beta by itself.',
    });
    await world.run(10 * minute);
    expect(onBeta(world)).toMatchObject([{ state: 'completed' }]);
    expect(await needs(world)).toEqual([]);
  });

  test('R1.10 is started once by several looks at the same moment, and by a process that was killed before its look', async () => {
    const world = await openWorld();
    addBeta(world);
    await world.ask('plans.save', { file: 'beta.yaml', text: betaPlan });
    world.hooks.afterTurn = async () => undefined;
    const first = await runningRollout(world, alone);
    await world.run(5 * minute);
    expect([world.rollout(first.id).state, onBeta(world)]).toEqual(['completed', []]);
    const killed = world.restart();
    await killed.step();
    expect(onBeta(world)).toEqual([]);
    const [one, other] = [createNextSteps(() => world.world), createNextSteps(() => world.world)];
    await Promise.all([one.look(), other.look(), one.look()]);
    expect(onBeta(world)).toHaveLength(1);
    await createNextSteps(() => world.world).look();
    expect(onBeta(world)).toHaveLength(1);
  });

  test('R1.10 stays on its channel after a person took it back there, and asks where a person switched promoting off', async () => {
    const world = await completed(alone);
    await world.ask('rollouts.rollback', { applicationId: 'pryde', version: '2.0.0', targetIds: ['web-beta'], reason });
    await world.run(2 * minute);
    expect(onBeta(world)).toMatchObject([{ state: 'rolledBack' }]);

    const other = await openWorld();
    addBeta(other);
    await other.ask('plans.save', { file: 'beta.yaml', text: betaPlan });
    const first = await runningRollout(other, alone);
    updateRollout(other.store.writer, first.id, { automationOverride: { promote: false, rollback: true } });
    for (let left = 3; left > 0 && other.rollout(first.id).state !== 'completed'; left -= 1) {
      await other.run(70 * second);
      if (other.rollout(first.id).state === 'running') await other.ask('rollouts.promote', { rolloutId: first.id, reason });
    }
    await other.run(minute);
    expect([onBeta(other), await needs(other)]).toEqual([[], [expect.stringContaining('next: Pryde 2.0.0 can go on to beta')]]);
  });

  test('R1.10 goes nowhere from a dry run', async () => {
    const world = await completed(`dryRun: true\n${alone}`);
    await world.run(2 * minute);
    expect([onBeta(world), await needs(world)]).toEqual([[], []]);
  });
});
