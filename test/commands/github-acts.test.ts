import { describe, expect, test } from 'vitest';
import { saveConnection } from '../../main/store/connections.ts';
import { listAudit } from '../../main/store/audit.ts';
import { posts } from '../adapters/repository/open-repository.ts';
import { buildMs } from '../../main/practice/platforms/github-build.ts';
import { answerWith, isWrite, loseAnswers } from '../support/bench.ts';
import { openWorld } from '../support/engine/world.ts';
import { runningRollout } from '../support/engine/bench.ts';
import { badRelease, openGithubWorld, openTakenBack } from '../support/github-world.ts';

const reason = 'Crashes at the start';

describe('the revert of a release at the border', () => {
  test('R2.6 shows the plan to a viewer, prepares for an operator and finds it again', async () => {
    const { world, fleet } = await openTakenBack();
    const plan = await world.ask('github.revertPlan', badRelease, { role: 'viewer' });
    expect(plan).toMatchObject({ blocked: null, pull: null, branch: 'tidegate/revert-v2.4.0', base: 'main' });
    expect(plan.calls).toHaveLength(3);
    expect(fleet.writes()).toEqual([]);
    expect((await world.refused('github.prepareRevert', { ...badRelease, reason }, { role: 'viewer' })).code).toBe('role');
    const done = await world.ask('github.prepareRevert', { ...badRelease, reason });
    expect(done).toMatchObject({ made: true, revert: { pull: { state: 'open', draft: true, title: 'Revert Pryde 2.4.0 to 2.3.0' } } });
    const again = await world.ask('github.prepareRevert', { ...badRelease, reason });
    expect(again).toMatchObject({ made: false, revert: { says: 'Pull request #901 is open as a draft and merges cleanly.' } });
    expect((await world.ask('github.revertPlan', badRelease)).pull?.number).toBe(done.revert.pull?.number);
    const own = listAudit(world.store.reader, { limit: 50 }).filter((entry) => entry.action.startsWith('release.revert'));
    expect(own.map((entry) => entry.action).toReversed()).toEqual([
      'release.revertAsked',
      'release.revertPrepared',
      'release.revertAsked',
      'release.revertFound',
    ]);
    expect(own.at(-2)).toMatchObject({ reason, version: '2.4.0', after: { pull: 901, made: true, branch: 'tidegate/revert-v2.4.0' } });
  });

  test('R2.6 says in the pull request what is in it, why, and what is not', async () => {
    const { world, fleet } = await openTakenBack();
    await world.ask('github.prepareRevert', { ...badRelease, reason: 'Crashes, see @ada and fixes #12' });
    const [pull] = fleet.fleet.image().repositories.find((one) => one.repo === 'pryde-desktop')?.code?.pulls ?? [];
    expect(pull?.body).toContain('Reason: Crashes, see @\u200bada and fixes #\u200b12.');
    expect(pull?.body).toContain('Asked for by: Ada');
    expect(pull?.body).toContain('Contained on its only target.');
    expect(pull?.body).toContain('`db/migrations/102-2.4.0.sql`');
    expect(pull?.body).toContain('database changes that ran already');
    expect(pull?.body).toMatch(/Incident: .+/);
  });

  test('R2.6 waits until the release is taken back', async () => {
    const { world, fleet } = await openGithubWorld();
    expect((await world.ask('github.revertPlan', badRelease)).blocked).toContain('roll it back first');
    expect((await world.refused('github.prepareRevert', { ...badRelease, reason })).message).toContain('roll it back first');
    expect((await world.refused('github.revertPlan', { ...badRelease, version: '9.9.9' })).code).toBe('notFound');
    expect(fleet.writes()).toEqual([]);
  });

  test('R2.7 answers a repeated press from its key', async () => {
    const { world, fleet } = await openTakenBack();
    const first = await world.ask('github.prepareRevert', { ...badRelease, reason }, { key: 'k1' });
    const sent = fleet.sent.length;
    expect(await world.ask('github.prepareRevert', { ...badRelease, reason }, { key: 'k1' })).toEqual(first);
    expect(fleet.sent.length).toBe(sent);
  });

  test('R2.6 keeps a missing right and a lost answer in the audit log, in words', async () => {
    const { world, fleet } = await openTakenBack();
    const refusal = { message: 'Resource not accessible by personal access token' };
    fleet.meddle = answerWith(posts('/git/commits'), () => Response.json(refusal, { status: 403 }));
    const refused = await world.refused('github.prepareRevert', { ...badRelease, reason });
    expect(refused).toMatchObject({ code: 'refused', message: expect.stringContaining('Contents: write and Pull requests: write') });
    fleet.meddle = answerWith(
      () => true,
      () => Response.json({ message: 'down' }, { status: 502 }),
      100,
    );
    const down = await world.refused('github.prepareRevert', { ...badRelease, reason });
    expect(down).toMatchObject({ code: 'internal', message: expect.stringContaining('GitHub does not answer') });
    fleet.meddle = loseAnswers(posts('/pulls'));
    expect(await world.ask('github.prepareRevert', { ...badRelease, reason })).toMatchObject({ made: true });
    expect(world.audited().filter((one) => one === 'release.revertFailed')).toHaveLength(2);
  });

  test('R2.6 finds the repository of an application without a desktop target in a GitHub check', async () => {
    const world = await openWorld();
    await runningRollout(world);
    const release = { applicationId: 'pryde', version: '2.0.0' };
    expect((await world.refused('github.revertPlan', release)).message).toContain('No repository of pryde is known');
    saveConnection(world.store.writer, {
      id: 'con-change',
      kind: 'check',
      adapter: 'github-change',
      name: 'change',
      settings: { repository: 'acme/{{application}}' },
    });
    expect((await world.refused('github.revertPlan', release)).message).toContain('change does not lead to GitHub');
  });
});

