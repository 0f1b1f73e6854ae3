import { z } from 'zod';
import type { CheckItem } from '../../../core/model/check.ts';
import { type GithubWords, githubSaid, repositoryUrl, type Repository, sendGithub } from '../../http/github-api.ts';
import { fewOf } from '../shared/answer.ts';
import { listAll } from './pages.ts';
import { type GithubCheckContext, named } from './settings.ts';

const Issue = z.object({ number: z.number(), title: z.string(), pull_request: z.unknown().optional() });

export const issueWords = (repository: Repository): GithubWords => ({
  doing: `counting the issues of ${named(repository)}`,
  permission: 'Reading issues needs Issues: read on the repository.',
  notFound: `The token may not see the issues of ${named(repository)}: it needs Issues: read.`,
});

/** Open issues that carry every one of `labels`, pull requests left out, held against how many are allowed. */
export async function countIssues(
  context: GithubCheckContext,
  repository: Repository,
  label: string,
  also: readonly string[],
  allowed: number,
): Promise<CheckItem> {
  const labels = [label, ...also];
  const query = `state=open&labels=${labels.map(encodeURIComponent).join(',')}&per_page=100`;
  const url = `${repositoryUrl(context, repository)}/issues?${query}`;
  const { items, complete } = await listAll(context, url, issueWords(repository), Issue);
  const issues = items.filter((item) => item.pull_request === undefined || item.pull_request === null);
  if (issues.length > allowed) {
    const which = fewOf(issues.map(({ number, title }) => `#${number} ${title.slice(0, 80)}`));
    return { name: label, passed: false, detail: `${complete ? '' : 'At least '}${issues.length} open, ${allowed} allowed: ${which}` };
  }
  if (!complete) return { name: label, passed: null, detail: 'There are more issues and pull requests than are looked through.' };
  const absent = issues.length === 0 ? await absentLabel(context, repository, labels) : null;
  if (absent !== null)
    return {
      name: label,
      passed: null,
      detail: `${named(repository)} has no label ${absent}, so nothing can carry it. Create it there, or correct it in the plan.`,
    };
  return { name: label, passed: true, detail: `${issues.length} open, ${allowed} allowed.` };
}

/** A mistyped label finds nothing and would look like good news. */
async function absentLabel(context: GithubCheckContext, repository: Repository, labels: readonly string[]): Promise<string | null> {
  for (const label of labels) {
    const url = `${repositoryUrl(context, repository)}/labels/${encodeURIComponent(label)}`;
    const answer = await sendGithub(context, { method: 'GET', url }, { ...issueWords(repository), expected: [404] });
    if (answer.status === 404) return label;
  }
  return null;
}

/** Why issues cannot be counted at all although the token may: they are switched off. Null when they are there. */
export async function issuesOff(context: GithubCheckContext, repository: Repository): Promise<string | null> {
  const url = `${repositoryUrl(context, repository)}/issues?state=open&per_page=1`;
  const answer = await sendGithub(context, { method: 'GET', url }, { ...issueWords(repository), expected: [410] });
  return answer.status === 410 ? `Issues are switched off on ${named(repository)} (${githubSaid(answer) ?? 'gone'}).` : null;
}
