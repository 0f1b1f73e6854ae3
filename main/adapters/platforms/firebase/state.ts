import { contentHash } from '../../../core/hash.ts';
import type { PlatformRelease, PlatformState, PlatformStatus } from '../../../core/model/platform-state.ts';
import { fallbackBuild, isOlder, liveBuild, type Build, type Shown, type Site } from './site.ts';

/**
 * What a site offers, in common words. The version on its way is the one on the widest preview channel that shows something else than
 * live and is not older than it; its share is that channel's. Without one, live's version at 100.
 */
export function siteState(site: Site): PlatformState {
  const live = liveBuild(site);
  const fence = contentHash(site.shown.map((one) => [one.step.channel, one.releaseName, one.build?.id ?? null]));
  const releases = releasesOf(site);
  const base = { fence, releases };
  const back = fallbackBuild(site)?.version ?? null;
  if (live === null) return { ...base, version: null, percent: 0, status: 'removed', fallbackVersion: back };
  const ahead = site.shown.findLast(({ step, build }) => step.channel !== 'live' && build !== null && isAhead(build, live));
  const main = ahead?.build ?? live;
  if (!main) return { ...base, version: null, percent: 0, status: 'unknown', fallbackVersion: null };
  const own = releases.find((release) => release.version === main.version);
  return {
    ...base,
    version: main.version,
    percent: own?.percent ?? null,
    status: own?.status ?? 'unknown',
    fallbackVersion: ahead === undefined ? back : (live?.version ?? null),
  };
}

function isAhead(build: Build, live: Build | undefined): boolean {
  return live === undefined || (build.version !== live.version && !isOlder(build, live));
}

/** Channels up to `widest` whose users should have `build` and get something older: there the version is not out yet. */
export function behind(site: Site, build: Build, percent: number): Shown[] {
  return site.shown.filter(({ step, build: other }) => {
    if (step.percent >= percent || other?.version === build.version) return false;
    return other === null || !isOlder(build, other);
  });
}

/** One row per version, newest first; rebuilds of one version are told by the build that is out, else by the newest. */
function releasesOf(site: Site): PlatformRelease[] {
  const versions = [...new Set([...site.builds, ...site.shown.flatMap((one) => one.build ?? [])].map((build) => build.version))];
  return versions.flatMap((version) => {
    const widest = site.shown.findLast((one) => one.build?.version === version);
    const build = widest?.build ?? chooseBuild(site, version);
    if (build === null) return [];
    const percent = widest?.step.percent ?? 0;
    return [{ version, status: statusOf(site, build, percent), percent, publishedAt: build.createdAt, ref: build.id }];
  });
}

function statusOf(site: Site, build: Build, percent: number): PlatformStatus {
  if (percent > 0) return behind(site, build, percent).length > 0 ? 'mixed' : percent === 100 ? 'live' : 'rolling';
  switch (build.status) {
    case 'FINALIZED':
      return site.history.some((one) => one.id === build.id) ? 'superseded' : 'ready';
    case 'CREATED':
    case 'CLONING':
      return 'draft';
    case 'DELETED':
    case 'EXPIRED':
      return 'removed';
    case 'ABANDONED':
      return 'failed';
    default:
      return 'unknown';
  }
}

/** The build that stands for a version: the one that is out now, else the one live served last, else the newest that can be released. */
export function chooseBuild(site: Site, version: string): Build | null {
  const shown = site.shown.toReversed().flatMap((one) => one.build ?? []);
  const candidates = [...shown, ...site.history, ...site.builds].filter((build) => build.version === version);
  return candidates.find((build) => build.status === 'FINALIZED') ?? candidates[0] ?? null;
}
