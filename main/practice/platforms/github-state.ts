import { parse } from 'yaml';

export interface GithubAsset {
  readonly id: number;
  name: string;
  label: string | null;
  readonly contentType: string;
  readonly base64: string;
  downloads: number;
  readonly createdAt: number;
  updatedAt: number;
}

export interface GithubRelease {
  readonly id: number;
  tag: string;
  commitish: string;
  name: string | null;
  body: string | null;
  draft: boolean;
  prerelease: boolean;
  immutable: boolean;
  readonly createdAt: number;
  publishedAt: number | null;
  updatedAt: number;
  readonly assets: GithubAsset[];
}

/** A commit that was written through the API. */
export interface WrittenCommit {
  readonly sha: string;
  readonly tree: string;
  readonly parents: readonly string[];
  readonly message: string;
  readonly at: number;
}

/** A pull request that was opened through the API. */
export interface OpenedPull {
  readonly number: number;
  readonly title: string;
  readonly body: string;
  readonly head: string;
  readonly headSha: string;
  readonly base: string;
  readonly draft: boolean;
  readonly state: 'open' | 'closed';
  readonly at: number;
}

export interface GithubRepository {
  readonly application: string;
  readonly owner: string;
  readonly repo: string;
  readonly releases: GithubRelease[];
  /** Set by `make_latest`; while null or no longer published the newest full release counts. */
  latestId: number | null;
  immutableReleases: boolean;
  readonly burntTags: string[];
  /** What was written into the code; absent until something is. */
  code?: { readonly commits: WrittenCommit[]; readonly branches: Record<string, string>; readonly pulls: OpenedPull[] };
  readonly dispatches: { readonly at: number; readonly type: string; readonly payload: unknown }[];
}

/** The release flagged latest: never a draft, never a prerelease. */
export function latestRelease(repository: GithubRepository): GithubRelease | undefined {
  const full = repository.releases.filter((release) => !release.draft && !release.prerelease);
  const flagged = full.find((release) => release.id === repository.latestId);
  return flagged ?? full.toSorted((a, b) => b.createdAt - a.createdAt || b.id - a.id)[0];
}

/** What desktop clients take from a manifest: its version and share, percent 0–100. */
export interface ManifestOffer {
  readonly version: string;
  readonly percent: number;
}

const parsed = new Map<string, ManifestOffer | null>();

/** Reads a manifest as electron-updater does: the share is cut to a whole number, and one it cannot read means everybody. */
export function readManifest(base64: string): ManifestOffer | null {
  const known = parsed.get(base64);
  if (known !== undefined) return known;
  if (parsed.size > 500) parsed.clear();
  const offer = offerOf(Buffer.from(base64, 'base64').toString('utf8'));
  parsed.set(base64, offer);
  return offer;
}

function offerOf(text: string): ManifestOffer | null {
  let document: unknown;
  try {
    document = parse(text);
  } catch {
    return null;
  }
  if (typeof document !== 'object' || document === null || !('version' in document)) return null;
  const percent = 'stagingPercentage' in document ? Number.parseInt(String(document.stagingPercentage), 10) : Number.NaN;
  return { version: String(document.version), percent: Number.isNaN(percent) ? 100 : percent };
}

/** What clients of one operating system are offered now; null when the latest release has no such manifest. */
export function offeredBy(repository: GithubRepository, manifest: string): ManifestOffer | null {
  const asset = latestRelease(repository)?.assets.find((candidate) => candidate.name === manifest);
  return asset === undefined ? null : readManifest(asset.base64);
}
