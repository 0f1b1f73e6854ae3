import { z } from 'zod';
import { targetKey } from '../catalogue.ts';
import { nextNumber, type World } from '../state.ts';
import { beginWrite, type FleetContext } from '../writes.ts';
import { releaseJson } from './github-json.ts';
import { bodyOf, originOf, paged, releaseOf, repositoryOf, unprocessable, visibleReleases } from './github-request.ts';
import { latestRelease, type GithubRelease, type GithubRepository } from './github-state.ts';

const MakeLatest = z.enum(['true', 'false', 'legacy']);
const Patch = z.looseObject({
  tag_name: z.string().min(1).optional(),
  target_commitish: z.string().optional(),
  name: z.string().nullable().optional(),
  body: z.string().nullable().optional(),
  draft: z.boolean().optional(),
  prerelease: z.boolean().optional(),
  make_latest: MakeLatest.optional(),
});
const Create = Patch.extend({ tag_name: z.string().min(1) });
type Patch = z.infer<typeof Patch>;

export function listReleases(world: World, c: FleetContext): Response {
  const repository = repositoryOf(world, c);
  return c.json(paged(c, visibleReleases(repository, c)).map((release) => releaseJson(originOf(c), repository, release)));
}

export function showLatest(world: World, c: FleetContext): Response {
  const repository = repositoryOf(world, c);
  const latest = latestRelease(repository);
  return latest === undefined ? c.json({ message: 'Not Found', status: '404' }, 404) : c.json(releaseJson(originOf(c), repository, latest));
}

export function showByTag(world: World, c: FleetContext): Response {
  const repository = repositoryOf(world, c);
  const release = repository.releases.find((candidate) => !candidate.draft && candidate.tag === c.req.param('tag'));
  return release === undefined
    ? c.json({ message: 'Not Found', status: '404' }, 404)
    : c.json(releaseJson(originOf(c), repository, release));
}

export function showRelease(world: World, c: FleetContext): Response {
  const repository = repositoryOf(world, c);
  return c.json(releaseJson(originOf(c), repository, releaseOf(repository, c)));
}

function checkTag(repository: GithubRepository, tag: string, own: GithubRelease | null): void {
  const taken = repository.releases.some((release) => release !== own && !release.draft && release.tag === tag);
  if (taken) unprocessable('Release', 'already_exists', 'tag_name');
  if (repository.burntTags.includes(tag)) {
    unprocessable('Release', 'custom', 'tag_name', 'tag_name was used by an immutable release');
  }
}

export async function createRelease(world: World, c: FleetContext): Promise<Response> {
  const repository = repositoryOf(world, c);
  const note = beginWrite(c, targetKey(repository.application, 'desktop'), 'release.create', '');
  const body = await bodyOf(c, Create);
  const now = world.now();
  const release: GithubRelease = {
    id: nextNumber(world),
    tag: body.tag_name,
    commitish: body.target_commitish ?? 'main',
    name: body.name ?? null,
    body: body.body ?? null,
    draft: true,
    prerelease: false,
    immutable: false,
    createdAt: now,
    publishedAt: null,
    updatedAt: now,
    assets: [],
  };
  if (body.draft !== true) checkTag(repository, body.tag_name, null);
  checkLatest(body, { draft: body.draft ?? false, prerelease: body.prerelease ?? false });
  repository.releases.push(release);
  apply(world, repository, release, { ...body, draft: body.draft ?? false });
  note.summary = `release ${release.tag}`;
  note.changed = true;
  return c.json(releaseJson(originOf(c), repository, release), 201);
}

function checkLatest(patch: Patch, after: { readonly draft: boolean; readonly prerelease: boolean }): void {
  if (patch.make_latest !== 'true') return;
  if (after.draft) unprocessable('Release', 'custom', 'make_latest', 'Draft releases cannot be set as latest.');
  if (after.prerelease) unprocessable('Release', 'custom', 'make_latest', 'Prereleases cannot be set as latest.');
}

export async function updateRelease(world: World, c: FleetContext): Promise<Response> {
  const repository = repositoryOf(world, c);
  const note = beginWrite(c, targetKey(repository.application, 'desktop'), 'release.update', '');
  const release = releaseOf(repository, c);
  const patch = await bodyOf(c, Patch);
  note.summary = `release ${release.tag}: ${JSON.stringify(patch)}`;
  const draft = patch.draft ?? release.draft;
  checkLatest(patch, { draft, prerelease: patch.prerelease ?? release.prerelease });
  checkImmutable(release, patch);
  if (!draft && (release.draft || patch.tag_name !== undefined)) checkTag(repository, patch.tag_name ?? release.tag, release);
  const before = fingerprint(repository, release);
  apply(world, repository, release, patch);
  note.changed = fingerprint(repository, release) !== before;
  if (note.changed) release.updatedAt = world.now();
  return c.json(releaseJson(originOf(c), repository, release));
}

function fingerprint(repository: GithubRepository, release: GithubRelease): string {
  const { assets: _assets, updatedAt: _updatedAt, ...rest } = release;
  return JSON.stringify([rest, latestRelease(repository)?.id]);
}

function checkImmutable(release: GithubRelease, patch: Patch): void {
  if (!release.immutable) return;
  const refused = (['tag_name', 'target_commitish'] as const).find((field) => patch[field] !== undefined);
  if (refused !== undefined) unprocessable('Release', 'custom', refused, `${refused} cannot be changed for an immutable release`);
  if (patch.draft === true) unprocessable('Release', 'custom', 'draft', 'An immutable release cannot become a draft.');
}

function apply(world: World, repository: GithubRepository, release: GithubRelease, patch: Patch): void {
  const wasDraft = release.draft;
  release.tag = patch.tag_name ?? release.tag;
  release.commitish = patch.target_commitish ?? release.commitish;
  if (patch.name !== undefined) release.name = patch.name;
  if (patch.body !== undefined) release.body = patch.body;
  release.prerelease = patch.prerelease ?? release.prerelease;
  release.draft = patch.draft ?? release.draft;
  if (release.draft) release.publishedAt = null;
  const published = wasDraft && !release.draft;
  if (published) {
    release.publishedAt = world.now();
    release.immutable = repository.immutableReleases;
  }
  const makeLatest = patch.make_latest ?? (published ? 'true' : undefined);
  if (makeLatest === 'true' && !release.draft && !release.prerelease) repository.latestId = release.id;
  if (makeLatest === 'legacy') repository.latestId = null;
  if (makeLatest === 'false' && repository.latestId === release.id) repository.latestId = null;
}

export function deleteRelease(world: World, c: FleetContext): Response {
  const repository = repositoryOf(world, c);
  const note = beginWrite(c, targetKey(repository.application, 'desktop'), 'release.delete', '');
  const release = releaseOf(repository, c);
  note.summary = `release ${release.tag}`;
  if (release.immutable) repository.burntTags.push(release.tag);
  repository.releases.splice(repository.releases.indexOf(release), 1);
  note.changed = true;
  return c.body(null, 204);
}
