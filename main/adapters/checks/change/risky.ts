import { z } from 'zod';
import type { CheckItem } from '../../../core/model/check.ts';
import { repositoryUrl, type Repository, sendGithub } from '../../http/github-api.ts';
import { parseAnswer } from '../../http/parse-answer.ts';
import { listAll } from '../github/pages.ts';
import type { GithubCheckContext } from '../github/settings.ts';
import { short } from '../github/commit.ts';
import { fewOf } from '../shared/answer.ts';
import { type Change, type ChangedFile, changeWords } from './compare.ts';
import { anyOf } from './globs.ts';

export interface RiskRules {
  /** Globs of paths that need care. */
  readonly risky: readonly string[];
  /** Labels that every merged pull request which touches such a path must carry. */
  readonly labels: readonly string[];
}

const Pull = z.object({
  number: z.number(),
  title: z.string(),
  merged_at: z.string().nullish(),
  labels: z.array(z.object({ name: z.string().nullish() })),
});
type Pull = z.infer<typeof Pull>;
const TouchedFile = z.object({ filename: z.string(), previous_filename: z.string().nullish() });
const Commit = z.object({ files: z.array(TouchedFile).nullish(), parents: z.array(z.unknown()).nullish() });

/** Commits whose pull requests are looked up; each costs a call. */
const mostCommits = 100;

/** Files of a change that lie on a risky path, under their old name too. */
export function riskyFiles(change: Change, risky: readonly string[]): ChangedFile[] {
  const fits = anyOf(risky);
  return change.files.filter((file) => touches(file, fits));
}

function touches(
  file: { readonly filename: string; readonly previous_filename?: string | null | undefined },
  fits: (path: string) => boolean,
): boolean {
  return fits(file.filename) || (typeof file.previous_filename === 'string' && fits(file.previous_filename));
}

/** Risky paths against the labels of what brought them in (R2.11). Without labels to ask for, a risky path fails by itself. */
export async function judgeRisk(
  context: GithubCheckContext,
  repository: Repository,
  change: Change,
  rules: RiskRules,
): Promise<CheckItem[]> {
  if (rules.risky.length === 0) return [];
  const files = riskyFiles(change, rules.risky);
  const name = 'Risky paths';
  const partly = change.complete ? [] : [{ name, passed: null, detail: 'GitHub names no more than 300 files, so others may be risky.' }];
  if (files.length === 0) return partly.length > 0 ? partly : [{ name, passed: true, detail: 'None is touched.' }];
  const which = fewOf(files.map((file) => file.filename));
  if (rules.labels.length === 0) return [{ name, passed: false, detail: `Touched: ${which}` }];
  if (change.totalCommits > mostCommits || change.commits.length < change.totalCommits) {
    const detail = `Touched: ${which}. With ${change.totalCommits} commits there are too many to look up who reviewed them.`;
    return [{ name, passed: null, detail }];
  }
  const found = await labelsOf(context, repository, change.commits, rules);
  return [...found, ...partly];
}

async function labelsOf(
  context: GithubCheckContext,
  repository: Repository,
  commits: readonly string[],
  rules: RiskRules,
): Promise<CheckItem[]> {
  const fits = anyOf(rules.risky);
  const pulls = new Map<number, Pull>();
  const items: CheckItem[] = [];
  for (const sha of commits) {
    const merged = await mergedPulls(context, repository, sha);
    for (const pull of merged) pulls.set(pull.number, pull);
    if (merged.length > 0 || !(await commitTouches(context, repository, sha, fits))) continue;
    items.push({ name: `Commit ${short(sha)}`, passed: false, detail: 'Touches a risky path without a pull request.' });
  }
  for (const pull of pulls.values()) {
    const item = await judgePull(context, repository, pull, rules, fits);
    if (item !== null) items.push(item);
  }
  return items.length > 0 ? items : [{ name: 'Risky paths', passed: null, detail: 'What brought the risky paths in cannot be found.' }];
}

async function mergedPulls(context: GithubCheckContext, repository: Repository, sha: string): Promise<Pull[]> {
  const url = `${repositoryUrl(context, repository)}/commits/${sha}/pulls?per_page=100`;
  const { items } = await listAll(context, url, changeWords(repository), Pull);
  return items.filter((pull) => typeof pull.merged_at === 'string');
}

/** A merge commit repeats what its parents brought in, so only those count. */
async function commitTouches(
  context: GithubCheckContext,
  repository: Repository,
  sha: string,
  fits: (path: string) => boolean,
): Promise<boolean> {
  const url = `${repositoryUrl(context, repository)}/commits/${sha}`;
  const answer = await sendGithub(context, { method: 'GET', url, maxBytes: 32 * 1024 * 1024 }, changeWords(repository));
  const { files, parents } = parseAnswer(Commit, answer, 'GitHub');
  return (parents?.length ?? 1) < 2 && (files ?? []).some((file) => touches(file, fits));
}

async function judgePull(
  context: GithubCheckContext,
  repository: Repository,
  pull: Pull,
  rules: RiskRules,
  fits: (path: string) => boolean,
): Promise<CheckItem | null> {
  const url = `${repositoryUrl(context, repository)}/pulls/${pull.number}/files?per_page=100`;
  const { items, complete } = await listAll(context, url, changeWords(repository), TouchedFile);
  const name = `#${pull.number} ${pull.title}`;
  const missing = rules.labels.filter((label) => !pull.labels.some((one) => one.name === label));
  const files = items.filter((file) => touches(file, fits)).map((file) => file.filename);
  if (files.length === 0) {
    if (complete || missing.length === 0) return null;
    return { name, passed: null, detail: 'Changes more files than are looked through.' };
  }
  if (missing.length > 0) return { name, passed: false, detail: `Touches ${fewOf(files, 3)} without the label ${missing.join(', ')}.` };
  return { name, passed: true, detail: `Touches ${fewOf(files, 3)} and carries ${rules.labels.join(', ')}.` };
}
