import { describe, expect, test } from 'vitest';
import { githubReleases } from '../../../../main/adapters/platforms/github-releases.ts';
import { contextOf, driveOf, openBench, type Bench } from '../../../support/bench.ts';
import { answerFaults, requestFaults } from '../../../support/github-openapi.ts';

interface Exchange {
  readonly method: string;
  /** As api.github.com would see it. */
  readonly url: string;
  readonly status: number;
  readonly answer: string;
}

/** Notes every exchange with the fleet's GitHub, with the fleet's own prefix taken off. */
function listen(bench: Bench): Exchange[] {
  const heard: Exchange[] = [];
  bench.meddle = async (request, pass) => {
    const response = await pass();
    const { pathname, search } = new URL(request.url);
    const answer = await response.clone().text();
    heard.push({ method: request.method, url: ownPath(pathname) + search, status: response.status, answer });
    return response;
  };
  return heard;
}

function ownPath(path: string): string {
  return path.replace(/^\/github(?:-uploads)?(?=\/)/, '');
}

/** A whole life of a release: out in steps, halted, on again, full, back, deleted. */
async function live(bench: Bench): Promise<void> {
  const drive = driveOf(bench, githubReleases);
  await drive.go({ op: 'expose', version: '2.4.0', percent: 10 });
  await drive.go({ op: 'expose', version: '2.4.0', percent: 50 });
  await drive.go({ op: 'halt', version: '2.4.0' });
  await drive.go({ op: 'resume', version: '2.4.0', percent: 100 });
  await drive.go({ op: 'rollback', version: '2.4.0', toVersion: '2.3.0' });
  await drive.go({ op: 'unpublish', version: '2.4.0' });
  await githubReleases.test(contextOf(bench, githubReleases, { tryOn: 'practice/pryde-desktop' }));
}

describe('GitHub Releases against GitHub’s own description', () => {
  test('R1.2 sends only calls, queries and bodies that the description knows', async () => {
    const bench = await openBench();
    await live(bench);
    const requests = bench.sent.filter((one) => one.path.startsWith('/github'));
    expect(requests.length).toBeGreaterThan(30);
    const faults = requests.flatMap(({ method, path, body }) => requestFaults(method, ownPath(path), body));
    expect([...new Set(faults)]).toEqual([]);
  });

  test('R1.2 names itself, its version of the API and the token on every call', async () => {
    const bench = await openBench();
    await live(bench);
    for (const { path, headers } of bench.sent.filter((one) => one.path.startsWith('/github'))) {
      expect({ path, agent: headers.get('user-agent'), version: headers.get('x-github-api-version') }).toEqual({
        path,
        agent: expect.stringMatching(/tidegate/i),
        version: '2022-11-28',
      });
      expect(headers.get('authorization')).toBe('Bearer practice-github-token');
    }
  });

  test('R6.1 practises on answers about releases and files that the description allows', async () => {
    const bench = await openBench();
    const heard = listen(bench);
    await live(bench);
    const faults = heard
      .filter(({ status, url }) => status < 400 && url.includes('/releases'))
      .flatMap(({ method, url, status, answer }) => answerFaults(method, url, status, answer));
    expect([...new Set(faults)]).toEqual([]);
  });

  test('R1.2 would be told of a wrong body, an unknown field and an unknown call', () => {
    const release = '/repos/acme/harbor/releases/7';
    expect(requestFaults('PATCH', release, '{"make_latest":"true"}')).toEqual([]);
    expect(requestFaults('PATCH', release, '{"make_latest":true}')).toHaveLength(1);
    expect(requestFaults('PATCH', release, '{"staging":10}')).toEqual(['unknown field staging']);
    expect(requestFaults('GET', '/repos/acme/harbor/releases?size=9', '')).toEqual(['unknown ?size']);
    expect(requestFaults('POST', `${release}/assets`, 'x')).toEqual(['missing ?name']);
    expect(requestFaults('DELETE', '/repos/acme/harbor', '')).toEqual(['no DELETE /repos/acme/harbor']);
  });

  test('R1.2 reads answers leniently: unknown fields and values, nulls and missing parts change nothing', async () => {
    const bench = await openBench();
    const drive = driveOf(bench, githubReleases);
    const before = await drive.read();
    bench.meddle = async (_request, pass) => {
      const response = await pass();
      if (!(response.headers.get('content-type') ?? '').includes('json') || response.status !== 200) return response;
      const loosened = (await response.text())
        .replaceAll('"state":"uploaded"', '"state":"a state of tomorrow","new_field":{"deep":[1]}')
        .replaceAll(/"digest":"[^"]*"/g, '"digest":null')
        .replaceAll('"immutable":false,', '')
        .replaceAll(/"uploader":\{[^}]*\}/g, '"uploader":null');
      return new Response(loosened, { status: 200, headers: { 'content-type': 'application/json' } });
    };
    expect(await drive.read()).toEqual(before);
  });
});
