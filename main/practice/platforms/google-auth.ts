import { generateKeyPairSync } from 'node:crypto';
import { Hono } from 'hono';
import { importSPKI, jwtVerify } from 'jose';
import { z } from 'zod';
import type { World } from '../state.ts';
import { nextNumber } from '../state.ts';
import type { FleetEnv } from '../writes.ts';
import { refuse } from './google-errors.ts';

export const serviceAccount = 'release@practice-fleet.invalid';
const tokenLifeMs = 3_599_000;
const readOnlyScopes = ['https://www.googleapis.com/auth/firebase.readonly', 'https://www.googleapis.com/auth/cloud-platform.read-only'];

export const scopes = {
  firebase: ['https://www.googleapis.com/auth/firebase', 'https://www.googleapis.com/auth/cloud-platform'],
  firebaseRead: readOnlyScopes,
  play: ['https://www.googleapis.com/auth/androidpublisher'],
} as const;

let madeHere: { readonly privatePem: string; readonly publicPem: string } | null = null;

/** The service account's key pair. Made once per process, because it opens nothing but this practice fleet. */
export function accountKeys(world: World): { readonly privatePem: string; readonly publicPem: string } {
  if (world.state.keys !== null) return world.state.keys;
  if (madeHere === null) {
    const pair = generateKeyPairSync('rsa', {
      modulusLength: 2048,
      publicKeyEncoding: { type: 'spki', format: 'pem' },
      privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
    });
    madeHere = { privatePem: pair.privateKey, publicPem: pair.publicKey };
  }
  world.state.keys = madeHere;
  return madeHere;
}

/** The key file a person would download from the cloud console, pointing at this fleet. */
export function serviceAccountFile(world: World, baseUrl: string): string {
  return JSON.stringify({
    type: 'service_account',
    project_id: 'practice-fleet',
    private_key_id: 'practice',
    private_key: accountKeys(world).privatePem,
    client_email: serviceAccount,
    client_id: '100000000000000000001',
    token_uri: `${baseUrl}/oauth/token`,
  });
}

const Claims = z.looseObject({ iss: z.string(), scope: z.string(), iat: z.number(), exp: z.number(), aud: z.string() });

async function grant(world: World, assertion: string): Promise<{ readonly account: string; readonly scopes: readonly string[] }> {
  const key = await importSPKI(accountKeys(world).publicPem, 'RS256');
  const { payload } = await jwtVerify(assertion, key, { currentDate: new Date(world.now()), clockTolerance: 600, algorithms: ['RS256'] });
  const claims = Claims.parse(payload);
  if (claims.exp - claims.iat > 3600) throw new Error('The lifetime of the token must be at most one hour.');
  if (claims.iat * 1000 > world.now() + 600_000) throw new Error('The token is issued in the future. Check the clock.');
  if (claims.iss !== serviceAccount) throw new Error('Unknown account.');
  if (new URL(claims.aud).pathname !== '/oauth/token') throw new Error('Wrong audience.');
  return { account: claims.iss, scopes: claims.scope.split(' ').filter((scope) => scope !== '') };
}

function forgetExpired(world: World): void {
  for (const [token, known] of Object.entries(world.state.tokens)) {
    if (known.expiresAt <= world.now()) delete world.state.tokens[token];
  }
}

/** `/oauth/token`: exchanges a signed assertion for an access token of about one hour. */
export function oauthRoutes(world: World): Hono<FleetEnv> {
  const app = new Hono<FleetEnv>();
  app.post('/token', async (c) => {
    const form = new URLSearchParams(await c.req.text());
    if (form.get('grant_type') !== 'urn:ietf:params:oauth:grant-type:jwt-bearer') {
      return c.json({ error: 'unsupported_grant_type', error_description: 'Invalid grant_type' }, 400);
    }
    try {
      const granted = await grant(world, form.get('assertion') ?? '');
      forgetExpired(world);
      const token = `practice-access-${nextNumber(world)}`;
      world.state.tokens[token] = { ...granted, expiresAt: world.now() + tokenLifeMs };
      return c.json({ access_token: token, expires_in: tokenLifeMs / 1000, token_type: 'Bearer' });
    } catch (error) {
      return c.json({ error: 'invalid_grant', error_description: error instanceof Error ? error.message : 'Invalid JWT' }, 400);
    }
  });
  return app;
}

/** The account behind a bearer token that has one of the scopes. Refuses as Google does. */
export function accountOf(world: World, authorization: string | undefined, allowed: readonly string[]): string {
  const token = authorization?.startsWith('Bearer ') === true ? authorization.slice(7) : null;
  const known = token === null ? undefined : world.state.tokens[token];
  if (known === undefined || known.expiresAt <= world.now()) {
    refuse('UNAUTHENTICATED', 'Request had invalid authentication credentials. Expected OAuth 2 access token.');
  }
  if (!known.scopes.some((scope) => allowed.includes(scope))) {
    refuse('PERMISSION_DENIED', 'Request had insufficient authentication scopes.');
  }
  return known.account;
}
