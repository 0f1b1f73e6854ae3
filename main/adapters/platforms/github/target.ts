import { z } from 'zod';
import type { SettingSpec } from '../../settings.ts';
import { field, Required } from '../../settings-kit.ts';

export const githubChannels = ['latest', 'beta', 'alpha'] as const;
/** Which clients: `latest` is the stable feed; the others follow prereleases. */
export type GithubChannel = (typeof githubChannels)[number];

export interface GithubTarget {
  readonly owner: string;
  readonly repo: string;
  readonly channel: GithubChannel;
  /** Only those that a release has count. */
  readonly manifests: readonly string[];
  /** `draft` also takes the bad release out of sight (R1.2); `repoint` only makes the one before the latest. */
  readonly rollback: 'draft' | 'repoint';
}

const suffixes = ['', '-mac', '-linux'] as const;

/** Prerelease clients read the manifest of the tag's own channel and fall back to `latest`. */
function usualManifests(channel: GithubChannel): string[] {
  const names = channel === 'latest' ? ['latest'] : channel === 'beta' ? ['beta', 'latest'] : ['alpha', 'beta', 'latest'];
  return names.flatMap((name) => suffixes.map((suffix) => `${name}${suffix}.yml`));
}

const manifestName = /^[\w.-]+\.ya?ml$/;

export const targetSchema = z
  .object({
    owner: Required.regex(/^[\w.-]+$/, 'a user or organisation, without a slash'),
    repo: Required.regex(/^[\w.-]+$/, 'the name of a repository, without a slash'),
    channel: z.enum(githubChannels).default('latest'),
    manifests: z.string().default(''),
    rollback: z.enum(['draft', 'repoint']).default('draft'),
  })
  .transform((value, context): GithubTarget => {
    const named = value.manifests
      .split(',')
      .map((name) => name.trim())
      .filter(Boolean);
    const wrong = named.find((name) => !manifestName.test(name));
    if (wrong !== undefined) {
      context.addIssue({
        code: 'custom',
        path: ['manifests'],
        message: `file names that end in .yml, with commas between them; "${wrong.slice(0, 40)}" is not one`,
      });
    }
    return { ...value, manifests: named.length > 0 ? named : usualManifests(value.channel) };
  });

export const targetFields: readonly SettingSpec[] = [
  field('owner', 'Owner', 'User or organisation.', { placeholder: 'acme' }),
  field('repo', 'Repository', 'The repository whose releases your app updates from.', { placeholder: 'harbor' }),
  field('channel', 'Channel', 'latest: full releases for everybody. beta, alpha: prereleases for apps that follow them.', {
    kind: 'select',
    options: [...githubChannels],
    required: false,
    default: 'latest',
  }),
  field(
    'manifests',
    'Update manifests',
    'Files that installed apps read. Empty: the usual ones of the channel. Those a release lacks are skipped.',
    {
      required: false,
      placeholder: usualManifests('latest').join(','),
    },
  ),
  field('rollback', 'On rollback', 'draft: the bad release is also unpublished. repoint: it stays visible, only the latest changes.', {
    kind: 'select',
    options: ['draft', 'repoint'],
    required: false,
    default: 'draft',
  }),
];
