import { describe, expect, test } from 'vitest';
import { firebaseHosting } from '../../../main/adapters/platforms/firebase-hosting.ts';
import { githubReleases } from '../../../main/adapters/platforms/github-releases.ts';
import { googlePlay } from '../../../main/adapters/platforms/google-play.ts';
import type { Operation } from '../../../main/core/model/operation.ts';
import { driveOf, openBench, problemOf, type Bench, type Drive } from '../../support/bench.ts';

const lanes: readonly (readonly [row: string, name: string, open: (bench: Bench) => Drive<unknown>])[] = [
  ['R1.1', 'web', (bench) => driveOf(bench, firebaseHosting)],
  ['R1.2', 'desktop', (bench) => driveOf(bench, githubReleases)],
  ['R1.3', 'mobile', (bench) => driveOf(bench, googlePlay)],
];

const expose = (percent: number): Operation => ({ op: 'expose', version: '2.4.0', percent });
const rollback: Operation = { op: 'rollback', version: '2.4.0', toVersion: '2.3.0' };
const steps: readonly (readonly [before: Operation | null, operation: Operation])[] = [
  [null, expose(10)],
  [expose(50), rollback],
];
/** More calls than any operation makes. */
const manyCalls = 60;

/** Shares of 2.4.0 that a desktop client may be offered right now, by file; null where a file is missing. */
function offeredOnDesktop(bench: Bench): (number | null)[] {
  const repository = bench.fleet.image().repositories.find((one) => one.application === 'pryde');
  const release = repository?.releases.find((one) => one.tag.endsWith('2.4.0'));
  return ['latest.yml', 'latest-mac.yml', 'latest-linux.yml'].map((name) => {
    const asset = release?.assets.find((one) => one.name === name);
    if (asset === undefined) return null;
    const share = /^stagingPercentage: (\d+)$/m.exec(Buffer.from(asset.base64, 'base64').toString('utf8'))?.[1];
    return share === undefined ? 100 : Number(share);
  });
}

/** Brings a fresh fleet to a state, then lets the caller die before call number `last + 1` of an operation. Gives whether it died. */
async function dieAfter(last: number, drive: Drive<unknown>, bench: Bench, operation: Operation): Promise<boolean> {
  const { fence } = await drive.read();
  let calls = 0;
  let died = false;
  bench.meddle = async (_request, pass) => {
    calls += 1;
    if (calls <= last) return await pass();
    died = true;
    throw new TypeError('fetch failed', { cause: Object.assign(new Error('gone'), { code: 'ECONNREFUSED' }) });
  };
  const work = drive.act(operation, fence);
  if (last < manyCalls) await work.catch(() => undefined);
  else await work;
  bench.meddle = null;
  return died;
}

describe.each(lanes)('%s a %s target whose caller dies', (row, name, open) => {
  test.each(steps)(`${row} is brought to the same end after any call (%j, %j)`, async (before, operation) => {
    for (let last = 0; last < manyCalls; last += 1) {
      const bench = await openBench();
      const drive = open(bench);
      if (before !== null) await drive.go(before);
      const died = await dieAfter(last, drive, bench, operation);
      if (name === 'desktop') expect(offeredOnDesktop(bench).filter((share) => share === null).length).toBeLessThanOrEqual(1);
      for (let tries = 0; tries < 3 && (await drive.reached(operation)) !== 'yes'; tries += 1) await drive.act(operation);
      expect(await drive.reached(operation), `after call ${last}`).toBe('yes');
      expect(bench.fleet.truth().doubleActs).toBe(0);
      if (!died) return;
    }
    throw new Error('The operation never ends.');
  });
});

describe('manifests of a desktop release', () => {
  test('R1.2 never show a share that nobody asked for while they are replaced', async () => {
    const bench = await openBench();
    const drive = driveOf(bench, githubReleases);
    await drive.go(expose(10));
    const seen = new Set<number | null>();
    bench.meddle = async (_request, pass) => {
      const response = await pass();
      for (const share of offeredOnDesktop(bench)) seen.add(share);
      return response;
    };
    await drive.act(expose(50));
    seen.delete(null);
    expect(seen).toEqual(new Set([10, 50]));
  });

  test('R1.2 are tidy again once an operation has ended, whatever broke before', async () => {
    for (let last = 0; last < manyCalls; last += 1) {
      const bench = await openBench();
      const drive = driveOf(bench, githubReleases);
      await drive.go(expose(10));
      const died = await dieAfter(last, drive, bench, expose(50));
      await drive.go(expose(20));
      const names = bench.fleet
        .image()
        .repositories.flatMap((one) => one.releases.flatMap((release) => release.assets.map((asset) => asset.name)));
      expect(
        names.filter((one) => /\.(?:tg|prev)-/.test(one)),
        `after call ${last}`,
      ).toEqual([]);
      expect(offeredOnDesktop(bench)).toEqual([20, 20, 20]);
      if (!died) return;
    }
  });

  test('R1.2 are left alone when somebody replaces one at the same moment', async () => {
    const bench = await openBench();
    const [drive, colleague] = [driveOf(bench, githubReleases), driveOf(bench, githubReleases)];
    await drive.go(expose(10));
    const { fence } = await drive.read();
    let uploaded = false;
    bench.meddle = async (request, pass) => {
      const response = await pass();
      if (uploaded || !request.url.includes('/github-uploads/')) return response;
      uploaded = true;
      await colleague.act(expose(30));
      return response;
    };
    const problem = await problemOf(drive.act(expose(50), fence));
    expect(problem).toMatchObject({ kind: 'conflict', notApplied: true });
    expect(offeredOnDesktop(bench)).toEqual([30, 30, 30]);
  });
});
