import { describe, expect, test } from 'vitest';
import { openFleet, start } from './client.ts';

const path = '/prometheus/api/v1';
const seconds = start / 1000;

describe('practice metric source', () => {
  test('R3.3 answers GET and form POST alike, and does not look at a JSON body', async () => {
    const client = openFleet();
    const query = 'sum by (platform) (app_active_users{app="pryde"})';
    const get = await client.call('GET', `${path}/query?query=${encodeURIComponent(query)}`);
    const post = await client.call('POST', `${path}/query`, { body: new URLSearchParams({ query }) });
    expect(post.at('data')).toEqual(get.at('data'));
    const json = await client.call('POST', `${path}/query`, { body: { query }, headers: { 'content-type': 'application/json' } });
    expect([json.status, json.at('errorType')]).toEqual([400, 'bad_data']);
    expect(json.at('error')).toContain('no expression found');
  });

  test('R3.3 takes times in seconds or as text, and finds nothing at a time in milliseconds', async () => {
    const client = openFleet();
    const at = async (time: string): Promise<number> =>
      (await client.call('GET', `${path}/query?query=app_active_users&time=${time}`)).list('data.result').length;
    expect(await at(String(seconds))).toBe(6);
    expect(await at('2026-11-20T09:30:00Z')).toBe(6);
    expect(await at(String(start))).toBe(0);
    expect((await client.call('GET', `${path}/query?query=app_active_users&time=soon`)).status).toBe(400);
  });

  test('R3.3 gives a range that reaches back before the start, with 11,001 points at most', async () => {
    const client = openFleet();
    const query = encodeURIComponent('sum by (release, channel, platform) (rate(app_requests_total{app="pryde"}[5m]))');
    const range = async (from: number, step: number) =>
      client.call('GET', `${path}/query_range?query=${query}&start=${from}&end=${seconds}&step=${step}`);
    const rows = (await range(seconds - 1800, 60)).list('data.result');
    expect(rows.map((row) => (Array.isArray(row.values) ? row.values.length : 0))).toEqual([31, 31, 31]);
    expect((await range(seconds - 11_000, 1)).status).toBe(200);
    expect((await range(seconds - 11_001, 1)).at('error')).toContain('exceeded maximum resolution');
    expect((await range(seconds - 60, 0)).status).toBe(400);
    expect((await range(seconds + 60, 5)).at('error')).toContain('before start');
  });

  test('R3.3 says in words what it cannot answer', async () => {
    const client = openFleet();
    const answer = await client.call('GET', `${path}/query?query=${encodeURIComponent('topk(2, app_active_users)')}`);
    expect(answer.status).toBe(400);
    expect(answer.at('')).toMatchObject({ status: 'error', errorType: 'bad_data' });
    expect(answer.at('error')).toContain('practice fleet answers');
    const doubled = await client.call(
      'GET',
      `${path}/query?query=${encodeURIComponent('sum by (platform) (app_active_users) / app_active_users')}`,
    );
    expect(doubled.at('data.result')).toEqual([]);
  });

  test('R3.3 tells its version, checks a query and lists label values', async () => {
    const client = openFleet();
    expect((await client.call('GET', `${path}/status/buildinfo`)).at('data.version')).toBe('3.14.0');
    expect((await client.call('GET', `${path}/format_query?query=app_active_users`)).at('data')).toBe('app_active_users');
    expect((await client.call('GET', `${path}/label/release/values`)).at('data')).toEqual(['2.3.0', '4.7.0']);
    expect((await client.call('GET', '/prometheus/-/ready')).status).toBe(200);
  });
});
