import { describe, expect, test } from 'vitest';
import { githubChecks } from '../../../main/adapters/checks/github-checks.ts';
import type { CheckAnswer } from '../../../main/adapters/checks/port.ts';
import type { JsonObject } from '../../../main/core/model/json.ts';
import { contextOf, openBench, problemOf } from '../../support/bench.ts';
import type { GithubCheckSettings } from '../../../main/adapters/checks/github/settings.ts';
import { type Arrived, type FarSide, farSide } from '../../support/far-side.ts';
import { askFleet, optionFaults, request } from './open-check.ts';

const sha = '9c1e77b0000000000000000000000000000000aa';
const run = (name: string, conclusion: string | null, status = conclusion === null ? 'in_progress' : 'completed') => ({
  name,
  status,
  conclusion,
  html_url: null,
});
const settings = { token: 'tide-secret-1', repository: 'acme/harbor' };

interface Far {
  readonly runs?: readonly object[];
  readonly statuses?: readonly object[];
  readonly answer?: (arrived: Arrived) => Response | null;
}

async function ask(far: Far, options: JsonObject = {}): Promise<CheckAnswer> {
  return await githubChecks.ask(open(far).context, request, githubChecks.options.parse(options));
}

function open({ runs = [], statuses = [], answer = () => null }: Far): FarSide<GithubCheckSettings> {
  return farSide(githubChecks, settings, (arrived) => {
    const own = answer(arrived);
    if (own !== null) return own;
    if (arrived.url.pathname.endsWith('/check-runs')) return Response.json({ total_count: runs.length, check_runs: runs });
    if (arrived.url.pathname.endsWith('/status')) return Response.json({ state: 'pending', total_count: statuses.length, statuses });
    if (arrived.url.pathname === '/rate_limit') return Response.json({ resources: { core: { limit: 5000, remaining: 4999 } } });
    return Response.json({ sha });
  });
}

