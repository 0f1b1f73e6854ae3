import { z } from 'zod';
import { AdapterError } from '../../errors.ts';
import type { HttpAnswer } from '../../http/client.ts';
import { nextPage } from '../../http/github-api.ts';
import { parseAnswer } from '../../http/parse-answer.ts';
import { repositoryUrl, send, type GithubContext, type Repository } from './api.ts';

const platform = 'GitHub';

export const Asset = z.object({
  id: z.number(),
  name: z.string(),
  state: z.string().nullish(),
  updated_at: z.string().nullish(),
  digest: z.string().nullish(),
  /** Bytes. */
  size: z.number().nullish(),
});
export type Asset = z.infer<typeof Asset>;

export const Release = z.object({
  id: z.number(),
  tag_name: z.string(),
  draft: z.boolean(),
  prerelease: z.boolean(),
  immutable: z.boolean().nullish(),
  published_at: z.string().nullish(),
  upload_url: z.string(),
  html_url: z.string().nullish(),
  target_commitish: z.string().nullish(),
  assets: z.array(Asset).nullish(),
});
export type Release = z.infer<typeof Release>;

/** Pages of a hundred that are looked through; what lies beyond counts as gone. */
const mostPages = 5;
const pageBytes = 16 * 1024 * 1024;
const releaseBytes = 4 * 1024 * 1024;

/** Releases, drafts included, newest first. Goes on to the next page only until `enough` says so, because pages are large. */
export async function listReleases(
  context: GithubContext,
  repository: Repository,
  enough: (found: readonly Release[]) => boolean,
): Promise<Release[]> {
  const found: Release[] = [];
  let url: string | null = `${repositoryUrl(context, repository)}/releases?per_page=100`;
  for (let page = 0; url !== null && page < mostPages; page += 1) {
    const doing = `listing the releases of ${repository.owner}/${repository.repo}`;
    const answer: HttpAnswer = await send(context, { method: 'GET', url, maxBytes: pageBytes }, doing);
    found.push(...parseAnswer(z.array(Release), answer, platform));
    if (enough(found)) break;
    url = nextPage(answer);
  }
  return found;
}

/** The release that stable clients resolve; null when there is none. */
export async function latestRelease(context: GithubContext, repository: Repository): Promise<Release | null> {
  const url = `${repositoryUrl(context, repository)}/releases/latest`;
  const answer = await orMissing(
    send(context, { method: 'GET', url, maxBytes: releaseBytes }, `reading the latest release of ${repository.repo}`),
  );
  return answer === null ? null : parseAnswer(Release, answer, platform);
}

export async function getRelease(context: GithubContext, repository: Repository, id: number): Promise<Release> {
  const url = `${repositoryUrl(context, repository)}/releases/${id}`;
  return parseAnswer(Release, await send(context, { method: 'GET', url, maxBytes: releaseBytes }, `reading release ${id}`), platform);
}

export interface ReleasePatch {
  readonly draft?: boolean;
  readonly prerelease?: boolean;
  /** A string in this API. Always sent: without it, publishing a draft makes it the latest. */
  readonly make_latest: 'true' | 'false';
}

/** Changes flags of a release. Safe to repeat. */
export async function patchRelease(context: GithubContext, repository: Repository, release: Release, patch: ReleasePatch): Promise<void> {
  const url = `${repositoryUrl(context, repository)}/releases/${release.id}`;
  await send(context, { method: 'PATCH', url, body: patch }, `changing release ${release.tag_name}`);
}

/** Deletes a release; its git tag stays. A second time it is gone already, which is as good. */
export async function deleteRelease(context: GithubContext, repository: Repository, release: Release): Promise<void> {
  const url = `${repositoryUrl(context, repository)}/releases/${release.id}`;
  await orMissing(send(context, { method: 'DELETE', url }, `deleting release ${release.tag_name}`));
}

/** Texts of assets by their digest: what has the same digest is the same text, so it is fetched once. */
const texts = new Map<string, string>();
const mostTexts = 100;

/** The bytes of an asset as text. */
export async function downloadAsset(context: GithubContext, repository: Repository, asset: Asset): Promise<string> {
  const known = texts.get(asset.digest ?? '');
  if (known !== undefined) return known;
  const url = `${repositoryUrl(context, repository)}/releases/assets/${asset.id}`;
  const { text } = await send(context, { method: 'GET', url, headers: { accept: 'application/octet-stream' } }, `reading ${asset.name}`);
  if (asset.digest?.startsWith('sha256:') === true) {
    if (texts.size >= mostTexts) texts.clear();
    texts.set(asset.digest, text);
  }
  return text;
}

/** Uploads a file to the host that the release names. Not repeatable: look before sending it again. */
export async function uploadAsset(context: GithubContext, release: Release, name: string, text: string): Promise<Asset> {
  const url = `${release.upload_url.replace(/\{.*$/, '')}?name=${encodeURIComponent(name)}`;
  const answer = await send(context, { method: 'POST', url, headers: { 'content-type': 'text/yaml' }, body: text }, `uploading ${name}`);
  return parseAnswer(Asset, answer, platform);
}

export async function renameAsset(context: GithubContext, repository: Repository, asset: Asset, name: string): Promise<void> {
  const url = `${repositoryUrl(context, repository)}/releases/assets/${asset.id}`;
  await send(context, { method: 'PATCH', url, body: { name } }, `renaming ${asset.name} to ${name}`);
}

export async function deleteAsset(context: GithubContext, repository: Repository, asset: Asset): Promise<void> {
  const url = `${repositoryUrl(context, repository)}/releases/assets/${asset.id}`;
  await orMissing(send(context, { method: 'DELETE', url }, `deleting ${asset.name}`));
}

async function orMissing(sent: Promise<HttpAnswer>): Promise<HttpAnswer | null> {
  try {
    return await sent;
  } catch (error) {
    if (error instanceof AdapterError && error.kind === 'notFound') return null;
    throw error;
  }
}
