import { importPKCS8, SignJWT } from 'jose';
import { z } from 'zod';
import { textHash } from '../../core/hash.ts';
import { AdapterError } from '../errors.ts';
import type { HttpAnswer, HttpClient } from './client.ts';
import { parseAnswer } from './parse-answer.ts';
import { problemFrom } from './problem-from.ts';

/** A Google connection signs in with a service account's key file, or with a ready access token. */
export interface GoogleSettings {
  readonly serviceAccount?: string | undefined;
  readonly accessToken?: string | undefined;
}

const ServiceAccount = z.object({
  client_email: z.string().min(3),
  private_key: z.string().includes('PRIVATE KEY'),
  token_uri: z.url({ protocol: /^https?$/ }).default('https://oauth2.googleapis.com/token'),
});
export type ServiceAccount = z.infer<typeof ServiceAccount>;
const TokenAnswer = z.object({ access_token: z.string().min(1), expires_in: z.number().positive().default(3600) });
const Refusal = z.object({ error: z.string().catch(''), error_description: z.string().catch('') });

interface Kept {
  readonly token: string;
  /** ms. */
  readonly until: number;
}

/** A token this close to its end is not used any more, ms. */
const marginMs = 60_000;
const lifeSeconds = 3600;
const mostKept = 50;
/** Tokens by account, key and scope, also while they are on their way. A connection is opened anew for every call, so they live here. */
const kept = new Map<string, Promise<Kept>>();

/** The service account in a settings field. Throws `invalid` with what is wrong about it, and never shows any of it. */
export function parseServiceAccount(text: string): ServiceAccount {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new AdapterError('invalid', 'The service account key is not JSON. Paste the whole key file that Google gave you.');
  }
  const parsed = ServiceAccount.safeParse(value);
  if (parsed.success) return parsed.data;
  const where = parsed.error.issues[0]?.path.join('.') ?? '';
  throw new AdapterError(
    'invalid',
    `The service account key lacks ${where === '' ? 'its fields' : where}. Paste the whole key file that Google gave you.`,
  );
}

/** Host of the token endpoint, for the list of allowed hosts; none while the key cannot be read. */
export function tokenHosts(settings: GoogleSettings): string[] {
  if (settings.serviceAccount === undefined) return [];
  try {
    return [new URL(parseServiceAccount(settings.serviceAccount).token_uri).host];
  } catch {
    return [];
  }
}

/** An access token for a scope, kept until shortly before it ends. `refused` is one that was just turned down: it is not given again. */
export async function googleToken(
  http: HttpClient,
  settings: GoogleSettings,
  scope: string,
  now: number,
  refused: string | null = null,
): Promise<string> {
  if (settings.accessToken) return settings.accessToken;
  if (!settings.serviceAccount) {
    throw new AdapterError('auth', 'No credentials: paste a service account key or an access token in Connections.');
  }
  const account = parseServiceAccount(settings.serviceAccount);
  const key = textHash([account.client_email, account.token_uri, account.private_key, scope].join('\n'));
  const before = kept.get(key);
  const known = await before;
  if (known !== undefined && known.until - marginMs > now && known.token !== refused) return known.token;
  // Whoever comes second while a token is on its way waits for the same one.
  const asked = kept.get(key) === before ? keep(key, exchange(http, account, scope, now)) : kept.get(key);
  return (await (asked ?? keep(key, exchange(http, account, scope, now)))).token;
}

function keep(key: string, asked: Promise<Kept>): Promise<Kept> {
  if (kept.size >= mostKept) kept.clear();
  kept.set(key, asked);
  asked.catch(() => {
    if (kept.get(key) === asked) kept.delete(key);
  });
  return asked;
}

async function exchange(http: HttpClient, account: ServiceAccount, scope: string, now: number): Promise<Kept> {
  const assertion = await sign(account, scope, now);
  const body = new URLSearchParams({ grant_type: 'urn:ietf:params:oauth:grant-type:jwt-bearer', assertion }).toString();
  const headers = { 'content-type': 'application/x-www-form-urlencoded' };
  // Asking twice only makes two tokens, so it is repeated like a read.
  const answer = await http.send({ method: 'POST', url: account.token_uri, headers, body, reads: true });
  if (answer.status !== 200) {
    throw problemFrom(answer, {
      doing: `signing in as ${account.client_email}`,
      said: refusalWords(answer),
      kind: answer.status === 400 ? 'auth' : null,
      advice: {
        auth: 'Google did not accept the service account key: check the clock of this machine, else make a new key and paste it in Connections.',
      },
      now,
    });
  }
  const parsed = parseAnswer(TokenAnswer, answer, 'Google');
  return { token: parsed.access_token, until: now + parsed.expires_in * 1000 };
}

function refusalWords(answer: HttpAnswer): string | null {
  try {
    const { error, error_description: description } = Refusal.parse(answer.json());
    return [error, description].filter(Boolean).join(': ');
  } catch {
    return null;
  }
}

async function sign(account: ServiceAccount, scope: string, now: number): Promise<string> {
  try {
    const key = await importPKCS8(account.private_key, 'RS256');
    const seconds = Math.floor(now / 1000);
    return await new SignJWT({ scope })
      .setProtectedHeader({ alg: 'RS256', typ: 'JWT' })
      .setIssuer(account.client_email)
      .setAudience(account.token_uri)
      .setIssuedAt(seconds)
      .setExpirationTime(seconds + lifeSeconds)
      .sign(key);
  } catch {
    throw new AdapterError('invalid', 'The private key of the service account cannot be used. Make a new key and paste it in Connections.');
  }
}
