import { contentHash } from '../../../core/hash.ts';
import type { PlatformRelease, PlatformState, PlatformStatus } from '../../../core/model/platform-state.ts';
import type { GithubContext } from './api.ts';
import { manifestFiles } from './manifests.ts';
import { downloadAsset, latestRelease, listReleases, type Release } from './releases.ts';
import { stagingOf } from './staging.ts';
import type { GithubChannel, GithubTarget } from './target.ts';

/** Everything one look at a repository gives. */
export interface RepositoryView {
  readonly state: PlatformState;
  /** Newest first, drafts included. */
  readonly releases: readonly Release[];
  /** The release that clients of the channel resolve. */
  readonly current: Release | null;
  /** The one they would resolve without it. */
  readonly fallback: Release | null;
}

/** `v4.8.0` → `4.8.0`. */
export function versionOf(release: Pick<Release, 'tag_name'>): string {
  return release.tag_name.replace(/^v(?=\d)/, '');
}

/** True for a number with a part behind a dash, such as 4.8.0-beta.1. */
export function isPrerelease(version: string): boolean {
  return /^\d+\.\d+\.\d+-/.test(version);
}

export function releaseNamed(releases: readonly Release[], version: string): Release | undefined {
  const named = releases.filter((release) => versionOf(release) === version);
  // GitHub allows several drafts of one tag beside the published release.
  return named.find((release) => !release.draft) ?? named[0];
}

/**
 * Published releases that clients of a channel would take, best first: for `latest` full releases; for `alpha` also alpha and beta
 * ones, for `beta` also beta ones, in the order of the feed (electron-updater's GitHub provider, 6.8).
 */
function candidates(releases: readonly Release[], channel: GithubChannel): Release[] {
  const published = releases.filter((release) => !release.draft);
  if (channel === 'latest') return published.filter((release) => !release.prerelease);
  const taken = channel === 'alpha' ? ['alpha', 'beta'] : ['beta'];
  return published.filter((release) => {
    const id = /^v?\d+\.\d+\.\d+-([A-Za-z]+)/.exec(release.tag_name)?.[1];
    return id === undefined ? !release.prerelease : taken.includes(id);
  });
}

/** Reads the releases, which one clients resolve, and the shares inside its manifests. */
export async function viewRepository(context: GithubContext, target: GithubTarget): Promise<RepositoryView> {
  const latest = target.channel === 'latest' ? latestRelease(context, target) : null;
  const enough = (found: readonly Release[]): boolean => candidates(found, target.channel).length > 1;
  const [pointer, releases] = await Promise.all([latest, listReleases(context, target, enough)]);
  const listed = releases.find((release) => release.id === pointer?.id) ?? pointer;
  const inOrder = candidates(releases, target.channel);
  const current = target.channel === 'latest' ? listed : (inOrder[0] ?? null);
  // Only what comes after it in the list: a newer one was taken back, so it is no way back.
  const fallback = inOrder[inOrder.findIndex((release) => release.id === current?.id) + 1] ?? null;
  const shares = current === null ? [] : await sharesOf(context, target, current);
  return { releases, current, fallback, state: stateOf(releases, current, fallback, shares, target) };
}

/** Share of each manifest, percent 0–100; null for one that is missing in the middle of a replacement. */
async function sharesOf(context: GithubContext, target: GithubTarget, release: Release): Promise<(number | null)[]> {
  const files = manifestFiles(release, target.manifests);
  return await Promise.all(
    files.map(async ({ present }) => (present === null ? null : stagingOf(await downloadAsset(context, target, present)).percent)),
  );
}

function stateOf(
  releases: readonly Release[],
  current: Release | null,
  fallback: Release | null,
  shares: readonly (number | null)[],
  target: GithubTarget,
): PlatformState {
  const different = new Set(shares);
  const percent = different.size === 1 ? (shares[0] ?? null) : null;
  const status = statusOf(current, shares, percent);
  return {
    version: current === null ? null : versionOf(current),
    percent: current === null ? 0 : percent,
    status,
    fallbackVersion: fallback === null ? null : versionOf(fallback),
    fence: fenceOf(releases, current, target),
    releases: releases.map((release) => rowOf(release, release.id === current?.id ? { status, percent } : null)),
  };
}

function statusOf(current: Release | null, shares: readonly (number | null)[], percent: number | null): PlatformStatus {
  if (current === null) return 'removed';
  // A release without any manifest gives every client an error: it is neither live nor halted.
  if (shares.length === 0) return 'unknown';
  if (percent === null) return 'mixed';
  if (percent === 0) return 'halted';
  return percent === 100 ? 'live' : 'rolling';
}

/** Anything that a write relies on: what clients resolve, what is visible, and the exact manifest files. */
function fenceOf(releases: readonly Release[], current: Release | null, target: GithubTarget): string {
  const visible = releases.slice(0, 30).map((release) => [release.id, release.tag_name, release.draft, release.prerelease]);
  const files = current === null ? [] : manifestFiles(current, target.manifests);
  const assets = files.map(({ name, present, incoming, outgoing }) => [
    name,
    present?.id ?? null,
    [...incoming, ...outgoing].map((asset) => asset.id),
  ]);
  return contentHash([current?.id ?? null, visible, assets]);
}

function rowOf(release: Release, shown: { readonly status: PlatformStatus; readonly percent: number | null } | null): PlatformRelease {
  const published = Date.parse(release.published_at ?? '');
  return {
    version: versionOf(release),
    status: shown?.status ?? (release.draft ? 'draft' : release.prerelease ? 'ready' : 'superseded'),
    percent: shown === null ? 0 : shown.percent,
    publishedAt: Number.isNaN(published) ? null : published,
    ref: String(release.id),
    ...(release.immutable === true ? { locked: true } : {}),
  };
}
