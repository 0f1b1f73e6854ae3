import { describe, expect, test } from 'vitest';
import { googlePlay } from '../../../../main/adapters/platforms/google-play.ts';
import type { Operation } from '../../../../main/core/model/operation.ts';
import { answerWith, driveOf, loseAnswers, openBench, problemOf, type Bench } from '../../../support/bench.ts';

const expose = (percent: number): Operation => ({ op: 'expose', version: '2.4.0', percent });
const rollback: Operation = { op: 'rollback', version: '2.4.0', toVersion: '2.3.0' };
const playPath = '/play/androidpublisher/v3/applications/practice.pryde.app';

/** Calls of Play in short, sign-ins left out. */
function calls(bench: Bench): string[] {
  return bench.sent
    .filter((one) => one.path.startsWith(playPath))
    .map((one) => `${one.method} ${one.path.slice(playPath.length).replace(/\/edits\/[^/:?]+/, '/edits/ID')}`);
}

const commits = (request: Request): boolean => new URL(request.url).pathname.endsWith(':commit');
const refusal =
  (message: string, status = 'FAILED_PRECONDITION') =>
  (): Response =>
    Response.json({ error: { code: 400, message, status } }, { status: 400 });

describe('edits of Google Play', () => {
  test('R1.3 open, read, put, check and commit in this order, and never cancel a review', async () => {
    const bench = await openBench();
    const drive = driveOf(bench, googlePlay);
    const { fence } = await drive.read();
    bench.sent.length = 0;
    await drive.act(expose(10), fence);
    expect(calls(bench)).toEqual([
      'POST /edits',
      'GET /edits/ID/tracks',
      'PUT /edits/ID/tracks/production',
      'POST /edits/ID:validate',
      'POST /edits/ID:commit?changesInReviewBehavior=ERROR_IF_IN_REVIEW',
    ]);
  });

  test('R1.3 are given up after a read', async () => {
    const bench = await openBench();
    await driveOf(bench, googlePlay).read();
    // Whoever asked has the tracks before the edit is given up.
    await expect.poll(() => bench.fleet.image().packages.flatMap((app) => app.edits.filter((edit) => edit.state === 'open'))).toEqual([]);
    expect(calls(bench).toSorted()).toEqual(['DELETE /edits/ID', 'GET /edits/ID/tracks', 'GET /tracks/production/releases', 'POST /edits']);
  });

  test('R1.3 are given up when there is nothing to change, or something is wrong', async () => {
    const bench = await openBench();
    const drive = driveOf(bench, googlePlay);
    await drive.act(rollback);
    await problemOf(drive.act(expose(10), 'another fence'));
    bench.meddle = answerWith((request) => request.url.endsWith(':validate'), refusal('Only one completed release is allowed.'));
    expect((await problemOf(drive.act(expose(10)))).kind).toBe('precondition');
    expect(calls(bench).filter((call) => call.includes(':commit'))).toEqual([]);
    expect(bench.fleet.image().packages.flatMap((app) => app.edits.filter((edit) => edit.state === 'open'))).toEqual([]);
  });

  test('R1.3 of our own never end each other, however reads and writes meet', async () => {
    const bench = await openBench();
    const drive = driveOf(bench, googlePlay);
    const { fence } = await drive.read();
    const work = [drive.read(), drive.act(expose(10), fence), drive.read(), drive.read()];
    await Promise.all(work);
    expect(await drive.read()).toMatchObject({ version: '2.4.0', percent: 10 });
  });

  test.each([
    'This Edit has been deleted.',
    'This edit has expired, please create a new Edit.',
    'This Edit has already been successfully committed.',
  ])('design 2.5 that somebody else ended ("%s") are a conflict, and nothing was applied', async (message) => {
    const bench = await openBench();
    const drive = driveOf(bench, googlePlay);
    bench.meddle = answerWith(commits, refusal(message));
    expect(await problemOf(drive.act(expose(10)))).toMatchObject({ kind: 'conflict', notApplied: true });
    bench.meddle = null;
    expect(await drive.go(expose(10))).toMatchObject({ percent: 10 });
  });

  test('design 2.5 have an unknown outcome only when the answer to the commit is lost', async () => {
    const bench = await openBench();
    const drive = driveOf(bench, googlePlay);
    bench.meddle = loseAnswers((request) => request.method === 'PUT');
    expect(await problemOf(drive.act(expose(10)))).toMatchObject({ kind: 'unavailable', notApplied: true });
    bench.meddle = loseAnswers(commits);
    expect(await problemOf(drive.act(expose(10)))).toMatchObject({ kind: 'unknownOutcome', notApplied: false });
    bench.meddle = null;
    expect(await drive.reached(expose(10))).toBe('yes');
  });

  test('R6.3 say what to do while a review runs, and when Play wants changes sent by hand', async () => {
    const bench = await openBench();
    const drive = driveOf(bench, googlePlay);
    bench.meddle = answerWith(commits, refusal('Changes are already in review.'));
    const running = await problemOf(drive.act(expose(10)));
    expect(running).toMatchObject({ kind: 'precondition', notApplied: true });
    expect(running.message).toContain('While a review runs');
    bench.meddle = answerWith(
      commits,
      refusal(
        'Changes cannot be sent for review automatically. Please set the query parameter changesNotSentForReview to true.',
        'INVALID_ARGUMENT',
      ),
    );
    expect((await problemOf(drive.act(expose(10)))).message).toContain('set "Send for review" of the target to no');
    const byHand = driveOf(bench, googlePlay, { target: { sendForReview: 'no' } });
    bench.meddle = answerWith(commits, () => Response.json({ id: '1' }));
    bench.sent.length = 0;
    await byHand.act(expose(10));
    expect(calls(bench).at(-1)).toBe('POST /edits/ID:commit?changesInReviewBehavior=ERROR_IF_IN_REVIEW&changesNotSentForReview=true');
  });

  test('R1.3 carry a version over from a testing track', async () => {
    const bench = await openBench();
    const drive = driveOf(bench, googlePlay);
    bench.meddle = async (request, pass) => {
      if (request.method === 'PUT') return Response.json({});
      if (commits(request)) return Response.json({ id: '1' });
      if (request.url.endsWith(':validate')) return Response.json({ id: '1' });
      if (!request.url.endsWith('/tracks')) return await pass();
      const tracks = [
        { track: 'production', releases: [{ name: '2.3.0', versionCodes: ['20300'], status: 'completed' }] },
        { track: 'closed-team', releases: [{ name: '20400 (2.4.0)', versionCodes: ['20400'], status: 'completed' }] },
      ];
      return Response.json({ kind: 'tracks', tracks });
    };
    const before = await drive.read();
    expect(before.releases.map((one) => `${one.version} ${one.status}`)).toEqual(['2.3.0 live', '2.4.0 ready']);
    await drive.act(expose(10), before.fence);
    const put = bench.sent.find((one) => one.method === 'PUT');
    expect(JSON.parse(put?.body ?? '{}')).toMatchObject({
      track: 'production',
      releases: [
        { name: '20400 (2.4.0)', versionCodes: ['20400'], status: 'inProgress', userFraction: 0.1 },
        { name: '2.3.0', status: 'completed' },
      ],
    });
  });

  test('design 2.7 say that installed copies stay, and that every waiting change is submitted', async () => {
    const bench = await openBench();
    const drive = driveOf(bench, googlePlay);
    await drive.go(expose(10));
    const ability = await drive.ability('rollback');
    expect(ability).toMatchObject({ available: true, undo: 'newUsersOnly' });
    expect(ability.says).toContain('keep it until a higher version code is out');
    expect(ability.says).toContain('submits every other change that waits in Play Console');
    expect(await drive.describe(rollback)).toContain('PUT …/tracks/production (2.4.0: status halted, fraction kept)');
  });

  test('R1.3 have no staged shares on the internal track', async () => {
    const bench = await openBench();
    const drive = driveOf(bench, googlePlay, { target: { track: 'internal' } });
    expect(googlePlay.percents(drive.target.settings)).toEqual([100]);
  });
});
