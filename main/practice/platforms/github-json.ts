import { createHash } from 'node:crypto';
import type { components } from '@octokit/openapi-types';
import { isoTime } from '../state.ts';
import type { GithubAsset, GithubRelease, GithubRepository } from './github-state.ts';

type ReleaseJson = components['schemas']['release'];
type AssetJson = components['schemas']['release-asset'];

function userJson(origin: string): components['schemas']['simple-user'] {
  const url = `${origin}/github/users/practice-ci`;
  return {
    login: 'practice-ci',
    id: 1,
    node_id: 'U_practice',
    avatar_url: `${origin}/github-web/practice-ci.png`,
    gravatar_id: '',
    url,
    html_url: `${origin}/github-web/practice-ci`,
    followers_url: `${url}/followers`,
    following_url: `${url}/following{/other_user}`,
    gists_url: `${url}/gists{/gist_id}`,
    starred_url: `${url}/starred{/owner}{/repo}`,
    subscriptions_url: `${url}/subscriptions`,
    organizations_url: `${url}/orgs`,
    repos_url: `${url}/repos`,
    events_url: `${url}/events{/privacy}`,
    received_events_url: `${url}/received_events`,
    type: 'Bot',
    site_admin: false,
  };
}

/** `sha256:…` of what an asset holds. */
export function digestOf(asset: GithubAsset): string {
  return `sha256:${createHash('sha256').update(Buffer.from(asset.base64, 'base64')).digest('hex')}`;
}

/** An asset as the REST API shows it. `origin` is where the fleet was asked. */
export function assetJson(origin: string, repository: GithubRepository, release: GithubRelease, asset: GithubAsset): AssetJson {
  const path = `${repository.owner}/${repository.repo}`;
  const place = release.draft ? `untagged-${release.id}` : encodeURIComponent(release.tag);
  return {
    url: `${origin}/github/repos/${path}/releases/assets/${asset.id}`,
    browser_download_url: `${origin}/github-web/${path}/releases/download/${place}/${asset.name}`,
    id: asset.id,
    node_id: `RA_${asset.id}`,
    name: asset.name,
    label: asset.label,
    state: 'uploaded',
    content_type: asset.contentType,
    size: Buffer.from(asset.base64, 'base64').length,
    digest: digestOf(asset),
    download_count: asset.downloads,
    created_at: isoTime(asset.createdAt),
    updated_at: isoTime(asset.updatedAt),
    uploader: userJson(origin),
  };
}

/** A release as the REST API shows it. */
export function releaseJson(origin: string, repository: GithubRepository, release: GithubRelease): ReleaseJson {
  const path = `${repository.owner}/${repository.repo}`;
  const url = `${origin}/github/repos/${path}/releases/${release.id}`;
  const place = release.draft ? `untagged-${release.id}` : encodeURIComponent(release.tag);
  return {
    url,
    html_url: `${origin}/github-web/${path}/releases/tag/${place}`,
    assets_url: `${url}/assets`,
    upload_url: `${origin}/github-uploads/repos/${path}/releases/${release.id}/assets{?name,label}`,
    tarball_url: release.draft ? null : `${origin}/github/repos/${path}/tarball/${place}`,
    zipball_url: release.draft ? null : `${origin}/github/repos/${path}/zipball/${place}`,
    id: release.id,
    node_id: `RE_${release.id}`,
    tag_name: release.tag,
    target_commitish: release.commitish,
    name: release.name,
    body: release.body,
    draft: release.draft,
    prerelease: release.prerelease,
    immutable: release.immutable,
    created_at: isoTime(release.createdAt),
    published_at: release.publishedAt === null ? null : isoTime(release.publishedAt),
    updated_at: isoTime(release.updatedAt),
    author: userJson(origin),
    assets: release.assets.map((asset) => assetJson(origin, repository, release, asset)),
  };
}
