import { describe, expect, test } from 'vitest';
import { lookAtRevert, prepareRevert, type RevertAsk } from '../../../main/adapters/repository/revert.ts';
import type { RevertPlan } from '../../../main/core/revert/index.ts';
import { answerWith, type Bench, loseAnswers, openBench, problemOf } from '../../support/bench.ts';
import { answerFaults, requestFaults } from '../../support/github-openapi.ts';
import { access, posts, repository } from './open-repository.ts';

const ask: RevertAsk = { repository, version: '2.4.0', previousVersion: '2.3.0', base: null };
const textOf = (plan: RevertPlan) => ({ title: `Revert ${plan.version}`, body: 'Because of crashes', message: 'Revert' });
const own = '/github/repos/practice/pryde-desktop';

function prepare(bench: Bench, more: Partial<RevertAsk> = {}) {
  return prepareRevert(access(bench), { ...ask, ...more }, textOf);
}

/** Writes that the fleet kept, by kind. */
function kept(bench: Bench): string[] {
  return bench.fleet
    .image()
    .writes.filter((write) => write.changedSomething)
    .map((write) => write.operation);
}

describe('reverting a release in its repository', () => {
  test('R2.6 prepares a commit, a branch and a draft pull request that hold the files of the version before', async () => {
    const bench = await openBench();
    const { pull, made, plan } = await prepare(bench);
    expect(pull).toMatchObject({ state: 'open', draft: true, title: 'Revert 2.4.0' });
    expect(made).toBe(true);
    expect(plan).toMatchObject({ repository: 'practice/pryde-desktop', base: 'main', branch: 'tidegate/revert-v2.4.0', totalCommits: 2 });
    const { code } = bench.fleet.image().repositories.find((one) => one.repo === 'pryde-desktop') ?? {};
    const good = (await bench.github('GET', `${own}/commits/v2.3.0`)).word('commit.tree.sha');
    const bad = (await bench.github('GET', `${own}/commits/v2.4.0`)).word('sha');
    expect(code?.commits).toMatchObject([{ tree: good, parents: [bad] }]);
    expect(code?.pulls).toMatchObject([{ head: 'tidegate/revert-v2.4.0', base: 'main', draft: true, headSha: code?.commits[0]?.sha }]);
  });

  test('R2.6 reads what it would do and names the exact calls without a single write', async () => {
    const bench = await openBench();
    const { plan } = await lookAtRevert(access(bench), ask);
    expect(bench.writes()).toEqual([]);
    expect(plan.blocked).toBeNull();
    expect(plan.calls.map((call) => call.split(' ').slice(0, 2).join(' '))).toEqual([
      'POST repos/practice/pryde-desktop/git/commits',
      'POST repos/practice/pryde-desktop/git/refs',
      'POST repos/practice/pryde-desktop/pulls',
    ]);
    expect(plan.files.every((file) => file.state === 'reverts')).toBe(true);
  });

  test('R2.6 finds what is there when pressed again, and makes nothing twice', async () => {
    const bench = await openBench();
    const first = await prepare(bench);
    const again = await prepare(bench);
    expect(again).toMatchObject({ made: false, pull: { number: first.pull.number, mergeable: true } });
    expect(kept(bench).filter((one) => one === 'pull.create')).toHaveLength(1);
    expect(bench.fleet.truth().doubleActs).toBe(0);
  });

  test.each(['/git/commits', '/git/refs', '/pulls'])('R2.6 looks before it sends %s again when the answer is lost', async (path) => {
    const bench = await openBench();
    bench.meddle = loseAnswers(posts(path));
    const { pull, made } = await prepare(bench);
    expect({ state: pull.state, made }).toEqual({ state: 'open', made: true });
    expect(kept(bench).filter((one) => one === 'branch.create')).toHaveLength(1);
    expect(kept(bench).filter((one) => one === 'pull.create')).toHaveLength(1);
  });

  test('R2.6 takes a pull request onto another branch for no answer to this one', async () => {
    const bench = await openBench();
    await prepare(bench);
    expect((await lookAtRevert(access(bench), ask)).plan.pull).toMatchObject({ state: 'open' });
    const { plan } = await lookAtRevert(access(bench), { ...ask, base: 'release/1.x' });
    expect(plan).toMatchObject({ pull: null, blocked: expect.stringContaining('branch release/1.x') });
  });

  test('R2.6 says that the outcome is unknown while nothing can be looked up, and carries on at the next press', async () => {
    const bench = await openBench();
    let lost = false;
    bench.meddle = async (request, pass) => {
      if (lost) throw new TypeError('fetch failed', { cause: Object.assign(new Error('reset'), { code: 'ECONNRESET' }) });
      const response = await pass();
      if (!posts('/git/refs')(request)) return response;
      lost = true;
      throw new TypeError('fetch failed', { cause: Object.assign(new Error('reset'), { code: 'ECONNRESET' }) });
    };
    expect((await problemOf(prepare(bench))).kind).toBe('unavailable');
    bench.meddle = null;
    expect(await prepare(bench)).toMatchObject({ made: true });
    expect(kept(bench)).toEqual(['commit.create', 'branch.create', 'pull.create']);
  });

  test('R2.6 names the files that newer changes touched too, and GitHub says whether they conflict', async () => {
    const bench = await openBench();
    bench.fleet.loadScenario('bad-release');
    const { plan } = await lookAtRevert(access(bench), ask);
    expect(plan.files.filter((file) => file.state === 'newer').map((file) => file.path)).toContain('src/screens/screen-1.ts');
    expect(plan.files.filter((file) => file.state === 'reverts').map((file) => file.path)).toEqual(['db/migrations/102-2.4.0.sql']);
    await prepare(bench);
    expect((await lookAtRevert(access(bench), ask)).plan.pull).toMatchObject({ mergeable: false });
  });

  test('R2.6 refuses what cannot be reverted, with what to do', async () => {
    const bench = await openBench();
    expect((await problemOf(prepare(bench, { previousVersion: null }))).message).toContain('first release');
    expect((await problemOf(prepare(bench, { version: '9.9.9' }))).message).toContain('no tag v9.9.9');
    expect((await problemOf(prepare(bench, { base: 'release/2.x' }))).message).toContain('no branch release/2.x');
    expect((await problemOf(prepare(bench, { previousVersion: '2.4.0' }))).message).toContain('nothing to revert');
    expect(bench.writes()).toEqual([]);
  });

  test('R2.6 leaves a branch alone that holds something else', async () => {
    const bench = await openBench();
    const sha = (await bench.github('GET', `${own}/commits/v2.3.0`)).word('sha');
    const other = await bench.github('POST', `${own}/git/commits`, { message: 'Other', tree: sha, parents: [sha] });
    await bench.github('POST', `${own}/git/refs`, { ref: 'refs/heads/tidegate/revert-v2.4.0', sha: other.word('sha') });
    const problem = await problemOf(prepare(bench));
    expect(problem).toMatchObject({ kind: 'conflict' });
    expect(problem.message).toContain('something else');
  });

  test('R2.6 opens a plain pull request where drafts are not part of the account', async () => {
    const bench = await openBench();
    const body = { message: 'Draft pull requests are not supported in this repository.', status: '422' };
    bench.meddle = answerWith(posts('/pulls'), () => Response.json(body, { status: 422 }));
    expect((await prepare(bench)).pull).toMatchObject({ draft: false, state: 'open' });
  });

  test('R2.6 says which right is missing', async () => {
    const bench = await openBench();
    const headers = { 'x-accepted-github-permissions': 'pull_requests=write' };
    bench.meddle = answerWith(posts('/pulls'), () => Response.json({ message: 'Resource not accessible' }, { status: 403, headers }));
    const problem = await problemOf(prepare(bench));
    expect(problem.kind).toBe('permission');
    expect(problem.message).toContain('pull_requests=write');
    expect(problem.message).toContain('Pull requests: write');
  });

  test('R2.6 sends only calls that GitHub’s own description knows, and practises on answers of its shape', async () => {
    const bench = await openBench();
    const heard: { method: string; url: string; status: number; answer: string }[] = [];
    bench.meddle = async (request, pass) => {
      const response = await pass();
      const { pathname, search } = new URL(request.url);
      const answer = await response.clone().text();
      heard.push({ method: request.method, url: pathname.replace(/^\/github/, '') + search, status: response.status, answer });
      return response;
    };
    await prepare(bench);
    await prepare(bench);
    const asked = bench.sent.flatMap(({ method, path, body }) => requestFaults(method, path.replace(/^\/github/, ''), body));
    expect([...new Set(asked)]).toEqual([]);
    const faults = heard
      .filter(({ status, url }) => status < 400 && !/\/repos\/[^/]+\/[^/]+$/.test(url))
      .flatMap(({ method, url, status, answer }) => answerFaults(method, url, status, answer))
      // The fleet leaves out what nobody here reads; what it does say has to have the described shape.
      .flatMap((fault) => fault.split(/, (?=data)/).filter((one) => !one.includes('must have required property')));
    expect([...new Set(faults)]).toEqual([]);
  });
});
