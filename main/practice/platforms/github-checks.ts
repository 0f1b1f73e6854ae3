import type { Hono } from 'hono';
import type { World } from '../state.ts';
import { isoTime } from '../state.ts';
import type { FleetContext, FleetEnv } from '../writes.ts';
import { allPulls, hasCodeFault, type MergedPull, pullsBetween, shaOf, versionAt, versionsOf } from './github-code.ts';
import { GithubRefusal, notFound, originOf, paged, repositoryOf } from './github-request.ts';
import type { GithubRepository } from './github-state.ts';

/** A comparison names no more files than this. */
const mostFiles = 300;

interface Found {
  readonly repository: GithubRepository;
  readonly version: string;
}

function commitOf(world: World, c: FleetContext): Found {
  const repository = repositoryOf(world, c);
  const ref = c.req.param('ref') ?? '';
  const version = versionAt(world, repository, ref);
  if (version === null) throw new GithubRefusal(422, `No commit found for SHA: ${ref}`);
  return { repository, version };
}

function addressOf(c: FleetContext, repository: GithubRepository): string {
  return `${originOf(c)}/github/repos/${repository.owner}/${repository.repo}`;
}

function commitJson(c: FleetContext, repository: GithubRepository, sha: string, message: string, date: string): Record<string, unknown> {
  const url = `${addressOf(c, repository)}/commits/${sha}`;
  const person = { name: 'practice-ci', email: 'ci@practice-fleet.invalid', date };
  const tree = { sha, url: `${addressOf(c, repository)}/git/trees/${sha}` };
  return {
    url,
    sha,
    node_id: `C_${sha}`,
    html_url: url,
    comments_url: `${url}/comments`,
    commit: { url, author: person, committer: person, message, comment_count: 0, tree },
    author: null,
    committer: null,
    parents: [],
  };
}

function fileJson(c: FleetContext, repository: GithubRepository, sha: string, file: MergedPull['files'][number]): Record<string, unknown> {
  const url = `${addressOf(c, repository)}/contents/${file.filename}?ref=${sha}`;
  const changes = file.additions + file.deletions;
  return { sha, ...file, status: 'modified', changes, blob_url: url, raw_url: url, contents_url: url };
}

function showCommit(world: World, c: FleetContext): Response {
  const repository = repositoryOf(world, c);
  const pull = allPulls(world, repository).find((one) => one.sha === c.req.param('ref'));
  const { version } = pull === undefined ? commitOf(world, c) : { version: '' };
  const sha = pull?.sha ?? shaOf(world, repository, version);
  const found = pull ?? allPulls(world, repository).find((one) => one.sha === sha);
  const files = (found?.files ?? []).map((file) => fileJson(c, repository, sha, file));
  return c.json({
    ...commitJson(c, repository, sha, found?.title ?? version, found?.mergedAt ?? isoTime(world.now())),
    files: paged(c, files),
  });
}

function runJson(
  c: FleetContext,
  found: Found,
  sha: string,
  id: number,
  name: string,
  state: 'success' | 'failure' | null,
): Record<string, unknown> {
  const url = `${addressOf(c, found.repository)}/check-runs/${id}`;
  const started = isoTime(found.repository.releases.find((release) => release.tag === `v${found.version}`)?.createdAt ?? 0);
  return {
    id,
    head_sha: sha,
    node_id: `CR_${id}`,
    external_id: null,
    url,
    html_url: url,
    details_url: url,
    status: state === null ? 'in_progress' : 'completed',
    conclusion: state,
    started_at: started,
    completed_at: state === null ? null : started,
    output: { title: null, summary: null, text: null, annotations_count: 0, annotations_url: `${url}/annotations` },
    name,
    check_suite: { id: 1 },
    app: null,
    pull_requests: [],
  };
}

function checkRuns(world: World, c: FleetContext): Response {
  const found = commitOf(world, c);
  const { application } = found.repository;
  const sha = shaOf(world, found.repository, found.version);
  const newest = versionsOf(found.repository).at(-1) === found.version;
  const e2e =
    newest && hasCodeFault(world, application, 'checkFails')
      ? 'failure'
      : newest && hasCodeFault(world, application, 'checkRuns')
        ? null
        : 'success';
  const runs = [
    runJson(c, found, sha, 1, 'build', 'success'),
    runJson(c, found, sha, 2, 'unit tests', 'success'),
    runJson(c, found, sha, 3, 'e2e', e2e),
  ];
  return c.json({ total_count: runs.length, check_runs: paged(c, runs) });
}

