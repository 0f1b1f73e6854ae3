import { z } from 'zod';
import { revertBranch, type RevertPlan, type RevertPull } from '../../core/revert/index.ts';
import type { AdapterContext } from '../context.ts';
import { AdapterError } from '../errors.ts';
import { type GithubAccess, repositoryUrl, type Repository, sendGithub } from '../http/github-api.ts';
import { parseAnswer } from '../http/parse-answer.ts';
import { branchAt, isCommit, makeBranch, makeCommit } from './branch.ts';
import { findPull, openPull } from './pulls.ts';
import { type CodeCommit, type CodeRange, commitAt, compareCommits, judgeFiles } from './range.ts';
import { nameOf, wordsFor } from './words.ts';

/** Which release is to be reverted, and onto which branch; null for the default one. */
export interface RevertAsk {
  readonly repository: Repository;
  readonly version: string;
  readonly previousVersion: string | null;
  readonly base: string | null;
}

/** A plan with what its commit is made of; null where the plan is blocked before that is known. */
export interface RevertView {
  readonly plan: RevertPlan;
  readonly ground: { readonly parent: string; readonly tree: string; readonly branchAt: string | null } | null;
}

const About = z.object({ default_branch: z.string() });

/**
 * Reads what taking a release back in the code would mean; writes nothing.
 *
 * The revert is one commit: its files are those of the version before, its parent is the commit of the bad release. A pull request of
 * it onto the branch that has the release shows exactly the reverse of what the release brought, and git itself merges it with what
 * came later, line by line, as `git revert` of the whole range would. So newer changes survive, a real conflict shows as one on
 * GitHub, and nothing has to be guessed here. The other ways are worse: `revertPullRequest` of GraphQL makes one request per merged
 * pull request under names of its own, which cannot be found again, and misses commits that came without one; writing the old files
 * onto the head of the branch would silently take newer changes away.
 */
export async function lookAtRevert(context: AdapterContext<GithubAccess>, ask: RevertAsk): Promise<RevertView> {
  const { repository, version, previousVersion } = ask;
  const base = ask.base ?? (await defaultBranch(context, repository));
  const branch = revertBranch(version);
  const pull = await findPull(context, repository, { branch, base });
  const empty = emptyPlan(ask, base, branch, pull);
  const blockedAs = (blocked: string): RevertView => ({ plan: { ...empty, blocked: pull === null ? blocked : null }, ground: null });
  if (previousVersion === null) return blockedAs(`${version} is the first release here: there is no version before it to go back to.`);
  const [bad, good, head] = await Promise.all([
    commitAt(context, repository, `tags/v${version}`),
    commitAt(context, repository, `tags/v${previousVersion}`),
    commitAt(context, repository, `heads/${base}`),
  ]);
  if (bad === null) return blockedAs(missing(repository, `tag v${version}`));
  if (good === null) return blockedAs(missing(repository, `tag v${previousVersion}`));
  if (head === null) return blockedAs(missing(repository, `branch ${base}`));
  const [brought, since, left] = await Promise.all([
    compareCommits(context, repository, good.sha, bad.sha),
    compareCommits(context, repository, bad.sha, head.sha),
    compareCommits(context, repository, good.sha, head.sha),
  ]);
  const made = await branchAt(context, repository, branch);
  const files = judgeFiles(brought, since, left);
  const complete = brought.complete && since.complete && left.complete;
  const blocked = pull === null ? blockedBy({ ask, base, bad, good, head, brought, since, files, complete }) : null;
  const plan: RevertPlan = {
    ...empty,
    commits: brought.subjects,
    totalCommits: brought.totalCommits,
    files,
    complete,
    warnings: warningsOf(ask, brought, complete),
    blocked,
    calls: pull === null && blocked === null ? callsOf(empty, good, bad, made) : [],
  };
  return { plan, ground: { parent: bad.sha, tree: good.tree, branchAt: made } };
}

function emptyPlan({ repository, version, previousVersion }: RevertAsk, base: string, branch: string, pull: RevertPull | null): RevertPlan {
  const rest = { commits: [], totalCommits: 0, files: [], complete: true, warnings: [], blocked: null, calls: [] };
  return { repository: nameOf(repository), version, previousVersion, base, branch, pull, ...rest };
}

function missing(repository: Repository, what: string): string {
  return `${nameOf(repository)} has no ${what}, so what the release brought cannot be told. Push it and try again.`;
}

async function defaultBranch(context: AdapterContext<GithubAccess>, repository: Repository): Promise<string> {
  const words = wordsFor(repository, 'asking for the default branch');
  const answer = await sendGithub(context, { method: 'GET', url: repositoryUrl(context, repository) }, words);
  return parseAnswer(About, answer, 'GitHub').default_branch;
}

interface Ground {
  readonly ask: RevertAsk;
  readonly base: string;
  readonly bad: CodeCommit;
  readonly good: CodeCommit;
  readonly head: CodeCommit;
  readonly brought: CodeRange;
  readonly since: CodeRange;
  readonly files: RevertPlan['files'];
  readonly complete: boolean;
}

