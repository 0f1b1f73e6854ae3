import { z } from 'zod';
import { field, Required } from '../../settings-kit.ts';
import type { SettingSpec } from '../../settings.ts';

export interface GithubTarget {
  readonly owner: string;
  readonly repo: string;
  readonly manifests: readonly string[];
  /** `draft` also takes the bad release out of sight (R1.2); `repoint` only makes the one before the latest. */
  readonly rollback: 'draft' | 'repoint';
}

const manifests = 'latest.yml,latest-mac.yml,latest-linux.yml';

export const targetSchema = z
  .object({
    owner: Required,
    repo: Required,
    manifests: z.string().default(manifests),
    rollback: z.enum(['draft', 'repoint']).default('draft'),
  })
  .transform(
    (value): GithubTarget => ({
      ...value,
      manifests: value.manifests
        .split(',')
        .map((name) => name.trim())
        .filter(Boolean),
    }),
  );

export const targetFields: readonly SettingSpec[] = [
  field('owner', 'Owner', 'User or organisation.', { placeholder: 'acme' }),
  field('repo', 'Repository', 'The repository whose releases your app updates from.', { placeholder: 'harbor' }),
  field('manifests', 'Update manifests', 'Files that installed apps read; those that are missing are skipped.', {
    required: false,
    default: manifests,
  }),
  field('rollback', 'On rollback', 'draft: the bad release is also unpublished. repoint: it stays visible, only the latest changes.', {
    kind: 'select',
    options: ['draft', 'repoint'],
    required: false,
    default: 'draft',
  }),
];
