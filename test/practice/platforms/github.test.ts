import { describe, expect, test } from 'vitest';
import { assetsOf, offerDesktop, openFleet, repository, type Client, type Row } from '../client.ts';

const uploads = '/github-uploads/repos/practice/pryde-desktop';

async function draftOf(client: Client): Promise<{ readonly id: string; readonly assets: readonly Row[] }> {
  const draft = (await client.github('GET', `${repository}/releases`)).list('').find((release) => release.draft === true);
  return { id: String(draft?.id), assets: assetsOf(draft) };
}

describe('practice GitHub Releases', () => {
  test('R1.2 shows drafts only to those who may write, and never by tag', async () => {
    const client = openFleet();
    const anonymous = await client.call('GET', `${repository}/releases`, { headers: { 'user-agent': 'test' } });
    expect(anonymous.list('').map((release) => release.tag_name)).toEqual(['v2.3.0', 'v2.2.0']);
    expect((await client.github('GET', `${repository}/releases`)).at('0.draft')).toBe(true);
    expect((await client.github('GET', `${repository}/releases/tags/v2.4.0`)).status).toBe(404);
    expect((await client.github('GET', `${repository}/releases/latest`)).at('tag_name')).toBe('v2.3.0');
  });

  test('R1.2 takes make_latest as text only, and not for drafts or prereleases', async () => {
    const client = openFleet();
    const { id } = await draftOf(client);
    expect((await client.github('PATCH', `${repository}/releases/${id}`, { draft: false, make_latest: true })).status).toBe(422);
    expect((await client.github('PATCH', `${repository}/releases/${id}`, { make_latest: 'true' })).status).toBe(422);
    const prerelease = { draft: false, prerelease: true, make_latest: 'true' };
    expect((await client.github('PATCH', `${repository}/releases/${id}`, prerelease)).status).toBe(422);
    expect((await client.github('PATCH', `${repository}/releases/${id}`, { draft: false, make_latest: 'false' })).status).toBe(200);
    expect((await client.github('GET', `${repository}/releases/latest`)).at('tag_name')).toBe('v2.3.0');
  });

  test('R1.2 makes a published draft the latest unless told otherwise, and falls back when it is withdrawn', async () => {
    const client = openFleet();
    const { id } = await draftOf(client);
    await client.github('PATCH', `${repository}/releases/${id}`, { draft: false });
    expect((await client.github('GET', `${repository}/releases/latest`)).at('tag_name')).toBe('v2.4.0');
    await client.github('PATCH', `${repository}/releases/${id}`, { draft: true });
    expect((await client.github('GET', `${repository}/releases/latest`)).at('tag_name')).toBe('v2.3.0');
  });

  test('R1.2 refuses an asset name that is taken, on upload and on renaming', async () => {
    const client = openFleet();
    const { id, assets } = await draftOf(client);
    const upload = await client.github('POST', `${uploads}/releases/${id}/assets?name=latest.yml`, 'version: 1.0.0');
    expect([upload.status, upload.at('errors.0.code')]).toEqual([422, 'already_exists']);
    expect((await client.github('POST', `${uploads}/releases/${id}/assets?name=my%20file.yml`, 'x')).at('name')).toBe('my.file.yml');
    const other = assets.find((asset) => asset.name === 'latest-mac.yml');
    const rename = await client.github('PATCH', `${repository}/releases/assets/${String(other?.id)}`, { name: 'latest.yml' });
    expect(rename.at('errors.0.code')).toBe('already_exists');
  });

  test('R1.2 lets nobody touch the assets of an immutable release', async () => {
    const client = openFleet();
    client.fleet.setFault({ kind: 'immutableReleases', application: 'pryde', enabled: true });
    const { id, assets } = await draftOf(client);
    await client.github('PATCH', `${repository}/releases/${id}`, { draft: false, make_latest: 'true' });
    expect((await client.github('GET', `${repository}/releases/${id}`)).at('immutable')).toBe(true);
    expect((await client.github('POST', `${uploads}/releases/${id}/assets?name=more.yml`, 'x')).status).toBe(422);
    expect((await client.github('DELETE', `${repository}/releases/assets/${String(assets[0]?.id)}`)).status).toBe(422);
    expect((await client.github('PATCH', `${repository}/releases/assets/${String(assets[0]?.id)}`, { name: 'x.yml' })).status).toBe(422);
    expect((await client.github('PATCH', `${repository}/releases/${id}`, { target_commitish: 'x' })).status).toBe(422);
    expect((await client.github('PATCH', `${repository}/releases/${id}`, { name: 'New title' })).status).toBe(200);
  });

  test('R1.2 answers what installed copies ask: feed, latest and manifest', async () => {
    const client = openFleet();
    await offerDesktop(client, '2.4.0', 10);
    const feed = await client.call('GET', '/github-web/practice/pryde-desktop/releases.atom');
    expect(feed.text.match(/releases\/tag\/v[\d.]+/g)).toEqual(['releases/tag/v2.4.0', 'releases/tag/v2.3.0', 'releases/tag/v2.2.0']);
    const latest = await client.call('GET', '/github-web/practice/pryde-desktop/releases/latest', {
      headers: { accept: 'application/json' },
    });
    expect(latest.at('tag_name')).toBe('v2.4.0');
    const manifest = await client.call('GET', '/github-web/practice/pryde-desktop/releases/download/v2.4.0/latest.yml');
    expect(manifest.text).toContain('stagingPercentage: 10');
  });

  test('R1.2 answers a repeated question by 304, pages by Link and refuses a wrong token', async () => {
    const client = openFleet();
    const first = await client.github('GET', `${repository}/releases?per_page=2`);
    expect(first.headers.get('link')).toContain('rel="next"');
    const headers = {
      authorization: 'Bearer practice-github-token',
      'user-agent': 'test',
      'if-none-match': first.headers.get('etag') ?? '',
    };
    expect((await client.call('GET', `${repository}/releases?per_page=2`, { headers })).status).toBe(304);
    expect((await client.call('GET', repository, { headers: { 'user-agent': 'test', authorization: 'Bearer wrong' } })).status).toBe(401);
    expect((await client.call('GET', repository)).status).toBe(403);
    expect((await client.call('DELETE', `${repository}/releases/1`, { headers: { 'user-agent': 'test' } })).status).toBe(404);
  });

  test('R1.2 sees the swap of a manifest as one change and its repetition as a double act', async () => {
    const client = openFleet();
    await offerDesktop(client, '2.4.0', 10);
    const before = client.fleet.truth().doubleActs;
    await offerDesktop(client, '2.4.0', 50);
    expect(client.fleet.truth().doubleActs).toBe(before);
    await offerDesktop(client, '2.4.0', 10);
    await offerDesktop(client, '2.4.0', 50);
    expect(client.fleet.truth().doubleActs).toBeGreaterThan(before);
  });
});