describe('GitHub check runs', () => {
  test('R1.4 pass when every check run and commit status of the release’s commit passed', async () => {
    const far = open({ runs: [run('build', 'success')], statuses: [{ context: 'licences', state: 'success', description: null }] });
    const answer = await githubChecks.ask(far.context, request, githubChecks.options.parse({}));
    expect(answer).toMatchObject({ passed: true, summary: 'All 2 passed on v2.4.0 (9c1e77b).' });
    expect(far.arrived.map((one) => one.url.pathname)).toEqual([
      '/repos/acme/harbor/commits/tags%2Fv2.4.0',
      `/repos/acme/harbor/commits/${sha}/check-runs`,
      `/repos/acme/harbor/commits/${sha}/status`,
    ]);
  });

  test('R1.4 say nothing when nothing has reported', async () => {
    expect(await ask({})).toMatchObject({ passed: null, summary: expect.stringContaining('Nothing has reported') });
    expect(await ask({}, { required: ['build'] })).toMatchObject({ passed: null, items: [{ name: 'build', passed: null }] });
    expect(await ask({ runs: [run('build', 'success')] }, { ignore: ['build'] })).toMatchObject({ passed: null });
  });

  test.each([
    ['success', true],
    ['neutral', true],
    ['skipped', true],
    ['failure', false],
    ['timed_out', false],
    ['cancelled', false],
    ['startup_failure', false],
    ['action_required', null],
    ['stale', null],
    ['a word of tomorrow', null],
    [null, null],
  ])('R1.4 read a check run that ended as %s as %s', async (conclusion, passed) => {
    expect((await ask({ runs: [run('unit', 'success'), run('e2e', conclusion)] })).passed).toBe(passed);
  });

  test.each([
    ['success', true],
    ['failure', false],
    ['error', false],
    ['pending', null],
    ['a word of tomorrow', null],
  ])('R1.4 read a commit status %s as %s', async (state, passed) => {
    expect((await ask({ statuses: [{ context: 'scan', state, description: 'said' }] })).passed).toBe(passed);
  });

  test('R1.4 take neutral and skipped as a plan says', async () => {
    expect((await ask({ runs: [run('e2e', 'skipped')] }, { skipped: 'fail' })).passed).toBe(false);
    expect((await ask({ runs: [run('e2e', 'neutral')] }, { neutral: 'fail' })).passed).toBe(false);
  });

  test('R1.4 look only at what a plan requires, and wait for what is missing', async () => {
    const runs = [run('build', 'success'), run('nightly', 'failure')];
    expect((await ask({ runs }, { required: ['build'] })).passed).toBe(true);
    expect((await ask({ runs })).summary).toBe('Failed on v2.4.0 (9c1e77b): nightly.');
    expect((await ask({ runs }, { ignore: ['nightly'] })).passed).toBe(true);
    const waiting = await ask({ runs }, { required: ['build', 'e2e'] });
    expect(waiting).toMatchObject({ passed: null, summary: 'Not reported on v2.4.0 (9c1e77b) yet: e2e.' });
  });

  test('R1.4 let a failure stand beside what still runs', async () => {
    expect((await ask({ runs: [run('build', 'failure'), run('e2e', null)] })).passed).toBe(false);
    expect((await ask({ runs: [run('build', 'success'), run('e2e', null)] })).summary).toBe('Still running on v2.4.0 (9c1e77b): e2e.');
  });

  test('R1.4 look at the draft’s commit while GitHub has not made the tag yet', async () => {
    const releases = [{ tag_name: 'v2.4.0', draft: true, target_commitish: 'main' }];
    const far: Far = {
      runs: [run('build', 'success')],
      answer: ({ url }) => {
        if (url.pathname.endsWith('/commits/tags%2Fv2.4.0')) return Response.json({ message: 'No commit found' }, { status: 422 });
        return url.pathname.endsWith('/releases') ? Response.json(releases) : null;
      },
    };
    expect(await ask(far)).toMatchObject({ passed: true, summary: expect.stringContaining('the draft v2.4.0, which will tag main') });
    const none: Far = {
      answer: ({ url }) => (url.pathname.endsWith('/releases') ? Response.json([]) : Response.json({}, { status: 422 })),
    };
    expect(await ask(none)).toMatchObject({ passed: null, summary: expect.stringContaining('has no tags/v2.4.0. Push the tag') });
  });

  test('R1.4 name the right a token lacks, and the way round for fine-grained tokens', async () => {
    const far: Far = {
      answer: ({ url }) =>
        url.pathname.endsWith('/check-runs')
          ? Response.json(
              { message: 'Resource not accessible' },
              { status: 403, headers: { 'x-accepted-github-permissions': 'checks=read' } },
            )
          : null,
      statuses: [{ context: 'scan', state: 'success' }],
    };
    const problem = await problemOf(ask(far));
    expect(problem.kind).toBe('permission');
    expect(problem.message).toContain('checks=read');
    expect(problem.message).toContain('from: [statuses]');
    expect((await ask(far, { from: ['statuses'] })).passed).toBe(true);
    const lines = await githubChecks.test(open(far).context);
    expect(lines.map(({ what, ok }) => [what, ok])).toContainEqual(['Check runs', false]);
  });

  test('R1.4 follow every page, and never pass on a list too long to see the end of', async () => {
    const paged = (pages: number): Far => ({
      answer: ({ url }) => {
        if (!url.pathname.endsWith('/check-runs')) return null;
        const page = Number(url.searchParams.get('page') ?? '1');
        const link = `<${url.origin}${url.pathname}?page=${page + 1}>; rel="next"`;
        const runs = [run(`part ${page}`, page === 2 && pages === 2 ? 'failure' : 'success')];
        return Response.json({ check_runs: runs }, { headers: page < pages ? { link } : {} });
      },
    });
    expect(await ask(paged(2))).toMatchObject({ passed: false, summary: expect.stringContaining('part 2') });
    expect(await ask(paged(99))).toMatchObject({ passed: null, summary: expect.stringContaining('more results') });
    expect((await ask(paged(99), { required: ['part 1'] })).passed).toBe(true);
  });

  test('R1.4 refuse words of a plan they do not know', () => {
    expect(optionFaults(githubChecks, {})).toEqual([]);
    expect(optionFaults(githubChecks, { require: ['build'] })[0]).toContain('require');
    expect(optionFaults(githubChecks, { ref: 'tags/{{version}}' })[0]).toContain('{{version}} is not known');
    expect(optionFaults(githubChecks, { required: 'build' })).toHaveLength(1);
  });

  test('R1.4 can be practised: passing, failing and still running', async () => {
    const bench = await openBench();
    expect(await askFleet(bench, githubChecks)).toMatchObject({ passed: true });
    bench.fleet.setFault({ kind: 'code', application: 'pryde', what: 'checkRuns', on: true });
    expect(await askFleet(bench, githubChecks)).toMatchObject({ passed: null, summary: expect.stringContaining('e2e') });
    bench.fleet.setFault({ kind: 'code', application: 'pryde', what: 'checkFails', on: true });
    expect(await askFleet(bench, githubChecks)).toMatchObject({ passed: false });
    expect(await askFleet(bench, githubChecks, {}, { release: '9.9.9' })).toMatchObject({ passed: null });
    const stranger = contextOf(bench, githubChecks, { token: 'wrong' });
    expect((await problemOf(githubChecks.ask(stranger, request, githubChecks.options.parse({})))).kind).toBe('auth');
  });

  test('R6.1 say that a repository named after the application is only seen when a release is checked', async () => {
    const bench = await openBench();
    const context = contextOf(bench, githubChecks, { tryOn: '' });
    expect(await githubChecks.test(context)).toMatchObject([{ what: 'Token', ok: true }, { ok: null }, { ok: null }]);
  });
});
