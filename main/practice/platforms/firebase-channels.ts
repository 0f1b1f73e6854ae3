import { Hono } from 'hono';
import { z } from 'zod';
import { targetKey } from '../catalogue.ts';
import { nextNumber, type World } from '../state.ts';
import { beginWrite, type FleetContext, type FleetEnv } from '../writes.ts';
import { channelJson, page, releaseJson } from './firebase-json.ts';
import { bodyOf, pageSize, siteOf } from './firebase-request.ts';
import { currentRelease, liveChannel, type FirebaseSite, type SiteChannel, type SiteRelease } from './firebase-state.ts';
import { refuse } from './google-errors.ts';

const ChannelBody = z.looseObject({
  ttl: z
    .string()
    .regex(/^\d+(\.\d+)?s$/)
    .optional(),
  retainedReleaseCount: z.int().min(1).max(100).optional(),
  labels: z.record(z.string(), z.string()).optional(),
});
const ReleaseBody = z.looseObject({ message: z.string().max(512).optional(), type: z.string().optional() });
const longestTtlSeconds = 30 * 24 * 3600;

function channelOf(world: World, site: FirebaseSite, c: FleetContext): SiteChannel {
  const id = c.req.param('channel') ?? '';
  return liveChannel(site, id, world.now()) ?? refuse('NOT_FOUND', 'Requested entity was not found.');
}

function expiry(world: World, id: string, ttl: string | undefined): number | null {
  if (id === 'live') {
    if (ttl !== undefined) refuse('INVALID_ARGUMENT', 'The live channel cannot expire.');
    return null;
  }
  if (ttl === undefined) return null;
  const seconds = Number.parseFloat(ttl);
  if (seconds <= 0 || seconds > longestTtlSeconds) refuse('INVALID_ARGUMENT', 'The ttl must be positive and at most 30 days.');
  return world.now() + seconds * 1000;
}

/** Adds a channel to a site. Preview channels get a URL of their own that cannot be guessed. */
export function addChannel(
  world: World,
  site: FirebaseSite,
  made: { readonly id: string; readonly expireTime: number | null; readonly keep: number; readonly createTime: number },
): SiteChannel {
  const { id, expireTime, keep, createTime } = made;
  const hash = nextNumber(world).toString(36).padStart(8, 'x');
  const url = id === 'live' ? `https://${site.site}.web.app` : `https://${site.site}--${id}-${hash}.web.app`;
  const channel = { id, url, expireTime, retainedReleaseCount: keep, labels: {}, createTime, updateTime: createTime };
  site.channels.push(channel);
  return channel;
}

async function createChannel(world: World, site: FirebaseSite, c: FleetContext): Promise<Response> {
  const id = c.req.query('channelId') ?? '';
  const note = beginWrite(c, targetKey(site.application, 'web'), 'channel.create', `channel ${id}`);
  if (!/^[a-z0-9][a-z0-9-]{0,62}$/.test(id)) refuse('INVALID_ARGUMENT', 'Invalid channel id.');
  if (liveChannel(site, id, world.now()) !== undefined) refuse('ALREADY_EXISTS', 'Requested entity already exists.');
  const body = await bodyOf(c, ChannelBody);
  forgetExpired(site, id);
  const channel = addChannel(world, site, {
    id,
    expireTime: expiry(world, id, body.ttl),
    keep: body.retainedReleaseCount ?? 10,
    createTime: world.now(),
  });
  note.changed = true;
  return c.json(channelJson(site, channel));
}

function forgetExpired(site: FirebaseSite, id: string): void {
  const index = site.channels.findIndex((channel) => channel.id === id);
  if (index >= 0) site.channels.splice(index, 1);
}

async function patchChannel(world: World, site: FirebaseSite, c: FleetContext): Promise<Response> {
  const id = c.req.param('channel') ?? '';
  const note = beginWrite(c, targetKey(site.application, 'web'), 'channel.patch', `channel ${id}`);
  const body = await bodyOf(c, ChannelBody);
  const existing = liveChannel(site, id, world.now());
  const before = existing === undefined ? '' : JSON.stringify(existing);
  const channel = existing ?? addChannel(world, site, { id, expireTime: null, keep: 10, createTime: world.now() });
  if (body.ttl !== undefined) channel.expireTime = expiry(world, id, body.ttl);
  if (body.retainedReleaseCount !== undefined) channel.retainedReleaseCount = body.retainedReleaseCount;
  if (body.labels !== undefined) channel.labels = body.labels;
  note.changed = JSON.stringify(channel) !== before;
  if (note.changed) channel.updateTime = world.now();
  return c.json(channelJson(site, channel));
}

