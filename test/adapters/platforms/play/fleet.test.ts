import { describe, expect, test } from 'vitest';
import { googlePlay } from '../../../../main/adapters/platforms/google-play.ts';
import type { Operation } from '../../../../main/core/model/operation.ts';
import { allScopes, commitTrack, dig } from '../../../practice/client.ts';
import { contextOf, driveOf, openBench, problemOf, type Bench } from '../../../support/bench.ts';

const expose = (percent: number): Operation => ({ op: 'expose', version: '2.4.0', percent });
const halt: Operation = { op: 'halt', version: '2.4.0' };

function tracksOf(bench: Bench): Record<string, readonly unknown[]> {
  const app = bench.fleet.image().packages.find((one) => one.application === 'pryde');
  return { ...app?.tracks };
}

function commits(bench: Bench): string[] {
  return bench.sent.filter((one) => one.path.includes(':commit')).map((one) => one.path.replace(/^.*:commit/, ''));
}

describe('Google Play against the practice fleet', () => {
  test('R1.3 keeps the full release and the drafts of a track while a share rolls out, and drops the old one at 100 %', async () => {
    const bench = await openBench();
    const drive = driveOf(bench, googlePlay);
    await drive.go(expose(10));
    expect(tracksOf(bench).production).toMatchObject([
      { name: '2.4.0', status: 'inProgress', userFraction: 0.1 },
      { name: '2.3.0', status: 'completed' },
    ]);
    await drive.go(expose(100));
    expect(tracksOf(bench).production).toMatchObject([{ name: '2.4.0', status: 'completed' }]);
    expect(dig(tracksOf(bench).production?.[0], 'userFraction')).toBeUndefined();
  });

  test('R1.3 commits once per step, checked first, and never at the cost of a review that runs', async () => {
    const bench = await openBench();
    const drive = driveOf(bench, googlePlay);
    await drive.go(expose(10));
    await drive.act(expose(10));
    expect(commits(bench)).toEqual(['?changesInReviewBehavior=ERROR_IF_IN_REVIEW']);
    const order = bench.sent.map((one) => one.path.replace(/^.*:/, ':')).filter((path) => /^:(?:validate|commit)/.test(path));
    expect(order[0]).toBe(':validate');
  });

  test('R1.3 leaves no edit open, whether it read, wrote or gave up', async () => {
    const bench = await openBench();
    const drive = driveOf(bench, googlePlay);
    const { fence } = await drive.read();
    await drive.go(expose(10));
    await problemOf(drive.act(halt, fence));
    const app = bench.fleet.image().packages.find((one) => one.application === 'pryde');
    expect(app?.edits.filter((edit) => edit.state === 'open')).toEqual([]);
  });

  test('R1.3 starts over when a colleague’s commit ends the edit, with nothing applied', async () => {
    const bench = await openBench();
    const drive = driveOf(bench, googlePlay);
    const before = JSON.stringify(tracksOf(bench).beta);
    bench.meddle = async (request, pass) => {
      if (request.method !== 'PUT') return await pass();
      bench.meddle = null;
      await commitTrack(bench, [
        { name: '2.4.0', versionCodes: ['20400'], status: 'inProgress', userFraction: 0.3 },
        { name: '2.3.0', versionCodes: ['20300'], status: 'completed' },
      ]);
      return await pass();
    };
    const problem = await problemOf(drive.act(expose(10)));
    expect(problem).toMatchObject({ kind: 'conflict', notApplied: true });
    expect(JSON.stringify(tracksOf(bench).beta)).toBe(before);
    expect(await drive.read()).toMatchObject({ version: '2.4.0', percent: 30 });
  });

  test('R1.3 waits for a review instead of cancelling it', async () => {
    const bench = await openBench();
    const drive = driveOf(bench, googlePlay);
    await drive.go(expose(10));
    bench.fleet.setFault({ kind: 'playReview', application: 'pryde', inReview: true, rejected: false });
    expect(await drive.read()).toMatchObject({ version: '2.4.0', status: 'inReview' });
    const problem = await problemOf(drive.act(expose(50)));
    expect(problem).toMatchObject({ kind: 'precondition', notApplied: true });
    expect(problem.message).toContain('review');
    expect(bench.fleet.image().packages.find((one) => one.application === 'pryde')?.inReview).toBe(true);
  });

  test('R1.3 sends changes without review only where the target says so', async () => {
    const bench = await openBench();
    bench.fleet.setFault({ kind: 'playReview', application: 'pryde', inReview: false, rejected: true });
    const problem = await problemOf(driveOf(bench, googlePlay).act(expose(10)));
    expect(problem.kind).toBe('precondition');
    expect(problem.message).toContain('Send for review');
    const byHand = driveOf(bench, googlePlay, { target: { sendForReview: 'no' } });
    expect(await byHand.go(expose(10))).toMatchObject({ percent: 10 });
    bench.fleet.setFault({ kind: 'playReview', application: 'pryde', inReview: false, rejected: false });
    expect((await problemOf(byHand.act(expose(50)))).kind).toBe('precondition');
  });

  test('R1.3 cannot stage the first release of a track, and offers it to everybody instead', async () => {
    const bench = await openBench();
    const drive = driveOf(bench, googlePlay, { target: { track: 'beta' } });
    const problem = await problemOf(drive.act(expose(10)));
    expect(problem.kind).toBe('precondition');
    expect(problem.message).toContain('first release on track beta');
    expect(commits(bench)).toEqual([]);
    expect(await drive.go(expose(100))).toMatchObject({ version: '2.4.0', percent: 100, status: 'live' });
    expect(tracksOf(bench).beta).toMatchObject([{ name: '2.4.0', versionCodes: ['20400'], status: 'completed' }]);
  });

  test('R1.3 halts a full release, so that the one before is offered again, and resumes it at any share', async () => {
    const bench = await openBench();
    const drive = driveOf(bench, googlePlay);
    await drive.go(expose(100));
    const staged = await problemOf(drive.act(expose(50)));
    expect(staged).toMatchObject({ kind: 'precondition', notApplied: true });
    expect(await drive.go(halt)).toMatchObject({ status: 'halted', percent: 0 });
    bench.later(1000);
    expect(bench.fleet.truth().perTarget.find((one) => one.target === 'pryde/mobile')?.percent).toBe(0);
    expect(await drive.go({ op: 'resume', version: '2.4.0', percent: 20 })).toMatchObject({ status: 'rolling', percent: 20 });
  });

  test.each([
    [0.004, 'above 0 and below 100'],
    [99.999, 'above 0 and below 100'],
    [0, 'above 0 and below 100'],
  ])('R1.3 refuses a share of %s %%, which Play cannot hold', async (percent, words) => {
    const bench = await openBench();
    const problem = await problemOf(driveOf(bench, googlePlay).act(expose(percent)));
    expect(problem).toMatchObject({ kind: 'precondition', notApplied: true });
    expect(problem.message).toContain(words);
    expect(commits(bench)).toEqual([]);
  });

  test.each([0.01, 7.25, 33.33, 99.99])('R1.3 reads back a share of %s percent as it was written', async (percent) => {
    const bench = await openBench();
    const drive = driveOf(bench, googlePlay);
    expect(await drive.go(expose(percent))).toMatchObject({ percent });
    expect(await drive.reached(expose(percent))).toBe('yes');
  });

  test('R1.3 refuses what no track has, and what the API cannot do', async () => {
    const bench = await openBench();
    const drive = driveOf(bench, googlePlay);
    expect((await problemOf(drive.act({ op: 'expose', version: '9.9.9', percent: 10 }))).message).toContain(
      'No track has a release named 9.9.9',
    );
    expect((await problemOf(drive.act({ op: 'unpublish', version: '2.4.0' }))).kind).toBe('precondition');
    expect(await drive.ability('unpublish')).toMatchObject({ available: false });
  });

  test('R1.3 gets a new token when the old one has ended in the middle of work', async () => {
    const bench = await openBench();
    const drive = driveOf(bench, googlePlay);
    await drive.read();
    bench.fleet.setFault({ kind: 'expireTokens' });
    expect(await drive.go(expose(10))).toMatchObject({ percent: 10 });
    expect(bench.sent.filter((one) => one.path === '/oauth/token')).toHaveLength(2);
  });

  test('R1.3 names the right that is missing', async () => {
    const bench = await openBench();
    const settings = { serviceAccount: '', accessToken: await bench.token(allScopes.split(' ')[0]) };
    const problem = await problemOf(driveOf(bench, googlePlay, { settings }).read());
    expect(problem.kind).toBe('permission');
    expect(problem.message).toContain('Play Console');
    const lines = await googlePlay.test(contextOf(bench, googlePlay, { ...settings, tryOn: 'practice.pryde.app' }));
    expect(lines.find((line) => line.what === 'View app information')).toMatchObject({ ok: false });
    expect(lines.find((line) => line.what === 'Release')).toMatchObject({ ok: null });
  });

  test('R1.3 says which package is not there', async () => {
    const bench = await openBench();
    const problem = await problemOf(driveOf(bench, googlePlay, { target: { packageName: 'com.acme.nothing' } }).read());
    expect(problem.kind).toBe('notFound');
    expect(problem.message).toContain('com.acme.nothing');
  });
});
