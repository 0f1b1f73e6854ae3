import { createRequire } from 'node:module';
import { afterEach, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { serveFleet, type ServedFleet } from '../../main/practice/serve.ts';
import { offerDesktop, openFleet } from './client.ts';

const require = createRequire(import.meta.url);
let served: ServedFleet | null = null;
afterEach(async () => served?.close());

interface UpdateInfo {
  readonly version: string;
  readonly stagingPercentage?: number;
}

type ProviderClass = new (options: object, updater: object, runtime: object) => { getLatestVersion(): Promise<UpdateInfo> };
/** The class without its typings: they ask for a whole desktop application around it. */
const Provider = z.object({ GitHubProvider: z.custom<ProviderClass>((value) => typeof value === 'function') });

/** The feed reader of electron-updater with a plain HTTP executor. */
async function latestFor(host: string): Promise<UpdateInfo> {
  const { GitHubProvider } = Provider.parse(require('electron-updater/out/providers/GitHubProvider.js'));
  const executor = {
    async request(options: { protocol: string; hostname: string; port: string; path: string; headers: Record<string, string> }) {
      const response = await fetch(`${options.protocol}//${options.hostname}:${options.port}${options.path}`, {
        headers: { ...options.headers, 'user-agent': 'electron-builder' },
      });
      if (!response.ok) throw new Error(`${response.status} ${options.path}`);
      return response.text();
    },
  };
  const updater = { allowPrerelease: false, channel: null, currentVersion: '2.3.0', fullChangelog: false };
  const provider = new GitHubProvider({ provider: 'github', owner: 'practice', repo: 'pryde-desktop', host, protocol: 'http' }, updater, {
    isUseMultipleRangeRequest: false,
    platform: 'win32',
    executor,
  });
  return provider.getLatestVersion();
}

describe('practice fleet under the real update client', () => {
  test('R1.2 is read by electron-updater as it was written', async () => {
    const client = openFleet();
    served = await serveFleet(client.fleet);
    const { host } = new URL(served.baseUrl);
    expect((await latestFor(host)).version).toBe('2.3.0');
    await offerDesktop(client, '2.4.0', 10);
    expect(await latestFor(host)).toMatchObject({ version: '2.4.0', stagingPercentage: 10 });
  });
});
