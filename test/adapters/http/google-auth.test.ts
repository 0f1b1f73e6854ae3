import { generateKeyPairSync } from 'node:crypto';
import { importSPKI, jwtVerify } from 'jose';
import { describe, expect, test } from 'vitest';
import { googleSend } from '../../../main/adapters/http/google-api.ts';
import { googleToken, tokenHosts } from '../../../main/adapters/http/google-auth.ts';
import { openWire, thrownBy, wireNow, type Step, type Wire } from '../../support/wire.ts';

const pair = generateKeyPairSync('rsa', {
  modulusLength: 2048,
  publicKeyEncoding: { type: 'spki', format: 'pem' },
  privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
});
const scope = 'https://www.googleapis.com/auth/firebase';
const hosts = ['oauth2.googleapis.com', 'api.example.com'];
const url = 'https://api.example.com/a';

/** A key file of its own for every test, because tokens are kept. */
let made = 0;
function keyFile(more: object = {}): string {
  made += 1;
  return JSON.stringify({ client_email: `release-${made}@example.com`, private_key: pair.privateKey, ...more });
}

function tokens(more: readonly Step[] = []): { wire: Wire; count: () => number } {
  let given = 0;
  const wire = openWire(
    [
      (request) => {
        if (new URL(request.url).host === 'oauth2.googleapis.com') {
          given += 1;
          return Response.json({ access_token: `access-token-${given}`, expires_in: 3600 });
        }
        const step = more[wire.requests.filter((one) => one.url === url).length - 1] ?? more.at(-1);
        return step instanceof Response ? step.clone() : new Response('{}');
      },
    ],
    { hosts },
  );
  return { wire, count: () => given };
}

