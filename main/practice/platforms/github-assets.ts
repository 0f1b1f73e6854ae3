import { z } from 'zod';
import { targetKey } from '../catalogue.ts';
import { nextNumber, type World } from '../state.ts';
import { beginWrite, type FleetContext } from '../writes.ts';
import { assetJson } from './github-json.ts';
import {
  bodyOf,
  GithubRefusal,
  notFound,
  originOf,
  paged,
  releaseOf,
  repositoryOf,
  unprocessable,
  visibleReleases,
} from './github-request.ts';
import type { GithubAsset, GithubRelease, GithubRepository } from './github-state.ts';

const Rename = z.looseObject({ name: z.string().min(1).optional(), label: z.string().nullable().optional() });

function assetOf(repository: GithubRepository, c: FleetContext): { readonly release: GithubRelease; readonly asset: GithubAsset } {
  const id = Number(c.req.param('asset'));
  for (const release of visibleReleases(repository, c)) {
    const asset = release.assets.find((candidate) => candidate.id === id);
    if (asset !== undefined) return { release, asset };
  }
  return notFound();
}

function refuseImmutable(release: GithubRelease, what: string): void {
  if (release.immutable) throw new GithubRefusal(422, `Cannot ${what} an immutable release.`);
}

/** Asset names keep letters, digits, dots, dashes and underscores; anything else becomes a dot. */
function cleanName(name: string): string {
  return name.replaceAll(/[^\w.-]+/g, '.');
}

export function listAssets(world: World, c: FleetContext): Response {
  const repository = repositoryOf(world, c);
  const release = releaseOf(repository, c);
  return c.json(paged(c, release.assets).map((asset) => assetJson(originOf(c), repository, release, asset)));
}

export function showAsset(world: World, c: FleetContext): Response {
  const repository = repositoryOf(world, c);
  const { release, asset } = assetOf(repository, c);
  if (!(c.req.header('accept') ?? '').includes('application/octet-stream')) {
    return c.json(assetJson(originOf(c), repository, release, asset));
  }
  return c.body(Buffer.from(asset.base64, 'base64'), 200, { 'content-type': 'application/octet-stream' });
}

export async function uploadAsset(world: World, c: FleetContext): Promise<Response> {
  const repository = repositoryOf(world, c);
  const release = releaseOf(repository, c);
  const name = cleanName(c.req.query('name') ?? '');
  const note = beginWrite(c, targetKey(repository.application, 'desktop'), 'asset.upload', `${release.tag} ${name}`);
  refuseImmutable(release, 'upload assets to');
  if (name === '') unprocessable('ReleaseAsset', 'missing_field', 'name');
  const contentType = c.req.header('content-type');
  if (contentType === undefined) throw new GithubRefusal(400, 'Content-Type is missing.');
  const bytes = Buffer.from(await c.req.arrayBuffer());
  if (bytes.length === 0) throw new GithubRefusal(400, 'Bad Content-Length: 0');
  if (release.assets.some((asset) => asset.name === name)) unprocessable('ReleaseAsset', 'already_exists', 'name');
  const now = world.now();
  const asset: GithubAsset = {
    id: nextNumber(world),
    name,
    label: c.req.query('label') ?? null,
    contentType,
    base64: bytes.toString('base64'),
    downloads: 0,
    createdAt: now,
    updatedAt: now,
  };
  release.assets.push(asset);
  note.changed = true;
  return c.json(assetJson(originOf(c), repository, release, asset), 201);
}

export async function renameAsset(world: World, c: FleetContext): Promise<Response> {
  const repository = repositoryOf(world, c);
  const note = beginWrite(c, targetKey(repository.application, 'desktop'), 'asset.rename', '');
  const { release, asset } = assetOf(repository, c);
  const body = await bodyOf(c, Rename);
  refuseImmutable(release, 'change assets of');
  const name = body.name === undefined ? asset.name : cleanName(body.name);
  note.summary = `${release.tag} ${asset.name} → ${name}`;
  if (release.assets.some((other) => other !== asset && other.name === name)) unprocessable('ReleaseAsset', 'already_exists', 'name');
  note.changed = name !== asset.name || (body.label !== undefined && body.label !== asset.label);
  asset.name = name;
  if (body.label !== undefined) asset.label = body.label;
  if (note.changed) asset.updatedAt = world.now();
  return c.json(assetJson(originOf(c), repository, release, asset));
}

export function deleteAsset(world: World, c: FleetContext): Response {
  const repository = repositoryOf(world, c);
  const note = beginWrite(c, targetKey(repository.application, 'desktop'), 'asset.delete', '');
  const { release, asset } = assetOf(repository, c);
  note.summary = `${release.tag} ${asset.name}`;
  refuseImmutable(release, 'delete assets of');
  release.assets.splice(release.assets.indexOf(asset), 1);
  note.changed = true;
  return c.body(null, 204);
}
