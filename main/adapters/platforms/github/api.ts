import { z } from 'zod';
import type { AdapterContext } from '../../context.ts';
import type { HttpAnswer, HttpRequest } from '../../http/client.ts';
import { problemFrom } from '../../http/problem-from.ts';
import { AdapterError } from '../../errors.ts';

export interface GithubSettings {
  readonly apiUrl: string;
  readonly token: string;
}

export interface Repository {
  readonly owner: string;
  readonly repo: string;
}

export type GithubContext = AdapterContext<GithubSettings>;

export const Asset = z.object({
  id: z.number(),
  name: z.string(),
  state: z.string().default('uploaded'),
  updated_at: z.string().default(''),
  digest: z.string().nullish(),
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
  assets: z.array(Asset).default([]),
});
export type Release = z.infer<typeof Release>;

const ErrorBody = z.object({
  message: z.string().default(''),
  errors: z.array(z.object({ code: z.string().optional(), field: z.string().optional(), message: z.string().optional() })).default([]),
});

const mostPages = 5;

function wordsOf(answer: HttpAnswer): string | null {
  try {
    const body = ErrorBody.parse(answer.json());
    const details = body.errors.map((one) => one.message ?? [one.field, one.code].filter(Boolean).join(' '));
    return [body.message, ...details].filter(Boolean).join('; ');
  } catch {
    return null;
  }
}

/** Sends one request to the API; anything but a success is thrown with GitHub's own words. */
export async function send(context: GithubContext, request: HttpRequest, doing: string): Promise<HttpAnswer> {
  const headers = {
    accept: 'application/vnd.github+json',
    'user-agent': 'Tidegate',
    'x-github-api-version': '2022-11-28',
    ...(context.settings.token === '' ? {} : { authorization: `Bearer ${context.settings.token}` }),
    ...request.headers,
  };
  const answer = await context.http.send({ ...request, headers });
  if (answer.status < 300) return answer;
  const needed = answer.headers.get('x-accepted-github-permissions');
  const said = wordsOf(answer);
  throw problemFrom(answer, {
    doing,
    said,
    ...(answer.status === 422 && /immutable/i.test(said ?? '') ? { kind: 'precondition' as const } : {}),
    advice: {
      permission: `The token lacks a right${needed === null ? '' : `: it needs ${needed}`}. Releases need Contents: write.`,
      notFound: 'It is not there, or the token may not see it: releases need Contents: write for drafts.',
    },
    now: context.now(),
    write: request.method !== 'GET',
  });
}

function base(context: GithubContext, { owner, repo }: Repository): string {
  return `${context.settings.apiUrl}/repos/${encodeURIComponent(owner)}/${encodeURIComponent(repo)}`;
}

/** Releases, drafts included, newest first, up to a page cap. */
export async function listReleases(context: GithubContext, repository: Repository): Promise<Release[]> {
  const found: Release[] = [];
  let url: string | null = `${base(context, repository)}/releases?per_page=100`;
  for (let page = 0; url !== null && page < mostPages; page += 1) {
    const answer: HttpAnswer = await send(
      context,
      { method: 'GET', url, maxBytes: 16 * 1024 * 1024 },
      `listing the releases of ${repository.owner}/${repository.repo}`,
    );
    found.push(...z.array(Release).parse(answer.json()));
    url = /<([^>]+)>;\s*rel="next"/.exec(answer.headers.get('link') ?? '')?.[1] ?? null;
  }
  return found;
}

/** Id of the release that stable clients resolve; null when there is none. */
export async function latestId(context: GithubContext, repository: Repository): Promise<number | null> {
  try {
    const answer = await send(
      context,
      { method: 'GET', url: `${base(context, repository)}/releases/latest`, maxBytes: 4 * 1024 * 1024 },
      `reading the latest release of ${repository.repo}`,
    );
    return Release.parse(answer.json()).id;
  } catch (error) {
    if (error instanceof AdapterError && error.kind === 'notFound') return null;
    throw error;
  }
}

/** The bytes of an asset as text. */
export async function downloadAsset(context: GithubContext, repository: Repository, asset: Asset): Promise<string> {
  const url = `${base(context, repository)}/releases/assets/${asset.id}`;
  return (await send(context, { method: 'GET', url, headers: { accept: 'application/octet-stream' } }, `reading ${asset.name}`)).text;
}

/** Changes flags of a release. `make_latest` is a string in this API. */
export async function patchRelease(
  context: GithubContext,
  repository: Repository,
  id: number,
  patch: { draft?: boolean; prerelease?: boolean; make_latest?: 'true' | 'false' },
): Promise<void> {
  await send(context, { method: 'PATCH', url: `${base(context, repository)}/releases/${id}`, body: patch }, `changing release ${id}`);
}

export async function uploadAsset(context: GithubContext, release: Release, name: string, text: string): Promise<Asset> {
  const url = `${release.upload_url.replace(/\{.*$/, '')}?name=${encodeURIComponent(name)}`;
  const answer = await send(context, { method: 'POST', url, headers: { 'content-type': 'text/yaml' }, body: text }, `uploading ${name}`);
  return Asset.parse(answer.json());
}

export async function renameAsset(context: GithubContext, repository: Repository, asset: Asset, name: string): Promise<void> {
  await send(
    context,
    { method: 'PATCH', url: `${base(context, repository)}/releases/assets/${asset.id}`, body: { name } },
    `renaming ${asset.name} to ${name}`,
  );
}

export async function deleteAsset(context: GithubContext, repository: Repository, asset: Asset): Promise<void> {
  await send(context, { method: 'DELETE', url: `${base(context, repository)}/releases/assets/${asset.id}` }, `deleting ${asset.name}`);
}

export async function getRelease(context: GithubContext, repository: Repository, id: number): Promise<Release> {
  const answer = await send(
    context,
    { method: 'GET', url: `${base(context, repository)}/releases/${id}`, maxBytes: 4 * 1024 * 1024 },
    `reading release ${id}`,
  );
  return Release.parse(answer.json());
}
