import { Hono } from 'hono';
import { z } from 'zod';
import { targetKey } from '../catalogue.ts';
import { nextNumber, type World } from '../state.ts';
import { beginWrite, type FleetContext, type FleetEnv } from '../writes.ts';
import { channelRoutes } from './firebase-channels.ts';
import { page, versionJson } from './firebase-json.ts';
import type { FirebaseSite, SiteVersion } from './firebase-state.ts';
import { bodyOf, pageSize, siteOf } from './firebase-request.ts';
import { accountOf, scopes } from './google-auth.ts';
import { GoogleRefusal, refuse } from './google-errors.ts';

const Status = z.enum(['CREATED', 'FINALIZED', 'CLONING', 'DELETED', 'ABANDONED', 'EXPIRED']);
const VersionPatch = z.looseObject({ status: Status.optional(), labels: z.record(z.string(), z.string()).optional() });
const Clone = z.looseObject({ sourceVersion: z.string(), finalize: z.boolean().default(false) });

function versionOf(site: FirebaseSite, c: FleetContext): SiteVersion {
  const id = c.req.param('version');
  return site.versions.find((version) => version.id === id) ?? refuse('NOT_FOUND', 'Requested entity was not found.');
}

function listVersions(site: FirebaseSite, c: FleetContext): Response {
  const wanted = /status\s*=\s*"?(\w+)"?/.exec(c.req.query('filter') ?? '')?.[1];
  const versions = site.versions.filter((version) => wanted === undefined || version.status === wanted);
  const newest = versions.toSorted((a, b) => b.createTime - a.createTime || (a.id < b.id ? 1 : -1));
  const { items, next } = page(newest, pageSize(c, 25, 100), c.req.query('pageToken'));
  return c.json({ versions: items.map((version) => versionJson(site, version)), ...(next === null ? {} : { nextPageToken: next }) });
}

async function patchVersion(world: World, site: FirebaseSite, c: FleetContext): Promise<Response> {
  const version = versionOf(site, c);
  const note = beginWrite(c, targetKey(site.application, 'web'), 'version.patch', `version ${version.version}`);
  const patch = await bodyOf(c, VersionPatch);
  if (patch.status !== undefined && patch.status !== version.status) {
    if (version.status !== 'CREATED' || patch.status !== 'FINALIZED') {
      refuse('FAILED_PRECONDITION', `Cannot change version status from ${version.status} to ${patch.status}.`);
    }
    version.status = 'FINALIZED';
    version.finalizeTime = world.now();
    note.changed = true;
  }
  if (patch.labels !== undefined && JSON.stringify(patch.labels) !== JSON.stringify(version.labels)) {
    version.labels = patch.labels;
    note.changed = true;
  }
  return c.json(versionJson(site, version));
}

function deleteVersion(world: World, site: FirebaseSite, c: FleetContext): Response {
  const version = versionOf(site, c);
  const note = beginWrite(c, targetKey(site.application, 'web'), 'version.delete', `version ${version.version}`);
  const served = site.channels.some(
    (channel) => site.releases.findLast((release) => release.channel === channel.id)?.versionId === version.id,
  );
  if (served) refuse('FAILED_PRECONDITION', 'The version is released on a channel and cannot be deleted.');
  note.changed = version.status !== 'DELETED';
  version.status = 'DELETED';
  version.deleteTime = world.now();
  return c.json({});
}

async function cloneVersion(world: World, site: FirebaseSite, c: FleetContext): Promise<Response> {
  const note = beginWrite(c, targetKey(site.application, 'web'), 'version.clone', `clone into ${site.site}`);
  const { sourceVersion, finalize } = await bodyOf(c, Clone);
  const parts = sourceVersion.split('/').slice(-4);
  const source = world.state.sites
    .find((candidate) => candidate.site === parts[1])
    ?.versions.find((version) => version.id === parts[3] && version.status === 'FINALIZED');
  if (source === undefined) refuse('NOT_FOUND', 'The source version was not found.');
  const id = nextNumber(world).toString(16).padStart(16, 'c');
  site.versions.push({ ...source, id, labels: { ...source.labels }, status: 'CLONING', createTime: world.now(), finalizeTime: null });
  const operation = { id: `clone-${id}`, versionId: id, finalize, pollsLeft: 2 };
  site.operations.push(operation);
  note.changed = true;
  return c.json({ name: `projects/practice-fleet/operations/${operation.id}`, done: false });
}

function siteRoutes(world: World): Hono<FleetEnv> {
  const app = new Hono<FleetEnv>();
  app.get('/:site/config', (c) => {
    const site = siteOf(world, c);
    return c.json({ ...(site.maxVersions === null ? {} : { maxVersions: site.maxVersions }), cloudLoggingEnabled: false });
  });
  app.get('/:site/versions', (c) => listVersions(siteOf(world, c), c));
  app.get('/:site/versions/:version', (c) => {
    const site = siteOf(world, c);
    return c.json(versionJson(site, versionOf(site, c)));
  });
  app.patch('/:site/versions/:version', (c) => patchVersion(world, siteOf(world, c), c));
  app.delete('/:site/versions/:version', (c) => deleteVersion(world, siteOf(world, c), c));
  app.route('/', channelRoutes(world));
  app.post('/:site/:action', (c) => {
    const site = siteOf(world, c);
    return c.req.param('action') === 'versions:clone' ? cloneVersion(world, site, c) : refuse('NOT_FOUND', 'Method not found.');
  });
  return app;
}

function pollOperation(world: World, c: FleetContext): Response {
  accountOf(world, c.req.header('authorization'), [...scopes.firebase, ...scopes.firebaseRead]);
  const id = c.req.param('operation');
  for (const site of world.state.sites) {
    const operation = site.operations.find((candidate) => candidate.id === id);
    const version = site.versions.find((candidate) => candidate.id === operation?.versionId);
    if (operation === undefined || version === undefined) continue;
    operation.pollsLeft -= 1;
    const name = `projects/practice-fleet/operations/${operation.id}`;
    if (operation.pollsLeft > 0) return c.json({ name, done: false });
    if (version.status === 'CLONING') {
      version.status = operation.finalize ? 'FINALIZED' : 'CREATED';
      version.finalizeTime = operation.finalize ? world.now() : null;
    }
    return c.json({ name, done: true, response: versionJson(site, version) });
  }
  return refuse('NOT_FOUND', 'Requested entity was not found.');
}

/** `/firebase/v1beta1`: sites, channels, versions and releases of Firebase Hosting, with its rules. */
export function firebaseRoutes(world: World): Hono<FleetEnv> {
  const app = new Hono<FleetEnv>();
  const sites = siteRoutes(world);
  app.get('/projects/:project/sites', (c) => {
    accountOf(world, c.req.header('authorization'), [...scopes.firebase, ...scopes.firebaseRead]);
    const list = world.state.sites.map((site) => ({
      name: `projects/practice-fleet/sites/${site.site}`,
      defaultUrl: `https://${site.site}.web.app`,
      type: 'USER_SITE',
    }));
    return c.json({ sites: list });
  });
  app.get('/projects/:project/operations/:operation', (c) => pollOperation(world, c));
  app.route('/sites', sites);
  app.route('/projects/:project/sites', sites);
  app.onError((error) => {
    if (error instanceof GoogleRefusal) return error.response();
    throw error;
  });
  app.notFound(() => new GoogleRefusal('NOT_FOUND', 'Method not found.').response());
  return app;
}
