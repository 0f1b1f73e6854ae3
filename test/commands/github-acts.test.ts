import { describe, expect, test } from 'vitest';
import { saveConnection } from '../../main/store/connections.ts';
import { listAudit } from '../../main/store/audit.ts';
import { posts } from '../adapters/repository/open-repository.ts';
import { answerWith, loseAnswers } from '../support/bench.ts';
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
