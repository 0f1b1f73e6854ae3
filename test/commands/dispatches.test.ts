import { describe, expect, test } from 'vitest';
import { listAudit } from '../../main/store/audit.ts';
import { insertDispatch } from '../../main/store/dispatches.ts';
import { answerWith, isWrite, loseAnswers } from '../support/bench.ts';
import { hour, minute } from '../support/engine/bench.ts';
import { badRelease, openGithubWorld } from '../support/github-world.ts';
import { openWorld, type TestWorld } from '../support/engine/world.ts';

const reason = 'Crashes at the start';
const event = { ...badRelease, kind: 'repository', reason } as const;
const workflow = { ...badRelease, kind: 'workflow', workflow: 'rollback.yml', reason } as const;

function audited(world: TestWorld): string[] {
  const entries = listAudit(world.store.reader, { limit: 50 }).filter((entry) => entry.action.startsWith('dispatch.'));
  return entries.map((entry) => entry.action).toReversed();
}

describe('what the console tells GitHub', () => {
  test('R1.9 sends auto-rollback with version, reason and timestamp, and keeps what became of it', async () => {
    const { world, fleet } = await openGithubWorld();
    expect((await world.refused('dispatches.send', event, { role: 'viewer' })).code).toBe('role');
    expect(await world.ask('dispatches.list', badRelease)).toMatchObject({
      repository: 'practice/pryde-desktop',
      connection: 'github',
      blocked: null,
      sent: [],
    });
    const done = await world.ask('dispatches.send', event);
    expect(done).toMatchObject({ state: 'accepted', problem: null, repository: 'practice/pryde-desktop', actor: { name: 'Ada' } });
    const [arrived] = fleet.fleet.image().repositories.find((one) => one.repo === 'pryde-desktop')?.dispatches ?? [];
    expect(arrived).toMatchObject({
      type: 'auto-rollback',
      payload: { version: '2.4.0', reason, timestamp: new Date(done.at).toISOString(), application: 'pryde' },
    });
    expect(audited(world)).toEqual(['dispatch.intended', 'dispatch.accepted']);
    expect((await world.ask('dispatches.list', badRelease)).sent).toEqual([done]);
  });

  test('R1.9 starts the rollback workflow on the default branch and shows its run', async () => {
    const { world, fleet } = await openGithubWorld();
    const done = await world.ask('dispatches.send', workflow);
    expect(done).toMatchObject({
      state: 'accepted',
      workflow: 'rollback.yml',
      ref: 'main',
      runUrl: expect.stringContaining('/actions/runs/'),
    });
    const [arrived] = fleet.fleet.image().repositories.find((one) => one.repo === 'pryde-desktop')?.dispatches ?? [];
    expect(arrived).toMatchObject({ type: 'workflow:rollback.yml', payload: { version: '2.4.0', reason } });
    expect((await world.refused('dispatches.send', { ...workflow, workflow: null })).message).toContain('Name the workflow');
  });

  test('R1.9 R1.2 tells a workflow the version that it is to build, and keeps it in the audit of the release', async () => {
    const { world, fleet } = await openGithubWorld();
    await world.ask('dispatches.send', { ...workflow, workflow: 'release.yml', ref: 'v2.3.0', builds: '2.4.1' });
    const [arrived] = fleet.fleet.image().repositories.find((one) => one.repo === 'pryde-desktop')?.dispatches ?? [];
    expect(arrived).toMatchObject({ type: 'workflow:release.yml', payload: { version: '2.4.1', reason } });
    const [entry] = listAudit(world.store.reader, { limit: 50 }).filter((one) => one.action === 'dispatch.accepted');
    expect(entry).toMatchObject({ version: badRelease.version, after: { builds: '2.4.1', ref: 'v2.3.0' } });
  });

  test('R1.9 sends the same once a day unless it is told to send it again', async () => {
    const { world, fleet } = await openGithubWorld();
    await world.ask('dispatches.send', event);
    world.clock.moveTo(world.clock.now() + 5 * minute);
    const refused = await world.refused('dispatches.send', event);
    expect(refused.message).toMatch(/sent 5 min ago by Ada, and GitHub accepted it.*Nothing was sent now/);
    await world.ask('dispatches.send', { ...event, again: true });
    await world.ask('dispatches.send', workflow);
    const sent = fleet.fleet.image().repositories.find((one) => one.repo === 'pryde-desktop')?.dispatches ?? [];
    expect(sent).toHaveLength(3);
    world.clock.moveTo(world.clock.now() + 25 * hour);
    await world.ask('dispatches.send', event);
  });

  test('R2.7 answers a repeated press from its key, and two at once send one message', async () => {
    const { world, fleet } = await openGithubWorld();
    const [one, two] = await Promise.all([
      world.call('dispatches.send', event, { key: 'k1' }),
      world.call('dispatches.send', event, { key: 'k1' }),
    ]);
    expect([one.ok, two.ok && two.replayed]).toEqual([true, true]);
    const both = await Promise.all([world.call('dispatches.send', workflow), world.call('dispatches.send', workflow)]);
    expect(both.filter((result) => result.ok)).toHaveLength(1);
    const sent = fleet.fleet.image().repositories.find((repository) => repository.repo === 'pryde-desktop')?.dispatches ?? [];
    expect(sent.map((arrived) => arrived.type)).toEqual(['auto-rollback', 'workflow:rollback.yml']);
  });

  test('R1.9 keeps a lost answer as unknown and never sends it again by itself', async () => {
    const { world, fleet } = await openGithubWorld();
    fleet.meddle = loseAnswers(isWrite);
    const done = await world.ask('dispatches.send', event);
    expect(done).toMatchObject({
      state: 'unknown',
      problem: expect.stringContaining('Look at the Actions page of practice/pryde-desktop'),
    });
    expect(done.problem).not.toMatch(/tries again|looked up/);
    expect(audited(world)).toEqual(['dispatch.intended', 'dispatch.unknown']);
    expect((await world.refused('dispatches.send', event)).message).toContain('whether GitHub took it is unknown');
  });

  test('R1.9 says what GitHub refused, and lets it be sent again once that is mended', async () => {
    const { world, fleet } = await openGithubWorld();
    fleet.meddle = answerWith(isWrite, () => Response.json({ message: 'Resource not accessible' }, { status: 403 }));
    const done = await world.ask('dispatches.send', event);
    expect(done).toMatchObject({ state: 'refused', problem: expect.stringMatching(/Contents: write.*Nothing was started/) });
    fleet.meddle = null;
    expect(await world.ask('dispatches.send', { ...workflow, workflow: 'nowhere.yml' })).toMatchObject({ state: 'refused' });
    expect(await world.ask('dispatches.send', event)).toMatchObject({ state: 'accepted' });
  });

  test('R1.9 shows a message whose sender was killed as unknown, not as on its way for ever', async () => {
    const { world } = await openGithubWorld();
    const at = world.clock.now();
    insertDispatch(world.store.writer, {
      id: 'dsp-1',
      ...badRelease,
      kind: 'repository',
      connectionId: 'con-github',
      repository: 'practice/pryde-desktop',
      workflow: null,
      ref: null,
      reason,
      actor: { kind: 'person', name: 'Ada', role: 'admin' },
      state: 'intended',
      at,
      finishedAt: null,
      problem: null,
      runUrl: null,
    });
    expect((await world.ask('dispatches.list', badRelease)).sent[0]?.state).toBe('intended');
    world.clock.moveTo(at + 2 * minute);
    expect((await world.ask('dispatches.list', badRelease)).sent[0]).toMatchObject({
      state: 'unknown',
      problem: expect.stringContaining('ended before'),
    });
  });

  test('R1.9 refuses a release that is nowhere, and an application whose repository nobody knows', async () => {
    const { world, fleet } = await openGithubWorld();
    expect((await world.refused('dispatches.send', { ...event, version: '9.9.9' })).code).toBe('notFound');
    expect((await world.refused('dispatches.send', { ...event, repository: 'not a repository' })).code).toBe('input');
    expect(fleet.writes()).toEqual([]);
    const bare = await openWorld();
    expect(await bare.ask('dispatches.list', badRelease)).toMatchObject({
      repository: null,
      blocked: expect.stringContaining('No repository of pryde'),
    });
    expect((await bare.refused('dispatches.send', event)).message).toContain('No repository of pryde');
  });
});
