import { describe, expect, test } from 'vitest';
import type { GithubCheckSettings } from '../../../main/adapters/checks/github/settings.ts';
import { githubIssues } from '../../../main/adapters/checks/github-issues.ts';
import type { CheckAnswer } from '../../../main/adapters/checks/port.ts';
import type { JsonObject } from '../../../main/core/model/json.ts';
import { openBench, problemOf } from '../../support/bench.ts';
import { type Arrived, type FarSide, farSide } from '../../support/far-side.ts';
import { askFleet, optionFaults, request } from './open-check.ts';

type Answer = (arrived: Arrived) => Response;

function open(answer: Answer): FarSide<GithubCheckSettings> {
  return farSide(githubIssues, { token: 'x', repository: 'acme/harbor' }, answer);
}

async function ask(answer: Answer, options: JsonObject = {}): Promise<CheckAnswer> {
  return await githubIssues.ask(open(answer).context, request, githubIssues.options.parse(options));
}

/** A repository whose open issues are these, by label; every other label does not exist. */
function repository(issues: Readonly<Record<string, readonly object[]>>): Answer {
  return ({ url }) => {
    const label = /\/labels\/(.+)$/.exec(url.pathname)?.[1];
    if (label !== undefined)
      return decodeURIComponent(label) in issues ? Response.json({ id: 1 }) : Response.json({ message: 'Not Found' }, { status: 404 });
    const first = url.searchParams.get('labels')?.split(',')[0];
    return Response.json(first === undefined ? [] : (issues[first] ?? []));
  };
}

const bug = { number: 812, title: 'Crash when saving' };
const pull = { number: 813, title: 'Mend saving', pull_request: { url: 'x' } };

describe('GitHub issues', () => {
  test('R1.10 pass only without open P0 and P1 issues', async () => {
    expect(await ask(repository({ P0: [], P1: [] }))).toMatchObject({ passed: true, items: [{ name: 'P0' }, { name: 'P1' }] });
    const found = await ask(repository({ P0: [bug], P1: [] }));
    expect(found).toMatchObject({ passed: false, summary: 'acme/harbor: P0: 1 open, 0 allowed: #812 Crash when saving.' });
  });

  test('R4.5 allow as many of each label as a plan says', async () => {
    const issues = repository({ P0: [], P1: [bug, { ...bug, number: 9 }] });
    expect((await ask(issues, { allowed: { P0: 0, P1: 2 } })).passed).toBe(true);
    expect((await ask(issues, { allowed: { P0: 0, P1: 1 } })).passed).toBe(false);
  });

  test('R1.10 do not count pull requests', async () => {
    expect((await ask(repository({ P0: [pull], P1: [] }))).passed).toBe(true);
  });

  test('R1.10 never take a mistyped label for good news', async () => {
    const answer = await ask(repository({ P0: [] }), { allowed: { P0: 0, p1: 0 } });
    expect(answer).toMatchObject({ passed: null, summary: expect.stringContaining('has no label p1') });
    expect((await ask(repository({ P0: [], P1: [] }), { also: ['release-{{release}}'] })).summary).toContain('no label release-2.4.0');
  });

  test('R1.10 say that issues are switched off', async () => {
    const off = await ask(() => Response.json({ message: 'Issues are disabled for this repo' }, { status: 410 }));
    expect(off).toMatchObject({ passed: null, summary: expect.stringContaining('Issues are switched off on acme/harbor') });
  });

  test('R1.10 count over pages, on the API’s own addresses, and encode odd labels', async () => {
    const far = open(({ url }) => {
      if (!url.searchParams.has('labels')) return Response.json([]);
      const page = Number(url.searchParams.get('page') ?? '1');
      const next = new URL(url);
      next.searchParams.set('page', String(page + 1));
      const headers: HeadersInit = page < 3 ? { link: `<${next.href}>; rel="next", <${next.href}>; rel="last"` } : {};
      return Response.json([{ ...bug, number: page }], { headers });
    });
    const answer = await githubIssues.ask(far.context, request, { allowed: { 'kind/P0 & worse': 2 }, also: [] });
    expect(answer.items[0]?.detail).toContain('3 open, 2 allowed');
    expect(far.arrived[1]?.url.searchParams.get('labels')).toBe('kind/P0 & worse');
  });

  test('R1.10 never pass a list too long to see the end of', async () => {
    const endless: Answer = ({ url }) => {
      if (!url.searchParams.has('labels')) return Response.json([]);
      return Response.json([pull], { headers: { link: `<${url.href}>; rel="next"` } });
    };
    expect((await ask(endless)).passed).toBe(null);
  });

  test.each([
    [401, 'auth'],
    [403, 'permission'],
    [404, 'notFound'],
    [429, 'rateLimited'],
    [500, 'unavailable'],
  ])('R1.10 throw on a %i and name the right', async (status, kind) => {
    const problem = await problemOf(ask(() => Response.json({ message: 'No.' }, { status })));
    expect(problem.kind).toBe(kind);
    if (kind === 'permission' || kind === 'notFound') expect(problem.message).toContain('Issues: read');
  });

  test('R1.10 wait as long as GitHub says when the hourly allowance is used up', async () => {
    const headers = { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': String(Date.parse('2026-11-20T12:30:00Z') / 1000) };
    const problem = await problemOf(ask(() => Response.json({ message: 'API rate limit exceeded' }, { status: 403, headers })));
    expect(problem).toMatchObject({ kind: 'rateLimited', retryAt: Date.parse('2026-11-20T12:30:00Z') });
  });

  test('R1.10 refuse words of a plan they do not know', () => {
    expect(optionFaults(githubIssues, { allowed: { P0: 0 } })).toEqual([]);
    expect(optionFaults(githubIssues, { allowed: {} })[0]).toContain('at least one label');
    expect(optionFaults(githubIssues, { allowed: { P0: '0' } })[0]).toContain('allowed.P0: ');
    expect(optionFaults(githubIssues, { labels: ['P0'] })[0]).toContain('labels');
  });

  test('R1.10 can be practised', async () => {
    const bench = await openBench();
    expect(await askFleet(bench, githubIssues)).toMatchObject({ passed: true });
    bench.fleet.setFault({ kind: 'code', application: 'pryde', what: 'openBug', on: true });
    expect(await askFleet(bench, githubIssues)).toMatchObject({ passed: false });
    expect(await askFleet(bench, githubIssues, {}, { application: 'harbor' })).toMatchObject({ passed: true });
    bench.fleet.setFault({ kind: 'code', application: 'pryde', what: 'openBug', on: false });
    expect(await askFleet(bench, githubIssues)).toMatchObject({ passed: true });
  });
});
