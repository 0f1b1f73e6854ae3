import { importPKCS8, SignJWT } from 'jose';
import { z } from 'zod';
import { AdapterError } from '../errors.ts';
import type { HttpClient } from './client.ts';
import { problemFrom } from './problem-from.ts';

/** A Google connection signs in with a service account's key file, or with a ready access token. */
export interface GoogleSettings {
  readonly serviceAccount?: string | undefined;
  readonly accessToken?: string | undefined;
}

const ServiceAccount = z.object({ client_email: z.string().min(3), private_key: z.string().includes('PRIVATE KEY'), token_uri: z.url() });
type ServiceAccount = z.infer<typeof ServiceAccount>;
const TokenAnswer = z.object({ access_token: z.string().min(1), expires_in: z.number().default(3600) });

interface Kept {
  readonly token: string;
  readonly until: number;
}

const kept = new Map<string, Kept>();
/** A token this close to its end is not used any more, ms. */
const marginMs = 60_000;

/** The service account in a settings field. Throws `invalid` with what is wrong about it. */
export function parseServiceAccount(text: string): ServiceAccount {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new AdapterError('invalid', 'The service account key is not JSON. Paste the whole key file that Google gave you.');
  }
  const parsed = ServiceAccount.safeParse(value);
  if (parsed.success) return parsed.data;
  throw new AdapterError('invalid', `The service account key lacks ${parsed.error.issues[0]?.path.join('.') ?? 'a field'}. Paste the whole key file that Google gave you.`);
}

/** Host of the token endpoint, for the list of allowed hosts. */
export function tokenHosts(settings: GoogleSettings): string[] {
  return settings.serviceAccount ? [new URL(parseServiceAccount(settings.serviceAccount).token_uri).host] : [];
}

/** An access token for a scope, kept until shortly before it ends. `fresh` asks for a new one after a refusal. */
export async function googleToken(http: HttpClient, settings: GoogleSettings, scope: string, now: number, fresh = false): Promise<string> {
  if (settings.accessToken) return settings.accessToken;
  if (!settings.serviceAccount) throw new AdapterError('auth', 'No credentials: paste a service account key or an access token in Connections.');
  const account = parseServiceAccount(settings.serviceAccount);
  const key = `${account.client_email} ${account.token_uri} ${scope}`;
  const known = kept.get(key);
  if (!fresh && known !== undefined && known.until - marginMs > now) return known.token;
  const made = await exchange(http, account, scope, now);
  kept.set(key, made);
  return made.token;
}

async function exchange(http: HttpClient, account: ServiceAccount, scope: string, now: number): Promise<Kept> {
  const assertion = await sign(account, scope, now);
  const body = new URLSearchParams({ grant_type: 'urn:ietf:params:oauth:grant-type:jwt-bearer', assertion }).toString();
  const answer = await http.send({ method: 'POST', url: account.token_uri, headers: { 'content-type': 'application/x-www-form-urlencoded' }, body, reads: true });
  if (answer.status !== 200) {
    throw problemFrom(answer, {
      doing: `signing in as ${account.client_email}`,
      kind: answer.status === 400 ? 'auth' : undefined,
      advice: { auth: 'Google did not accept the service account key: make a new key and paste it in Connections.' },
      now,
    } as Parameters<typeof problemFrom>[1]);
  }
  const parsed = TokenAnswer.parse(answer.json());
  return { token: parsed.access_token, until: now + parsed.expires_in * 1000 };
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
      .setExpirationTime(seconds + 3600)
      .sign(key);
  } catch (error) {
    throw new AdapterError('invalid', 'The private key of the service account cannot be used. Make a new key and paste it in Connections.', { detail: String(error) });
  }
}
