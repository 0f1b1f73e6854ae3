import { createHash } from 'node:crypto';
import { createRequire } from 'node:module';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { githubReleases } from '../../../main/adapters/platforms/github-releases.ts';
import { lookAtReissue, type ReissueAsk } from '../../../main/adapters/repository/reissue/look.ts';
import { prepareReissue } from '../../../main/adapters/repository/reissue/prepare.ts';
import { buildMs, macArchive, windowsProgram } from '../../../main/practice/platforms/github-build.ts';
import { type Bench, driveOf, loseAnswers, openBench, problemOf } from '../../support/bench.ts';
import { requestFaults } from '../../support/github-openapi.ts';
import { access, posts, repository } from './open-repository.ts';

const require = createRequire(import.meta.url);
const manifests = ['latest.yml', 'latest-mac.yml', 'latest-linux.yml'];
const ask: ReissueAsk = {
  repository,
  badVersion: '2.4.0',
  goodVersion: '2.3.0',
  newVersion: null,
  channel: 'latest',
  manifests,
  check: true,
};
const own = '/github/repos/practice/pryde-desktop';

function look(bench: Bench, more: Partial<ReissueAsk> = {}) {
  return lookAtReissue(access(bench), { ...ask, ...more });
}

function prepare(bench: Bench, more: Partial<ReissueAsk> = {}) {
  return prepareReissue(access(bench), { ...ask, ...more }, 'The code of 2.3.0 again');
}

/** A draft of 2.4.1 with files of its own instead of those of the practice pipeline. */
async function draftWith(bench: Bench, files: Readonly<Record<string, Buffer | string>>): Promise<void> {
  const { release } = await prepare(bench);
  for (const [name, bytes] of Object.entries(files)) {
    await bench.fleet.fetch(
      new Request(`${bench.baseUrl}/github-uploads/repos/practice/pryde-desktop/releases/${release?.id}/assets?name=${name}`, {
        method: 'POST',
        headers: { authorization: 'Bearer practice-github-token', 'user-agent': 'test', 'content-type': 'application/octet-stream' },
        body: typeof bytes === 'string' ? bytes : new Uint8Array(bytes),
      }),
    );
  }
}

function states(plan: Awaited<ReturnType<typeof look>>['plan']): string[] {
  return plan.steps.map((step) => `${step.id} ${step.state}`);
}

const Info = z.looseObject({
  version: z.string(),
  stagingPercentage: z.number().optional(),
  files: z.array(z.looseObject({ url: z.string(), sha512: z.string() })),
});
type ProviderClass = new (
  options: object,
  updater: object,
  runtime: object,
) => {
  getLatestVersion(): Promise<unknown>;
  resolveFiles(info: unknown): { url: URL; info: { sha512: string } }[];
};
const Provider = z.object({ GitHubProvider: z.custom<ProviderClass>((value) => typeof value === 'function') });
const Updater = z.object({ AppUpdater: z.custom<{ readonly prototype: object }>((value) => typeof value === 'function') });
const Available = z.custom<(this: object, info: object) => Promise<boolean>>((value) => typeof value === 'function');
const Semver = z.object({ parse: z.custom<(version: string) => object>((value) => typeof value === 'function') });

/** What the real update client finds, and whether an app that says `installed` inside would take it. */
async function updateFor(bench: Bench, installed: string, platform: 'win32' | 'darwin' | 'linux', userId: string) {
  const { GitHubProvider } = Provider.parse(require('electron-updater/out/providers/GitHubProvider.js'));
  const { AppUpdater } = Updater.parse(require('electron-updater/out/AppUpdater.js'));
  const { parse } = Semver.parse(createRequire(require.resolve('electron-updater/out/AppUpdater.js'))('semver'));
  const executor = {
    async request(options: { protocol: string; hostname: string; port: string; path: string; headers: Record<string, string> }) {
      const response = await fetch(`${options.protocol}//${options.hostname}:${options.port}${options.path}`, { headers: options.headers });
      if (!response.ok) throw new Error(`${response.status} ${options.path}`);
      return await response.text();
    },
  };
  const updater = { allowPrerelease: false, channel: null, currentVersion: installed, fullChangelog: false };
  const options = { provider: 'github', owner: 'practice', repo: 'pryde-desktop', host: new URL(bench.baseUrl).host, protocol: 'http' };
  const provider = new GitHubProvider(options, updater, { isUseMultipleRangeRequest: false, platform, executor });
  const answer = await provider.getLatestVersion();
  const info = Info.parse(answer);
  const prototype = AppUpdater.prototype;
  const self: object = {
    currentVersion: parse(installed),
    allowDowngrade: false,
    isUpdateSupported: () => true,
    isUserWithinRollout: (one: object) => Available.parse(Reflect.get(prototype, 'isStagingMatch')).call(self, one),
    _logger: { info: () => undefined },
    stagingUserIdPromise: { value: Promise.resolve(userId) },
  };
  Object.setPrototypeOf(self, prototype);
  const takes = await Available.parse(Reflect.get(prototype, 'isUpdateAvailable')).call(self, info);
  return { info, takes, files: provider.resolveFiles(answer) };
}

