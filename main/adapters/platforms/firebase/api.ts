import { z } from 'zod';
import type { AdapterContext } from '../../context.ts';
import { AdapterError } from '../../errors.ts';
import type { HttpAnswer, HttpRequest } from '../../http/client.ts';
import { googleSend } from '../../http/google-api.ts';
import type { GoogleSettings } from '../../http/google-auth.ts';
import { parseAnswer } from '../../http/parse-answer.ts';

export interface FirebaseSettings extends GoogleSettings {
  readonly apiUrl: string;
  /** Site that a connection test reads. */
  readonly tryOn?: string | undefined;
}

export type FirebaseContext = AdapterContext<FirebaseSettings>;

export const firebaseScope = 'https://www.googleapis.com/auth/firebase';
const platform = 'Firebase Hosting';
const longestMessage = 512;

export const Version = z.object({
  name: z.string(),
  status: z.string().nullish(),
  labels: z.record(z.string(), z.unknown()).nullish(),
  createTime: z.string().nullish(),
});
export type Version = z.infer<typeof Version>;

export const Release = z.object({
  name: z.string(),
  type: z.string().nullish(),
  message: z.string().nullish(),
  releaseTime: z.string().nullish(),
  version: Version.nullish(),
});
export type Release = z.infer<typeof Release>;

export const Channel = z.object({ name: z.string(), release: Release.nullish(), expireTime: z.string().nullish() });
export type Channel = z.infer<typeof Channel>;

const token = z.string().nullish();
const Versions = z.object({ versions: z.array(Version).nullish(), nextPageToken: token });
const Releases = z.object({ releases: z.array(Release).nullish(), nextPageToken: token });
const Channels = z.object({ channels: z.array(Channel).nullish(), nextPageToken: token });

/** Pages of a list that are looked through; what lies beyond counts as gone. */
const mostPages = 5;

async function send(context: FirebaseContext, request: HttpRequest, doing: string): Promise<HttpAnswer> {
  const call = {
    doing,
    scope: firebaseScope,
    write: request.method !== 'GET',
    advice: {
      permission: 'The service account needs roles/firebasehosting.viewer to read and roles/firebasehosting.admin to release.',
      notFound: 'Check the site and its channels in the settings of the target.',
    },
  };
  return await googleSend(context, call, request);
}

function siteUrl(context: FirebaseContext, site: string): string {
  return `${context.settings.apiUrl}/sites/${encodeURIComponent(site)}`;
}

/** All pages of a list, up to the cap. */
async function pages<T>(
  context: FirebaseContext,
  url: string,
  doing: string,
  read: (answer: HttpAnswer) => { readonly items: readonly T[]; readonly next: string | null | undefined },
): Promise<T[]> {
  const found: T[] = [];
  let pageToken = '';
  for (let page = 0; page < mostPages; page += 1) {
    const query = new URLSearchParams({ pageSize: '100', ...(pageToken === '' ? {} : { pageToken }) });
    const { items, next } = read(
      await send(context, { method: 'GET', url: `${url}?${query.toString()}`, maxBytes: 4 * 1024 * 1024 }, doing),
    );
    found.push(...items);
    pageToken = next ?? '';
    if (pageToken === '') break;
  }
  return found;
}

/** Last segment of a resource name: names come back with and without a project before them. */
export function lastSegment(name: string): string {
  return name.split('/').at(-1) ?? name;
}

/** Channels of a site that have not expired, each with its current release. */
export async function listChannels(context: FirebaseContext, site: string): Promise<Channel[]> {
  return await pages(context, `${siteUrl(context, site)}/channels`, `listing the channels of ${site}`, (answer) => {
    const { channels, nextPageToken } = parseAnswer(Channels, answer, platform);
    return { items: channels ?? [], next: nextPageToken };
  });
}

/** Versions of a site, newest first, up to the page cap. */
export async function listVersions(context: FirebaseContext, site: string): Promise<Version[]> {
  const found = await pages(context, `${siteUrl(context, site)}/versions`, `listing the versions of ${site}`, (answer) => {
    const { versions, nextPageToken } = parseAnswer(Versions, answer, platform);
    return { items: versions ?? [], next: nextPageToken };
  });
  return found.toSorted((a, b) => (timeOf(b.createTime) ?? 0) - (timeOf(a.createTime) ?? 0));
}

/** What the live channel served lately, newest first: one page. */
export async function liveReleases(context: FirebaseContext, site: string): Promise<Release[]> {
  const url = `${siteUrl(context, site)}/channels/live/releases?pageSize=100`;
  const answer = await send(context, { method: 'GET', url, maxBytes: 4 * 1024 * 1024 }, `listing the live releases of ${site}`);
  return parseAnswer(Releases, answer, platform).releases ?? [];
}

/** A timestamp of the API in ms; null when it is missing or cannot be read. */
export function timeOf(text: string | null | undefined): number | null {
  const time = Date.parse(text ?? '');
  return Number.isNaN(time) ? null : time;
}

/** Points a channel at a version. Not idempotent on the far side: look before repeating it. */
export async function postRelease(
  context: FirebaseContext,
  site: string,
  channel: string,
  versionName: string,
  message: string,
): Promise<void> {
  const query = new URLSearchParams({ versionName: `sites/${site}/versions/${lastSegment(versionName)}` });
  const url = `${siteUrl(context, site)}/channels/${encodeURIComponent(channel)}/releases?${query.toString()}`;
  await send(
    context,
    { method: 'POST', url, body: { message: message.slice(0, longestMessage) } },
    `releasing to channel ${channel} of ${site}`,
  );
}

/** Takes the whole site off the net. */
export async function disableSite(context: FirebaseContext, site: string): Promise<void> {
  const url = `${siteUrl(context, site)}/channels/live/releases`;
  await send(context, { method: 'POST', url, body: { type: 'SITE_DISABLE' } }, `switching off ${site}`);
}

/** Reads a site for a connection test. Throws what is missing. */
export async function trySite(context: FirebaseContext, site: string): Promise<void> {
  const channels = await listChannels(context, site);
  if (!channels.some((channel) => lastSegment(channel.name) === 'live')) {
    throw new AdapterError('notFound', `Site ${site} has no live channel. Check its name.`);
  }
}
