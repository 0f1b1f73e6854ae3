import {
  lastSegment,
  listChannels,
  listVersions,
  liveReleases,
  timeOf,
  type Channel,
  type FirebaseContext,
  type Release,
  type Version,
} from './api.ts';
import type { FirebaseTarget, Step } from './target.ts';
import { textsOf } from './version-text.ts';

/** What one channel shows the users who are sent there. */
export interface Shown {
  readonly step: Step;
  /** Current release's name; it moves with every release, so it belongs to the fence. */
  readonly releaseName: string;
  /** Null when the channel was switched off. */
  readonly build: Build | null;
}

/** A Hosting version with the name people use. */
export interface Build {
  readonly id: string;
  readonly version: string;
  readonly status: string;
  readonly createdAt: number | null;
}

/** Everything one look at a site gives. Channels without a release are not in `shown`: routing passes users on to the next wider one. */
export interface Site {
  /** Narrowest first. */
  readonly shown: readonly Shown[];
  /** Channels of the target that exist. */
  readonly existing: ReadonlySet<string>;
  /** Newest first. */
  readonly builds: readonly Build[];
  /** What live served, newest first, present release included. */
  readonly history: readonly Build[];
}

/** Reads channels, live history and versions side by side. */
export async function readSite(context: FirebaseContext, target: FirebaseTarget): Promise<Site> {
  const [channels, history, versions] = await Promise.all([
    listChannels(context, target.site),
    liveReleases(context, target.site),
    listVersions(context, target.site),
  ]);
  return siteFrom(target, channels, history, versions, context.now());
}

/** Pure part of `readSite`. Times in ms. */
export function siteFrom(
  target: FirebaseTarget,
  channels: readonly Channel[],
  history: readonly Release[],
  versions: readonly Version[],
  now: number,
): Site {
  const current = channels.flatMap((channel) => channel.release ?? []);
  const texts = textsOf(versions, [...current, ...history], target.versionLabel);
  const known = new Map(versions.map((version) => [lastSegment(version.name), version]));
  const buildOf = (version: Version): Build => {
    const id = lastSegment(version.name);
    // The list knows a version's present status; the copy inside a release may be older.
    const fresh = known.get(id) ?? version;
    return {
      id,
      version: texts.get(id) ?? id,
      status: fresh.status ?? 'unknown',
      createdAt: timeOf(fresh.createTime ?? version.createTime),
    };
  };
  const valid = target.steps.flatMap((step) => {
    const channel = channels.find((one) => lastSegment(one.name) === step.channel);
    const expires = timeOf(channel?.expireTime);
    return channel === undefined || (expires !== null && expires <= now) ? [] : [{ step, channel }];
  });
  return {
    shown: valid.flatMap(({ step, channel: { release } }) =>
      release ? [{ step, releaseName: release.name, build: served(release, buildOf) }] : [],
    ),
    existing: new Set(valid.map(({ step }) => step.channel)),
    builds: versions.map(buildOf),
    history: history.flatMap((release) => served(release, buildOf) ?? []),
  };
}

function served(release: Release, buildOf: (version: Version) => Build): Build | null {
  return release.type === 'SITE_DISABLE' || !release.version ? null : buildOf(release.version);
}

/** True when `a` was surely built before `b`. */
export function isOlder(a: Build, b: Build): boolean {
  return a.createdAt !== null && b.createdAt !== null && a.createdAt < b.createdAt;
}

/** What everybody without a preview gets; null when live is switched off, undefined when it never had a release. */
export function liveBuild(site: Site): Build | null | undefined {
  return site.shown.find((one) => one.step.channel === 'live')?.build;
}

/**
 * What live goes back to: the last thing it served that is still there and was built before the present version.
 * A newer one in the history was rolled back from, so it is no way back.
 */
export function fallbackBuild(site: Site): Build | null {
  const live = liveBuild(site);
  const usable = site.history.filter((build) => build.status === 'FINALIZED' && build.version !== live?.version);
  return usable.find((build) => !live || build.createdAt === null || live.createdAt === null || isOlder(build, live)) ?? null;
}