function status(world: World, c: FleetContext): Response {
  const { repository, version } = commitOf(world, c);
  const sha = shaOf(world, repository, version);
  const url = `${addressOf(c, repository)}/statuses/${sha}`;
  const at = isoTime(world.state.startedAt);
  const license = {
    url,
    avatar_url: null,
    id: 1,
    node_id: 'SC_1',
    state: 'success',
    description: 'No new licences.',
    target_url: null,
    context: 'licences',
    required: false,
    created_at: at,
    updated_at: at,
  };
  const { owner, repo } = repository;
  return c.json({
    state: 'success',
    statuses: [license],
    sha,
    total_count: 1,
    repository: { id: 1, name: repo, full_name: `${owner}/${repo}` },
    commit_url: `${addressOf(c, repository)}/commits/${sha}`,
    url: `${addressOf(c, repository)}/commits/${sha}/status`,
  });
}

function pullJson(pull: MergedPull): Record<string, unknown> {
  const labels = pull.labels.map((name, index) => ({ id: index + 1, name, color: 'ededed', description: 'For practice', default: false }));
  return {
    id: pull.number,
    number: pull.number,
    title: pull.title,
    state: 'closed',
    merged_at: pull.mergedAt,
    merge_commit_sha: pull.sha,
    labels,
  };
}

function compare(world: World, c: FleetContext): Response {
  const repository = repositoryOf(world, c);
  const [base = '', head = ''] = (c.req.param('basehead') ?? '').split('...');
  const from = versionAt(world, repository, base);
  const to = versionAt(world, repository, head);
  if (from === null || to === null) notFound();
  const versions = versionsOf(repository);
  const ahead = pullsBetween(world, repository, from, to);
  const behind = pullsBetween(world, repository, to, from);
  const files = ahead.flatMap((pull) => pull.files.map((file) => fileJson(c, repository, pull.sha, file)));
  const order = versions.indexOf(to) - versions.indexOf(from);
  const commits = ahead.map((pull) => commitJson(c, repository, pull.sha, pull.title, pull.mergedAt));
  return c.json({
    url: c.req.url,
    status: order > 0 ? 'ahead' : order < 0 ? 'behind' : 'identical',
    ahead_by: ahead.length,
    behind_by: behind.length,
    total_commits: commits.length,
    commits: paged(c, commits),
    files: files.slice(0, mostFiles),
  });
}

function pullOf(world: World, c: FleetContext): { readonly repository: GithubRepository; readonly pull: MergedPull } {
  const repository = repositoryOf(world, c);
  const pull = allPulls(world, repository).find((one) => String(one.number) === c.req.param('number'));
  return pull === undefined ? notFound() : { repository, pull };
}

/** What GitHub knows of a release's code: commits, check runs, statuses, pull requests. */
export function addCodeRoutes(world: World, repository: Hono<FleetEnv>): void {
  repository.get('/commits/:ref', (c) => showCommit(world, c));
  repository.get('/commits/:ref/check-runs', (c) => checkRuns(world, c));
  repository.get('/commits/:ref/status', (c) => status(world, c));
  repository.get('/commits/:ref/pulls', (c) => {
    const pulls = allPulls(world, repositoryOf(world, c)).filter((pull) => pull.sha === c.req.param('ref'));
    return c.json(paged(c, pulls.map(pullJson)));
  });
  repository.get('/compare/:basehead', (c) => compare(world, c));
  repository.get('/pulls', (c) => c.json(paged(c, allPulls(world, repositoryOf(world, c)).toReversed().map(pullJson))));
  repository.get('/pulls/:number/files', (c) => {
    const { repository: found, pull } = pullOf(world, c);
    return c.json(
      paged(
        c,
        pull.files.map((file) => fileJson(c, found, pull.sha, file)),
      ),
    );
  });
}
