import { createHash } from 'node:crypto';
import type { Hono } from 'hono';
import { z } from 'zod';
import { targetKey } from '../catalogue.ts';
import { isoTime, type World } from '../state.ts';
import { beginWrite, type FleetContext, type FleetEnv } from '../writes.ts';
import { allPulls, pullsBetween, shaOf, versionAt, versionsOf } from './github-code.ts';
import { bodyOf, GithubRefusal, mayWrite, notFound, originOf, paged, repositoryOf, unprocessable } from './github-request.ts';
import type { GithubRepository, OpenedPull, WrittenCommit } from './github-state.ts';

const CommitBody = z.looseObject({ message: z.string().min(1), tree: z.string(), parents: z.array(z.string()).default([]) });
const RefBody = z.looseObject({ ref: z.string(), sha: z.string() });
const PullBody = z.looseObject({
  title: z.string().min(1),
  head: z.string().min(1),
  base: z.string().min(1),
  body: z.string().default(''),
  draft: z.boolean().default(false),
});

/** What people and programs have written into a repository. */
function codeOf(repository: GithubRepository): NonNullable<GithubRepository['code']> {
  return (repository.code ??= { commits: [], branches: {}, pulls: [] });
}

/** Only the code of a repository that the caller may write to can be changed. */
function writable(world: World, c: FleetContext): GithubRepository {
  const repository = repositoryOf(world, c);
  return mayWrite(c) ? repository : notFound();
}

/** A tree or commit of a version has one hash here: each version is one commit with its own files. */
function versionOfHash(world: World, repository: GithubRepository, sha: string): string | null {
  return versionsOf(repository).find((version) => shaOf(world, repository, version) === sha) ?? null;
}

function gitCommitJson(c: FleetContext, repository: GithubRepository, commit: WrittenCommit): Record<string, unknown> {
  const base = `${originOf(c)}/github/repos/${repository.owner}/${repository.repo}`;
  const person = { name: 'practice-ci', email: 'ci@practice-fleet.invalid', date: isoTime(commit.at) };
  const { sha, tree, parents, message } = commit;
  return {
    sha,
    node_id: `C_${sha}`,
    url: `${base}/git/commits/${sha}`,
    html_url: `${base}/commit/${sha}`,
    author: person,
    committer: person,
    message,
    tree: { sha: tree, url: `${base}/git/trees/${tree}` },
    parents: parents.map((parent) => ({ sha: parent, url: `${base}/git/commits/${parent}`, html_url: `${base}/commit/${parent}` })),
    verification: { verified: false, reason: 'unsigned', signature: null, payload: null, verified_at: null },
  };
}

async function createCommit(world: World, c: FleetContext): Promise<Response> {
  const repository = writable(world, c);
  const note = beginWrite(c, targetKey(repository.application, 'desktop'), 'commit.create', '');
  const body = await bodyOf(c, CommitBody);
  note.summary = body.message.split('\n')[0] ?? '';
  if (versionOfHash(world, repository, body.tree) === null) throw new GithubRefusal(422, 'Tree SHA does not exist');
  const known = (sha: string): boolean =>
    versionOfHash(world, repository, sha) !== null || codeOf(repository).commits.some((one) => one.sha === sha);
  if (!body.parents.every(known)) throw new GithubRefusal(422, 'Parent SHA does not exist or is not a commit object');
  const sha = createHash('sha1')
    .update(JSON.stringify([body.tree, body.parents, body.message, world.now()]))
    .digest('hex');
  const commit = { sha, tree: body.tree, parents: body.parents, message: body.message, at: world.now() };
  codeOf(repository).commits.push(commit);
  note.changed = true;
  return c.json(gitCommitJson(c, repository, commit), 201);
}

function showGitCommit(world: World, c: FleetContext): Response {
  const repository = repositoryOf(world, c);
  const commit = codeOf(repository).commits.find((one) => one.sha === c.req.param('sha'));
  return commit === undefined ? notFound() : c.json(gitCommitJson(c, repository, commit));
}

function refJson(c: FleetContext, repository: GithubRepository, branch: string, sha: string): Record<string, unknown> {
  const base = `${originOf(c)}/github/repos/${repository.owner}/${repository.repo}/git`;
  const ref = `refs/heads/${branch}`;
  return { ref, node_id: `REF_${branch}`, url: `${base}/${ref}`, object: { type: 'commit', sha, url: `${base}/commits/${sha}` } };
}

