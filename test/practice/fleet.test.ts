import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import type { FleetImage } from '../../main/practice/fleet.ts';
import { listScenarios } from '../../main/practice/scenarios.ts';
import { commitTrack, dig, offerDesktop, openFleet, releaseOn, start, type Client } from './client.ts';

const by = 'sum by (release, channel, platform)';
const ratio = (bad: string, all: string, window: string): string =>
  `(${by} (rate(${bad}{app="pryde"}[${window}])) or 0 * ${by} (rate(${all}{app="pryde"}[${window}]))) / ${by} (rate(${all}{app="pryde"}[${window}]))`;
const old = { name: '2.3.0', versionCodes: ['20300'], status: 'completed' };

async function ask(client: Client, query: string, more = ''): Promise<Record<string, number>> {
  const answer = await client.call('POST', `/prometheus/api/v1/query${more}`, { body: new URLSearchParams({ query }) });
  const rows = answer.list('data.result');
  return Object.fromEntries(
    rows.map((row) => [`${String(dig(row, 'metric.release'))} ${String(dig(row, 'metric.platform'))}`, Number(dig(row, 'value.1'))]),
  );
}

describe('practice fleet', () => {
  test('R1.5 shows a healthy past and a bad release in the same query', async () => {
    const client = openFleet();
    const before = await ask(client, ratio('app_request_errors_total', 'app_requests_total', '10m'));
    expect(before['2.3.0 web']).toBeCloseTo(0.0008, 4);
    await releaseOn(client, '2.4.0', ['alpha']);
    client.later(60_000);
    const after = await ask(client, ratio('app_request_errors_total', 'app_requests_total', '20s'));
    expect(after['2.4.0 web']).toBeGreaterThan(0.05);
    expect(after['2.3.0 web']).toBeLessThan(0.002);
  });

  test('R1.5 raises only the latency of a slow release, by the stated part', async () => {
    const client = openFleet('slow-release');
    await releaseOn(client, '2.4.0', ['alpha']);
    client.later(60_000);
    const p95 = await ask(
      client,
      'histogram_quantile(0.95, sum by (le, release, channel, platform) (rate(app_request_duration_seconds_bucket{app="pryde"}[30s])))',
    );
    expect((p95['2.4.0 web'] ?? 0) / (p95['2.3.0 web'] ?? 1)).toBeCloseTo(1.4, 0);
    const errors = await ask(client, ratio('app_request_errors_total', 'app_requests_total', '30s'));
    expect(errors['2.4.0 web']).toBeLessThan(0.002);
  });

  test('R1.5 stays healthy for a whole day of every seed', async () => {
    for (const seed of [1, 2]) {
      const client = openFleet('good-release', { seed, pace: 'day' });
      client.fleet.loadScenario('good-release');
      for (let hour = 0; hour < 24; hour += 1) {
        client.later(3_600_000);
        const errors = await ask(client, ratio('app_request_errors_total', 'app_requests_total', '10m').replaceAll('pryde', 'harbor'));
        const crashes = await ask(client, ratio('app_crashes_total', 'app_sessions_total', '10m').replaceAll('pryde', 'harbor'));
        expect(Math.max(...Object.values(errors))).toBeLessThan(0.002);
        expect(Math.max(...Object.values(crashes))).toBeLessThan(0.004);
      }
    }
  });

  test('R1.8 gives the same history for the same seed, however often it is asked', async () => {
    const run = async (seed: number, asksOften: boolean): Promise<string> => {
      const client = openFleet('bad-release', { seed });
      await releaseOn(client, '2.4.0', ['alpha']);
      await commitTrack(client, [{ versionCodes: ['20400'], status: 'inProgress', userFraction: 0.1 }, old]);
      for (let index = 0; index < 40; index += 1) {
        client.later(1000);
        if (asksOften) await ask(client, 'app_active_users');
      }
      const { history, audiences, groups } = client.fleet.image();
      return JSON.stringify([history, audiences, groups]);
    };
    expect(await run(7, true)).toBe(await run(7, false));
    expect(await run(7, false)).not.toBe(await run(8, false));
  });

  test('design 2.5 continues from an image as if nothing had happened', async () => {
    const first = openFleet('bad-release', { seed: 3 });
    await offerDesktop(first, '2.4.0', 50);
    first.later(5_000);
    const image = z.custom<FleetImage>().parse(JSON.parse(JSON.stringify(first.fleet.image())));
    const second = openFleet('good-release', { restore: image, now: first.now });
    first.later(20_000);
    second.later(20_000);
    expect(second.fleet.truth()).toEqual(first.fleet.truth());
    expect(second.fleet.image()).toEqual(first.fleet.image());
  });

  test('R6.2 breaks every call while the network is down', async () => {
    const client = openFleet();
    client.fleet.setNetwork(false);
    await expect(client.call('GET', '/metrics')).rejects.toThrow('fetch failed');
    client.fleet.setNetwork(true);
    expect((await client.call('GET', '/metrics')).text).toContain('# TYPE app_requests_total counter');
  });

  test('R3.3 goes dark when the scenario says so and stays dark', async () => {
    const client = openFleet('blind-source');
    const name = (await client.google('GET', '/firebase/v1beta1/sites/harbor-web/versions')).word('versions.0.name');
    await client.google('POST', `/firebase/v1beta1/sites/harbor-web/channels/alpha/releases?versionName=${name}`, {});
    client.later(5_000);
    expect((await client.call('GET', '/prometheus/api/v1/query?query=app_active_users')).status).toBe(200);
    client.later(2_000);
    expect((await client.call('GET', '/prometheus/api/v1/query?query=app_active_users')).status).toBe(503);
    expect((await client.call('GET', '/metrics')).status).toBe(503);
    expect(client.fleet.truth().happenings.map((each) => each.kind)).toEqual(['metricsDown']);
  });

  test('R3.3 has too few samples to judge when traffic is thin', async () => {
    const client = openFleet('thin-traffic', { pace: 'day' });
    client.later(3_600_000);
    const counts = await ask(client, `${by} (increase(app_requests_total{app="harbor"}[10m]))`);
    expect(counts['4.7.0 web'] ?? 0).toBeLessThan(400);
  });

  test('design 2.3 lets a colleague change the share in the middle of a stage, spoiling open edits', async () => {
    const client = openFleet('drift');
    const app = '/play/androidpublisher/v3/applications/practice.harbor.app';
    const edit = (await client.google('POST', `${app}/edits`, {})).word('id');
    const live = { versionCodes: ['40700'], status: 'completed' };
    await client.google('PUT', `${app}/edits/${edit}/tracks/production`, {
      releases: [{ versionCodes: ['40800'], status: 'inProgress', userFraction: 0.1 }, live],
    });
    await client.google('POST', `${app}/edits/${edit}:commit`);
    const open = (await client.google('POST', `${app}/edits`, {})).word('id');
    client.later(6_000);
    expect((await client.google('GET', `${app}/edits/${open}`)).status).toBe(400);
    expect(client.fleet.truth().perTarget.find((row) => row.target === 'harbor/mobile')?.percent).toBe(35);
    expect(client.fleet.truth().doubleActs).toBe(0);
  });

  test('design 2.5 answers badly within bounds, and always gets through in the end', async () => {
    const runs = [1, 2, 3, 4].map(async (seed) => {
      const client = openFleet('good-release', { seed });
      client.fleet.setFault({ kind: 'flaky', share: 0.6, limit: 8 });
      const outcomes: boolean[] = [];
      for (let index = 0; index < 60; index += 1) {
        const answered = client.github('GET', '/github/repos/practice/pryde-desktop').then((answer) => answer.status < 400);
        outcomes.push(await answered.catch(() => false));
      }
      return outcomes;
    });
    for (const outcomes of await Promise.all(runs)) {
      expect(outcomes.filter((went) => !went)).toHaveLength(8);
      expect(outcomes.map((went) => (went ? '.' : 'x')).join('')).not.toContain('xxx');
    }
  });

  test('design 2.5 applies a write whose answer is lost', async () => {
    const attempts = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12].map(async (seed) => {
      const client = openFleet('bad-release', { seed });
      const list = await client.github('GET', '/github/repos/practice/pryde-desktop/releases');
      client.fleet.setFault({ kind: 'flaky', share: 1, limit: 1 });
      const path = `/github/repos/practice/pryde-desktop/releases/${list.word('0.id')}`;
      const answered = client.github('PATCH', path, { draft: false, make_latest: 'true' });
      const lost = await answered.then(
        () => false,
        () => true,
      );
      return lost ? client.fleet.truth() : null;
    });
    const truths = (await Promise.all(attempts)).filter((truth) => truth !== null);
    expect(truths.length).toBeGreaterThan(0);
    for (const truth of truths) {
      expect(truth.liveVersions['pryde/desktop']).toBe('2.4.0');
      expect(truth.writes.at(-1)).toMatchObject({ status: 200, changedSomething: true });
    }
  });

  test('R1.12 publishes the next version of an application that is already running', async () => {
    const client = openFleet('good-release');
    expect(client.fleet.loadScenario('bad-release')).toEqual({ applicationId: 'pryde', version: '2.4.0' });
    await releaseOn(client, '2.4.0', ['alpha', 'beta', 'live']);
    expect(client.fleet.loadScenario('crash')).toEqual({ applicationId: 'pryde', version: '2.5.0' });
    expect(client.fleet.truth()).toMatchObject({ scenario: 'crash', version: '2.5.0', previousVersion: '2.4.0', exposedUsersNow: 0 });
    expect(client.fleet.truth('harbor').version).toBe('4.8.0');
    expect(() => client.fleet.loadScenario('none')).toThrow('Choose one of');
  });

  test('R6.1 lives through a day, and crosses weeks of sleep', () => {
    const client = openFleet('good-release', { pace: 'day' });
    for (let index = 0; index < 288; index += 1) client.later(300_000);
    const napping = openFleet();
    napping.later(30 * 86_400_000);
    expect(napping.fleet.image().history.times.at(-1)).toBe(start + 30 * 86_400_000);
  });

  test('R6.1 has everything at hand that a first start saves', () => {
    const client = openFleet();
    const names = client.fleet.connections('http://127.0.0.1:4000').map((connection) => connection.name);
    for (const application of client.fleet.applications()) {
      expect(application.targets.map((target) => target.surface)).toEqual(['web', 'desktop', 'mobile', 'flag']);
      for (const target of application.targets) expect(names).toContain(target.connection);
    }
    expect(names).toContain('practice-metrics');
    const first = ['good-release', 'bad-release', 'slow-release', 'blind-source', 'thin-traffic', 'drift', 'flaky-platform', 'crash'];
    expect(
      listScenarios()
        .map((scenario) => scenario.id)
        .slice(0, 8),
    ).toEqual(first);
  });
});

