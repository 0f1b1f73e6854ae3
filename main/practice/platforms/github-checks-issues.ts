import type { Hono } from 'hono';
import type { World } from '../state.ts';
import type { FleetContext, FleetEnv } from '../writes.ts';
import { hasCodeFault } from './github-code.ts';
import { GithubRefusal, mayWrite, notFound, paged, repositoryOf } from './github-request.ts';
import type { GithubRepository } from './github-state.ts';

const labels = ['P0', 'P1', 'P2', 'migration-reviewed'];

interface Issue {
  readonly number: number;
  readonly title: string;
  readonly labels: readonly string[];
  readonly pull: boolean;
}

function issuesOf(world: World, { application }: GithubRepository): Issue[] {
  const bug = { number: 14, title: 'Saving loses the last line', labels: ['P0'], pull: false };
  return [
    ...(hasCodeFault(world, application, 'openBug') ? [bug] : []),
    { number: 13, title: 'Mend the search', labels: ['P1'], pull: true },
    { number: 12, title: 'The icon is blurred', labels: ['P2'], pull: false },
    { number: 11, title: 'A tooltip covers the button', labels: ['P2'], pull: false },
  ];
}

function issueJson({ number, title, labels: names, pull }: Issue): Record<string, unknown> {
  const base = { id: number, number, title, state: 'open', labels: names.map((name) => ({ name })) };
  return pull ? { ...base, pull_request: { merged_at: null } } : base;
}

function listIssues(world: World, c: FleetContext): Response {
  const wanted = (c.req.query('labels') ?? '').split(',').filter(Boolean);
  const found = issuesOf(world, repositoryOf(world, c)).filter((issue) => wanted.every((label) => issue.labels.includes(label)));
  return c.json(paged(c, found.map(issueJson)));
}

/** Alerts are never public: without a token GitHub behaves as if they were not there. */
function guarded(world: World, c: FleetContext): GithubRepository {
  const repository = repositoryOf(world, c);
  if (!mayWrite(c)) throw new GithubRefusal(404, 'Not Found');
  return repository;
}

function codeAlerts(world: World, c: FleetContext): Response {
  const { application } = guarded(world, c);
  const alert = (number: number, level: string, description: string) => ({
    number,
    state: 'open',
    rule: { id: `practice/${number}`, severity: 'warning', security_severity_level: level, description },
  });
  const found = hasCodeFault(world, application, 'alert') ? [alert(3, 'high', 'A query is put together from user input')] : [];
  return c.json(paged(c, [...found, alert(2, 'medium', 'A log line may hold a name')]));
}

function dependencyAlerts(world: World, c: FleetContext): Response {
  guarded(world, c);
  const alert = {
    number: 5,
    state: 'open',
    dependency: { package: { ecosystem: 'npm', name: 'practice-parser' }, scope: 'development' },
    security_advisory: { severity: 'low', summary: 'Slow on very long input' },
  };
  const scope = c.req.query('scope');
  return c.json(scope === 'runtime' ? [] : [alert]);
}

/** Issues, labels and security alerts of a repository. */
export function addIssueRoutes(world: World, repository: Hono<FleetEnv>): void {
  repository.get('/issues', (c) => listIssues(world, c));
  repository.get('/labels/:name', (c) => {
    repositoryOf(world, c);
    const name = c.req.param('name');
    return labels.includes(name) ? c.json({ id: 1, name, color: 'ededed', default: false, description: null }) : notFound();
  });
  repository.get('/code-scanning/alerts', (c) => codeAlerts(world, c));
  repository.get('/dependabot/alerts', (c) => dependencyAlerts(world, c));
}
