import { describe, expect, test } from 'vitest';
import { githubReleases } from '../../../../main/adapters/platforms/github-releases.ts';
import type { Operation } from '../../../../main/core/model/operation.ts';
import { offerDesktop } from '../../../practice/client.ts';
import { answerWith, contextOf, driveOf, isWrite, loseAnswers, openBench, problemOf } from '../../../support/bench.ts';

const expose = (percent: number, version = '2.4.0'): Operation => ({ op: 'expose', version, percent });
const rollback: Operation = { op: 'rollback', version: '2.4.0', toVersion: '2.3.0' };
const repository = '/github/repos/practice/pryde-desktop';

describe('GitHub Releases against the practice fleet', () => {
  test('R1.2 repoints latest before it drafts the bad release', async () => {
    const bench = await openBench();
    const drive = driveOf(bench, githubReleases);
    await drive.go(expose(50));
    bench.sent.length = 0;
    await drive.go(rollback);
    const patches = bench.sent.filter((one) => one.method === 'PATCH').map((one) => one.body);
    expect(patches).toEqual(['{"make_latest":"true"}', expect.stringContaining('"draft":true')]);
  });

  test('R1.2 writes the share into the files before anybody can see the release', async () => {
    const bench = await openBench();
    await driveOf(bench, githubReleases).go(expose(10));
    const patches = bench.sent.filter((one) => one.method === 'PATCH');
    expect(patches.at(-1)?.body).toContain('"draft":false');
    expect(patches.filter((one) => one.body.includes('"draft"'))).toHaveLength(1);
  });

  test('R1.2 changes the share line of a manifest and nothing else', async () => {
    const bench = await openBench();
    const uploads = (): string[] => bench.sent.filter((one) => one.path.startsWith('/github-uploads')).map((one) => one.body);
    const drive = driveOf(bench, githubReleases);
    await drive.go(expose(10));
    await drive.go(expose(100));
    const [ten, full] = [uploads()[0] ?? '', uploads().at(3) ?? ''];
    expect(ten.replace('stagingPercentage: 10\n', '')).toBe(full);
    expect(full).not.toContain('stagingPercentage');
  });

  test('R1.2 gets through any number of lost answers, always a step further', async () => {
    const bench = await openBench();
    const drive = driveOf(bench, githubReleases);
    await drive.go(expose(10));
    let tries = 0;
    while ((await drive.reached(expose(50))) !== 'yes' && tries < 30) {
      bench.meddle = loseAnswers(isWrite);
      await drive.act(expose(50)).catch(() => null);
      bench.meddle = null;
      tries += 1;
      // The first try may end with the three uploads, which change nothing that clients see.
      if (tries > 2) expect(await drive.reached(expose(50))).not.toBe('no');
    }
    expect(tries).toBeLessThan(20);
    expect(bench.fleet.truth().doubleActs).toBe(0);
  });

  test('R1.2 says before publishing that an immutable release cannot roll out in shares', async () => {
    const bench = await openBench();
    bench.fleet.setFault({ kind: 'immutableReleases', application: 'pryde', enabled: true });
    const drive = driveOf(bench, githubReleases);
    await drive.go(expose(10));
    const problem = await problemOf(drive.act(expose(50)));
    expect(problem).toMatchObject({ kind: 'precondition', notApplied: true });
    expect(problem.message).toContain('immutable');
    expect(await drive.ability('halt')).toMatchObject({ available: false, reason: expect.stringContaining('immutable') });
    expect(await drive.go(rollback)).toMatchObject({ version: '2.3.0' });
    expect(await drive.reached(rollback)).toBe('yes');
    bench.fleet.loadScenario('bad-release');
    expect((await problemOf(drive.act(expose(10, '2.5.0')))).message).toContain('immutable');
    expect(await drive.ability('expose', '2.5.0')).toMatchObject({ says: expect.stringContaining('only 100 %') });
    expect(await drive.go(expose(100, '2.5.0'))).toMatchObject({ version: '2.5.0', percent: 100 });
  });

  test('R1.2 takes an immutable release that says 100 % as offered to everybody', async () => {
    const bench = await openBench();
    bench.fleet.setFault({ kind: 'immutableReleases', application: 'pryde', enabled: true });
    await offerDesktop(bench, '2.4.0', 100);
    const drive = driveOf(bench, githubReleases);
    expect(await drive.go(expose(100))).toMatchObject({ version: '2.4.0', percent: 100, status: 'live' });
    expect(bench.writes()).toEqual([]);
  });

  test('R1.2 never takes a newer release that was taken back as the way back', async () => {
    const bench = await openBench();
    const drive = driveOf(bench, githubReleases, { target: { rollback: 'repoint' } });
    await drive.go(expose(50));
    expect(await drive.go(rollback)).toMatchObject({ version: '2.3.0', fallbackVersion: '2.2.0' });
  });

  test('R1.2 does not make a prerelease the latest for everybody', async () => {
    const bench = await openBench();
    const created = await bench.github('POST', `${repository}/releases`, { tag_name: 'v2.5.0-beta.1', draft: true, make_latest: 'false' });
    expect(created.status).toBe(201);
    const drive = driveOf(bench, githubReleases);
    expect(await drive.ability('expose', '2.5.0-beta.1')).toMatchObject({ available: false });
    const problem = await problemOf(drive.act(expose(10, '2.5.0-beta.1')));
    expect(problem).toMatchObject({ kind: 'precondition', notApplied: true });
    expect(problem.message).toContain('prerelease');
  });

  test('R1.2 refuses a release without update files, and one that does not exist', async () => {
    const bench = await openBench();
    await bench.github('POST', `${repository}/releases`, { tag_name: 'v2.6.0', draft: true, make_latest: 'false' });
    const drive = driveOf(bench, githubReleases);
    expect((await problemOf(drive.act(expose(100, '2.6.0')))).message).toContain('Upload the update manifests first');
    expect((await problemOf(drive.act(expose(10, '9.9.9')))).kind).toBe('precondition');
    expect((await problemOf(drive.act(expose(12.5)))).message).toContain('whole percents');
    expect(bench.fleet.image().writes.filter((one) => one.target === 'pryde/desktop' && one.operation !== 'release.create')).toEqual([]);
  });

  test('R1.2 waits a minute after a secondary limit that names no time', async () => {
    const bench = await openBench();
    const drive = driveOf(bench, githubReleases);
    const body = { message: 'You have exceeded a secondary rate limit. Please wait.' };
    bench.meddle = answerWith(isWrite, () => Response.json(body, { status: 403 }));
    expect(await problemOf(drive.act(expose(10)))).toMatchObject({ kind: 'rateLimited', retryAt: bench.now + 60_000, notApplied: true });
  });

  test('R1.2 shows the right that GitHub says is missing', async () => {
    const bench = await openBench();
    const drive = driveOf(bench, githubReleases);
    const headers = { 'x-accepted-github-permissions': 'contents=write' };
    bench.meddle = answerWith(isWrite, () => Response.json({ message: 'Resource not accessible' }, { status: 403, headers }));
    const problem = await problemOf(drive.act(expose(10)));
    expect(problem.kind).toBe('permission');
    expect(problem.message).toContain('contents=write');
  });

  test('R1.2 looks again after an upload that is there already', async () => {
    const bench = await openBench();
    const body = { message: 'Validation Failed', errors: [{ resource: 'ReleaseAsset', code: 'already_exists', field: 'name' }] };
    bench.meddle = answerWith(
      (request) => request.method === 'POST',
      () => Response.json(body, { status: 422 }),
    );
    expect(await problemOf(driveOf(bench, githubReleases).act(expose(10)))).toMatchObject({ kind: 'conflict', notApplied: true });
  });

  test('R1.2 asks with what it knows, so that polling costs nothing of the hourly allowance', async () => {
    const bench = await openBench();
    const drive = driveOf(bench, githubReleases);
    await drive.read();
    const answers: number[] = [];
    bench.sent.length = 0;
    bench.meddle = async (_request, pass) => {
      const response = await pass();
      answers.push(response.status);
      return response;
    };
    await drive.read();
    expect(answers).toEqual([304, 304]);
  });

  test('R6.1 tells in a connection test whether the token may write', async () => {
    const bench = await openBench();
    const lines = await githubReleases.test(contextOf(bench, githubReleases, { tryOn: 'practice/pryde-desktop' }));
    expect(lines.map((line) => line.ok)).toEqual([true, true, true]);
    const wrong = await githubReleases.test(contextOf(bench, githubReleases, { token: 'wrong-token-1234' }));
    expect(wrong[0]).toMatchObject({ ok: false });
    expect(JSON.stringify(wrong)).not.toContain('wrong-token-1234');
  });
});
