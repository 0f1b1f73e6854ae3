import { z } from 'zod';
import type { AdapterContext } from '../context.ts';
import { AdapterError } from '../errors.ts';
import { githubRefusal, githubSaid, type GithubAccess, repositoryUrl, type Repository, sendGithub } from '../http/github-api.ts';
import { parseAnswer } from '../http/parse-answer.ts';
import { wordsFor } from './words.ts';

const Ref = z.object({ object: z.object({ sha: z.string() }) });
const Made = z.object({ sha: z.string() });
const Whole = z.object({ sha: z.string(), tree: z.object({ sha: z.string() }), parents: z.array(z.object({ sha: z.string() })) });

/** What a branch points at; null when there is none. */
export async function branchAt(context: AdapterContext<GithubAccess>, repository: Repository, branch: string): Promise<string | null> {
  const url = `${repositoryUrl(context, repository)}/git/ref/${encodeURIComponent(`heads/${branch}`)}`;
  const words = { ...wordsFor(repository, `looking for the branch ${branch}`), expected: [404] };
  const answer = await sendGithub(context, { method: 'GET', url }, words);
  return answer.status === 404 ? null : parseAnswer(Ref, answer, 'GitHub').object.sha;
}

/** A commit that puts one tree of files on top of another commit. */
export interface CommitWish {
  readonly message: string;
  readonly tree: string;
  readonly parent: string;
}

/** Whether a commit is just the one that is wished for. */
export async function isCommit(
  context: AdapterContext<GithubAccess>,
  repository: Repository,
  sha: string,
  wish: Pick<CommitWish, 'tree' | 'parent'>,
): Promise<boolean> {
  const url = `${repositoryUrl(context, repository)}/git/commits/${sha}`;
  const answer = await sendGithub(context, { method: 'GET', url }, wordsFor(repository, 'reading the commit of the branch'));
  const { tree, parents } = parseAnswer(Whole, answer, 'GitHub');
  return tree.sha === wish.tree && parents.some((parent) => parent.sha === wish.parent);
}

/** Makes the commit; until a branch points at it nobody sees it, so making it twice does no harm. */
export async function makeCommit(context: AdapterContext<GithubAccess>, repository: Repository, wish: CommitWish): Promise<string> {
  const body = { message: wish.message, tree: wish.tree, parents: [wish.parent] };
  const url = `${repositoryUrl(context, repository)}/git/commits`;
  const answer = await sendGithub(context, { method: 'POST', url, body }, wordsFor(repository, 'making the commit of the revert'));
  return parseAnswer(Made, answer, 'GitHub').sha;
}

/** Makes the branch. Throws `conflict` when there is one by that name. */
export async function makeBranch(
  context: AdapterContext<GithubAccess>,
  repository: Repository,
  branch: string,
  sha: string,
): Promise<void> {
  const words = { ...wordsFor(repository, `making the branch ${branch}`), expected: [422] };
  const url = `${repositoryUrl(context, repository)}/git/refs`;
  const answer = await sendGithub(context, { method: 'POST', url, body: { ref: `refs/heads/${branch}`, sha } }, words);
  if (answer.status !== 422) return;
  if (/already exists/i.test(githubSaid(answer) ?? '')) throw new AdapterError('conflict', `The branch ${branch} is there already.`);
  throw githubRefusal(context.now(), answer, words, true);
}
