import type { GithubWords, Repository } from '../http/github-api.ts';

/** `acme/harbor`. */
export function nameOf({ owner, repo }: Repository): string {
  return `${owner}/${repo}`;
}

/** What a call is for, and which right is missing when GitHub refuses it. */
export function wordsFor(repository: Repository, doing: string, need: 'revert' | 'release' = 'revert'): GithubWords {
  return {
    doing: `${doing} in ${nameOf(repository)}`,
    permission: needs[need],
    notFound: `It is not there, or the token may not see ${nameOf(repository)}. ${needs[need]}`,
  };
}

const needs = {
  revert:
    'A revert needs Contents: write and Pull requests: write on the repository, and Workflows: write where the release changed files in .github/workflows.',
  release: 'A re-issue needs Contents: write on the repository.',
} as const;
