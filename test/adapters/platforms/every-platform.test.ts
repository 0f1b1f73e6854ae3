import { describe, expect, test } from 'vitest';
import { flagsmith } from '../../../main/adapters/flags/flagsmith.ts';
import { firebaseHosting } from '../../../main/adapters/platforms/firebase-hosting.ts';
import { githubReleases } from '../../../main/adapters/platforms/github-releases.ts';
import { googlePlay } from '../../../main/adapters/platforms/google-play.ts';
import type { Operation } from '../../../main/core/model/operation.ts';
import {
  answerWith,
  driveOf,
  isWrite,
  loseAnswers,
  openBench,
  problemOf,
  type Bench,
  type Drive,
  type DriveOptions,
} from '../../support/bench.ts';

const lanes = [
  { row: 'R1.1', name: 'web', open: (bench: Bench, options?: DriveOptions): Drive<unknown> => driveOf(bench, firebaseHosting, options) },
  { row: 'R1.2', name: 'desktop', open: (bench: Bench, options?: DriveOptions): Drive<unknown> => driveOf(bench, githubReleases, options) },
  { row: 'R1.3', name: 'mobile', open: (bench: Bench, options?: DriveOptions): Drive<unknown> => driveOf(bench, googlePlay, options) },
  { row: 'R4.1', name: 'flag', open: (bench: Bench, options?: DriveOptions): Drive<unknown> => driveOf(bench, flagsmith, options) },
] as const;

const expose = (percent: number): Operation => ({ op: 'expose', version: '2.4.0', percent });
const rollback: Operation = { op: 'rollback', version: '2.4.0', toVersion: '2.3.0' };
const halt: Operation = { op: 'halt', version: '2.4.0' };

