import type { Operation } from '../../../core/model/operation.ts';
import { AdapterError } from '../../errors.ts';
import { type OpenEdit, openEdit, type PlayContext, type PlayTarget, type TrackRelease } from './api.ts';
import { nameOf, trackState, wantedTrack } from './tracks.ts';

/** Tracks a version may come from, nearest to production first. */
const sources = ['beta', 'alpha', 'internal'];

/** Changes a track in one edit: read, compare, put, validate, commit within seconds; the edit is given up on any doubt. */
export async function actOnTrack(context: PlayContext, target: PlayTarget, operation: Operation, fence: string): Promise<void> {
  const edit = await openEdit(context, target);
  let committing = false;
  try {
    const releases = await edit.track(target.track);
    if (trackState(releases).fence !== fence) throw new AdapterError('conflict', `Track ${target.track} of ${target.packageName} changed since it was looked at. Nothing was sent.`);
    const known = releases.some((release) => nameOf(release) === operation.version);
    const wanted = wantedTrack(releases, operation, known ? null : await findElsewhere(edit, operation.version, target.track), target.track);
    if (JSON.stringify(wanted) === JSON.stringify(releases)) {
      await edit.abandon();
      return;
    }
    await edit.put(target.track, wanted);
    committing = true;
    await edit.commit();
  } catch (error) {
    // A lost answer to the commit leaves nothing to give up, and asking would only cost time.
    if (!(committing && error instanceof AdapterError && !error.notApplied)) await edit.abandon();
    throw error;
  }
}

async function findElsewhere(edit: OpenEdit, version: string, track: string): Promise<TrackRelease | null> {
  for (const source of sources) {
    if (source === track) continue;
    const releases = await edit.track(source).catch((error: unknown) => {
      if (error instanceof AdapterError && error.kind === 'notFound') return [];
      throw error;
    });
    const found = releases.find((release) => nameOf(release) === version);
    if (found !== undefined) return { name: found.name ?? version, versionCodes: found.versionCodes, status: 'draft' };
  }
  return null;
}

/** Reads a track. Percentages are only in an edit, which is given up at once. */
export async function readTrack(context: PlayContext, target: PlayTarget): Promise<TrackRelease[]> {
  const edit = await openEdit(context, target);
  try {
    return await edit.track(target.track);
  } finally {
    await edit.abandon();
  }
}
