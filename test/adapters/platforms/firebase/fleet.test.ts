import { describe, expect, test } from 'vitest';
import { firebaseHosting } from '../../../../main/adapters/platforms/firebase-hosting.ts';
import type { Operation } from '../../../../main/core/model/operation.ts';
import { hostingVersion, releaseOn } from '../../../practice/client.ts';
import { contextOf, driveOf, loseAnswers, openBench, problemOf, type Bench } from '../../../support/bench.ts';

const expose = (percent: number): Operation => ({ op: 'expose', version: '2.4.0', percent });
const rollback: Operation = { op: 'rollback', version: '2.4.0', toVersion: '2.3.0' };

/** Channels released to, in order. */
function released(bench: Bench): string[] {
  return bench.writes().flatMap((line) => /channels\/(\w+)\/releases/.exec(line)?.[1] ?? []);
}

describe('Firebase Hosting against the practice fleet', () => {
  test('R1.1 shows a version on every channel up to the share, the narrow ones first', async () => {
    const bench = await openBench();
    const drive = driveOf(bench, firebaseHosting);
    await drive.go(expose(50));
    expect(released(bench)).toEqual(['alpha', 'beta']);
    await drive.go(expose(100));
    expect(released(bench)).toEqual(['alpha', 'beta', 'live']);
  });

  test('R1.1 takes back where most users are first, and leaves no channel behind', async () => {
    const bench = await openBench();
    const drive = driveOf(bench, firebaseHosting);
    await drive.go(expose(100));
    bench.sent.length = 0;
    await drive.go(rollback);
    expect(released(bench)).toEqual(['live', 'beta', 'alpha']);
    expect(await drive.read()).toMatchObject({ version: '2.3.0', percent: 100, status: 'live' });
  });

  test('R1.1 returns to any older version that is still there', async () => {
    const bench = await openBench();
    const drive = driveOf(bench, firebaseHosting);
    await drive.go(expose(100));
    expect(await drive.go({ ...rollback, toVersion: '2.2.0' })).toMatchObject({ version: '2.2.0', percent: 100 });
  });

  test('R1.1 finishes only what is missing after it broke off half-way', async () => {
    const bench = await openBench();
    const drive = driveOf(bench, firebaseHosting);
    bench.meddle = loseAnswers((request) => request.url.includes('channels/alpha/releases'));
    expect((await problemOf(drive.act(expose(50)))).kind).toBe('unknownOutcome');
    expect(await drive.reached(expose(50))).toBe('partly');
    bench.sent.length = 0;
    await drive.go(expose(50));
    expect(released(bench)).toEqual(['beta']);
    expect(await drive.reached(expose(50))).toBe('yes');
    expect(bench.fleet.truth().doubleActs).toBe(0);
  });

  test('R1.1 takes only the shares that channels stand for', async () => {
    const bench = await openBench();
    const drive = driveOf(bench, firebaseHosting);
    const problem = await problemOf(drive.act(expose(25)));
    expect(problem).toMatchObject({ kind: 'precondition', notApplied: true });
    expect(problem.message).toContain('10 %, 50 %, 100 %, not at 25 %');
    expect(firebaseHosting.percents(drive.target.settings)).toEqual([10, 50, 100]);
  });

  test('R1.1 says which channel is missing and how to make it', async () => {
    const bench = await openBench();
    await bench.google('DELETE', '/firebase/v1beta1/sites/pryde-web/channels/beta');
    const drive = driveOf(bench, firebaseHosting);
    const problem = await problemOf(drive.act(expose(50)));
    expect(problem.kind).toBe('precondition');
    expect(problem.message).toContain('hosting:channel:create beta');
    expect(released(bench)).toEqual([]);
  });

  test('R1.1 reads an expired preview channel as one that is not there', async () => {
    const bench = await openBench();
    const drive = driveOf(bench, firebaseHosting);
    await drive.go(expose(10));
    await bench.google('PATCH', '/firebase/v1beta1/sites/pryde-web/channels/alpha?updateMask=ttl', { ttl: '3600s' });
    expect(await drive.read()).toMatchObject({ version: '2.4.0', percent: 10 });
    bench.later(3_700_000);
    expect(await drive.read()).toMatchObject({ version: '2.3.0', percent: 100, status: 'live' });
  });

  test('R1.1 cannot return to a version whose files are gone', async () => {
    const bench = await openBench();
    const drive = driveOf(bench, firebaseHosting);
    await drive.go(expose(100));
    const name = await hostingVersion(bench, '2.3.0');
    await bench.google('DELETE', `/firebase/v1beta1/${name}`);
    const problem = await problemOf(drive.act(rollback));
    expect(problem.kind).toBe('precondition');
    expect(problem.message).toContain('only as deleted');
    expect((await drive.read()).fallbackVersion).toBe('2.2.0');
  });

  test('R1.1 switches the site off and on again', async () => {
    const bench = await openBench();
    const drive = driveOf(bench, firebaseHosting);
    await drive.go(expose(100));
    expect(await drive.go({ op: 'unpublish', version: '2.4.0' })).toMatchObject({ version: null, percent: 0, status: 'removed' });
    await drive.act({ op: 'unpublish', version: '2.4.0' });
    expect(released(bench).filter((channel) => channel === 'live')).toHaveLength(2);
    expect(await drive.go({ op: 'resume', version: '2.4.0', percent: 100 })).toMatchObject({ version: '2.4.0', status: 'live' });
  });

  test('R1.1 calls channels that disagree mixed, and mends them with one more call', async () => {
    const bench = await openBench();
    const drive = driveOf(bench, firebaseHosting);
    await releaseOn(bench, '2.4.0', ['beta']);
    await releaseOn(bench, '2.3.0', ['alpha']);
    expect(await drive.read()).toMatchObject({ version: '2.4.0', status: 'mixed' });
    expect(await drive.go(expose(50))).toMatchObject({ version: '2.4.0', percent: 50, status: 'rolling' });
    expect(released(bench)).toEqual(['alpha']);
  });

  test('R1.1 writes who did what into the release, short enough for the platform', async () => {
    const bench = await openBench();
    await driveOf(bench, firebaseHosting).go(expose(10));
    const body: unknown = JSON.parse(bench.sent.find((one) => one.method === 'POST' && one.path.includes('/releases?'))?.body ?? '{}');
    expect(body).toEqual({ message: expect.stringMatching(/^tidegate expose 2\.4\.0 \(key\/1\)$/) });
  });

  test('R1.1 reads with a read-only token and names the role a release needs', async () => {
    const bench = await openBench();
    const accessToken = await bench.token('https://www.googleapis.com/auth/firebase.readonly');
    const drive = driveOf(bench, firebaseHosting, { settings: { serviceAccount: '', accessToken } });
    expect(await drive.read()).toMatchObject({ version: '2.3.0' });
    const problem = await problemOf(drive.act(expose(10)));
    expect(problem).toMatchObject({ kind: 'permission', notApplied: true });
    expect(problem.message).toContain('roles/firebasehosting.admin');
  });

  test('R1.1 gets a new token when the old one has ended in the middle of work', async () => {
    const bench = await openBench();
    const drive = driveOf(bench, firebaseHosting);
    await drive.read();
    bench.fleet.setFault({ kind: 'expireTokens' });
    expect(await drive.go(expose(10))).toMatchObject({ percent: 10 });
    bench.later(3_600_000);
    expect(await drive.read()).toMatchObject({ percent: 10 });
  });

  test('R6.1 tells in a connection test which site it cannot see', async () => {
    const bench = await openBench();
    const lines = await firebaseHosting.test(contextOf(bench, firebaseHosting, { tryOn: 'nobody-web' }));
    expect(lines.find((line) => line.what === 'Credentials')?.ok).toBe(true);
    expect(lines.find((line) => line.ok === false)?.detail).toContain('nobody-web');
  });
});
