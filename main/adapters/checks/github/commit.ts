import { z } from 'zod';
import { repositoryUrl, type Repository, sendGithub } from '../../http/github-api.ts';
import { parseAnswer } from '../../http/parse-answer.ts';
import { listAll } from './pages.ts';
import { type GithubCheckContext, named } from './settings.ts';

const Commit = z.object({ sha: z.string() });
const Draft = z.object({ tag_name: z.string(), draft: z.boolean(), target_commitish: z.string() });
const commitBytes = 8 * 1024 * 1024;

/** A commit and how it was found. */
export interface FoundCommit {
  readonly sha: string;
  /** `v2.4.0 (9c1e77b)`. */
  readonly words: string;
}

/** The commit behind a tag, a branch (`heads/…`) or a hash; null when there is none. */
async function commitOf(context: GithubCheckContext, repository: Repository, ref: string): Promise<string | null> {
  const url = `${repositoryUrl(context, repository)}/commits/${encodeURIComponent(ref)}?per_page=1`;
  const answer = await sendGithub(
    context,
    { method: 'GET', url, maxBytes: commitBytes },
    {
      doing: `looking for ${ref} in ${named(repository)}`,
      permission: 'Reading commits needs Contents: read.',
      notFound: `The token may not see ${named(repository)}, or the name is wrong.`,
      // An unknown ref is 422, and 404 where it looks like a path; an empty repository is 409.
      expected: [404, 409, 422],
    },
  );
  return answer.status >= 300 ? null : parseAnswer(Commit, answer, 'GitHub').sha;
}

/**
 * The commit of a release: of its tag, or, while GitHub makes the tag only when a draft release is published, what that draft points at.
 * Null when there is neither. `ref` is as a plan says it: `tags/v2.4.0`, `heads/main` or a hash.
 */
export async function findCommit(context: GithubCheckContext, repository: Repository, ref: string): Promise<FoundCommit | null> {
  const sha = await commitOf(context, repository, ref);
  const plain = ref.replace(/^(?:refs\/)?(?:tags|heads)\//, '');
  if (sha !== null) return { sha, words: `${plain} (${short(sha)})` };
  if (!ref.startsWith('tags/')) return null;
  const releases = await listAll(context, `${repositoryUrl(context, repository)}/releases?per_page=100`, draftWords(repository), Draft);
  const draft = releases.items.find((release) => release.draft && release.tag_name === plain);
  if (draft === undefined) return null;
  const target = await commitOf(
    context,
    repository,
    /^[0-9a-f]{40}$/.test(draft.target_commitish) ? draft.target_commitish : `heads/${draft.target_commitish}`,
  );
  return target === null ? null : { sha: target, words: `the draft ${plain}, which will tag ${draft.target_commitish} (${short(target)})` };
}

function draftWords(repository: Repository): { doing: string; permission: string; notFound: string } {
  return {
    doing: `looking for a draft release in ${named(repository)}`,
    permission: 'Reading releases needs Contents: read, and drafts Contents: write.',
    notFound: `The token may not see ${named(repository)}, or the name is wrong.`,
  };
}

/** A hash as people read it. */
export function short(sha: string): string {
  return sha.slice(0, 7);
}

/** What to do about a release whose commit cannot be found. */
export function noCommit(repository: Repository, ref: string): string {
  return `${named(repository)} has no ${ref}. Push the tag, or say under with where the commit is, such as ref: heads/main.`;
}
