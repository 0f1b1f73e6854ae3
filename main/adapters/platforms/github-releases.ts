import { z } from 'zod';
import type { Operation } from '../../core/model/operation.ts';
import type { PlatformState } from '../../core/model/platform-state.ts';
import type { TestLine } from '../context.ts';
import { githubAddress } from '../http/github-api.ts';
import { BaseUrl, field, Optional, Required } from '../settings-kit.ts';
import { testLines } from '../test-lines.ts';
import { abilities } from './github/abilities.ts';
import { actOnRepository } from './github/act.ts';
import { aboutToken, mayPush, type GithubContext, type GithubSettings } from './github/api.ts';
import { describe } from './github/describe.ts';
import { viewRepository } from './github/state.ts';
import { targetFields, targetSchema, type GithubTarget } from './github/target.ts';
import type { PlatformAdapter, TargetOf } from './port.ts';

/** Where github.com keeps what it redirects downloads to, and takes uploads. */
const helpers = ['uploads.github.com', 'objects.githubusercontent.com', 'release-assets.githubusercontent.com'];

const schema = z.object({
  apiUrl: BaseUrl.default(githubAddress),
  token: Required,
  tryOn: Optional.refine((text) => text === undefined || /^[\w.-]+\/[\w.-]+$/.test(text), 'owner/name of a repository'),
});

function reached(operation: Operation, state: PlatformState, target: TargetOf<GithubTarget>): 'yes' | 'partly' | 'no' {
  const own = state.releases.find((release) => release.version === operation.version);
  const current = state.version === operation.version;
  switch (operation.op) {
    case 'expose':
    case 'resume':
      if (current && state.percent === operation.percent) return 'yes';
      return current && state.status === 'mixed' ? 'partly' : 'no';
    case 'halt':
      if (!current || state.percent === 0) return 'yes';
      return state.status === 'mixed' ? 'partly' : 'no';
    case 'rollback': {
      const hidden = own === undefined || own.status === 'draft' || own.locked === true || target.settings.rollback === 'repoint';
      // Prerelease clients follow no pointer, so a release that cannot be hidden is taken back by its share.
      if (current) return target.settings.channel !== 'latest' && state.percent === 0 && hidden ? 'yes' : 'no';
      return hidden ? 'yes' : 'partly';
    }
    case 'unpublish':
      if (own === undefined) return 'yes';
      return current ? 'no' : 'partly';
  }
}

async function test(context: GithubContext): Promise<TestLine[]> {
  const { tryOn } = context.settings;
  let scopes: string | null = null;
  const lines = await testLines([['Token', async () => void ({ scopes } = await aboutToken(context)), 'GitHub accepts the token.']]);
  if (scopes !== null) lines.push(classicLine(scopes));
  if (tryOn === undefined || lines.some((line) => line.ok === false)) {
    const detail = 'Contents: write on the repository. Name a repository to test with to find out.';
    return [...lines, { what: 'Change releases', ok: null, detail }];
  }
  const [owner = '', repo = ''] = tryOn.split('/');
  let push: boolean | null = null;
  const [seen] = await testLines([
    ['See the repository', async () => void (push = await mayPush(context, { owner, repo })), `${tryOn} is visible.`],
  ]);
  if (seen !== undefined) lines.push(seen);
  const detail = push === true ? `The token may write to ${tryOn}.` : `The token needs Contents: write on ${tryOn}.`;
  return [...lines, { what: 'Change releases', ok: seen?.ok === false ? null : push, detail }];
}

function classicLine(scopes: string): TestLine {
  const ok = /(?:^|[\s,])(?:public_)?repo(?:$|[\s,])/.test(scopes);
  return {
    what: 'Scope',
    ok,
    detail: ok ? `A classic token with: ${scopes}.` : `A classic token needs the scope repo; this one has: ${scopes}.`,
  };
}

/** Assets are uploaded to another host than the API on github.com, and to the same one elsewhere. */
function hosts(settings: GithubSettings): string[] {
  const { host } = new URL(settings.apiUrl);
  if (host === 'api.github.com') return [host, ...helpers];
  // GitHub Enterprise Cloud with data residency: api.NAME.ghe.com and uploads.NAME.ghe.com.
  return host.startsWith('api.') && host.endsWith('.ghe.com') ? [host, host.replace('api.', 'uploads.'), ...helpers.slice(1)] : [host];
}

/** GitHub Releases as the feed of electron-updater: the share lives in the update manifests. */
export const githubReleases = {
  id: 'github-releases',
  label: 'GitHub Releases',
  surface: 'desktop',
  settings: {
    fields: [
      field('apiUrl', 'API address', 'https://HOST/api/v3 for GitHub Enterprise Server.', {
        kind: 'url',
        required: false,
        default: githubAddress,
      }),
      field('token', 'Token', 'Fine-grained token with Contents: write on the repository.', { kind: 'secret' }),
      field('tryOn', 'Repository to test with', 'Optional: owner/name of a repository that "test connection" looks at.', {
        required: false,
        placeholder: 'acme/harbor',
      }),
    ],
    schema,
  },
  targetSettings: { fields: targetFields, schema: targetSchema },
  hosts,
  percents: () => null,
  test,
  read: async (context, target) => (await viewRepository(context, target.settings)).state,
  abilities,
  reached,
  describe,
  act: async (context, target, operation, fence, key) => await actOnRepository(context, target.settings, operation, fence, key),
} satisfies PlatformAdapter<GithubSettings, GithubTarget>;
