import { z } from 'zod';
import type { CheckItem } from '../../../core/model/check.ts';
import { type GithubWords, repositoryUrl, type Repository } from '../../http/github-api.ts';
import { listAll } from './pages.ts';
import { type GithubCheckContext, named } from './settings.ts';

const CheckRun = z.object({
  name: z.string(),
  status: z.string(),
  conclusion: z.string().nullable(),
  html_url: z.string().nullish(),
});
const Status = z.object({ context: z.string(), state: z.string(), description: z.string().nullish() });

/** How conclusions that are neither good nor bad count. */
export interface Leniency {
  readonly neutral: 'pass' | 'fail';
  readonly skipped: 'pass' | 'fail';
}

/** One thing that reported on a commit. `passed` null: not finished, or waiting for a person. */
export interface Reported extends CheckItem {
  /** False when the list was too long to be followed to its end. */
  readonly complete: boolean;
}

export const runWords = (repository: Repository): GithubWords => ({
  doing: `reading the check runs of ${named(repository)}`,
  permission:
    'Reading check runs needs Checks: read, which only GitHub Apps and classic tokens (scope repo) can have. With a fine-grained token set from: [statuses] in the plan.',
  notFound: `The token may not see the check runs of ${named(repository)}: it needs Checks: read.`,
});

export const statusWords = (repository: Repository): GithubWords => ({
  doing: `reading the commit status of ${named(repository)}`,
  permission: 'Reading commit statuses needs Commit statuses: read. Without it set from: [checkRuns] in the plan.',
  notFound: `The token may not see the commit statuses of ${named(repository)}: it needs Commit statuses: read.`,
});

/** What a check run says; the values are GitHub's, and one of tomorrow counts as unknown. */
function verdictOf(run: z.infer<typeof CheckRun>, lenient: Leniency): { readonly passed: boolean | null; readonly detail: string } {
  if (run.status !== 'completed') return { passed: null, detail: `Still running (${run.status}).` };
  switch (run.conclusion) {
    case 'success':
      return { passed: true, detail: 'Passed.' };
    case 'neutral':
    case 'skipped':
      return { passed: lenient[run.conclusion] === 'pass', detail: `Ended as ${run.conclusion}.` };
    case 'action_required':
      return { passed: null, detail: 'Waits for a person on GitHub.' };
    case 'failure':
    case 'timed_out':
    case 'cancelled':
    case 'startup_failure':
      return { passed: false, detail: `Ended as ${run.conclusion.replaceAll('_', ' ')}.` };
    default:
      return { passed: null, detail: `Ended as ${run.conclusion ?? 'nothing'}, which says neither yes nor no.` };
  }
}

/** Newest check run of every name on a commit, in the order GitHub lists them. */
export async function checkRuns(context: GithubCheckContext, repository: Repository, sha: string, lenient: Leniency): Promise<Reported[]> {
  const url = `${repositoryUrl(context, repository)}/commits/${sha}/check-runs?filter=latest&per_page=100`;
  const { items, complete } = await listAll(context, url, runWords(repository), CheckRun, 'check_runs');
  return items.map((run) => ({ name: run.name, ...verdictOf(run, lenient), complete }));
}

/** Newest commit status of every context on a commit. */
export async function commitStatuses(context: GithubCheckContext, repository: Repository, sha: string): Promise<Reported[]> {
  const url = `${repositoryUrl(context, repository)}/commits/${sha}/status?per_page=100`;
  const { items, complete } = await listAll(context, url, statusWords(repository), Status, 'statuses');
  return items.map(({ context: name, state, description }) => {
    const passed = state === 'success' ? true : state === 'failure' || state === 'error' ? false : null;
    return { name, passed, detail: description ?? (passed === null ? `Still running (${state}).` : `Reported ${state}.`), complete };
  });
}
