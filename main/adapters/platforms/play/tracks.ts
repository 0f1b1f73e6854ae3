import { contentHash } from '../../../core/hash.ts';
import type { Json } from '../../../core/model/json.ts';
import type { Operation } from '../../../core/model/operation.ts';
import type { PlatformRelease, PlatformState, PlatformStatus } from '../../../core/model/platform-state.ts';
import { AdapterError } from '../../errors.ts';
import type { TrackRelease } from './api.ts';

const statuses: Readonly<Record<string, PlatformStatus>> = { draft: 'draft', inProgress: 'rolling', halted: 'halted', completed: 'live' };

/** Name of a release; Play allows it to be missing. */
export function nameOf(release: TrackRelease): string {
  return release.name ?? release.versionCodes.join(', ');
}

/** Fraction 0–1 → percent 0–100 without the noise of floating point. */
function percentOf(release: TrackRelease): number {
  if (release.status === 'completed') return 100;
  return release.userFraction === undefined || release.userFraction === null ? 0 : Math.round(release.userFraction * 1e6) / 1e4;
}

/** What a track shows users. Pure. */
export function trackState(releases: readonly TrackRelease[]): PlatformState {
  const staged = releases.find((release) => release.status === 'inProgress' || release.status === 'halted');
  const completed = releases.find((release) => release.status === 'completed');
  const fence = contentHash(JSON.parse(JSON.stringify(releases)) as Json);
  const rows = releases.map(rowOf);
  if (staged !== undefined) {
    const halted = staged.status === 'halted';
    return {
      version: nameOf(staged),
      percent: percentOf(staged),
      status: halted ? 'halted' : 'rolling',
      fallbackVersion: completed === undefined ? null : nameOf(completed),
      fence,
      releases: rows,
    };
  }
  return { version: completed === undefined ? null : nameOf(completed), percent: completed === undefined ? 0 : 100, status: completed === undefined ? 'draft' : 'live', fallbackVersion: null, fence, releases: rows };
}

function rowOf(release: TrackRelease): PlatformRelease {
  return { version: nameOf(release), status: statuses[release.status] ?? 'unknown', percent: percentOf(release), publishedAt: null, ref: release.versionCodes.join(',') };
}

/** The track as an operation wants it: every release is sent back, at most one completed and one staged. Pure; throws `precondition`. */
export function wantedTrack(releases: readonly TrackRelease[], operation: Operation, elsewhere: TrackRelease | null, track: string): TrackRelease[] {
  switch (operation.op) {
    case 'expose':
    case 'resume':
      return exposed(releases, operation.version, operation.percent, elsewhere, track);
    case 'halt':
    case 'rollback':
      return halted(releases, operation.version, track);
    case 'unpublish':
      throw new AdapterError('precondition', 'Google Play has no call to unpublish a version; use the Console.');
  }
}

function exposed(releases: readonly TrackRelease[], version: string, percent: number, elsewhere: TrackRelease | null, track: string): TrackRelease[] {
  const own = releases.find((release) => nameOf(release) === version) ?? elsewhere;
  if (own === null || own === undefined) throw new AdapterError('precondition', `Track ${track} has no release named ${version}, and neither has another track. Upload it first.`);
  if (own.status === 'completed' && percent < 100 && releases.includes(own)) throw new AdapterError('precondition', `${version} is fully rolled out on ${track}; Play does not let it be staged again.`);
  const completed = releases.filter((release) => release.status === 'completed' && nameOf(release) !== version);
  if (percent < 100 && completed.length === 0) throw new AdapterError('precondition', `The first release on track ${track} cannot be staged: it goes to everyone at once.`);
  const { userFraction: _fraction, ...rest } = own;
  const next: TrackRelease = percent === 100 ? { ...rest, status: 'completed' } : { ...rest, status: 'inProgress', userFraction: Math.round(percent * 100) / 10_000 };
  const drafts = releases.filter((release) => release.status === 'draft' && nameOf(release) !== version);
  // At 100 % the release before must go, or Play answers that only one completed release is allowed.
  return percent === 100 ? [next, ...drafts] : [next, ...completed, ...drafts];
}

function halted(releases: readonly TrackRelease[], version: string, track: string): TrackRelease[] {
  const own = releases.find((release) => nameOf(release) === version);
  if (own === undefined || own.status === 'draft') throw new AdapterError('precondition', `${version} is not offered on track ${track}.`);
  if (own.status === 'completed' && track === 'internal') throw new AdapterError('precondition', 'A full release on the internal track cannot be halted.');
  return releases.map((release) => (release === own ? { ...own, status: 'halted' } : release));
}
