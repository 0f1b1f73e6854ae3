import { z } from 'zod';
import { AdapterError } from '../../errors.ts';
import type { AdapterContext } from '../../context.ts';
import type { HttpAnswer, HttpRequest } from '../../http/client.ts';
import { googleToken, type GoogleSettings } from '../../http/google-auth.ts';
import { problemFrom } from '../../http/problem-from.ts';

export interface FirebaseSettings extends GoogleSettings {
  readonly apiUrl: string;
}

export type FirebaseContext = AdapterContext<FirebaseSettings>;

const scope = 'https://www.googleapis.com/auth/firebase';
const ErrorBody = z.object({ error: z.object({ message: z.string().default(''), status: z.string().default('') }) });

export const Version = z.object({
  name: z.string(),
  status: z.string().default('VERSION_STATUS_UNSPECIFIED'),
  labels: z.record(z.string(), z.string()).nullish(),
  createTime: z.string().nullish(),
  finalizeTime: z.string().nullish(),
});
export type Version = z.infer<typeof Version>;

export const Release = z.object({
  name: z.string(),
  type: z.string().default('TYPE_UNSPECIFIED'),
  message: z.string().nullish(),
  releaseTime: z.string().nullish(),
  version: Version.nullish(),
});
export type Release = z.infer<typeof Release>;

export const Channel = z.object({ name: z.string(), release: Release.nullish(), expireTime: z.string().nullish() });
export type Channel = z.infer<typeof Channel>;

const Versions = z.object({ versions: z.array(Version).default([]), nextPageToken: z.string().optional() });
const Releases = z.object({ releases: z.array(Release).default([]), nextPageToken: z.string().optional() });

/** Pages of versions looked through for a release; beyond that the version counts as gone. */
const mostPages = 5;

async function send(context: FirebaseContext, request: HttpRequest, doing: string): Promise<HttpAnswer> {
  const { http, settings, now } = context;
  for (const fresh of [false, true]) {
    const token = await googleToken(http, settings, scope, now(), fresh);
    const answer = await http.send({ ...request, headers: { authorization: `Bearer ${token}` } });
    if (answer.status < 300) return answer;
    if (answer.status === 401 && !fresh && settings.accessToken === undefined) continue;
    const body = ErrorBody.safeParse(tryJson(answer));
    const state = body.success ? body.data.error.status : '';
    throw problemFrom(answer, {
      doing,
      said: body.success ? body.data.error.message : null,
      ...(state === 'FAILED_PRECONDITION' ? { kind: 'precondition' as const } : {}),
      advice: { permission: 'The service account needs roles/firebasehosting.admin to release and roles/firebasehosting.viewer to read.' },
      now: now(),
      write: request.method !== 'GET',
    });
  }
  throw new AdapterError('auth', `Google refused a fresh token while ${doing}.`);
}

function tryJson(answer: HttpAnswer): unknown {
  try {
    return answer.json();
  } catch {
    return null;
  }
}

/** A channel, or null when the site has none of that name. */
export async function getChannel(context: FirebaseContext, site: string, channel: string): Promise<Channel | null> {
  try {
    const url = `${context.settings.apiUrl}/sites/${encodeURIComponent(site)}/channels/${encodeURIComponent(channel)}`;
    return Channel.parse((await send(context, { method: 'GET', url }, `reading channel ${channel} of ${site}`)).json());
  } catch (error) {
    if (error instanceof AdapterError && error.kind === 'notFound' && channel !== 'live') return null;
    throw error;
  }
}

/** Versions of a site, newest first, up to a page cap. */
export async function listVersions(context: FirebaseContext, site: string): Promise<Version[]> {
  const found: Version[] = [];
  let pageToken = '';
  for (let page = 0; page < mostPages; page += 1) {
    const query = new URLSearchParams({ pageSize: '100', ...(pageToken === '' ? {} : { pageToken }) });
    const url = `${context.settings.apiUrl}/sites/${encodeURIComponent(site)}/versions?${query.toString()}`;
    const answer = Versions.parse((await send(context, { method: 'GET', url }, `listing the versions of ${site}`)).json());
    found.push(...answer.versions);
    pageToken = answer.nextPageToken ?? '';
    if (pageToken === '') break;
  }
  return found.sort((a, b) => Date.parse(b.createTime ?? '') - Date.parse(a.createTime ?? ''));
}

/** What the live channel served lately, newest first. */
export async function liveReleases(context: FirebaseContext, site: string): Promise<Release[]> {
  const url = `${context.settings.apiUrl}/sites/${encodeURIComponent(site)}/channels/live/releases?pageSize=50`;
  return Releases.parse((await send(context, { method: 'GET', url }, `listing the live releases of ${site}`)).json()).releases;
}

/** Points a channel at a version. Not idempotent on the far side: look before repeating it. */
export async function postRelease(context: FirebaseContext, site: string, channel: string, versionName: string, message: string): Promise<void> {
  const short = `sites/${site}/versions/${versionName.split('/').at(-1) ?? ''}`;
  const query = new URLSearchParams({ versionName: short });
  const url = `${context.settings.apiUrl}/sites/${encodeURIComponent(site)}/channels/${encodeURIComponent(channel)}/releases?${query.toString()}`;
  await send(context, { method: 'POST', url, body: { message: message.slice(0, 512) } }, `releasing to channel ${channel} of ${site}`);
}

/** Takes the whole site off the net. */
export async function disableSite(context: FirebaseContext, site: string): Promise<void> {
  const url = `${context.settings.apiUrl}/sites/${encodeURIComponent(site)}/channels/live/releases`;
  await send(context, { method: 'POST', url, body: { type: 'SITE_DISABLE' } }, `disabling ${site}`);
}