function deleteChannel(world: World, site: FirebaseSite, c: FleetContext): Response {
  const note = beginWrite(c, targetKey(site.application, 'web'), 'channel.delete', `channel ${c.req.param('channel') ?? ''}`);
  const channel = channelOf(world, site, c);
  if (channel.id === 'live') refuse('INVALID_ARGUMENT', 'The live channel cannot be deleted.');
  site.channels.splice(site.channels.indexOf(channel), 1);
  note.changed = true;
  return c.json({});
}

async function createRelease(world: World, site: FirebaseSite, c: FleetContext): Promise<Response> {
  const channelId = c.req.param('channel') ?? '';
  const note = beginWrite(c, targetKey(site.application, 'web'), `release on ${channelId}`, '');
  const channel = channelOf(world, site, c);
  const body = await bodyOf(c, ReleaseBody);
  const versionName = c.req.query('versionName');
  const before = currentRelease(site, channel.id);
  const release = newRelease(world, site, channel, body, versionName, c.get('account'));
  const version = site.versions.find((candidate) => candidate.id === release.versionId);
  note.summary = version === undefined ? 'site switched off' : `version ${version.version}`;
  note.changed = before?.versionId !== release.versionId || before.type !== release.type;
  site.releases.push(release);
  channel.updateTime = world.now();
  return c.json(releaseJson(site, release));
}

function newRelease(
  world: World,
  site: FirebaseSite,
  channel: SiteChannel,
  body: z.infer<typeof ReleaseBody>,
  versionName: string | undefined,
  account: string,
): SiteRelease {
  const id = `${world.now()}${String(nextNumber(world) % 1000).padStart(3, '0')}`;
  const common = { id, channel: channel.id, message: body.message ?? null, releaseTime: world.now(), account };
  if (body.type === 'SITE_DISABLE') {
    if (versionName !== undefined) refuse('INVALID_ARGUMENT', 'A SITE_DISABLE release must not name a version.');
    return { ...common, versionId: null, type: 'SITE_DISABLE' };
  }
  if (body.type !== undefined) refuse('INVALID_ARGUMENT', 'The release type may only be set to SITE_DISABLE.');
  const match = /^(?:projects\/[^/]+\/)?sites\/([^/]+)\/versions\/([^/]+)$/.exec(versionName ?? '');
  if (match === null) refuse('INVALID_ARGUMENT', 'versionName must look like sites/SITE/versions/VERSION.');
  if (match[1] !== site.site) refuse('INVALID_ARGUMENT', 'The version belongs to another site.');
  const version = site.versions.find((candidate) => candidate.id === match[2]);
  if (version === undefined) refuse('NOT_FOUND', 'The version was not found.');
  if (version.status !== 'FINALIZED')
    refuse('FAILED_PRECONDITION', `The version is ${version.status}. Only a FINALIZED version can be released.`);
  return { ...common, versionId: version.id, type: 'DEPLOY' };
}

function listReleases(site: FirebaseSite, c: FleetContext, channel: string | null): Response {
  const releases = site.releases.filter((release) => channel === null || release.channel === channel).toReversed();
  const { items, next } = page(releases, pageSize(c, 100, 100), c.req.query('pageToken'));
  return c.json({ releases: items.map((release) => releaseJson(site, release)), ...(next === null ? {} : { nextPageToken: next }) });
}

function listChannels(world: World, site: FirebaseSite, c: FleetContext): Response {
  const channels = site.channels.filter((channel) => liveChannel(site, channel.id, world.now()) !== undefined);
  const { items, next } = page(channels, pageSize(c, 10, 100), c.req.query('pageToken'));
  return c.json({ channels: items.map((channel) => channelJson(site, channel)), ...(next === null ? {} : { nextPageToken: next }) });
}

/** Channels and releases of a site. */
export function channelRoutes(world: World): Hono<FleetEnv> {
  const app = new Hono<FleetEnv>();
  app.get('/:site/channels', (c) => listChannels(world, siteOf(world, c), c));
  app.post('/:site/channels', (c) => createChannel(world, siteOf(world, c), c));
  app.get('/:site/channels/:channel', (c) => {
    const site = siteOf(world, c);
    return c.json(channelJson(site, channelOf(world, site, c)));
  });
  app.patch('/:site/channels/:channel', (c) => patchChannel(world, siteOf(world, c), c));
  app.delete('/:site/channels/:channel', (c) => deleteChannel(world, siteOf(world, c), c));
  app.get('/:site/releases', (c) => listReleases(siteOf(world, c), c, null));
  app.get('/:site/channels/:channel/releases', (c) => {
    const site = siteOf(world, c);
    return listReleases(site, c, channelOf(world, site, c).id);
  });
  app.post('/:site/channels/:channel/releases', (c) => createRelease(world, siteOf(world, c), c));
  return app;
}
