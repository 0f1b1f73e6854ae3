import { afterEach, describe, expect, test } from 'vitest';
import { createFleet } from '../../main/practice/fleet.ts';
import { scenarioById } from '../../main/practice/scenarios.ts';
import { serveFleet, type ServedFleet } from '../../main/practice/serve.ts';
import { dig, start } from './client.ts';

let served: ServedFleet | null = null;
afterEach(async () => served?.close());

async function open(): Promise<string> {
  served = await serveFleet(createFleet({ scenario: scenarioById('bad-release'), seed: 1, now: () => start }));
  return served.baseUrl;
}

async function post(url: string, body: unknown, type = 'application/json'): Promise<Response> {
  return fetch(url, { method: 'POST', body: JSON.stringify(body), headers: { 'content-type': type } });
}

describe('served practice fleet', () => {
  test('R1.12 is steered from another process', async () => {
    const base = await open();
    expect(await (await post(`${base}/_practice/clock`, { now: start + 5_000 })).json()).toEqual({ now: start + 5_000 });
    expect(await (await fetch(`${base}/_practice/clock`)).json()).toEqual({ now: start + 5_000 });
    expect(await (await post(`${base}/_practice/scenario`, { id: 'good-release' })).json()).toMatchObject({ applicationId: 'harbor' });
    expect(await (await fetch(`${base}/_practice/truth`)).json()).toMatchObject({ scenario: 'good-release', doubleActs: 0 });
    const setup: unknown = await (await fetch(`${base}/_practice/setup`)).json();
    expect(dig(setup, 'connections.0.settings')).toBeDefined();
    expect((await post(`${base}/_practice/scenario`, { id: 'none' })).status).toBe(400);
    expect((await post(`${base}/_practice/fault`, { kind: 'nothing' })).status).toBe(400);
    expect((await post(`${base}/_practice/network`, { up: false }, 'text/plain')).status).toBe(415);
  });

  test('R6.2 drops connections while the network is down, and only those of the platforms', async () => {
    const base = await open();
    await post(`${base}/_practice/network`, { up: false });
    await expect(fetch(`${base}/metrics`)).rejects.toThrow('fetch failed');
    expect((await fetch(`${base}/_practice/truth`)).status).toBe(200);
    await post(`${base}/_practice/network`, { up: true });
    expect((await fetch(`${base}/metrics`)).status).toBe(200);
  });

  test('design 2.5 loses the answer of a write that was applied', async () => {
    const base = await open();
    const headers = { authorization: 'Bearer practice-github-token', 'user-agent': 'test', 'content-type': 'application/json' };
    await post(`${base}/_practice/fault`, { kind: 'flaky', share: 1, limit: 40 });
    const body = JSON.stringify({ event_type: 'auto-rollback' });
    const statuses: (number | null)[] = [];
    for (let attempt = 0; attempt < 60; attempt += 1) {
      const answered = fetch(`${base}/github/repos/practice/pryde-desktop/dispatches`, { method: 'POST', body, headers });
      statuses.push(
        await answered.then(
          (response) => response.status,
          () => null,
        ),
      );
      if (statuses.at(-1) === null) break;
    }
    expect(statuses.at(-1)).toBe(null);
    const truth: unknown = await (await fetch(`${base}/_practice/truth`)).json();
    const writes = dig(truth, 'writes');
    expect(Array.isArray(writes) ? writes.at(-1) : null).toMatchObject({ operation: 'dispatch', status: 204, changedSomething: true });
  });
});
