import { importPKCS8, SignJWT } from 'jose';
import { createFleet, type Fleet, type FleetImage, type FleetOptions } from '../../main/practice/fleet.ts';
import type { Pace } from '../../main/practice/scenario.ts';
import { scenarioById } from '../../main/practice/scenarios.ts';
import { serviceAccount } from '../../main/practice/platforms/google-auth.ts';

export const base = 'http://127.0.0.1:9';
export const start = Date.parse('2026-11-20T10:00:00Z');

/** A fleet with a clock the test turns, and short ways to call it. */
export interface Client {
  readonly fleet: Fleet;
  readonly now: number;
  later(ms: number): void;
  call(method: string, path: string, options?: { body?: unknown; headers?: Record<string, string> }): Promise<Answer>;
  google(method: string, path: string, body?: unknown): Promise<Answer>;
  github(method: string, path: string, body?: unknown): Promise<Answer>;
  flags(method: string, path: string, body?: unknown): Promise<Answer>;
  token(scope?: string): Promise<string>;
}

export type Row = Readonly<Record<string, unknown>>;

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  /** What lies at a path such as `error.status` or `releases.0.name`; an empty path is the whole body. */
  at(path: string): unknown;
  /** The same as text. */
  word(path: string): string;
  /** The same as a list of objects. */
  list(path: string): readonly Row[];
}

/** Reads a value inside unknown JSON. */
export function dig(value: unknown, path: string): unknown {
  let found: unknown = value;
  for (const key of path.split('.').filter((part) => part !== '')) {
    found = typeof found === 'object' && found !== null ? Reflect.get(found, key) : undefined;
  }
  return found;
}

function isRow(value: unknown): value is Row {
  return typeof value === 'object' && value !== null;
}

async function answerOf(response: Response): Promise<Answer> {
  const text = await response.text();
  let body: unknown = null;
  try {
    body = JSON.parse(text);
  } catch {
    body = null;
  }
  const at = (path: string): unknown => dig(body, path);
  return {
    status: response.status,
    headers: response.headers,
    text,
    at,
    word(path) {
      const value = at(path);
      return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
    },
    list(path) {
      const value = at(path);
      return Array.isArray(value) ? value.filter(isRow) : [];
    },
  };
}

function bodyOf(body: unknown): string | URLSearchParams | null {
  if (body === undefined) return null;
  return typeof body === 'string' || body instanceof URLSearchParams ? body : JSON.stringify(body);
}

export const allScopes = 'https://www.googleapis.com/auth/firebase https://www.googleapis.com/auth/androidpublisher';

/** Fleets that have just lived through their past: a copy takes a tenth of the time. */
const begun = new Map<string, FleetImage>();

function fleetAt(options: FleetOptions): Fleet {
  if (options.restore) return createFleet(options);
  const key = JSON.stringify([options.scenario?.id, options.seed, options.pace, options.now()]);
  const image = begun.get(key) ?? createFleet(options).image();
  begun.set(key, image);
  return createFleet({ ...options, restore: image });
}

export function openFleet(
  scenario = 'bad-release',
  options: { seed?: number; pace?: Pace; restore?: FleetImage; now?: number } = {},
): Client {
  let accessToken: string | null = null;
  const clock = { now: options.now ?? start };
  const client: Client = {
    get now() {
      return clock.now;
    },
    fleet: fleetAt({
      scenario: scenarioById(scenario),
      seed: options.seed ?? 1,
      now: () => clock.now,
      pace: options.pace ?? 'practice',
      restore: options.restore ?? null,
    }),
    later(ms) {
      clock.now += ms;
      client.fleet.advance(clock.now);
    },
    async call(method, path, more = {}) {
      const init: RequestInit = { method, headers: more.headers ?? {}, body: bodyOf(more.body) };
      return answerOf(await client.fleet.fetch(new Request(`${base}${path}`, init)));
    },
    async google(method, path, body) {
      accessToken ??= await client.token();
      return client.call(method, path, { body, headers: { authorization: `Bearer ${accessToken}` } });
    },
    github: (method, path, body) =>
      client.call(method, path, {
        body,
        headers: { authorization: 'Bearer practice-github-token', 'user-agent': 'test', 'content-type': 'application/octet-stream' },
      }),
    flags: (method, path, body) => client.call(method, path, { body, headers: { authorization: 'Api-Key practice-flagsmith-key' } }),
    async token(scope = allScopes) {
      const assertion = await signedAssertion(client, scope);
      const body = new URLSearchParams({ grant_type: 'urn:ietf:params:oauth:grant-type:jwt-bearer', assertion });
      return (await client.call('POST', '/oauth/token', { body })).word('access_token');
    },
  };
  return client;
}

