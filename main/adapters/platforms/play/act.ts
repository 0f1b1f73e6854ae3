import { textHash } from '../../../core/hash.ts';
import type { Operation } from '../../../core/model/operation.ts';
import type { PlatformState } from '../../../core/model/platform-state.ts';
import { AdapterError } from '../../errors.ts';
import { oneAtATime } from '../../one-at-a-time.ts';
import { openEdit, readSummaries, type PlayContext, type PlayTarget, type Track } from './api.ts';
import { fenceOf, releasesOn, trackState } from './tracks.ts';
import { wantedTrack } from './wanted.ts';

/** Changes a track in one edit: read, compare, put, validate, commit within seconds; the edit is given up on any doubt. */
export async function actOnTrack(context: PlayContext, target: PlayTarget, operation: Operation, fence: string): Promise<void> {
  await oneAtATime(lineOf(context, target, context.settings.serviceAccount), async () => {
    const edit = await openEdit(context, target);
    let committing = false;
    try {
      const tracks = await edit.tracks();
      if (fenceOf(releasesOn(tracks, target.track)) !== fence) {
        throw new AdapterError(
          'conflict',
          `Track ${target.track} of ${target.packageName} changed since it was looked at. Nothing was sent.`,
        );
      }
      const wanted = wantedTrack(tracks, target.track, operation);
      if (wanted === null) {
        await edit.abandon();
        return;
      }
      await edit.put(target.track, wanted);
      await edit.validate();
      committing = true;
      await edit.commit();
    } catch (error) {
      // A lost answer to the commit leaves nothing to give up, and asking would only cost time.
      if (!(committing && error instanceof AdapterError && !error.notApplied)) await edit.abandon();
      throw error;
    }
  });
}

/** Reads a track with its review states. Percentages are only in an edit, which is given up at once. */
export async function readTrack(context: PlayContext, target: PlayTarget): Promise<PlatformState> {
  const { serviceAccount, readServiceAccount } = context.settings;
  const account = readServiceAccount ?? serviceAccount;
  const reader: PlayContext = { ...context, settings: { ...context.settings, serviceAccount: account } };
  const looked = new Promise<Track[]>((resolve, reject) => {
    const reading = oneAtATime(lineOf(context, target, account), async () => {
      const edit = await openEdit(reader, target);
      try {
        resolve(await edit.tracks());
      } finally {
        // Whoever is next in line waits for this; whoever asked need not.
        await edit.abandon();
      }
    });
    reading.catch(reject);
  });
  const [tracks, summaries] = await Promise.all([looked, readSummaries(reader, target.packageName, target.track)]);
  return trackState(tracks, target.track, summaries);
}

/** An account has one open edit per app, so our own reads and writes must not end each other's. */
function lineOf(context: PlayContext, target: PlayTarget, account: string | undefined): string {
  const who = textHash(account ?? context.settings.accessToken ?? '');
  return `${context.settings.apiUrl} ${target.packageName} ${who}`;
}
