import { z } from 'zod';
import type { AdapterContext } from '../../context.ts';
import { AdapterError } from '../../errors.ts';
import { type GithubAccess, githubAddress, type Repository } from '../../http/github-api.ts';
import type { SettingSpec } from '../../settings.ts';
import { BaseUrl, field, Optional, Required } from '../../settings-kit.ts';
import { fill, Template } from '../shared/fill.ts';
import type { CheckRequest } from '../port.ts';

export interface GithubCheckSettings extends GithubAccess {
  /** `owner/name`, with placeholders where one connection serves several applications. */
  readonly repository: string;
  /** `owner/name` of a repository that a connection test looks at when `repository` has placeholders. */
  readonly tryOn?: string | undefined;
}

export type GithubCheckContext = AdapterContext<GithubCheckSettings>;

const name = /^[\w.-]+\/[\w.-]+$/;

export const githubCheckSchema: z.ZodType<GithubCheckSettings> = z.object({
  apiUrl: BaseUrl.default(githubAddress),
  token: Required.refine((token) => /^[\x21-\x7e]+$/.test(token), { message: 'must be one word without special characters' }),
  repository: Template.refine((text) => name.test(text.replaceAll(/\{\{\s*\w+\s*\}\}/g, 'x')), { message: 'owner/name of a repository' }),
  tryOn: Optional.refine((text) => text === undefined || name.test(text), { message: 'owner/name of a repository' }),
});

/** The form of a GitHub check; `right` says which permission the token needs. */
export function githubCheckFields(right: string): readonly SettingSpec[] {
  return [
    field('apiUrl', 'API address', 'https://HOST/api/v3 for GitHub Enterprise Server.', {
      kind: 'url',
      required: false,
      default: githubAddress,
    }),
    field('token', 'Token', right, { kind: 'secret' }),
    field('repository', 'Repository', 'owner/name. {{application}} stands for the application, where one connection serves several.', {
      placeholder: 'acme/harbor',
    }),
    field('tryOn', 'Repository to test with', 'Only for a repository with {{application}}: what "test connection" looks at.', {
      required: false,
      placeholder: 'acme/harbor',
    }),
  ];
}

function split(text: string): Repository {
  const [owner = '', repo = ''] = text.split('/');
  return { owner, repo };
}

/** The repository of a release. Throws `invalid` when a placeholder leads nowhere. */
export function repositoryOf(settings: GithubCheckSettings, request: CheckRequest): Repository {
  const filled = fill(settings.repository, request);
  if (name.test(filled)) return split(filled);
  throw new AdapterError('invalid', `${filled} is not owner/name of a repository. Correct Repository in Connections.`);
}

/** The repository a connection test looks at; null when none is named. */
export function repositoryToTry(settings: GithubCheckSettings): Repository | null {
  const text = settings.tryOn ?? settings.repository;
  return text.includes('{{') ? null : split(text);
}

/** `acme/harbor`. */
export function named({ owner, repo }: Repository): string {
  return `${owner}/${repo}`;
}

/** A connection reaches the API and nothing else. */
export function githubCheckHosts(settings: GithubCheckSettings): string[] {
  return [new URL(settings.apiUrl).host];
}