function accountFile(client: Client): string {
  const file = client.fleet.connections(base)[0]?.settings.serviceAccount;
  return typeof file === 'string' ? file : '';
}

/** An assertion as an adapter signs it; `claims` may spoil it. */
export async function signedAssertion(client: Client, scope: string, claims: { exp?: number; aud?: string } = {}): Promise<string> {
  const file: unknown = JSON.parse(accountFile(client));
  const seconds = Math.floor(client.now / 1000);
  return new SignJWT({ scope })
    .setProtectedHeader({ alg: 'RS256', typ: 'JWT' })
    .setIssuer(serviceAccount)
    .setAudience(claims.aud ?? String(dig(file, 'token_uri')))
    .setIssuedAt(seconds)
    .setExpirationTime(seconds + (claims.exp ?? 3600))
    .sign(await importPKCS8(String(dig(file, 'private_key')), 'RS256'));
}

const play = '/play/androidpublisher/v3/applications/practice.pryde.app';

/** Sets the production track of the mobile application in one edit and returns the answer of the commit. */
export async function commitTrack(client: Client, releases: readonly unknown[]): Promise<Answer> {
  const edit = (await client.google('POST', `${play}/edits`, {})).word('id');
  const put = await client.google('PUT', `${play}/edits/${edit}/tracks/production`, { track: 'production', releases });
  if (put.status !== 200) return put;
  return client.google('POST', `${play}/edits/${edit}:commit?changesInReviewBehavior=ERROR_IF_IN_REVIEW`);
}

/** Name of the hosting version that carries a version number. */
export async function hostingVersion(client: Client, version: string, site = 'pryde-web'): Promise<string> {
  const list = (await client.google('GET', `/firebase/v1beta1/sites/${site}/versions`)).list('versions');
  const found = list.find((each) => dig(each, 'labels.version') === version.replaceAll('.', '-'));
  return String(found?.name);
}

/** Releases a version on channels of the web site. */
export async function releaseOn(client: Client, version: string, channels: readonly string[]): Promise<Answer[]> {
  const name = await hostingVersion(client, version);
  const answers: Answer[] = [];
  for (const channel of channels) {
    answers.push(await client.google('POST', `/firebase/v1beta1/sites/pryde-web/channels/${channel}/releases?versionName=${name}`, {}));
  }
  return answers;
}

export const repository = '/github/repos/practice/pryde-desktop';

/** Assets of a release as the API lists them. */
export function assetsOf(release: Row | undefined): readonly Row[] {
  const assets = release?.assets;
  return Array.isArray(assets) ? assets.filter(isRow) : [];
}

/** Replaces the manifests of a release with ones that carry a share, and publishes it. */
export async function offerDesktop(client: Client, version: string, percent: number): Promise<void> {
  const list = (await client.github('GET', `${repository}/releases`)).list('');
  const release = list.find((each) => each.tag_name === `v${version}`);
  for (const name of ['latest.yml', 'latest-mac.yml', 'latest-linux.yml']) {
    const asset = assetsOf(release).find((each) => each.name === name);
    if (asset !== undefined) await client.github('DELETE', `${repository}/releases/assets/${String(asset.id)}`);
    const body = `version: ${version}\nfiles: []\nstagingPercentage: ${percent}\n`;
    await client.github('POST', `/github-uploads/repos/practice/pryde-desktop/releases/${String(release?.id)}/assets?name=${name}`, body);
  }
  if (release?.draft === true)
    await client.github('PATCH', `${repository}/releases/${String(release.id)}`, { draft: false, make_latest: 'true' });
}
