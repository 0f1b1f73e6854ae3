import { readdirSync, readFileSync } from 'node:fs';
import { afterEach, describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import { flagsmith } from '../../main/adapters/flags/flagsmith.ts';
import { createHttpClient } from '../../main/adapters/http/create-client.ts';
import { fetchTransport } from '../../main/adapters/http/fetch-transport.ts';
import { firebaseHosting } from '../../main/adapters/platforms/firebase-hosting.ts';
import { githubReleases } from '../../main/adapters/platforms/github-releases.ts';
import { googlePlay } from '../../main/adapters/platforms/google-play.ts';
import { guardian } from '../../main/adapters/checks/guardian.ts';
import type { AdapterContext, TestLine } from '../../main/adapters/context.ts';
import { slackWebhook } from '../../main/adapters/notices/slack-webhook.ts';
import type { PlatformAdapter } from '../../main/adapters/platforms/port.ts';
import { prometheus } from '../../main/adapters/metrics/prometheus.ts';
import type { Operation } from '../../main/core/model/operation.ts';
import type { PlatformState } from '../../main/core/model/platform-state.ts';
import { serveFleet, type ServedFleet } from '../../main/practice/serve.ts';
import { openFleet, type Client } from './client.ts';

interface Served extends Client {
  readonly baseUrl: string;
}

const servers: ServedFleet[] = [];
afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => server.close()));
});

/** A fleet behind a real socket, as the console meets it. */
async function openServed(...options: Parameters<typeof openFleet>): Promise<Served> {
  const client = openFleet(...options);
  const server = await serveFleet(client.fleet);
  servers.push(server);
  return Object.assign(client, { baseUrl: server.baseUrl });
}

interface Driver {
  read(): Promise<PlatformState>;
  /** Acts as the engine does: tries, reads back, and tries again until the platform is there. Gives the number of tries. */
  reach(operation: Operation): Promise<number>;
}

function contextOf<S>(client: Served, hosts: readonly string[], settings: S): AdapterContext<S> {
  const http = createHttpClient({
    transport: fetchTransport,
    hosts,
    now: () => client.now,
    sleep: async () => Promise.resolve(),
    random: () => 0.5,
  });
  return { http, settings, now: () => client.now };
}

function driverOf<S, T>(client: Served, adapter: PlatformAdapter<S, T>, surface: string): Driver {
  const connection = client.fleet.connections(client.baseUrl).find((one) => one.adapter === adapter.id);
  const target = client.fleet
    .applications()
    .find((application) => application.id === 'pryde')
    ?.targets.find((one) => one.surface === surface);
  if (connection === undefined || target === undefined) throw new Error(`no ${adapter.id}`);
  const settings = adapter.settings.schema.parse(connection.settings);
  const targetSettings: z.ZodType<T> = adapter.targetSettings.schema;
  const bound = {
    id: 'tgt',
    applicationId: 'pryde',
    connectionId: 'con',
    surface: target.surface,
    channel: target.channel,
    name: target.name,
    population: target.population,
    settings: targetSettings.parse(target.settings),
  };
  const context = contextOf(client, adapter.hosts(settings), settings);
  return {
    read: () => adapter.read(context, bound),
    async reach(operation) {
      for (let attempt = 1; attempt <= 40; attempt += 1) {
        const state = await adapter.read(context, bound).catch(() => null);
        if (state === null) continue;
        if (adapter.reached(operation, state, bound) === 'yes') return attempt - 1;
        await adapter.act(context, bound, operation, state.fence, `key/${attempt}`).catch(() => undefined);
        client.later(1000);
      }
      throw new Error(`${operation.op} never got there`);
    },
  };
}

interface Tested<S> {
  readonly id: string;
  readonly settings: { readonly schema: z.ZodType<S> };
  hosts(settings: S): readonly string[];
  test(context: AdapterContext<S>): Promise<readonly TestLine[]>;
}

async function testOf<S>(client: Served, adapter: Tested<S>): Promise<readonly TestLine[]> {
  const connection = client.fleet.connections(client.baseUrl).find((one) => one.adapter === adapter.id);
  const settings = adapter.settings.schema.parse(connection?.settings);
  return adapter.test(contextOf(client, adapter.hosts(settings), settings));
}

const plans = new URL('../../resources/plans/', import.meta.url);
const Plan = z.looseObject({ metrics: z.record(z.string(), z.looseObject({ source: z.string(), query: z.unknown() })).default({}) });

const lanes = [
  ['web', (client: Served) => driverOf(client, firebaseHosting, 'web')],
  ['desktop', (client: Served) => driverOf(client, githubReleases, 'desktop')],
  ['mobile', (client: Served) => driverOf(client, googlePlay, 'mobile')],
  ['flag', (client: Served) => driverOf(client, flagsmith, 'flag')],
] as const;