function blockedBy({ ask, base, bad, good, head, since, files, complete }: Ground): string | null {
  const { version, previousVersion } = ask;
  if (bad.tree === good.tree) return `v${version} and v${previousVersion} hold the same files: there is nothing to revert.`;
  if (since.behindBy > 0)
    return `${base} does not have v${version}: ${since.behindBy} of its commits are elsewhere. Name the branch it was built from.`;
  const done = complete && files.length > 0 && files.every((file) => file.state === 'already');
  if (head.tree === good.tree || done) return `${base} already has every file as v${previousVersion} had it: nothing is left to revert.`;
  return null;
}

function warningsOf({ version, previousVersion }: RevertAsk, brought: CodeRange, complete: boolean): string[] {
  const found: string[] = [];
  if (brought.behindBy > 0)
    found.push(
      `v${previousVersion} has ${brought.behindBy} commits that v${version} never had; the revert brings the files of v${previousVersion}, those included.`,
    );
  if (!complete) found.push('GitHub names no more than 300 files of a comparison, so the lists of files are not complete.');
  return found;
}

function callsOf(
  { repository, branch, base, version, previousVersion }: RevertPlan,
  good: CodeCommit,
  bad: CodeCommit,
  made: string | null,
): string[] {
  const path = `repos/${repository}`;
  const commit = `POST ${path}/git/commits {"message":"Revert …","tree":"${good.tree}","parents":["${bad.sha}"]}`;
  const ref = `POST ${path}/git/refs {"ref":"refs/heads/${branch}","sha":"… of that commit"}`;
  const pull = `POST ${path}/pulls {"title":"Revert … ${version} to ${previousVersion}","head":"${branch}","base":"${base}","body":"…","draft":true}`;
  return made === null ? [commit, ref, pull] : [pull];
}

/** What the revert says. */
export interface RevertText {
  readonly title: string;
  readonly body: string;
  /** Message of the commit. */
  readonly message: string;
}

/** What came of a press: the pull request, and whether this press made it. */
export interface RevertDone {
  readonly pull: RevertPull;
  readonly made: boolean;
}

/**
 * Makes the commit, the branch and the draft pull request, each only when it is missing. An answer that was lost is looked up before
 * anything is sent again, so nothing is ever made twice. Throws `precondition` when it cannot be done, `unknownOutcome` when a
 * write may have been applied and looking it up failed too: pressing again carries on.
 */
export async function prepareRevert(
  context: AdapterContext<GithubAccess>,
  ask: RevertAsk,
  textOf: (plan: RevertPlan) => RevertText,
): Promise<RevertDone & { readonly plan: RevertPlan }> {
  const { plan, ground } = await lookAtRevert(context, ask);
  if (plan.pull !== null) return { pull: plan.pull, made: false, plan };
  if (plan.blocked !== null || ground === null) throw new AdapterError('precondition', plan.blocked ?? 'There is nothing to revert.');
  const { repository } = ask;
  const text = textOf(plan);
  await ensureBranch(context, ask, plan, { ...ground, message: text.message });
  const wish = { title: text.title, body: text.body, head: plan.branch, base: plan.base };
  const found = await sendOrFind(
    async () => ({ pull: await openPull(context, repository, wish), made: true }),
    async (made) => {
      const pull = await findPull(context, repository, plan);
      return pull === null ? null : { pull, made };
    },
  ).catch((error: unknown) => {
    throw withBranch(error, plan.branch);
  });
  return { ...found, plan };
}

/** The same problem, with what is there by then: the branch was made, so a press later only adds the pull request. */
function withBranch(error: unknown, branch: string): unknown {
  if (!(error instanceof AdapterError)) return error;
  const { kind, detail, retryAt, notApplied } = error;
  const message = `${error.message} The branch ${branch} is made; pressing again goes on from there.`;
  return new AdapterError(kind, message, { detail, retryAt, notApplied });
}

async function ensureBranch(
  context: AdapterContext<GithubAccess>,
  { repository }: RevertAsk,
  { branch }: RevertPlan,
  wish: { readonly parent: string; readonly tree: string; readonly branchAt: string | null; readonly message: string },
): Promise<void> {
  if (wish.branchAt !== null) {
    if (await isCommit(context, repository, wish.branchAt, wish)) return;
    throw new AdapterError(
      'conflict',
      `The branch ${branch} is there already with something else on it. Open a pull request of it on GitHub, or delete it and try again.`,
    );
  }
  const commit = { message: wish.message, tree: wish.tree, parent: wish.parent };
  const sha = await sendOrFind(
    async () => await makeCommit(context, repository, commit),
    // A commit that no branch leads to cannot be looked for; a second one harms nobody.
    async () => await makeCommit(context, repository, commit),
  );
  await sendOrFind(
    async () => await makeBranch(context, repository, branch, sha),
    async () => {
      const at = await branchAt(context, repository, branch);
      return at !== null && (at === sha || (await isCommit(context, repository, at, wish))) ? true : null;
    },
  );
}

/** Sends; when the answer was lost (`ours`), or somebody was faster, looks. Rethrows when there is nothing to be found. */
async function sendOrFind<S, F>(send: () => Promise<S>, find: (ours: boolean) => Promise<F | null>): Promise<S | F> {
  try {
    return await send();
  } catch (error) {
    if (!(error instanceof AdapterError) || (error.kind !== 'unknownOutcome' && error.kind !== 'conflict')) throw error;
    const found = await find(error.kind === 'unknownOutcome');
    if (found === null) throw error;
    return found;
  }
}
