import { z } from 'zod';
import type { AdapterContext } from '../../context.ts';
import type { HttpAnswer, HttpRequest } from '../../http/client.ts';
import { type GithubAccess, repositoryUrl, type Repository, sendGithub } from '../../http/github-api.ts';
import { parseAnswer } from '../../http/parse-answer.ts';

export { aboutToken, repositoryUrl, type Repository } from '../../http/github-api.ts';

export interface GithubSettings extends GithubAccess {
  /** `owner/name` of a repository that a connection test looks at. */
  readonly tryOn?: string | undefined;
}

export type GithubContext = AdapterContext<GithubSettings>;

/** Sends one request about releases; anything but a success is thrown with GitHub's own words. */
export async function send(context: GithubContext, request: HttpRequest, doing: string): Promise<HttpAnswer> {
  return await sendGithub(context, request, {
    doing,
    permission: 'Releases need Contents: write; a release whose commit touches workflows also needs Workflows: write.',
    notFound: 'It is not there, or the token may not see it: GitHub answers the same to a token without Contents: write.',
  });
}

const RepositoryAnswer = z.object({ permissions: z.object({ push: z.boolean() }).nullish() });

/** Whether the token may push to a repository; null when GitHub does not say. */
export async function mayPush(context: GithubContext, repository: Repository): Promise<boolean | null> {
  const answer = await send(
    context,
    { method: 'GET', url: repositoryUrl(context, repository) },
    `looking at ${repository.owner}/${repository.repo}`,
  );
  return parseAnswer(RepositoryAnswer, answer, 'GitHub').permissions?.push ?? null;
}
