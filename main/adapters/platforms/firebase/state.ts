import { contentHash } from '../../../core/hash.ts';
import type { PlatformRelease, PlatformState } from '../../../core/model/platform-state.ts';
import { type Channel, type FirebaseContext, getChannel, listVersions, liveReleases, type Release, type Version } from './api.ts';
import type { FirebaseTarget, Step } from './target.ts';

/** Everything one look at a site gives. */
export interface SiteView {
  readonly state: PlatformState;
  /** Version text by channel, null where nothing is served or the channel is missing. */
  readonly served: ReadonlyMap<string, string | null>;
  readonly existing: ReadonlySet<string>;
  readonly versions: readonly Version[];
}

/** Semver of a Hosting version: labels cannot hold dots, so 4-8-0 is read as 4.8.0; else the release message's last word. */
export function versionText(version: Version, label: string, message: string | null | undefined): string {
  const labelled = version.labels?.[label];
  if (labelled !== undefined) return labelled.replace(/^(\d+)-(\d+)-(\d+)/, '$1.$2.$3');
  const said = /\d+\.\d+\.\d+[\w.+-]*/.exec(message ?? '')?.[0];
  return said ?? version.name.split('/').at(-1) ?? version.name;
}

function servedText(release: Release | null | undefined, label: string): string | null {
  if (!release?.version || release.type === 'SITE_DISABLE') return null;
  return versionText(release.version, label, release.message);
}

/** Reads the channels, the live history and the versions of a site. */
export async function viewSite(context: FirebaseContext, target: FirebaseTarget): Promise<SiteView> {
  const { site, steps, versionLabel } = target;
  const [channels, history, versions] = await Promise.all([
    Promise.all(steps.map(async (step) => [step.channel, await getChannel(context, site, step.channel)] as const)),
    liveReleases(context, site),
    listVersions(context, site),
  ]);
  const served = new Map(channels.map(([name, channel]) => [name, servedText(channel?.release, versionLabel)]));
  const existing = new Set(channels.filter(([, channel]) => channel !== null).map(([name]) => name));
  return { state: stateOf(target, channels, served, history, versions), served, existing, versions };
}

function stateOf(
  target: FirebaseTarget,
  channels: readonly (readonly [string, Channel | null])[],
  served: ReadonlyMap<string, string | null>,
  history: readonly Release[],
  versions: readonly Version[],
): PlatformState {
  const live = served.get('live') ?? null;
  const ahead = aheadOf(target.steps, served, live);
  const fence = contentHash(channels.map(([name, channel]) => [name, channel?.release?.name ?? null, channel?.release?.version?.name ?? null]));
  const releases = releasesOf(target, versions, served);
  if (ahead !== null) {
    return { version: served.get(ahead.channel) ?? null, percent: ahead.percent, status: 'rolling', fallbackVersion: live, fence, releases };
  }
  const fallbackVersion = fallbackOf(history, live, target.versionLabel, versions);
  return { version: live, percent: live === null ? 0 : 100, status: live === null ? 'removed' : 'live', fallbackVersion, fence, releases };
}

/** The widest preview channel that serves something else than live. */
function aheadOf(steps: readonly Step[], served: ReadonlyMap<string, string | null>, live: string | null): Step | null {
  const previews = steps.filter((step) => step.channel !== 'live');
  return previews.reverse().find((step) => (served.get(step.channel) ?? null) !== null && served.get(step.channel) !== live) ?? null;
}

/** The version live served before the present one, if its files are still there. */
function fallbackOf(history: readonly Release[], live: string | null, label: string, versions: readonly Version[]): string | null {
  const usable = new Set(versions.filter((version) => version.status === 'FINALIZED').map((version) => version.name.split('/').at(-1)));
  for (const release of history) {
    const text = servedText(release, label);
    if (text !== null && text !== live && usable.has(release.version?.name.split('/').at(-1))) return text;
  }
  return null;
}

function releasesOf(target: FirebaseTarget, versions: readonly Version[], served: ReadonlyMap<string, string | null>): PlatformRelease[] {
  return versions.map((version) => {
    const text = versionText(version, target.versionLabel, null);
    const widest = target.steps.filter((step) => served.get(step.channel) === text).at(-1);
    const gone = version.status === 'DELETED' || version.status === 'EXPIRED' || version.status === 'ABANDONED';
    return {
      version: text,
      status: gone ? 'removed' : widest === undefined ? 'ready' : widest.percent === 100 ? 'live' : 'rolling',
      percent: widest?.percent ?? 0,
      publishedAt: version.createTime ? Date.parse(version.createTime) : null,
      ref: version.name,
    };
  });
}
