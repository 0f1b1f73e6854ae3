import { z } from 'zod';
import type { RevertFile } from '../../core/revert/index.ts';
import type { AdapterContext } from '../context.ts';
import { type GithubAccess, nextPage, repositoryUrl, type Repository, sendGithub } from '../http/github-api.ts';
import { parseAnswer } from '../http/parse-answer.ts';
import { wordsFor } from './words.ts';

const Commit = z.object({ sha: z.string(), commit: z.object({ tree: z.object({ sha: z.string() }), message: z.string() }) });

/** A commit with the tree of files it holds. */
export interface CodeCommit {
  readonly sha: string;
  readonly tree: string;
}

const commitBytes = 8 * 1024 * 1024;
const compareBytes = 32 * 1024 * 1024;
const mostPages = 10;
/** A comparison names no more files than this. */
const mostFiles = 300;

/** The commit behind a tag (`tags/…`), a branch (`heads/…`) or a hash; null when there is none. */
export async function commitAt(context: AdapterContext<GithubAccess>, repository: Repository, ref: string): Promise<CodeCommit | null> {
  const url = `${repositoryUrl(context, repository)}/commits/${encodeURIComponent(ref)}?per_page=1`;
  // An unknown ref is 422, and 404 where it looks like a path; an empty repository is 409.
  const words = { ...wordsFor(repository, `looking for ${ref}`), expected: [404, 409, 422] };
  const answer = await sendGithub(context, { method: 'GET', url, maxBytes: commitBytes }, words);
  if (answer.status >= 300) return null;
  const { sha, commit } = parseAnswer(Commit, answer, 'GitHub');
  return { sha, tree: commit.tree.sha };
}

const Comparison = z.object({
  ahead_by: z.number(),
  behind_by: z.number(),
  total_commits: z.number(),
  commits: z.array(z.object({ commit: z.object({ message: z.string() }) })),
  files: z.array(z.object({ filename: z.string(), previous_filename: z.string().nullish() })).nullish(),
});

/** What lies between two commits. */
export interface CodeRange {
  /** Commits that only the later one has. */
  readonly aheadBy: number;
  /** Commits that only the earlier one has. */
  readonly behindBy: number;
  readonly totalCommits: number;
  /** First lines, oldest first. */
  readonly subjects: readonly string[];
  readonly paths: readonly string[];
  /** False when GitHub left files out. */
  readonly complete: boolean;
}

/** Compares two commits by their hashes. */
export async function compareCommits(
  context: AdapterContext<GithubAccess>,
  repository: Repository,
  from: string,
  to: string,
): Promise<CodeRange> {
  let next: string | null = `${repositoryUrl(context, repository)}/compare/${encodeURIComponent(`${from}...${to}`)}?per_page=100`;
  const subjects: string[] = [];
  let first: z.infer<typeof Comparison> | null = null;
  for (let page = 0; next !== null && page < mostPages; page += 1) {
    const words = wordsFor(repository, 'comparing two versions');
    const answer = await sendGithub(context, { method: 'GET', url: next, maxBytes: compareBytes }, words);
    const part = parseAnswer(Comparison, answer, 'GitHub');
    first ??= part;
    subjects.push(...part.commits.map(({ commit }) => commit.message.split('\n')[0] ?? ''));
    next = nextPage(answer);
  }
  const files = first?.files ?? [];
  const paths = files.flatMap(({ filename, previous_filename: old }) => (old ? [old, filename] : [filename]));
  return {
    aheadBy: first?.ahead_by ?? 0,
    behindBy: first?.behind_by ?? 0,
    totalCommits: first?.total_commits ?? 0,
    subjects,
    paths: [...new Set(paths)],
    complete: files.length < mostFiles,
  };
}

/**
 * What becomes of each file that the release changed: a file that differs neither between the release and the branch is put back;
 * one that the branch has as it was before the release is back already; any other was touched by a newer change. Pure.
 */
export function judgeFiles(brought: CodeRange, since: CodeRange, left: CodeRange): RevertFile[] {
  const newer = new Set(since.paths);
  const different = new Set(left.paths);
  return brought.paths.map((path) => ({
    path,
    state: !newer.has(path) ? 'reverts' : different.has(path) || !left.complete ? 'newer' : 'already',
  }));
}
