export type VersionStatus = 'CREATED' | 'FINALIZED' | 'CLONING' | 'DELETED' | 'ABANDONED' | 'EXPIRED';

/** A build of a site. `version` is what users call it; the platform only sees labels. */
export interface SiteVersion {
  readonly id: string;
  status: VersionStatus;
  readonly version: string;
  labels: Record<string, string>;
  readonly createTime: number;
  finalizeTime: number | null;
  deleteTime: number | null;
}

export interface SiteRelease {
  readonly id: string;
  readonly channel: string;
  readonly versionId: string | null;
  readonly type: 'DEPLOY' | 'SITE_DISABLE';
  readonly message: string | null;
  readonly releaseTime: number;
  readonly account: string;
}

export interface SiteChannel {
  readonly id: string;
  readonly url: string;
  expireTime: number | null;
  retainedReleaseCount: number;
  labels: Record<string, string>;
  readonly createTime: number;
  updateTime: number;
}

export interface SiteOperation {
  readonly id: string;
  readonly versionId: string;
  readonly finalize: boolean;
  pollsLeft: number;
}

export interface FirebaseSite {
  readonly application: string;
  readonly site: string;
  readonly channels: SiteChannel[];
  readonly versions: SiteVersion[];
  /** Append-only, oldest first. */
  readonly releases: SiteRelease[];
  readonly operations: SiteOperation[];
  maxVersions: string | null;
}

/** The channel's newest release; undefined when it never had one. A channel made anew starts without those of the one before. */
export function currentRelease(site: FirebaseSite, id: string): SiteRelease | undefined {
  const since = site.channels.find((channel) => channel.id === id)?.createTime ?? 0;
  return site.releases.findLast((release) => release.channel === id && release.releaseTime >= since);
}

/** A channel that exists and has not expired. */
export function liveChannel(site: FirebaseSite, id: string, now: number): SiteChannel | undefined {
  return site.channels.find((channel) => channel.id === id && (channel.expireTime === null || channel.expireTime > now));
}

/**
 * Version that users sent to `channel` get. Null when the site is switched off there;
 * undefined when the channel has nothing to serve, so that the routing falls back to the next wider one.
 */
export function servedOn(site: FirebaseSite, channel: string, now: number): string | null | undefined {
  if (liveChannel(site, channel, now) === undefined) return undefined;
  const release = currentRelease(site, channel);
  if (release === undefined) return undefined;
  if (release.type === 'SITE_DISABLE') return null;
  return site.versions.find((version) => version.id === release.versionId)?.version;
}
