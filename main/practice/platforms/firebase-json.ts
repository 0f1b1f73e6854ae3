import { isoTime } from '../state.ts';
import { currentRelease, type FirebaseSite, type SiteChannel, type SiteRelease, type SiteVersion } from './firebase-state.ts';

const user = (account: string): { email: string } => ({ email: account });

/** Version as the API shows it; byte and file counts are strings, as int64 always is in JSON. */
export function versionJson(site: FirebaseSite, version: SiteVersion): Record<string, unknown> {
  return {
    name: `sites/${site.site}/versions/${version.id}`,
    status: version.status,
    config: {},
    labels: version.labels,
    createTime: isoTime(version.createTime),
    createUser: user('ci@practice-fleet.invalid'),
    ...(version.finalizeTime === null ? {} : { finalizeTime: isoTime(version.finalizeTime) }),
    ...(version.deleteTime === null ? {} : { deleteTime: isoTime(version.deleteTime) }),
    fileCount: '412',
    versionBytes: '18833120',
  };
}

export function releaseJson(site: FirebaseSite, release: SiteRelease): Record<string, unknown> {
  const version = site.versions.find((candidate) => candidate.id === release.versionId);
  return {
    name: `sites/${site.site}/channels/${release.channel}/releases/${release.id}`,
    ...(version === undefined ? {} : { version: versionJson(site, version) }),
    type: release.type,
    releaseTime: isoTime(release.releaseTime),
    releaseUser: user(release.account),
    ...(release.message === null ? {} : { message: release.message }),
  };
}

export function channelJson(site: FirebaseSite, channel: SiteChannel): Record<string, unknown> {
  const release = currentRelease(site, channel.id);
  return {
    name: `sites/${site.site}/channels/${channel.id}`,
    url: channel.url,
    ...(release === undefined ? {} : { release: releaseJson(site, release) }),
    ...(channel.expireTime === null ? {} : { expireTime: isoTime(channel.expireTime) }),
    retainedReleaseCount: channel.retainedReleaseCount,
    labels: channel.labels,
    createTime: isoTime(channel.createTime),
    updateTime: isoTime(channel.updateTime),
  };
}

/** One page of a list with the token of the next. Tokens are positions. */
export function page<T>(
  items: readonly T[],
  size: number,
  token: string | undefined,
): { readonly items: readonly T[]; readonly next: string | null } {
  const start = token === undefined || token === '' ? 0 : Number.parseInt(Buffer.from(token, 'base64url').toString('utf8'), 10);
  const end = start + size;
  return { items: items.slice(start, end), next: end < items.length ? Buffer.from(String(end)).toString('base64url') : null };
}