describe('the re-issue of a release at the border', () => {
  test('R1.2 R4.2 drafts, checks and publishes a higher version at a chosen share, and keeps each step in the log', async () => {
    const { world, fleet } = await openTakenBack();
    const plan = await world.ask('github.reissuePlan', badRelease, { role: 'viewer' });
    expect(plan).toMatchObject({ newVersion: '2.4.1', goodVersion: '2.3.0', blocked: expect.stringContaining('Draft of the release') });
    expect(plan.users[0]).toContain('Apps with 2.4.0 inside the share are offered 2.4.1');
    expect(fleet.writes()).toEqual([]);
    expect((await world.refused('github.prepareReissue', { ...badRelease, reason }, { role: 'viewer' })).code).toBe('role');
    const drafted = await world.ask('github.prepareReissue', { ...badRelease, reason });
    expect(drafted.steps.map((step) => step.state)).toEqual(['done', 'done', 'next', 'waiting', 'waiting']);
    const early = await world.refused('github.publishReissue', { ...badRelease, percent: 20, reason });
    expect(early).toMatchObject({ code: 'refused', message: expect.stringContaining('Build the code of v2.3.0 with the version 2.4.1') });
    fleet.later(buildMs + 1000);
    expect(await world.ask('github.reissuePlan', { ...badRelease, check: true })).toMatchObject({ newVersion: '2.4.1', blocked: null });
    const unsure = await world.refused('github.publishReissue', { ...badRelease, percent: 20, reason });
    expect(unsure.message).toContain('Pryde-2.4.1.AppImage cannot be read inside here');
    const done = await world.ask('github.publishReissue', { ...badRelease, percent: 20, sure: true, reason });
    expect(done).toMatchObject({ made: true, reissue: { publishedPercent: 20 } });
    const sent = fleet.writes().length;
    expect(await world.ask('github.publishReissue', { ...badRelease, percent: 20, sure: true, reason })).toMatchObject({ made: false });
    expect(fleet.writes()).toHaveLength(sent);
    expect((await world.ask('github.publishReissue', { ...badRelease, percent: 60, sure: true, reason })).reissue.publishedPercent).toBe(
      60,
    );
    const own = listAudit(world.store.reader, { limit: 50 }).filter((entry) => entry.action.startsWith('release.reissue'));
    const actions = own.map((entry) => entry.action.replace('release.reissue', '')).toReversed();
    expect(actions.join(' ')).toBe(
      'Asked Prepared PublishAsked Failed PublishAsked Failed PublishAsked Published PublishAsked Found PublishAsked Published',
    );
    expect(own[0]).toMatchObject({ version: '2.4.0', toVersion: '2.4.1', targetId: 'desktop', usersAffected: 6000, reason });
  });

  test('R1.2 publishes once although answers are lost, and reads back what it says', async () => {
    const { world, fleet } = await openTakenBack();
    await world.ask('github.prepareReissue', { ...badRelease, reason });
    fleet.later(buildMs + 1000);
    fleet.meddle = loseAnswers(isWrite, 2);
    const done = await world.ask('github.publishReissue', { ...badRelease, percent: 30, sure: true, reason });
    expect(done).toMatchObject({ made: true, reissue: { publishedPercent: 30 } });
    expect(fleet.fleet.truth().doubleActs).toBe(0);
    expect((await fleet.github('GET', '/github/repos/practice/pryde-desktop/releases/latest')).word('tag_name')).toBe('v2.4.1');
  });

  test('R1.2 issues nothing again before the bad release is taken back, and nothing beside another rollout', async () => {
    const { world, fleet } = await openGithubWorld();
    expect((await world.ask('github.reissuePlan', badRelease)).blocked).toContain('take it back first');
    expect((await world.refused('github.prepareReissue', { ...badRelease, reason })).message).toContain('take it back first');
    expect((await world.refused('github.reissuePlan', { ...badRelease, targetId: 'web' })).code).toBe('notFound');
    await world.ask('rollouts.rollback', { ...badRelease, reason: 'Crashes' });
    await world.engine.actions.idle();
    await world.begin('2.5.0', undefined, ['desktop']);
    const beside = await world.refused('github.publishReissue', { ...badRelease, percent: 10, reason });
    expect(beside.message).toContain('2.5.0 is rolling out on desktop');
    expect(fleet.writes()).toEqual([]);
  });
});
