import { createHash } from 'node:crypto';
import { Hono, type MiddlewareHandler } from 'hono';
import { z } from 'zod';
import { targetKey } from '../catalogue.ts';
import type { World } from '../state.ts';
import { beginWrite, type FleetContext, type FleetEnv } from '../writes.ts';
import { deleteAsset, listAssets, renameAsset, showAsset, uploadAsset } from './github-assets.ts';
import { pipeline } from './github-build.ts';
import { addCodeRoutes } from './github-checks.ts';
import { addIssueRoutes } from './github-checks-issues.ts';
import { addGitRoutes } from './github-git.ts';
import { createRelease, deleteRelease, listReleases, showByTag, showLatest, showRelease, updateRelease } from './github-releases.ts';
import { bodyOf, GithubRefusal, mayWrite, repositoryOf } from './github-request.ts';
import { atomFeed, download, latestPage } from './github-web.ts';
import { addWorkflowRoutes } from './github-workflows.ts';

const Dispatch = z.looseObject({
  event_type: z.string().min(1).max(100),
  client_payload: z
    .record(z.string(), z.unknown())
    .refine((payload) => Object.keys(payload).length <= 10, 'No more than 10 properties are allowed.')
    .optional(),
});

/** Adds an `ETag` to answers and lets a repeated question be answered by 304, and says what is left of the hourly allowance. */
function conditional(world: World): MiddlewareHandler<FleetEnv> {
  return async (c, next) => {
    await next();
    const hour = Math.floor(world.now() / 3_600_000);
    c.header('x-ratelimit-limit', '5000');
    c.header('x-ratelimit-remaining', '4999');
    c.header('x-ratelimit-used', '1');
    c.header('x-ratelimit-reset', String((hour + 1) * 3600));
    c.header('x-ratelimit-resource', 'core');
    if (c.req.method !== 'GET' || c.res.status !== 200) return;
    const bytes = await c.res.clone().arrayBuffer();
    const etag = `"${createHash('sha256').update(new Uint8Array(bytes)).digest('hex').slice(0, 32)}"`;
    if (c.req.header('if-none-match')?.replace(/^W\//, '') === etag) c.res = new Response(null, { status: 304, headers: { etag } });
    else c.header('etag', etag);
  };
}

function showRepository(world: World, c: FleetContext): Response {
  const repository = repositoryOf(world, c);
  const push = mayWrite(c);
  c.header('x-oauth-scopes', '');
  return c.json({
    id: 1,
    name: repository.repo,
    full_name: `${repository.owner}/${repository.repo}`,
    private: false,
    default_branch: 'main',
    permissions: { admin: false, maintain: false, push, triage: push, pull: true },
  });
}

async function dispatch(world: World, c: FleetContext): Promise<Response> {
  const repository = repositoryOf(world, c);
  const note = beginWrite(c, targetKey(repository.application, 'desktop'), 'dispatch', '');
  const body = await bodyOf(c, Dispatch);
  note.summary = body.event_type;
  note.changed = true;
  repository.dispatches.push({ at: world.now(), type: body.event_type, payload: body.client_payload ?? {} });
  return c.body(null, 204);
}

/** `/github` (also `/api/v3`): the REST API of releases and assets. */
export function githubRoutes(world: World): Hono<FleetEnv> {
  const app = new Hono<FleetEnv>();
  app.use('*', conditional(world));
  app.use('*', pipeline(world));
  app.get('/rate_limit', (c) => {
    // A wrong token is refused wherever it is shown.
    mayWrite(c);
    return c.json({ resources: { core: { limit: 5000, remaining: 4999, used: 1, reset: Math.ceil(world.now() / 3_600_000) * 3600 } } });
  });
  const repository = new Hono<FleetEnv>();
  repository.get('/', (c) => showRepository(world, c));
  repository.get('/releases', (c) => listReleases(world, c));
  repository.post('/releases', (c) => createRelease(world, c));
  repository.get('/releases/latest', (c) => showLatest(world, c));
  repository.get('/releases/tags/:tag', (c) => showByTag(world, c));
  repository.get('/releases/assets/:asset', (c) => showAsset(world, c));
  repository.patch('/releases/assets/:asset', (c) => renameAsset(world, c));
  repository.delete('/releases/assets/:asset', (c) => deleteAsset(world, c));
  repository.get('/releases/:id', (c) => showRelease(world, c));
  repository.patch('/releases/:id', (c) => updateRelease(world, c));
  repository.delete('/releases/:id', (c) => deleteRelease(world, c));
  repository.get('/releases/:id/assets', (c) => listAssets(world, c));
  repository.get('/immutable-releases', (c) =>
    repositoryOf(world, c).immutableReleases
      ? c.json({ enabled: true, enforced_by_owner: false })
      : c.json({ message: 'Not Found', status: '404' }, 404),
  );
  // Before the code routes: a list of pull requests by branch is theirs to answer.
  addGitRoutes(world, repository);
  addCodeRoutes(world, repository);
  addIssueRoutes(world, repository);
  repository.post('/dispatches', (c) => dispatch(world, c));
  addWorkflowRoutes(world, repository);
  app.route('/repos/:owner/:repo', repository);
  return withRefusals(app);
}

/** `/github-uploads`: takes asset bytes. */
export function githubUploadRoutes(world: World): Hono<FleetEnv> {
  const app = new Hono<FleetEnv>();
  app.post('/repos/:owner/:repo/releases/:id/assets', (c) => uploadAsset(world, c));
  return withRefusals(app);
}

/** `/github-web`: what installed copies read. */
export function githubWebRoutes(world: World): Hono<FleetEnv> {
  const app = new Hono<FleetEnv>();
  app.get('/:owner/:repo/releases.atom', (c) => atomFeed(world, c));
  app.get('/:owner/:repo/releases/latest', (c) => latestPage(world, c));
  app.get('/:owner/:repo/releases/download/:tag/:file', (c) => download(world, c));
  return app;
}

function withRefusals(app: Hono<FleetEnv>): Hono<FleetEnv> {
  app.onError((error) => {
    if (error instanceof GithubRefusal) return error.response();
    throw error;
  });
  app.notFound(() => new GithubRefusal(404, 'Not Found').response());
  return app;
}
