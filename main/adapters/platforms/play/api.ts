import { z } from 'zod';
import type { ProblemKind } from '../../../core/model/connection.ts';
import type { AdapterContext } from '../../context.ts';
import { AdapterError } from '../../errors.ts';
import type { HttpAnswer, HttpRequest } from '../../http/client.ts';
import { googleSend } from '../../http/google-api.ts';
import type { GoogleSettings } from '../../http/google-auth.ts';
import { parseAnswer } from '../../http/parse-answer.ts';

export interface PlaySettings extends GoogleSettings {
  readonly apiUrl: string;
  /** Key of a second account for reading, so that looking never ends an edit of the first one. */
  readonly readServiceAccount?: string | undefined;
  /** Package that a connection test reads. */
  readonly tryOn?: string | undefined;
}

export interface PlayTarget {
  readonly packageName: string;
  readonly track: string;
  /** `no` while the Console says that changes must be sent for review by hand. */
  readonly sendForReview: 'yes' | 'no';
}

export type PlayContext = AdapterContext<PlaySettings>;

export const playScope = 'https://www.googleapis.com/auth/androidpublisher';
const platform = 'Google Play';

export const TrackRelease = z.looseObject({
  name: z.string().nullish(),
  versionCodes: z.array(z.coerce.string()).nullish(),
  status: z.string().nullish(),
  userFraction: z.number().nullish(),
});
export type TrackRelease = z.infer<typeof TrackRelease>;
export const Track = z.object({ track: z.string(), releases: z.array(TrackRelease).nullish() });
export type Track = z.infer<typeof Track>;
const Tracks = z.object({ tracks: z.array(Track).nullish() });
const Edit = z.object({ id: z.string().min(1) });
const Summary = z.object({ releaseName: z.string().nullish(), releaseLifecycleState: z.string().nullish() });
export type Summary = z.infer<typeof Summary>;
const Summaries = z.object({ releases: z.array(Summary).nullish() });

/** Messages that Play gives no code of its own; matched last, after status and reason (reference: google-play). */
const messages: readonly (readonly [RegExp, ProblemKind])[] = [
  [/edit has been deleted|edit has expired|already (?:been )?successfully committed|editDeleted|concurrent/i, 'conflict'],
  [/in review/i, 'precondition'],
  [/changesNotSentForReview/i, 'precondition'],
  [/draft app|can ?not be staged|too many staged|only one completed/i, 'precondition'],
];

function kindOf(message: string): ProblemKind | null {
  return messages.find(([pattern]) => pattern.test(message))?.[1] ?? null;
}

const advice: Partial<Record<ProblemKind, string>> = {
  permission:
    'Invite the service account in Play Console with the right to release to this track, and enable the Google Play Android Developer API in its project; rights can take hours to apply.',
  notFound: 'Check package and track, and that the service account is invited to this app.',
  conflict: 'Another change ended the edit before it was committed; nothing of it was applied.',
  precondition:
    'Nothing was applied. While a review runs, wait or withdraw it in Play Console; when Play wants changes sent for review by hand, set "Send for review" of the target to no.',
};

/** Sends one call. `write` marks the only one whose lost answer matters: the commit. Whatever else fails in an edit was not applied. */
async function send(context: PlayContext, request: HttpRequest, doing: string, write = false): Promise<HttpAnswer> {
  try {
    return await googleSend(context, { doing, scope: playScope, advice, write, kindOf }, request);
  } catch (error) {
    if (write || !(error instanceof AdapterError) || error.kind !== 'unknownOutcome') throw error;
    const detail = [error.message, error.detail].filter(Boolean).join(' ');
    throw new AdapterError(
      'unavailable',
      `Google Play did not answer while ${doing}. The edit was not committed, so nothing was applied.`,
      { detail },
    );
  }
}

function base(context: PlayContext, packageName: string): string {
  return `${context.settings.apiUrl}/applications/${encodeURIComponent(packageName)}`;
}

/** An open edit. Opening one silently ends any other of the same account. */
export interface OpenEdit {
  tracks(): Promise<Track[]>;
  put(track: string, releases: readonly TrackRelease[]): Promise<void>;
  validate(): Promise<void>;
  commit(): Promise<void>;
  /** Gives the edit up; it would expire by itself, so a failure here is not one. */
  abandon(): Promise<void>;
}

/** Opens an edit. It changes nothing by itself, so it is repeated like a read. */
export async function openEdit(context: PlayContext, target: PlayTarget): Promise<OpenEdit> {
  const { packageName, sendForReview } = target;
  const open = { method: 'POST', url: `${base(context, packageName)}/edits`, body: {}, reads: true } as const;
  const { id } = parseAnswer(Edit, await send(context, open, `opening an edit of ${packageName}`), platform);
  const edit = `${base(context, packageName)}/edits/${encodeURIComponent(id)}`;
  return {
    async tracks() {
      const answer = await send(context, { method: 'GET', url: `${edit}/tracks` }, `reading the tracks of ${packageName}`);
      return parseAnswer(Tracks, answer, platform).tracks ?? [];
    },
    async put(track, releases) {
      const request = { method: 'PUT', url: `${edit}/tracks/${encodeURIComponent(track)}`, body: { track, releases } } as const;
      await send(context, request, `preparing track ${track} of ${packageName}`);
    },
    async validate() {
      await send(context, { method: 'POST', url: `${edit}:validate`, body: {}, reads: true }, `checking the edit of ${packageName}`);
    },
    async commit() {
      // The default would cancel a review that is running.
      const query = new URLSearchParams({ changesInReviewBehavior: 'ERROR_IF_IN_REVIEW' });
      if (sendForReview === 'no') query.set('changesNotSentForReview', 'true');
      await send(
        context,
        { method: 'POST', url: `${edit}:commit?${query.toString()}`, body: {} },
        `committing the edit of ${packageName}`,
        true,
      );
    },
    async abandon() {
      await send(context, { method: 'DELETE', url: edit }, 'giving the edit up').catch(() => undefined);
    },
  };
}

/** Review states of a track's releases, without an edit. Play has no percentages here. */
export async function readSummaries(context: PlayContext, packageName: string, track: string): Promise<Summary[]> {
  const url = `${base(context, packageName)}/tracks/${encodeURIComponent(track)}/releases`;
  const answer = await send(context, { method: 'GET', url }, `reading the releases of ${packageName} on ${track}`);
  return parseAnswer(Summaries, answer, platform).releases ?? [];
}
