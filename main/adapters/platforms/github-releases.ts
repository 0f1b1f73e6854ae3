import { z } from 'zod';
import type { Ability, Operation } from '../../core/model/operation.ts';
import type { PlatformState } from '../../core/model/platform-state.ts';
import { BaseUrl, field } from '../settings-kit.ts';
import { testLines } from '../test-lines.ts';
import { actOnRepository } from './github/act.ts';
import { type GithubSettings, send } from './github/api.ts';
import { viewRepository } from './github/state.ts';
import { type GithubTarget, targetFields, targetSchema } from './github/target.ts';
import type { PlatformAdapter, TargetOf } from './port.ts';

const schema = z.object({ apiUrl: BaseUrl.default('https://api.github.com'), token: z.string().default('') });

function reached(operation: Operation, state: PlatformState, target: TargetOf<GithubTarget>): 'yes' | 'partly' | 'no' {
  const own = state.releases.find((release) => release.version === operation.version);
  const hidden = own === undefined || own.status === 'draft';
  switch (operation.op) {
    case 'expose':
    case 'resume':
      return state.version === operation.version && state.percent === operation.percent ? 'yes' : 'no';
    case 'halt':
      return state.version !== operation.version || state.percent === 0 ? 'yes' : 'no';
    case 'rollback': {
      if (state.version === operation.version) return 'no';
      if (operation.toVersion !== null && state.version !== operation.toVersion) return 'no';
      return hidden || target.settings.rollback === 'repoint' ? 'yes' : 'partly';
    }
    case 'unpublish':
      return hidden ? 'yes' : 'no';
  }
}

function abilities(state: PlatformState, version: string, target: TargetOf<GithubTarget>): Ability[] {
  const latest = state.version === version;
  const noWay = latest && state.fallbackVersion === null;
  const back = latest ? state.fallbackVersion : state.version;
  const draft = target.settings.rollback === 'draft' ? ' The bad release becomes a draft.' : '';
  return [
    {
      op: 'expose',
      available: true,
      reason: null,
      undo: 'newUsersOnly',
      says: 'Offers this version to the share of installed apps; each installs it by itself and keeps it.',
    },
    {
      op: 'rollback',
      available: !noWay,
      reason: noWay ? 'No earlier published release is left to return to.' : null,
      undo: 'newUsersOnly',
      says: `Stops new updates: ${back ?? 'the release before'} becomes the latest again.${draft} Apps that already updated keep ${version} until you publish a higher version.`,
    },
    {
      op: 'halt',
      available: latest,
      reason: latest ? null : `${version} is not the latest release.`,
      undo: 'newUsersOnly',
      says: 'Offers this version to nobody new. Apps that have it keep it.',
    },
    {
      op: 'resume',
      available: latest,
      reason: latest ? null : `${version} is not the latest release.`,
      undo: 'newUsersOnly',
      says: 'Offers this version again to the share.',
    },
    {
      op: 'unpublish',
      available: !noWay,
      reason: noWay ? 'It is the only published release.' : null,
      undo: 'permanent',
      says: 'Turns the release into a draft. Apps that are downloading it right now may fail and try again later.',
    },
  ];
}

function describe(operation: Operation, state: PlatformState, target: TargetOf<GithubTarget>): string[] {
  const { owner, repo, manifests, rollback } = target.settings;
  const place = `repos/${owner}/${repo}/releases`;
  const share = (percent: number): string[] => manifests.map((name) => `replace ${name} with stagingPercentage ${percent}`);
  switch (operation.op) {
    case 'expose':
    case 'resume':
      return [...share(operation.percent), `PATCH ${place}/(${operation.version}) {"draft":false,"prerelease":false,"make_latest":"true"}`];
    case 'halt':
      return share(0);
    case 'rollback': {
      const to = operation.toVersion ?? state.fallbackVersion ?? 'the release before';
      const first = `PATCH ${place}/(${to}) {"make_latest":"true"}`;
      return rollback === 'draft' ? [first, `PATCH ${place}/(${operation.version}) {"draft":true}`] : [first];
    }
    case 'unpublish':
      return [`PATCH ${place}/(${operation.version}) {"draft":true}`];
  }
}

/** Assets are uploaded to another host than the API on github.com, and to the same one elsewhere. */
function hosts(settings: GithubSettings): string[] {
  const { host } = new URL(settings.apiUrl);
  return host === 'api.github.com' ? [host, 'uploads.github.com'] : [host];
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
        default: 'https://api.github.com',
      }),
      field('token', 'Token', 'Fine-grained token with Contents: write on the repository.', { kind: 'secret' }),
    ],
    schema,
  },
  targetSettings: { fields: targetFields, schema: targetSchema },
  hosts,
  percents: () => null,
  test: async (context) =>
    await testLines([
      [
        'API',
        async () =>
          void (await send(context, { method: 'GET', url: `${context.settings.apiUrl}/rate_limit` }, 'asking for the rate limit')),
        'GitHub accepts the token.',
      ],
    ]),
  read: async (context, target) => (await viewRepository(context, target.settings)).state,
  abilities,
  reached,
  describe,
  act: async (context, target, operation, fence) => await actOnRepository(context, target.settings, operation, fence),
} satisfies PlatformAdapter<GithubSettings, GithubTarget>;
