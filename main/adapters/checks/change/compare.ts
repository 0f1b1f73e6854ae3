import { z } from 'zod';
import { type GithubWords, nextPage, repositoryUrl, type Repository, sendGithub } from '../../http/github-api.ts';
import { parseAnswer } from '../../http/parse-answer.ts';
import { type GithubCheckContext, named } from '../github/settings.ts';

const File = z.object({
  filename: z.string(),
  previous_filename: z.string().nullish(),
  additions: z.number(),
  deletions: z.number(),
});
export type ChangedFile = z.infer<typeof File>;

const Comparison = z.object({
  status: z.string(),
  total_commits: z.number(),
  commits: z.array(z.object({ sha: z.string() })),
  files: z.array(File).nullish(),
});

/** The API names no more files of one comparison than this. */
export const mostFiles = 300;
const compareBytes = 32 * 1024 * 1024;
const mostPages = 10;

/** What lies between two commits. */
export interface Change {
  /** GitHub's word: ahead, behind, diverged or identical. */
  readonly status: string;
  readonly files: readonly ChangedFile[];
  /** False when GitHub left files out: the numbers are then lower bounds. */
  readonly complete: boolean;
  readonly commits: readonly string[];
  readonly totalCommits: number;
}

export const changeWords = (repository: Repository): GithubWords => ({
  doing: `comparing two versions of ${named(repository)}`,
  permission: 'Comparing versions needs Contents: read, and labels of pull requests Pull requests: read.',
  notFound: `The token may not see ${named(repository)}: it needs Contents: read and Pull requests: read.`,
});

/** Compares two commits; files come with the first page, commits with all of them. */
export async function compare(context: GithubCheckContext, repository: Repository, base: string, head: string): Promise<Change> {
  let next: string | null = `${repositoryUrl(context, repository)}/compare/${encodeURIComponent(`${base}...${head}`)}?per_page=100`;
  const commits: string[] = [];
  let first: z.infer<typeof Comparison> | null = null;
  for (let page = 0; next !== null && page < mostPages; page += 1) {
    const answer = await sendGithub(context, { method: 'GET', url: next, maxBytes: compareBytes }, changeWords(repository));
    const part = parseAnswer(Comparison, answer, 'GitHub');
    first ??= part;
    commits.push(...part.commits.map(({ sha }) => sha));
    next = nextPage(answer);
  }
  const files = first?.files ?? [];
  return {
    status: first?.status ?? 'unknown',
    files,
    complete: files.length < mostFiles,
    commits,
    totalCommits: first?.total_commits ?? 0,
  };
}