function showRef(world: World, c: FleetContext): Response {
  const repository = repositoryOf(world, c);
  const ref = c.req.param('ref') ?? '';
  const branch = ref.replace(/^heads\//, '');
  const sha = ref.startsWith('heads/') ? codeOf(repository).branches[branch] : undefined;
  if (sha !== undefined) return c.json(refJson(c, repository, branch, sha));
  const version = versionAt(world, repository, ref);
  return version === null ? notFound() : c.json(refJson(c, repository, branch, shaOf(world, repository, version)));
}

async function createRef(world: World, c: FleetContext): Promise<Response> {
  const repository = writable(world, c);
  const note = beginWrite(c, targetKey(repository.application, 'desktop'), 'branch.create', '');
  const { ref, sha } = await bodyOf(c, RefBody);
  note.summary = ref;
  const branch = /^refs\/heads\/([\w./-]+)$/.exec(ref)?.[1];
  if (branch === undefined) throw new GithubRefusal(422, 'Reference name must start with refs/heads/ here');
  const code = codeOf(repository);
  if (code.branches[branch] !== undefined) throw new GithubRefusal(422, 'Reference already exists');
  if (!code.commits.some((commit) => commit.sha === sha)) throw new GithubRefusal(422, 'Object does not exist');
  code.branches[branch] = sha;
  note.changed = true;
  return c.json(refJson(c, repository, branch, sha), 201);
}

/** Whether a newer version changed a file that the pull request changes back: such a request has conflicts here. */
function merges(world: World, repository: GithubRepository, pull: OpenedPull): boolean {
  const commit = codeOf(repository).commits.find((one) => one.sha === pull.headSha);
  const [bad, good] = [commit?.parents[0], commit?.tree].map((sha) => versionOfHash(world, repository, sha ?? ''));
  const newest = versionsOf(repository).at(-1);
  if (typeof bad !== 'string' || typeof good !== 'string' || newest === undefined) return true;
  const own = new Set(pullsBetween(world, repository, good, bad).flatMap((one) => one.files.map((file) => file.filename)));
  return !pullsBetween(world, repository, bad, newest).some((one) => one.files.some((file) => own.has(file.filename)));
}

function pullJson(world: World, c: FleetContext, repository: GithubRepository, pull: OpenedPull): Record<string, unknown> {
  const path = `${repository.owner}/${repository.repo}`;
  const mergeable = merges(world, repository, pull);
  return {
    id: pull.number,
    number: pull.number,
    node_id: `PR_${pull.number}`,
    url: `${originOf(c)}/github/repos/${path}/pulls/${pull.number}`,
    html_url: `${originOf(c)}/github-web/${path}/pull/${pull.number}`,
    title: pull.title,
    body: pull.body,
    state: pull.state,
    draft: pull.draft,
    merged_at: null,
    created_at: isoTime(pull.at),
    mergeable: pull.state === 'open' ? mergeable : null,
    mergeable_state: mergeable ? 'clean' : 'dirty',
  };
}

async function createPull(world: World, c: FleetContext): Promise<Response> {
  const repository = writable(world, c);
  const note = beginWrite(c, targetKey(repository.application, 'desktop'), 'pull.create', '');
  const body = await bodyOf(c, PullBody);
  note.summary = body.title;
  const code = codeOf(repository);
  const headSha = code.branches[body.head];
  if (headSha === undefined) unprocessable('PullRequest', 'invalid', 'head');
  if (body.base !== 'main') unprocessable('PullRequest', 'invalid', 'base');
  if (code.pulls.some((pull) => pull.state === 'open' && pull.head === body.head)) {
    unprocessable('PullRequest', 'custom', 'head', `A pull request already exists for ${repository.owner}:${body.head}.`);
  }
  const numbers = [...allPulls(world, repository), ...code.pulls].map((pull) => pull.number);
  const { title, head, base, draft } = body;
  const pull = {
    number: Math.max(900, ...numbers) + 1,
    title,
    body: body.body,
    head,
    headSha,
    base,
    draft,
    state: 'open' as const,
    at: world.now(),
  };
  code.pulls.push(pull);
  note.changed = true;
  return c.json(pullJson(world, c, repository, pull), 201);
}

/** Refs, commits and pull requests that are written; what was merged for a version is in github-checks.ts. */
export function addGitRoutes(world: World, app: Hono<FleetEnv>): void {
  app.post('/git/commits', (c) => createCommit(world, c));
  app.get('/git/commits/:sha', (c) => showGitCommit(world, c));
  app.get('/git/ref/:ref', (c) => showRef(world, c));
  app.post('/git/refs', (c) => createRef(world, c));
  app.post('/pulls', (c) => createPull(world, c));
  app.get('/pulls', async (c, next) => {
    const head = c.req.query('head');
    if (head === undefined) return await next();
    const repository = repositoryOf(world, c);
    const found = codeOf(repository).pulls.filter((pull) => head === `${repository.owner}:${pull.head}`);
    const { state = 'open', base } = c.req.query();
    const wanted = found.filter((pull) => (state === 'all' || pull.state === state) && (base === undefined || pull.base === base));
    // A list says nothing about merging.
    const rows = wanted.map((pull) => pullJson(world, c, repository, pull));
    return c.json(paged(c, rows).map(({ mergeable: _mergeable, mergeable_state: _state, ...row }) => row));
  });
  app.get('/pulls/:number', (c) => {
    const repository = repositoryOf(world, c);
    const pull = codeOf(repository).pulls.find((one) => String(one.number) === c.req.param('number'));
    return pull === undefined ? notFound() : c.json(pullJson(world, c, repository, pull));
  });
}
