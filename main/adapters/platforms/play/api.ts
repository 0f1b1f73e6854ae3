import { z } from 'zod';
import type { AdapterContext } from '../../context.ts';
import { AdapterError } from '../../errors.ts';
import type { HttpAnswer, HttpRequest } from '../../http/client.ts';
import { googleToken, type GoogleSettings } from '../../http/google-auth.ts';
import { problemFrom } from '../../http/problem-from.ts';
import type { ProblemKind } from '../../../core/model/connection.ts';

export interface PlaySettings extends GoogleSettings {
  readonly apiUrl: string;
}

export interface PlayTarget {
  readonly packageName: string;
  readonly track: string;
}

export type PlayContext = AdapterContext<PlaySettings>;

export const playScope = 'https://www.googleapis.com/auth/androidpublisher';

export const TrackRelease = z.looseObject({
  name: z.string().nullish(),
  versionCodes: z.array(z.string()).default([]),
  status: z.string(),
  userFraction: z.number().nullish(),
});
export type TrackRelease = z.infer<typeof TrackRelease>;
export const Track = z.object({ track: z.string(), releases: z.array(TrackRelease).default([]) });
const Edit = z.object({ id: z.string() });
const ErrorBody = z.object({ error: z.object({ message: z.string().default(''), status: z.string().default('') }) });

/** Another commit or a change in the Console ended our edit: nothing of it was applied. */
const lostEdit = /edit has been deleted|edit has expired|already been successfully committed|concurrent/i;

function problemKind(status: string, message: string): ProblemKind | null {
  if (lostEdit.test(message)) return 'conflict';
  if (status === 'FAILED_PRECONDITION') return 'precondition';
  return null;
}

async function send(context: PlayContext, request: HttpRequest, doing: string): Promise<HttpAnswer> {
  for (const fresh of [false, true]) {
    const token = await googleToken(context.http, context.settings, playScope, context.now(), fresh);
    const answer = await context.http.send({ ...request, headers: { authorization: `Bearer ${token}` } });
    if (answer.status < 300) return answer;
    if (answer.status === 401 && !fresh && context.settings.accessToken === undefined) continue;
    throw refusal(context, answer, request, doing);
  }
  throw new AdapterError('auth', `Google refused a fresh token while ${doing}.`);
}

function refusal(context: PlayContext, answer: HttpAnswer, request: HttpRequest, doing: string): AdapterError {
  const body = ErrorBody.safeParse(tryJson(answer));
  const said = body.success ? body.data.error.message : null;
  const kind = body.success ? problemKind(body.data.error.status, body.data.error.message) : null;
  return problemFrom(answer, {
    doing,
    said,
    ...(kind === null ? {} : { kind }),
    advice: { permission: 'The service account needs the right to release to this track, given in Play Console; it can take hours to apply.' },
    now: context.now(),
    // Only a commit changes anything for users; whatever else fails in an edit was not applied.
    write: request.url.includes(':commit'),
  });
}

function tryJson(answer: HttpAnswer): unknown {
  try {
    return answer.json();
  } catch {
    return null;
  }
}

function base(context: PlayContext, target: PlayTarget): string {
  return `${context.settings.apiUrl}/applications/${encodeURIComponent(target.packageName)}`;
}

/** An open edit. Opening one silently ends any other of the same account. */
export interface OpenEdit {
  readonly id: string;
  track(name: string): Promise<TrackRelease[]>;
  put(name: string, releases: readonly TrackRelease[]): Promise<void>;
  commit(): Promise<void>;
  /** Gives the edit up; it would expire by itself, so a failure here is not one. */
  abandon(): Promise<void>;
}

/** Opens an edit. It changes nothing by itself, so it is repeated like a read. */
export async function openEdit(context: PlayContext, target: PlayTarget): Promise<OpenEdit> {
  const opened = await send(context, { method: 'POST', url: `${base(context, target)}/edits`, body: {}, reads: true }, `opening an edit of ${target.packageName}`);
  const { id } = Edit.parse(opened.json());
  const edit = `${base(context, target)}/edits/${id}`;
  return {
    id,
    async track(name) {
      const answer = await send(context, { method: 'GET', url: `${edit}/tracks/${encodeURIComponent(name)}` }, `reading track ${name}`);
      return Track.parse(answer.json()).releases;
    },
    async put(name, releases) {
      await send(context, { method: 'PUT', url: `${edit}/tracks/${encodeURIComponent(name)}`, body: { track: name, releases } }, `preparing track ${name}`);
    },
    async commit() {
      await send(context, { method: 'POST', url: `${edit}:validate`, body: {} }, 'checking the edit');
      await send(context, { method: 'POST', url: `${edit}:commit?changesInReviewBehavior=ERROR_IF_IN_REVIEW`, body: {} }, 'committing the edit');
    },
    async abandon() {
      await send(context, { method: 'DELETE', url: edit }, 'giving the edit up').catch(() => undefined);
    },
  };
}
