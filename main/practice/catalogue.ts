import type { Surface } from '../core/model/surface.ts';

export type ApplicationId = 'harbor' | 'pryde';

/** What the practice fleet knows of an application before any release moves. Names as each platform calls it. */
export interface ApplicationFacts {
  readonly id: ApplicationId;
  readonly name: string;
  /** Version everybody has when no scenario says otherwise. */
  readonly version: string;
  readonly site: string;
  readonly owner: string;
  readonly repo: string;
  readonly packageName: string;
  readonly feature: { readonly id: number; readonly name: string; readonly segmentId: number };
  readonly environment: { readonly id: number; readonly key: string };
  readonly project: { readonly id: number; readonly name: string };
  readonly population: { readonly web: number; readonly desktop: number; readonly mobile: number };
}

export const applications: readonly ApplicationFacts[] = [
  {
    id: 'harbor',
    name: 'Harbor',
    version: '4.7.0',
    site: 'harbor-web',
    owner: 'practice',
    repo: 'harbor-desktop',
    packageName: 'practice.harbor.app',
    feature: { id: 311, name: 'new_sync', segmentId: 411 },
    environment: { id: 211, key: 'practice-harbor-environment' },
    project: { id: 111, name: 'Harbor' },
    population: { web: 40_000, desktop: 12_000, mobile: 20_000 },
  },
  {
    id: 'pryde',
    name: 'Pryde',
    version: '2.3.0',
    site: 'pryde-web',
    owner: 'practice',
    repo: 'pryde-desktop',
    packageName: 'practice.pryde.app',
    feature: { id: 312, name: 'quick_checkout', segmentId: 412 },
    environment: { id: 212, key: 'practice-pryde-environment' },
    project: { id: 112, name: 'Pryde' },
    population: { web: 40_000, desktop: 12_000, mobile: 20_000 },
  },
];

/** Share of users whom the teams' own routing sends to each hosting channel: cohorts lie inside one another. */
export const channelShares: readonly { readonly channel: string; readonly percent: number }[] = [
  { channel: 'alpha', percent: 10 },
  { channel: 'beta', percent: 50 },
  { channel: 'live', percent: 100 },
];

/** Desktop users by operating system, with the manifest each reads. Shares add up to 1. */
export const desktopParts: readonly { readonly part: string; readonly manifest: string; readonly share: number }[] = [
  { part: 'windows', manifest: 'latest.yml', share: 0.6 },
  { part: 'mac', manifest: 'latest-mac.yml', share: 0.3 },
  { part: 'linux', manifest: 'latest-linux.yml', share: 0.1 },
];

export const surfacesWithUsers = ['web', 'desktop', 'mobile'] as const satisfies readonly Surface[];
export type SurfaceWithUsers = (typeof surfacesWithUsers)[number];

/** Facts of an application. Throws on a name the practice fleet does not have. */
export function applicationFacts(id: string): ApplicationFacts {
  const found = applications.find((application) => application.id === id);
  if (found === undefined) throw new Error(`The practice fleet has no application "${id}". It has: harbor, pryde.`);
  return found;
}

/** Name of the segment that holds the share of an application's flag. */
export function shareSegment(facts: ApplicationFacts): string {
  return `tidegate-${facts.feature.name}-production`;
}

/** The name under which truth and writes speak of a target: `pryde/web`. */
export function targetKey(application: string, surface: Surface): string {
  return `${application}/${surface}`;
}