describe('practice notices and checks', () => {
  test('R1.4 passes a release unless it was told to fail it', async () => {
    const client = openFleet();
    const headers = { authorization: 'Bearer practice-guardian-token' };
    const body = { release: '2.4.0', channel: 'stable' };
    expect((await client.call('POST', '/guardian/check', { body })).status).toBe(401);
    expect((await client.call('POST', '/guardian/check', { body, headers })).at('passed')).toBe(true);
    client.fleet.setFault({ kind: 'guardianFails', version: '2.4.0' });
    expect((await client.call('POST', '/guardian/check', { body, headers })).at('passed')).toBe(false);
    expect((await client.call('POST', '/guardian/check', { body: { release: '2.4.0' }, headers })).status).toBe(422);
  });

  test('R4.4 answers messages as the chat service does, in plain text', async () => {
    const client = openFleet();
    const post = async (path: string, body: unknown): Promise<string> => {
      const answer = await client.call('POST', `/slack/services/${path}`, { body });
      return `${answer.status} ${answer.text}`;
    };
    expect(await post('T0/B0/practice', { text: 'hello' })).toBe('200 ok');
    expect(await post('T0/B0/practice', {})).toBe('400 no_text');
    expect(await post('T0/B0/practice', 'not json')).toBe('400 invalid_payload');
    expect(await post('T0/B0/other', { text: 'x' })).toBe('403 invalid_token');
    expect(await post('T9/B0/practice', { text: 'x' })).toBe('404 no_service');
    const long = { text: 'x', blocks: [{ type: 'section', text: { type: 'mrkdwn', text: 'x'.repeat(3001) } }] };
    expect(await post('T0/B0/practice', long)).toBe('400 invalid_blocks');
    expect(client.fleet.truth().messages.map((message) => message.text)).toEqual(['hello']);
  });
});
