import { describe, expect, test } from 'vitest';
import { allScopes, dig, hostingVersion, openFleet, releaseOn, signedAssertion } from '../client.ts';

const site = '/firebase/v1beta1/sites/pryde-web';

describe('practice Firebase Hosting', () => {
  test('R1.1 releases a finalized version on a channel and appends it to the history', async () => {
    const client = openFleet();
    const [answer] = await releaseOn(client, '2.4.0', ['alpha']);
    expect(answer?.at('version.status')).toBe('FINALIZED');
    const history = (await client.google('GET', `${site}/channels/alpha/releases`)).list('releases');
    expect(history.map((each) => dig(each, 'version.labels.version'))).toEqual(['2-4-0', '2-3-0', '2-2-0']);
    expect(
      (await client.google('GET', `/firebase/v1beta1/projects/-/sites/pryde-web/channels/live`)).at('release.version.labels.version'),
    ).toBe('2-3-0');
  });

  test('R1.1 refuses versions that are not finalized, not there or of another site', async () => {
    const client = openFleet();
    const old = await hostingVersion(client, '2.4.0');
    await client.google('DELETE', `/firebase/v1beta1/${old}`);
    const refused = await client.google('POST', `${site}/channels/live/releases?versionName=${old}`, {});
    expect([refused.status, refused.at('error.status')]).toEqual([400, 'FAILED_PRECONDITION']);
    const missing = await client.google('POST', `${site}/channels/live/releases?versionName=sites/pryde-web/versions/none`, {});
    expect(missing.at('error.status')).toBe('NOT_FOUND');
    const foreign = await hostingVersion(client, '4.7.0', 'harbor-web');
    expect((await client.google('POST', `${site}/channels/live/releases?versionName=${foreign}`, {})).at('error.status')).toBe(
      'INVALID_ARGUMENT',
    );
  });

  test('R1.1 lets a release type be set to SITE_DISABLE only, without a version', async () => {
    const client = openFleet();
    const name = await hostingVersion(client, '2.3.0');
    const rollback = await client.google('POST', `${site}/channels/live/releases?versionName=${name}`, { type: 'ROLLBACK' });
    expect(rollback.at('error.status')).toBe('INVALID_ARGUMENT');
    const both = await client.google('POST', `${site}/channels/live/releases?versionName=${name}`, { type: 'SITE_DISABLE' });
    expect(both.status).toBe(400);
    expect((await client.google('POST', `${site}/channels/live/releases`, { type: 'SITE_DISABLE' })).at('type')).toBe('SITE_DISABLE');
    expect(client.fleet.truth().liveVersions['pryde/web']).toBe('(nothing)');
  });

  test('R1.1 keeps live, limits the life of a preview channel and refuses a message that is too long', async () => {
    const client = openFleet();
    expect((await client.google('DELETE', `${site}/channels/live`)).status).toBe(400);
    expect((await client.google('POST', `${site}/channels?channelId=pr-1`, { ttl: '99999999s' })).status).toBe(400);
    expect((await client.google('POST', `${site}/channels?channelId=pr-1`, { ttl: '60s' })).at('expireTime')).toBeDefined();
    expect((await client.google('POST', `${site}/channels?channelId=pr-1`, {})).at('error.status')).toBe('ALREADY_EXISTS');
    client.later(61_000);
    expect((await client.google('GET', `${site}/channels/pr-1`)).status).toBe(404);
    const name = await hostingVersion(client, '2.4.0');
    const long = await client.google('POST', `${site}/channels/live/releases?versionName=${name}`, { message: 'x'.repeat(513) });
    expect(long.status).toBe(400);
  });

  test('R1.1 moves a version from CREATED to FINALIZED and nowhere else, and clones in the background', async () => {
    const client = openFleet();
    const source = await hostingVersion(client, '2.3.0');
    const refused = await client.google('PATCH', `/firebase/v1beta1/${source}?updateMask=status`, { status: 'EXPIRED' });
    expect(refused.at('error.status')).toBe('FAILED_PRECONDITION');
    const operation = await client.google('POST', `${site}/versions:clone`, { sourceVersion: source, finalize: true });
    expect(operation.at('done')).toBe(false);
    const path = `/firebase/v1beta1/${operation.word('name')}`;
    expect((await client.google('GET', path)).at('done')).toBe(false);
    expect((await client.google('GET', path)).at('response.status')).toBe('FINALIZED');
  });

  test('R1.1 pages lists by token and shows 64-bit numbers as text', async () => {
    const client = openFleet();
    const first = await client.google('GET', `${site}/versions?pageSize=2`);
    expect(first.list('versions')).toHaveLength(2);
    expect(typeof first.at('versions.0.versionBytes')).toBe('string');
    const second = await client.google('GET', `${site}/versions?pageSize=2&pageToken=${first.word('nextPageToken')}`);
    expect([second.list('versions').length, second.at('nextPageToken')]).toEqual([1, undefined]);
  });

  test('R1.1 tells a repeated release from a first one', async () => {
    const client = openFleet();
    await releaseOn(client, '2.4.0', ['alpha']);
    expect(client.fleet.truth().doubleActs).toBe(0);
    await releaseOn(client, '2.4.0', ['alpha']);
    expect(client.fleet.truth().doubleActs).toBe(1);
    expect(client.fleet.truth().writes.map((write) => write.changedSomething)).toEqual([true, false]);
  });
});

describe('practice Google accounts', () => {
  test('design 5 answers 401 without a token, 403 without the scope and 401 after an hour', async () => {
    const client = openFleet();
    expect((await client.call('GET', `${site}/versions`)).at('error.status')).toBe('UNAUTHENTICATED');
    const reading = await client.token('https://www.googleapis.com/auth/firebase.readonly');
    const headers = { authorization: `Bearer ${reading}` };
    expect((await client.call('GET', `${site}/versions`, { headers })).status).toBe(200);
    const write = await client.call('POST', `${site}/channels/live/releases`, { headers, body: {} });
    expect([write.status, write.at('error.status')]).toEqual([403, 'PERMISSION_DENIED']);
    client.later(3_600_000);
    expect((await client.call('GET', `${site}/versions`, { headers })).status).toBe(401);
  });

  test('design 5 grants nothing for a foreign key, another audience or too long a life', async () => {
    const client = openFleet();
    for (const claims of [{ exp: 7200 }, { aud: 'https://elsewhere.example/token2' }]) {
      const assertion = await signedAssertion(client, allScopes, claims);
      const body = new URLSearchParams({ grant_type: 'urn:ietf:params:oauth:grant-type:jwt-bearer', assertion });
      expect((await client.call('POST', '/oauth/token', { body })).at('error')).toBe('invalid_grant');
    }
    const body = new URLSearchParams({ grant_type: 'urn:ietf:params:oauth:grant-type:jwt-bearer', assertion: 'a.b.c' });
    expect((await client.call('POST', '/oauth/token', { body })).status).toBe(400);
  });
});
