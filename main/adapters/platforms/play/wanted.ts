import type { Operation } from '../../../core/model/operation.ts';
import { AdapterError } from '../../errors.ts';
import type { Track, TrackRelease } from './api.ts';
import { isStaged, releasesOn, versionOf } from './tracks.ts';

/**
 * The track as an operation wants it. Play takes what is sent as the whole track, so every release that stays is sent back;
 * at most one is completed and one staged (reference: google-play). Null when nothing has to change. Pure; throws `precondition`.
 */
export function wantedTrack(tracks: readonly Track[], track: string, operation: Operation): TrackRelease[] | null {
  const releases = releasesOn(tracks, track);
  switch (operation.op) {
    case 'expose':
    case 'resume':
      return changed(releases, exposed(tracks, track, operation.version, operation.percent));
    case 'halt':
    case 'rollback':
      return changed(releases, halted(releases, operation.version, track));
    case 'unpublish':
      throw new AdapterError('precondition', 'Google Play has no call to take a version away. Halt it, and use Play Console for the rest.');
  }
}

function changed(before: readonly TrackRelease[], after: readonly TrackRelease[]): TrackRelease[] | null {
  return JSON.stringify(before) === JSON.stringify(after) ? null : [...after];
}

/** Percent 0–100 as Play's fraction: four decimals, more than 0 and less than 1. */
export function fractionOf(percent: number): number {
  const fraction = Math.round(percent * 100) / 10_000;
  if (fraction > 0 && fraction < 1) return fraction;
  throw new AdapterError(
    'precondition',
    `Play takes shares above 0 and below 100 % (got ${percent} %); 100 % is a full release, 0 % is a halt.`,
  );
}

function exposed(tracks: readonly Track[], track: string, version: string, percent: number): TrackRelease[] {
  const releases = releasesOn(tracks, track);
  const own = releases.find((release) => versionOf(release) === version);
  const source = own ?? promoted(tracks, track, version);
  if (own?.status === 'completed') {
    if (percent === 100) return [...releases];
    throw new AdapterError(
      'precondition',
      `${version} is fully rolled out on ${track}, and Play does not stage it again. Halt it first, then resume at ${percent} %.`,
    );
  }
  const { userFraction: _fraction, ...rest } = source;
  const drafts = releases.filter((release) => release !== own && release.status === 'draft');
  // The release before has to go, or Play answers that only one completed release is allowed.
  if (percent === 100) return [{ ...rest, status: 'completed' }, ...drafts];
  const completed = releases.filter((release) => release.status === 'completed');
  // A full release that was halted stands in for the completed one: the track has served users before.
  if (completed.length === 0 && !releases.some(isStaged)) {
    throw new AdapterError('precondition', `The first release on track ${track} cannot be staged: it goes to everybody at once (100 %).`);
  }
  return [{ ...rest, status: 'inProgress', userFraction: fractionOf(percent) }, ...completed, ...drafts];
}

/** The version as another track has it, to be offered on this one too. Notes and priority come along; the fraction does not. */
function promoted(tracks: readonly Track[], track: string, version: string): TrackRelease {
  const found = tracks
    .filter((one) => one.track !== track)
    .flatMap((one) => one.releases ?? [])
    .find((release) => versionOf(release) === version);
  if (found === undefined || (found.versionCodes ?? []).length === 0) {
    throw new AdapterError(
      'precondition',
      `No track has a release named ${version}. Upload it to ${track} as a draft, or to a testing track, with that name.`,
    );
  }
  const { name, versionCodes, releaseNotes, inAppUpdatePriority } = found;
  const kept = { name: name ?? version, versionCodes, status: 'draft' };
  return {
    ...kept,
    ...(releaseNotes === undefined ? {} : { releaseNotes }),
    ...(inAppUpdatePriority === undefined ? {} : { inAppUpdatePriority }),
  };
}

function halted(releases: readonly TrackRelease[], version: string, track: string): TrackRelease[] {
  const own = releases.find((release) => versionOf(release) === version);
  if (own === undefined || own.status === 'draft' || own.status === 'halted') return [...releases];
  if (own.status === 'completed' && track === 'internal') {
    throw new AdapterError('precondition', 'A full release on the internal track cannot be halted. Upload a higher version instead.');
  }
  const others =
    own.status === 'completed'
      ? releases.filter((release) => release !== own && !isStaged(release))
      : releases.filter((release) => release !== own);
  return [{ ...own, status: 'halted' }, ...others];
}