describe('practice fleet under the real adapters', () => {
  for (const [surface, open] of lanes) {
    test(`R1.8 takes ${surface} out in stages and back again, each step once`, async () => {
      const client = await openServed();
      const driver = open(client);
      const before = surface === 'flag' ? { version: null, percent: 0 } : { version: '2.3.0', percent: 100, status: 'live' };
      expect(await driver.read()).toMatchObject(before);
      for (const percent of [10, 50]) {
        expect(await driver.reach({ op: 'expose', version: '2.4.0', percent })).toBe(1);
        expect(await driver.read()).toMatchObject({ version: surface === 'flag' ? 'on' : '2.4.0', percent, status: 'rolling' });
        client.later(30_000);
        expect(client.fleet.truth().perTarget.find((row) => row.target === `pryde/${surface}`)?.percent).toBe(percent);
      }
      expect(await driver.reach({ op: 'rollback', version: '2.4.0', toVersion: '2.3.0' })).toBe(1);
      expect(client.fleet.truth()).toMatchObject({
        doubleActs: 0,
        rolledBackTargets: surface === 'flag' ? [] : [`pryde/${surface}`],
        notApplied: 0,
      });
    });

    test(`R1.8 gets ${surface} back through refusals and lost answers without doing anything twice`, async () => {
      const truths = await Promise.all(
        [1, 2, 3, 4, 5].map(async (seed) => {
          const client = await openServed('flaky-platform', { seed });
          const driver = open(client);
          await driver.reach({ op: 'expose', version: '2.4.0', percent: 10 });
          client.fleet.setFault({ kind: 'flaky', share: 0.5, limit: 8 });
          await driver.reach({ op: 'expose', version: '2.4.0', percent: 50 });
          await driver.reach({ op: 'rollback', version: '2.4.0', toVersion: '2.3.0' });
          return client.fleet.truth();
        }),
      );
      for (const truth of truths) {
        expect(truth.doubleActs).toBe(0);
        expect(truth.perTarget.find((row) => row.target === `pryde/${surface}`)?.percent).toBe(0);
      }
    });

    test(`R1.1 completes ${surface} at 100 %`, async () => {
      const client = await openServed('good-release');
      client.fleet.loadScenario('bad-release');
      const driver = open(client);
      for (const percent of [10, 50, 100]) await driver.reach({ op: 'expose', version: '2.4.0', percent });
      client.later(60_000);
      const row = client.fleet.truth('pryde').perTarget.find((one) => one.target === `pryde/${surface}`);
      expect(row?.percent).toBe(100);
      expect(client.fleet.truth('pryde').doubleActs).toBe(0);
    });
  }

  test('R6.1 passes the connection test of every adapter with the settings it hands out', async () => {
    const client = await openServed();
    const reports = await Promise.all([
      testOf(client, firebaseHosting),
      testOf(client, githubReleases),
      testOf(client, googlePlay),
      testOf(client, flagsmith),
      testOf(client, prometheus),
      testOf(client, guardian),
      testOf(client, slackWebhook),
    ]);
    for (const lines of reports) {
      expect(lines.length).toBeGreaterThan(0);
      expect(lines.filter((line) => line.ok === false)).toEqual([]);
    }
  });

  test('R3.3 answers every query of the plans that ship, at the pace each is written for', async () => {
    for (const file of readdirSync(plans).filter((name) => name.endsWith('.yaml'))) {
      const pace = file.startsWith('practice') ? 'practice' : 'day';
      const client = await openServed('bad-release', { pace });
      await driverOf(client, firebaseHosting, 'web').reach({ op: 'expose', version: '2.4.0', percent: 10 });
      client.later(pace === 'practice' ? 30_000 : 3_600_000);
      const metrics = Plan.parse(parse(readFileSync(new URL(file, plans), 'utf8'))).metrics;
      for (const [id, metric] of Object.entries(metrics).filter(([, one]) => one.source === 'practice-metrics')) {
        expect({ file, id, ...(await readingsOf(client, metric.query)) }).toEqual({ file, id, now: true, past: true });
      }
    }
  });
});

/** Whether the new version is read now, and the one before over the last half hour. */
async function readingsOf(client: Served, query: unknown): Promise<{ readonly now: boolean; readonly past: boolean }> {
  const connection = client.fleet.connections(client.baseUrl).find((one) => one.adapter === prometheus.id);
  const settings = prometheus.settings.schema.parse(connection?.settings);
  const context = contextOf(client, prometheus.hosts(settings), settings);
  const scope = { application: 'pryde', release: '2.4.0', channel: 'stable', platform: 'web' };
  const resolved = prometheus.resolve(prometheus.query.parse(query), scope);
  const readings = await prometheus.read(context, resolved);
  const history = await prometheus.history(context, resolved, client.now - 1_800_000, client.now, 60_000);
  return {
    now: readings.some((reading) => reading.labels.release === '2.4.0' && ['web', '*'].includes(reading.labels.platform)),
    past: history.filter((reading) => reading.labels.release === '2.3.0').length > 20,
  };
}