describe('signing in to Google', () => {
  test('R1.1 signs an assertion with the key of the account, for one hour and one scope', async () => {
    const { wire } = tokens();
    expect(await googleToken(wire.client, { serviceAccount: keyFile() }, scope, wireNow)).toBe('access-token-1');
    const form = new URLSearchParams(await wire.requests[0]?.text());
    expect(form.get('grant_type')).toBe('urn:ietf:params:oauth:grant-type:jwt-bearer');
    const key = await importSPKI(pair.publicKey, 'RS256');
    const { payload, protectedHeader } = await jwtVerify(form.get('assertion') ?? '', key, { currentDate: new Date(wireNow) });
    expect(protectedHeader.alg).toBe('RS256');
    expect(payload).toMatchObject({ scope, aud: 'https://oauth2.googleapis.com/token', iat: wireNow / 1000, exp: wireNow / 1000 + 3600 });
  });

  test('R1.1 keeps a token until a minute before its end', async () => {
    const { wire, count } = tokens();
    const settings = { serviceAccount: keyFile() };
    await googleToken(wire.client, settings, scope, wireNow);
    await googleToken(wire.client, settings, scope, wireNow + 3_539_000);
    expect(count()).toBe(1);
    expect(await googleToken(wire.client, settings, scope, wireNow + 3_541_000)).toBe('access-token-2');
  });

  test('R1.1 asks once when several calls need a token at the same time', async () => {
    const { wire, count } = tokens();
    const settings = { serviceAccount: keyFile() };
    await Promise.all([1, 2, 3].map(() => googleToken(wire.client, settings, scope, wireNow)));
    expect(count()).toBe(1);
  });

  test('R1.1 keeps tokens of different scopes and keys apart', async () => {
    const { wire, count } = tokens();
    const settings = { serviceAccount: keyFile() };
    await googleToken(wire.client, settings, scope, wireNow);
    await googleToken(wire.client, settings, `${scope}.readonly`, wireNow);
    expect(count()).toBe(2);
  });

  test('R1.1 renews a refused token once and sends the call again', async () => {
    const { wire, count } = tokens([new Response('', { status: 401 }), new Response('{"ok":true}')]);
    const context = { http: wire.client, settings: { serviceAccount: keyFile() }, now: () => wireNow };
    const call = { doing: 'reading the site', scope, advice: {}, write: false };
    expect((await googleSend(context, call, { method: 'GET', url })).json()).toEqual({ ok: true });
    expect(count()).toBe(2);
    expect(wire.requests.at(-1)?.headers.get('authorization')).toBe('Bearer access-token-2');
  });

  test('R1.1 gives up when the renewed token is refused as well', async () => {
    const { wire, count } = tokens([new Response('', { status: 401 })]);
    const context = { http: wire.client, settings: { serviceAccount: keyFile() }, now: () => wireNow };
    const call = { doing: 'reading the site', scope, advice: {}, write: false };
    expect((await thrownBy(googleSend(context, call, { method: 'GET', url }))).kind).toBe('auth');
    expect(count()).toBe(2);
  });

  test('R1.1 uses a ready token as it is, and cannot renew it', async () => {
    const { wire, count } = tokens([new Response('', { status: 401 })]);
    const context = { http: wire.client, settings: { accessToken: 'given-token-1' }, now: () => wireNow };
    const error = await thrownBy(googleSend(context, { doing: 'reading', scope, advice: {}, write: false }, { method: 'GET', url }));
    expect(error).toMatchObject({ kind: 'auth' });
    expect([count(), wire.requests.length]).toEqual([0, 1]);
  });

  test.each([
    ['not json', 'is not JSON'],
    ['{}', 'lacks client_email'],
    ['[]', 'lacks its fields'],
    [JSON.stringify({ client_email: 'a@b.example', private_key: 'hidden-value-7' }), 'lacks private_key'],
    [
      JSON.stringify({
        client_email: 'a@b.example',
        private_key: '-----BEGIN PRIVATE KEY-----\nhidden-value-7\n-----END PRIVATE KEY-----',
      }),
      'cannot be used',
    ],
    [JSON.stringify({ client_email: 'a@b.example', private_key: pair.privateKey, token_uri: 'file:///x' }), 'lacks token_uri'],
  ])('R6.3 says what is wrong with the key file %#, and shows none of it', async (file, says) => {
    const { wire } = tokens();
    const error = await thrownBy(googleToken(wire.client, { serviceAccount: file }, scope, wireNow));
    expect(error.kind).toBe('invalid');
    expect(error.message).toContain(says);
    expect(JSON.stringify([error.message, error.detail])).not.toContain('hidden-value');
  });

  test('R6.3 says what Google holds against the key, without the assertion', async () => {
    let assertion = '';
    const wire = openWire(
      [
        async (request) => {
          assertion = new URLSearchParams(await request.text()).get('assertion') ?? '';
          return Response.json({ error: 'invalid_grant', error_description: `Invalid JWT Signature ${assertion}` }, { status: 400 });
        },
      ],
      { hosts },
    );
    const error = await thrownBy(googleToken(wire.client, { serviceAccount: keyFile() }, scope, wireNow));
    expect(error.kind).toBe('auth');
    expect(error.message).toContain('check the clock of this machine');
    expect(`${error.message} ${error.detail}`).not.toContain(assertion.slice(-30));
  });

  test('R6.3 forgets a failed sign-in, so that the next call asks again', async () => {
    const wire = openWire([new Response('', { status: 400 }), Response.json({ access_token: 'late-token-1' })], { hosts });
    const settings = { serviceAccount: keyFile() };
    await thrownBy(googleToken(wire.client, settings, scope, wireNow));
    expect(await googleToken(wire.client, settings, scope, wireNow)).toBe('late-token-1');
  });

  test('design 5 may reach the token host that the key names, and no host while the key cannot be read', () => {
    expect(tokenHosts({ serviceAccount: keyFile() })).toEqual(['oauth2.googleapis.com']);
    expect(tokenHosts({ serviceAccount: keyFile({ token_uri: 'https://sts.example.com/token' }) })).toEqual(['sts.example.com']);
    expect(tokenHosts({ serviceAccount: 'broken' })).toEqual([]);
    expect(tokenHosts({ accessToken: 'x' })).toEqual([]);
  });
});