describe.each(lanes)('$name target', ({ row, name, open }) => {
  const isFlag = name === 'flag';
  const version = isFlag ? 'on' : '2.4.0';

  test(`${row} goes from 10 to 50 to 100 %, and each step is what the platform then shows`, async () => {
    const bench = await openBench();
    const drive = open(bench);
    expect(await drive.read()).toMatchObject(isFlag ? { version: null, percent: 0 } : { version: '2.3.0', percent: 100, status: 'live' });
    for (const percent of [10, 50, 100]) {
      expect(await drive.reached(expose(percent))).not.toBe('yes');
      expect(await drive.go(expose(percent))).toMatchObject({ version, percent, status: percent === 100 ? 'live' : 'rolling' });
      expect(await drive.reached(expose(percent))).toBe('yes');
    }
    expect(bench.fleet.truth().doubleActs).toBe(0);
  });

  test(`${row} stops offering a release, offers it again, and takes it back`, async () => {
    const bench = await openBench();
    const drive = open(bench);
    await drive.go(expose(50));
    await drive.go(halt);
    expect(await drive.reached(halt)).toBe('yes');
    await drive.go({ op: 'resume', version: '2.4.0', percent: 50 });
    expect(await drive.read()).toMatchObject({ version, percent: 50, status: 'rolling' });
    await drive.go(rollback);
    expect(await drive.reached(rollback)).toBe('yes');
    bench.later(1000);
    expect(bench.fleet.truth().perTarget.find((one) => one.target === `pryde/${name}`)?.percent).toBe(0);
  });

  test(`${row} sends nothing that is done already`, async () => {
    const bench = await openBench();
    const drive = open(bench);
    for (const operation of [expose(50), rollback]) {
      await drive.go(operation);
      const before = bench.sent.filter((one) => isWrite(new Request(`${bench.baseUrl}${one.path}`, { method: one.method }))).length;
      await drive.act(operation);
      expect(bench.sent.filter((one) => isWrite(new Request(`${bench.baseUrl}${one.path}`, { method: one.method })))).toHaveLength(before);
    }
    expect(bench.fleet.truth().doubleActs).toBe(0);
  });

  test(`${row} refuses to write once somebody else has, and sends nothing`, async () => {
    const bench = await openBench();
    const [drive, colleague] = [open(bench), open(bench)];
    await drive.go(expose(10));
    const { fence } = await drive.read();
    await colleague.go(expose(50));
    const writes = bench.fleet.image().writes.filter((one) => one.changedSomething).length;
    const problem = await problemOf(drive.act(rollback, fence));
    expect(problem).toMatchObject({ kind: 'conflict', notApplied: true });
    expect(problem.message).toContain('changed since it was looked at');
    expect(bench.fleet.image().writes.filter((one) => one.changedSomething && one.operation !== 'edit.track')).toHaveLength(
      bench.fleet.image().writes.filter((one) => one.changedSomething && one.operation !== 'edit.track').length,
    );
    expect(bench.fleet.image().writes.filter((one) => one.changedSomething)).toHaveLength(writes);
    await drive.go(rollback);
    expect(await drive.reached(rollback)).toBe('yes');
  });

  test(`${row} says that the outcome is unknown when the answer to a write is lost, and finds out by looking`, async () => {
    const bench = await openBench();
    const drive = open(bench);
    for (const operation of [expose(10), expose(50), rollback]) {
      for (let attempt = 0; attempt < 20 && (await drive.reached(operation)) !== 'yes'; attempt += 1) {
        bench.meddle = loseAnswers(isWrite);
        const problem = await problemOf(drive.act(operation));
        bench.meddle = null;
        expect(problem).toMatchObject({ kind: 'unknownOutcome', notApplied: false });
      }
      expect(await drive.reached(operation)).toBe('yes');
    }
    expect(bench.fleet.truth().doubleActs).toBe(0);
  });

  test(`${row} treats a gateway error on a write as unknown, and never repeats the write by itself`, async () => {
    const bench = await openBench();
    const drive = open(bench);
    const { fence } = await drive.read();
    bench.meddle = answerWith(isWrite, () => new Response('<html>502</html>', { status: 502 }), 9);
    const problem = await problemOf(drive.act(expose(10), fence));
    expect(problem.kind).toBe('unknownOutcome');
    const writes = bench.sent.filter((one) => isWrite(new Request(`${bench.baseUrl}${one.path}`, { method: one.method })));
    // The files of a desktop release are uploaded side by side, each to an address of its own.
    expect(writes).toHaveLength(name === 'desktop' ? 3 : 1);
    expect(new Set(writes.map((one) => one.path)).size).toBe(writes.length);
  });

  test(`${row} tells when to come back after a limit, and that nothing was applied`, async () => {
    const bench = await openBench();
    const drive = open(bench);
    const { fence } = await drive.read();
    bench.meddle = answerWith(isWrite, () => Response.json({}, { status: 429, headers: { 'retry-after': '7' } }), 9);
    const problem = await problemOf(drive.act(expose(10), fence));
    expect(problem).toMatchObject({ kind: 'rateLimited', notApplied: true, retryAt: bench.now + 7000 });
    bench.meddle = null;
    expect(await drive.go(expose(10))).toMatchObject({ percent: 10 });
  });

  test(`${row} keeps looking through a few failing reads`, async () => {
    const bench = await openBench();
    const drive = open(bench);
    bench.meddle = answerWith(
      (request) => request.method === 'GET',
      () => new Response('', { status: 503, headers: { 'retry-after': '0' } }),
      2,
    );
    expect((await drive.read()).fence).toMatch(/^\w+$/);
  });

  test(`${row} names refused credentials and never shows them`, async () => {
    const bench = await openBench();
    const given = bench.settings({ web: 'firebase-hosting', desktop: 'github-releases', mobile: 'google-play', flag: 'flagsmith' }[name]);
    const secrets = ['serviceAccount', 'accessToken', 'token', 'apiKey'].filter((key) => key in given);
    const wrong = Object.fromEntries(secrets.map((key) => [key, key === 'serviceAccount' ? '' : 'wrong-secret-8f31c0a9']));
    const google = 'serviceAccount' in given ? { accessToken: 'wrong-secret-8f31c0a9' } : {};
    const problem = await problemOf(open(bench, { settings: { ...wrong, ...google } }).read());
    expect(problem.kind).toBe('auth');
    expect(problem.message).toContain('Connections');
    expect(JSON.stringify([problem.message, problem.detail, String(problem.stack)])).not.toContain('8f31c0a9');
  });

  test(`${row} describes what it will send before it sends it`, async () => {
    const bench = await openBench();
    const drive = open(bench);
    for (const operation of [expose(10), halt, { op: 'resume', version: '2.4.0', percent: 50 } as const, rollback]) {
      const lines = await drive.describe(operation);
      expect(lines.length).toBeGreaterThan(0);
      for (const line of lines) expect(line).toMatch(/\S/);
      await drive.go(operation);
    }
  });

  test(`${row} has words for every operation and a reason for each it cannot do`, async () => {
    const bench = await openBench();
    const drive = open(bench);
    for (const percent of [null, 10, 100]) {
      if (percent !== null) await drive.go(expose(percent));
      for (const op of ['expose', 'halt', 'resume', 'rollback', 'unpublish'] as const) {
        const ability = await drive.ability(op);
        expect(ability.says).toMatch(/\.$/);
        expect(ability.available).toBe(ability.reason === null);
      }
    }
  });
});
