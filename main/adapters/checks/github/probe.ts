import type { TestLine } from '../../context.ts';
import { aboutToken, type GithubWords, repositoryUrl, type Repository, sendGithub } from '../../http/github-api.ts';
import { testLines } from '../../test-lines.ts';
import { type GithubCheckContext, named, repositoryToTry } from './settings.ts';

/** One right that a connection test tries out: a path below the repository, and which statuses count as having it. */
export interface Probe {
  readonly what: string;
  readonly path: string;
  readonly words: GithubWords;
  readonly good: string;
}

/** Tests the token, whether it sees the repository, and each right by the call that needs it. */
export async function probeGithub(context: GithubCheckContext, probes: readonly Probe[]): Promise<TestLine[]> {
  const lines = await testLines([['Token', async () => void (await aboutToken(context)), 'GitHub accepts the token.']]);
  const repository = repositoryToTry(context.settings);
  if (lines.some((line) => line.ok === false)) return lines;
  if (repository === null) {
    const detail = 'The repository depends on the application. Name one to test with to find out.';
    return [...lines, ...probes.map(({ what }) => ({ what, ok: null, detail }))];
  }
  const parts = [seeing(repository), ...probes].map(
    ({ what, path, words, good }) =>
      [
        what,
        async () => {
          const url = `${repositoryUrl(context, repository)}${path}`;
          await sendGithub(context, { method: 'GET', url, maxBytes: 8 * 1024 * 1024 }, words);
        },
        good,
      ] as const,
  );
  return [...lines, ...(await testLines(parts))];
}

function seeing(repository: Repository): Probe {
  return {
    what: 'See the repository',
    path: '',
    words: {
      doing: `looking at ${named(repository)}`,
      permission: 'The token must include this repository.',
      notFound: `The token may not see ${named(repository)}, or the name is wrong.`,
    },
    good: `${named(repository)} is visible.`,
  };
}
