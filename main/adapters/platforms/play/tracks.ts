import { contentHash } from '../../../core/hash.ts';
import type { PlatformRelease, PlatformState, PlatformStatus } from '../../../core/model/platform-state.ts';
import type { Summary, Track, TrackRelease } from './api.ts';

const statuses: Readonly<Record<string, PlatformStatus>> = { draft: 'draft', inProgress: 'rolling', halted: 'halted', completed: 'live' };
/** Play has taken the change but does not serve it yet. */
const waiting = /_(?:NOT_SENT_FOR_REVIEW|IN_REVIEW|APPROVED_NOT_PUBLISHED)$/;

/** Version of a release: its name, also in the Console's long form `40800 (4.8.0)`; without a name, its version codes. */
export function versionOf(release: {
  readonly name?: string | null | undefined;
  readonly versionCodes?: readonly string[] | null | undefined;
}): string {
  const name = release.name?.trim() ?? '';
  if (name === '') return (release.versionCodes ?? []).join(', ');
  return /^\d+ \((.+)\)$/.exec(name)?.[1] ?? name.replace(/^v(?=\d)/, '');
}

export function isStaged(release: TrackRelease): boolean {
  return release.status === 'inProgress' || release.status === 'halted';
}

/** Releases of one track; an unknown track is an empty one. */
export function releasesOn(tracks: readonly Track[], track: string): readonly TrackRelease[] {
  return tracks.find((one) => one.track === track)?.releases ?? [];
}

/** Fraction 0–1 → percent 0–100 without the noise of floating point. */
function percentOf(release: TrackRelease): number {
  if (release.status === 'completed') return 100;
  return Math.round((release.userFraction ?? 0) * 1e6) / 1e4;
}

/** What a write relies on: versions, statuses and fractions of the track, in order. Review states move by themselves and stay out. */
export function fenceOf(releases: readonly TrackRelease[]): string {
  return contentHash(releases.map((one) => [one.name ?? null, one.versionCodes ?? [], one.status ?? null, one.userFraction ?? null]));
}

/**
 * What a track shows users. A halted release is offered to nobody new, so its share is 0; the fraction it was halted at stays in the
 * list of releases. Versions that wait on other tracks are listed as ready. Pure.
 */
export function trackState(tracks: readonly Track[], track: string, summaries: readonly Summary[]): PlatformState {
  const releases = releasesOn(tracks, track);
  const rows = releases.map((release) => rowOf(release, summaries));
  const elsewhere = tracks.filter((one) => one.track !== track).flatMap((one) => one.releases ?? []);
  const ready = elsewhere.map((release): PlatformRelease => ({ ...rowOf(release, []), status: 'ready', percent: 0 }));
  const listed = new Set(rows.map((row) => row.version));
  const extra = ready.filter((row, index) => !listed.has(row.version) && ready.findIndex((one) => one.version === row.version) === index);
  const staged = releases.findIndex(isStaged);
  const completed = releases.findIndex((release) => release.status === 'completed');
  const main = rows[staged] ?? rows[completed];
  return {
    version: main?.version ?? null,
    percent: main === undefined || main.status === 'halted' ? 0 : main.percent,
    status: main?.status ?? (rows.length > 0 ? 'draft' : 'unknown'),
    fallbackVersion: staged < 0 ? null : (rows[completed]?.version ?? null),
    fence: fenceOf(releases),
    releases: [...rows, ...extra],
  };
}

function rowOf(release: TrackRelease, summaries: readonly Summary[]): PlatformRelease {
  const version = versionOf(release);
  const lifecycle = summaries.find((one) => versionOf({ name: one.releaseName ?? null }) === version)?.releaseLifecycleState ?? '';
  const offered = statuses[release.status ?? ''] ?? 'unknown';
  const inReview = waiting.test(lifecycle) && (offered === 'rolling' || offered === 'live');
  const refused = lifecycle.endsWith('_NOT_APPROVED') && offered !== 'draft';
  return {
    version,
    status: refused ? 'failed' : inReview ? 'inReview' : offered,
    percent: percentOf(release),
    publishedAt: null,
    ref: (release.versionCodes ?? []).join(','),
  };
}
