import { z } from 'zod';
import type { RevertPull } from '../../core/revert/index.ts';
import type { AdapterContext } from '../context.ts';
import { AdapterError } from '../errors.ts';
import { githubRefusal, githubSaid, type GithubAccess, repositoryUrl, type Repository, sendGithub } from '../http/github-api.ts';
import { parseAnswer } from '../http/parse-answer.ts';
import { wordsFor } from './words.ts';

const Pull = z.object({
  number: z.number(),
  html_url: z.string(),
  title: z.string(),
  state: z.string(),
  draft: z.boolean().nullish(),
  merged_at: z.string().nullish(),
  mergeable: z.boolean().nullish(),
});

function rowOf(pull: z.infer<typeof Pull>): RevertPull {
  const state = pull.merged_at ? 'merged' : pull.state === 'open' ? 'open' : 'closed';
  const { number, html_url: url, title } = pull;
  return { number, url, title, state, draft: pull.draft === true, mergeable: state === 'open' ? (pull.mergeable ?? null) : null };
}

/** The pull request of a branch onto `base`, open ones first; null when nobody made one. */
export async function findPull(
  context: AdapterContext<GithubAccess>,
  repository: Repository,
  { branch, base }: { readonly branch: string; readonly base: string },
): Promise<RevertPull | null> {
  const url = repositoryUrl(context, repository);
  const head = encodeURIComponent(`${repository.owner}:${branch}`);
  const words = wordsFor(repository, 'looking for the pull request');
  const answer = await sendGithub(
    context,
    { method: 'GET', url: `${url}/pulls?state=all&head=${head}&base=${encodeURIComponent(base)}&per_page=100` },
    words,
  );
  const found = parseAnswer(z.array(Pull), answer, 'GitHub');
  const chosen = found.find((pull) => pull.state === 'open') ?? found[0];
  if (chosen === undefined) return null;
  if (chosen.state !== 'open') return rowOf(chosen);
  // Only the single answer says whether it merges.
  const one = await sendGithub(context, { method: 'GET', url: `${url}/pulls/${chosen.number}` }, words);
  return rowOf(parseAnswer(Pull, one, 'GitHub'));
}

export interface PullWish {
  readonly title: string;
  readonly head: string;
  readonly base: string;
  readonly body: string;
}

/** Opens a draft pull request; a plain one where the plan of the account knows no drafts. */
export async function openPull(context: AdapterContext<GithubAccess>, repository: Repository, wish: PullWish): Promise<RevertPull> {
  const words = { ...wordsFor(repository, 'opening the pull request'), expected: [422] };
  const send = async (draft: boolean) =>
    await sendGithub(
      context,
      { method: 'POST', url: `${repositoryUrl(context, repository)}/pulls`, body: { ...wish, draft, maintainer_can_modify: true } },
      words,
    );
  let answer = await send(true);
  if (answer.status === 422 && /draft/i.test(githubSaid(answer) ?? '')) answer = await send(false);
  if (answer.status === 422) {
    const said = githubSaid(answer) ?? '';
    if (/already exists/i.test(said)) throw new AdapterError('conflict', 'This pull request is there already.');
    throw githubRefusal(context.now(), answer, words, true);
  }
  return rowOf(parseAnswer(Pull, answer, 'GitHub'));
}