const [early, late] = ['7f3a1c00-9f1d-4b7a-8c11-9a0b00000001', '7f3a1c00-9f1d-4b7a-8c11-9a0bfffffff0'];

describe('re-issuing the last good desktop release', () => {
  test('R1.2 leads from nothing to a published higher version in steps that each show', async () => {
    const bench = await openBench();
    const first = await look(bench);
    expect(first.plan.newVersion).toBe('2.4.1');
    expect(states(first.plan)).toEqual(['version done', 'draft next', 'files waiting', 'metadata waiting', 'publish waiting']);
    expect(bench.writes()).toEqual([]);
    const drafted = await prepare(bench);
    expect(states(drafted.plan)).toEqual(['version done', 'draft done', 'files next', 'metadata waiting', 'publish waiting']);
    expect(drafted.plan.steps[2]?.says).toContain('they say 2.3.0 inside');
    bench.later(buildMs + 1000);
    const built = await look(bench, { check: false });
    expect(built.plan.files.map((file) => file.verdict)).toEqual(['unchecked', 'unchecked', 'unchecked']);
    expect(built.plan.blocked).toContain('3 files to look into');
    const checked = await look(bench);
    expect(checked.plan.files.map((file) => `${file.name} ${file.verdict}`)).toEqual([
      'Pryde-2.4.1.exe carries',
      'Pryde-2.4.1-mac.zip carries',
      'Pryde-2.4.1.AppImage unread',
    ]);
    expect(states(checked.plan)).toEqual(['version done', 'draft done', 'files done', 'metadata done', 'publish next']);
    expect(checked.plan).toMatchObject({
      blocked: null,
      doubts: ['Pryde-2.4.1.AppImage cannot be read inside here: an installed copy has to say 2.4.1.'],
    });
  });

  test('R1.2 brings apps with the bad release to the new one, by the rules of the real update client', async () => {
    const bench = await openBench();
    const drive = driveOf(bench, githubReleases);
    await drive.go({ op: 'expose', version: '2.4.0', percent: 50 });
    await drive.go({ op: 'rollback', version: '2.4.0', toVersion: '2.3.0' });
    // Taken back, but those who have it stay where they are: this is why a higher version is needed.
    expect((await updateFor(bench, '2.4.0', 'win32', early)).takes).toBe(false);
    await prepare(bench);
    bench.later(buildMs + 1000);
    expect((await prepare(bench)).plan.blocked).toBeNull();
    await drive.go({ op: 'expose', version: '2.4.1', percent: 40 });
    for (const system of ['win32', 'darwin', 'linux'] as const) {
      const { info, takes, files } = await updateFor(bench, '2.4.0', system, early);
      expect(info).toMatchObject({ version: '2.4.1', stagingPercentage: 40 });
      expect(takes).toBe(true);
      expect((await updateFor(bench, '2.4.0', system, late)).takes).toBe(false);
      expect((await updateFor(bench, '2.4.1', system, early)).takes).toBe(false);
      for (const { url, info: file } of files) {
        const bytes = Buffer.from(await (await fetch(url)).arrayBuffer());
        expect(createHash('sha512').update(bytes).digest('base64')).toBe(file.sha512);
      }
    }
  });

  test('R1.2 refuses the old files under a new number, because apps would install them again and again', async () => {
    const bench = await openBench();
    await draftWith(bench, { 'Pryde-2.4.1.exe': 'Pryde 2.3.0 for practice' });
    const { plan } = await look(bench);
    expect(plan.files).toMatchObject([{ verdict: 'copied', says: expect.stringContaining('Pryde-2.3.0.exe of 2.3.0') }]);
    expect(plan.blocked).toContain('again and again');
    // The real client agrees: what says 2.3.0 inside is offered 2.4.1 whatever the file is called.
    expect((await prepare(bench)).plan.manifests.every((one) => one.verdict === 'missing')).toBe(true);
  });

  test('R1.2 refuses files that say another version inside, and names what it could not read', async () => {
    const bench = await openBench();
    await draftWith(bench, {
      'Pryde-2.4.1.exe': windowsProgram('2.3.0'),
      'Pryde-2.4.1-mac.zip': macArchive('Pryde', '2.4.1'),
      'Pryde-2.3.0.AppImage': 'another build',
    });
    const { plan } = await look(bench);
    expect(plan.files.map((file) => file.verdict)).toEqual(['differs', 'carries', 'named']);
    expect(plan.steps.find((step) => step.id === 'files')).toMatchObject({
      state: 'refused',
      says: expect.stringContaining('2.3.0 inside'),
    });
  });

  test('R1.2 writes the update files that are missing or wrong, offered to nobody yet', async () => {
    const bench = await openBench();
    const wrong = 'version: 2.4.0\nfiles:\n  - url: Pryde-2.4.1.exe\n    sha512: AAAA\n    size: 1\n';
    await draftWith(bench, {
      'Pryde-2.4.1.exe': windowsProgram('2.4.1'),
      'Pryde-2.4.1-mac.zip': macArchive('Pryde', '2.4.1'),
      'Pryde-2.4.1.AppImage': 'Pryde 2.4.1 on Linux',
      'latest.yml': wrong,
    });
    expect((await look(bench)).plan.manifests.map((one) => one.verdict)).toEqual(['wrong', 'missing', 'missing']);
    const { plan, release } = await prepare(bench);
    expect(plan.manifests.map((one) => one.verdict)).toEqual(['right', 'right', 'right']);
    const latest = release?.assets?.find((asset) => asset.name === 'latest-mac.yml');
    const text = (
      await bench.call('GET', `${own}/releases/assets/${latest?.id}`, {
        headers: { accept: 'application/octet-stream', authorization: 'Bearer practice-github-token', 'user-agent': 'test' },
      })
    ).text;
    expect(text).toMatch(/^version: 2\.4\.1\nfiles:\n {2}- url: Pryde-2\.4\.1-mac\.zip\n[\s\S]*stagingPercentage: 0\nreleaseDate: '2026-/);
  });

  test('R1.2 says which systems would be left behind', async () => {
    const bench = await openBench();
    await draftWith(bench, { 'Pryde-2.4.1.exe': windowsProgram('2.4.1') });
    const { plan } = await prepare(bench);
    expect(plan.blocked).toContain('latest-mac.yml: missing, and there are no files for it: apps that read it would stay on 2.4.0');
  });

  test.each([
    ['2.4.0', 'not higher than 2.4.0'],
    ['2.3.9', 'not higher than 2.4.0'],
    ['2.5.0-beta.1', 'a prerelease'],
    ['two', 'no version that update clients read'],
  ])('R1.2 refuses the number %s', async (newVersion, words) => {
    const bench = await openBench();
    expect((await problemOf(prepare(bench, { newVersion }))).message).toContain(words);
    expect(bench.writes()).toEqual([]);
  });

  test('R1.2 makes no second draft when the answer is lost, and none when pressed again', async () => {
    const bench = await openBench();
    bench.meddle = loseAnswers(posts('/releases'));
    await prepare(bench);
    bench.meddle = null;
    await prepare(bench);
    const drafts = bench.fleet
      .image()
      .repositories.find((one) => one.repo === 'pryde-desktop')
      ?.releases.filter((one) => one.tag === 'v2.4.1');
    expect(drafts).toMatchObject([{ draft: true, commitish: expect.stringMatching(/^[0-9a-f]{40}$/) }]);
  });

  test('R1.2 writes no update file twice when the answer of an upload is lost', async () => {
    const bench = await openBench();
    await draftWith(bench, { 'Pryde-2.4.1.exe': windowsProgram('2.4.1') });
    bench.meddle = loseAnswers((request) => request.method === 'POST' && request.url.includes('name=latest.yml'));
    const { plan } = await prepare(bench);
    expect(plan.manifests[0]).toMatchObject({ name: 'latest.yml', verdict: 'right' });
    expect(bench.sent.filter((one) => one.method === 'POST' && one.path.includes('name=latest.yml'))).toHaveLength(1);
  });

  test('R1.2 sends only calls that GitHub’s own description knows', async () => {
    const bench = await openBench();
    await prepare(bench);
    bench.later(buildMs + 1000);
    await prepare(bench);
    const faults = bench.sent.flatMap(({ method, path, body }) => requestFaults(method, path.replace(/^\/github(-uploads)?/, ''), body));
    expect([...new Set(faults)]).toEqual([]);
  });
});
