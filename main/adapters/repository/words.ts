import type { GithubWords, Repository } from '../http/github-api.ts';

/** `acme/harbor`. */
export function nameOf({ owner, repo }: Repository): string {
  return `${owner}/${repo}`;
}

/** What a call is for, and which right is missing when GitHub refuses it. */
export function wordsFor(repository: Repository, doing: string): GithubWords {
  return {
    doing: `${doing} in ${nameOf(repository)}`,
    permission:
      'A revert needs Contents: write and Pull requests: write on the repository, and Workflows: write where the release changed files in .github/workflows.',
    notFound: `${nameOf(repository)} is not there, or the token may not see it: a revert needs Contents: write and Pull requests: write.`,
  };
}
