import { contentHash } from '../../../core/hash.ts';
import type { PlatformRelease, PlatformState } from '../../../core/model/platform-state.ts';
import { type Asset, downloadAsset, type GithubContext, latestId, listReleases, type Release } from './api.ts';
import { shareIn } from './staging.ts';
import type { GithubTarget } from './target.ts';

/** Everything one look at a repository gives. */
export interface RepositoryView {
  readonly state: PlatformState;
  readonly releases: readonly Release[];
  readonly latest: Release | null;
  /** Shares of the latest release's manifests by file name. */
  readonly shares: ReadonlyMap<string, number>;
}

/** `v4.8.0` → `4.8.0`. */
export function versionOf(release: Pick<Release, 'tag_name'>): string {
  return release.tag_name.replace(/^v(?=\d)/, '');
}

export function releaseNamed(releases: readonly Release[], version: string): Release | undefined {
  return releases.find((release) => versionOf(release) === version);
}

export function manifestsOf(release: Release, target: GithubTarget): Asset[] {
  return release.assets.filter((asset) => target.manifests.includes(asset.name));
}

/** Reads the releases, which one is the latest, and the shares inside its manifests. */
export async function viewRepository(context: GithubContext, target: GithubTarget): Promise<RepositoryView> {
  const [releases, latestNumber] = await Promise.all([listReleases(context, target), latestId(context, target)]);
  const latest = releases.find((release) => release.id === latestNumber) ?? null;
  const manifests = latest === null ? [] : manifestsOf(latest, target);
  const texts = await Promise.all(manifests.map((asset) => downloadAsset(context, target, asset)));
  const shares = new Map(manifests.map((asset, index) => [asset.name, shareIn(texts[index] ?? '')]));
  return { releases, latest, shares, state: stateOf(releases, latest, shares) };
}

function stateOf(releases: readonly Release[], latest: Release | null, shares: ReadonlyMap<string, number>): PlatformState {
  const different = new Set(shares.values());
  const percent = latest === null ? 0 : different.size === 0 ? 100 : different.size === 1 ? ([...different][0] ?? null) : null;
  const fallback = releases.find((release) => release !== latest && !release.draft && !release.prerelease);
  return {
    version: latest === null ? null : versionOf(latest),
    percent,
    status: statusOf(latest, percent),
    fallbackVersion: fallback === undefined ? null : versionOf(fallback),
    fence: fenceOf(releases, latest),
    releases: releases.map((release) => row(release, latest, percent)),
  };
}

function statusOf(latest: Release | null, percent: number | null): PlatformState['status'] {
  if (latest === null) return 'removed';
  if (percent === null) return 'mixed';
  if (percent === 0) return 'halted';
  return percent === 100 ? 'live' : 'rolling';
}

/** Anything that a write relies on: what is latest, what is visible, and the exact manifest files. */
function fenceOf(releases: readonly Release[], latest: Release | null): string {
  const visible = releases.slice(0, 20).map((release) => [release.id, release.draft, release.prerelease]);
  const files = (latest?.assets ?? []).map((asset) => [asset.id, asset.name, asset.updated_at]);
  return contentHash([latest?.id ?? null, visible, files]);
}

function row(release: Release, latest: Release | null, percent: number | null): PlatformRelease {
  const status = release.draft ? 'draft' : release.prerelease ? 'ready' : release === latest ? statusOf(latest, percent) : 'superseded';
  return {
    version: versionOf(release),
    status,
    percent: release === latest ? percent : 0,
    publishedAt: release.published_at ? Date.parse(release.published_at) : null,
    ref: String(release.id),
  };
}
