export const playStatuses = ['draft', 'inProgress', 'halted', 'completed'] as const;
export type PlayStatus = (typeof playStatuses)[number];

export interface PlayRelease {
  readonly name: string;
  readonly versionCodes: readonly string[];
  readonly status: PlayStatus;
  readonly userFraction?: number;
  readonly inAppUpdatePriority?: number;
  readonly releaseNotes?: readonly { readonly language: string; readonly text: string }[];
  readonly countryTargeting?: { readonly countries: readonly string[]; readonly includeRestOfWorld: boolean };
}

export interface PlayEdit {
  readonly id: string;
  readonly account: string;
  readonly expiresAt: number;
  state: 'open' | 'deleted' | 'committed' | 'invalid';
  readonly tracks: Record<string, readonly PlayRelease[]>;
}

export interface PlayApplication {
  readonly application: string;
  readonly packageName: string;
  /** Uploaded bundles: version code → version name. */
  readonly bundles: Record<string, string>;
  readonly tracks: Record<string, readonly PlayRelease[]>;
  readonly edits: PlayEdit[];
  /** Version codes that were once offered to everybody, by track. */
  readonly served: Record<string, string[]>;
  inReview: boolean;
  rejected: boolean;
}

export interface PlayOffer {
  readonly version: string;
  /** Share of users it is offered to, 0–1. */
  readonly share: number;
}

/** What the production track offers, newest first. A halted full release gives way to the one before it. */
export function playOffers(app: PlayApplication): readonly PlayOffer[] {
  const releases = app.tracks.production ?? [];
  const offers: PlayOffer[] = [];
  for (const release of releases) {
    const version = app.bundles[release.versionCodes[0] ?? ''];
    if (version === undefined) continue;
    if (release.status === 'inProgress') offers.push({ version, share: release.userFraction ?? 0 });
    if (release.status === 'completed') offers.push({ version, share: 1 });
  }
  const fallback = releases.some((release) => release.status === 'completed') ? undefined : lastServed(app, releases);
  if (fallback !== undefined) offers.push({ version: fallback, share: 1 });
  return offers.toSorted((a, b) => a.share - b.share);
}

/** After a full release was halted, the version before it is offered again. */
function lastServed(app: PlayApplication, releases: readonly PlayRelease[]): string | undefined {
  const present = releases.flatMap((release) => release.versionCodes);
  const code = app.served.production?.findLast((candidate) => !present.includes(candidate));
  return code === undefined ? undefined : app.bundles[code];
}
