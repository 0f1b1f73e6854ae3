import { createRequire } from 'node:module';
import { beforeEach, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { githubReleases } from '../../../../main/adapters/platforms/github-releases.ts';
import { driveOf, openBench, problemOf, type Bench, type Drive } from '../../../support/bench.ts';

const require = createRequire(import.meta.url);

const Info = z.looseObject({ version: z.string(), stagingPercentage: z.number().optional() });
type Info = z.infer<typeof Info>;
type ProviderClass = new (options: object, updater: object, runtime: object) => { getLatestVersion(): Promise<unknown> };
type UpdaterClass = { readonly prototype: object };
/** The classes without their typings: they ask for a whole desktop application around them. */
const Provider = z.object({ GitHubProvider: z.custom<ProviderClass>((value) => typeof value === 'function') });
const Updater = z.object({ AppUpdater: z.custom<UpdaterClass>((value) => typeof value === 'function') });
const Within = z.custom<(this: object, info: Info) => Promise<boolean>>((value) => typeof value === 'function');

/** What an installed app finds: the real provider of electron-updater 6.8, asking the fleet as it would ask github.com. */
async function found(bench: Bench, platform: 'win32' | 'darwin' | 'linux'): Promise<Info> {
  const { GitHubProvider } = Provider.parse(require('electron-updater/out/providers/GitHubProvider.js'));
  const executor = {
    async request(options: { protocol: string; hostname: string; port: string; path: string; headers: Record<string, string> }) {
      const response = await fetch(`${options.protocol}//${options.hostname}:${options.port}${options.path}`, {
        headers: { ...options.headers, 'user-agent': 'electron-builder' },
      });
      if (!response.ok) throw new Error(`${response.status} ${options.path}`);
      return await response.text();
    },
  };
  const updater = { allowPrerelease: false, channel: null, currentVersion: '2.2.0', fullChangelog: false };
  const options = { provider: 'github', owner: 'practice', repo: 'pryde-desktop', host: new URL(bench.baseUrl).host, protocol: 'http' };
  const provider = new GitHubProvider(options, updater, { isUseMultipleRangeRequest: false, platform, executor });
  return Info.parse(await provider.getLatestVersion());
}

/** The real decision of electron-updater whether an app with this id takes part. */
async function takesPart(info: Info, userId: string): Promise<boolean> {
  const { AppUpdater } = Updater.parse(require('electron-updater/out/AppUpdater.js'));
  const decide = Within.parse(Reflect.get(AppUpdater.prototype, 'isStagingMatch'));
  const silent = { info: () => undefined };
  return await decide.call({ _logger: silent, stagingUserIdPromise: { value: Promise.resolve(userId) } }, info);
}

/** Ids whose last four bytes lie evenly between 0 and the top. */
const users = Array.from({ length: 200 }, (_, index) => {
  const value = Math.floor(((index + 0.5) / 200) * 0xffff_ffff);
  return `7f3a1c00-9f1d-4b7a-8c11-9a0b${value.toString(16).padStart(8, '0')}`;
});

const systems = ['win32', 'darwin', 'linux'] as const;

describe('GitHub Releases as real update clients read it', () => {
  let bench: Bench;
  let drive: Drive<unknown>;
  beforeEach(async () => {
    bench = await openBench();
    drive = driveOf(bench, githubReleases);
  });

  test.each([10, 50, 99])('R1.2 offers a release at %i percent to that share of apps, on every system', async (percent) => {
    await drive.go({ op: 'expose', version: '2.4.0', percent });
    for (const system of systems) {
      const info = await found(bench, system);
      expect(info).toMatchObject({ version: '2.4.0', stagingPercentage: percent });
      const taking = await Promise.all(users.map((user) => takesPart(info, user)));
      expect(taking.filter(Boolean)).toHaveLength(percent * 2);
    }
  });

  test('R1.2 keeps everybody who was in the share when it grows', async () => {
    await drive.go({ op: 'expose', version: '2.4.0', percent: 10 });
    const small = await found(bench, 'win32');
    await drive.go({ op: 'expose', version: '2.4.0', percent: 50 });
    const large = await found(bench, 'win32');
    for (const user of users) if (await takesPart(small, user)) expect(await takesPart(large, user)).toBe(true);
  });

  test('R1.2 promotes to everybody, the very last bucket included', async () => {
    await drive.go({ op: 'expose', version: '2.4.0', percent: 10 });
    await drive.go({ op: 'expose', version: '2.4.0', percent: 100 });
    for (const system of systems) {
      const info = await found(bench, system);
      expect(info.version).toBe('2.4.0');
      expect(info.stagingPercentage).toBeUndefined();
      expect(await takesPart(info, '7f3a1c00-9f1d-4b7a-8c11-9a0bffffffff')).toBe(true);
    }
  });

  test('R1.2 offers a halted release to nobody, and to the share again once resumed', async () => {
    await drive.go({ op: 'expose', version: '2.4.0', percent: 50 });
    await drive.go({ op: 'halt', version: '2.4.0' });
    const halted = await found(bench, 'win32');
    expect(halted).toMatchObject({ version: '2.4.0', stagingPercentage: 0 });
    expect((await Promise.all(users.map((user) => takesPart(halted, user)))).filter(Boolean)).toEqual([]);
    await drive.go({ op: 'resume', version: '2.4.0', percent: 50 });
    expect(await found(bench, 'win32')).toMatchObject({ stagingPercentage: 50 });
  });

  test.each(['draft', 'repoint'] as const)('R1.2 rolls back by %s: every app finds the release before', async (rollback) => {
    const own = driveOf(bench, githubReleases, { target: { rollback } });
    await own.go({ op: 'expose', version: '2.4.0', percent: 50 });
    await own.go({ op: 'rollback', version: '2.4.0', toVersion: '2.3.0' });
    for (const system of systems) expect((await found(bench, system)).version).toBe('2.3.0');
  });

  test('R1.2 deletes a release for good, and every app finds the one before', async () => {
    await drive.go({ op: 'expose', version: '2.4.0', percent: 50 });
    await drive.go({ op: 'unpublish', version: '2.4.0' });
    expect(await drive.reached({ op: 'unpublish', version: '2.4.0' })).toBe('yes');
    expect((await found(bench, 'linux')).version).toBe('2.3.0');
  });

  test('R1.2 leaves apps without a manifest for at most one request of a change', async () => {
    await drive.go({ op: 'expose', version: '2.4.0', percent: 10 });
    let missing = 0;
    let run = 0;
    bench.meddle = async (request, pass) => {
      const response = await pass();
      if (request.method === 'GET') return response;
      const there = await found(bench, 'win32').then(
        () => true,
        () => false,
      );
      run = there ? 0 : run + 1;
      missing = Math.max(missing, run);
      return response;
    };
    await drive.act({ op: 'expose', version: '2.4.0', percent: 50 });
    expect(missing).toBe(1);
  });

  test('R1.2 changes nothing for apps when a colleague replaces a manifest in the middle', async () => {
    await drive.go({ op: 'expose', version: '2.4.0', percent: 10 });
    let uploaded = false;
    bench.meddle = async (request, pass) => {
      const response = await pass();
      if (uploaded || request.method !== 'POST') return response;
      uploaded = true;
      const list = (await bench.github('GET', '/github/repos/practice/pryde-desktop/releases')).list('');
      const release = list.find((one) => one['tag_name'] === 'v2.4.0');
      const assets = z.array(z.looseObject({ id: z.number(), name: z.string() })).parse(release?.['assets']);
      const old = assets.find((one) => one.name === 'latest.yml');
      await bench.github('DELETE', `/github/repos/practice/pryde-desktop/releases/assets/${String(old?.id)}`);
      const upload = `/github-uploads/repos/practice/pryde-desktop/releases/${String(release?.['id'])}/assets?name=latest.yml`;
      await bench.github('POST', upload, 'version: 2.4.0\nfiles: []\nstagingPercentage: 20\n');
      return response;
    };
    const problem = await problemOf(drive.act({ op: 'expose', version: '2.4.0', percent: 50 }));
    expect(problem.kind).toBe('conflict');
    expect(await found(bench, 'win32')).toMatchObject({ version: '2.4.0', stagingPercentage: 20 });
  });
});
