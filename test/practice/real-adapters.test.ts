import { describe, expect, test } from 'vitest';
import type { z } from 'zod';
import { createHttpClient } from '../../main/adapters/http/create-client.ts';
import { firebaseHosting } from '../../main/adapters/platforms/firebase-hosting.ts';
import { githubReleases } from '../../main/adapters/platforms/github-releases.ts';
import { googlePlay } from '../../main/adapters/platforms/google-play.ts';
import type { PlatformAdapter } from '../../main/adapters/platforms/port.ts';
import type { Operation } from '../../main/core/model/operation.ts';
import type { PlatformState } from '../../main/core/model/platform-state.ts';
import { base, openFleet, type Client } from './client.ts';

interface Driver {
  read(): Promise<PlatformState>;
  /** Acts as the engine does: tries, reads back, and tries again until the platform is there. Gives the number of tries. */
  reach(operation: Operation): Promise<number>;
}

function driverOf<S, T>(client: Client, adapter: PlatformAdapter<S, T>, surface: string): Driver {
  const connection = client.fleet.connections(base).find((one) => one.adapter === adapter.id);
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
  const http = createHttpClient({
    transport: (request) => client.fleet.fetch(request),
    hosts: adapter.hosts(settings),
    now: () => client.now,
    sleep: async () => Promise.resolve(),
    random: () => 0.5,
  });
  const context = { http, settings, now: () => client.now };
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

const lanes = [
  ['web', (client: Client) => driverOf(client, firebaseHosting, 'web')],
  ['desktop', (client: Client) => driverOf(client, githubReleases, 'desktop')],
  ['mobile', (client: Client) => driverOf(client, googlePlay, 'mobile')],
] as const;

describe('practice fleet under the real adapters', () => {
  for (const [surface, open] of lanes) {
    test(`R1.8 takes ${surface} out in stages and back again, each step once`, async () => {
      const client = openFleet();
      const driver = open(client);
      expect(await driver.read()).toMatchObject({ version: '2.3.0', percent: 100, status: 'live' });
      for (const percent of [10, 50]) {
        expect(await driver.reach({ op: 'expose', version: '2.4.0', percent })).toBe(1);
        expect(await driver.read()).toMatchObject({ version: '2.4.0', percent, status: 'rolling' });
        client.later(30_000);
        expect(client.fleet.truth().perTarget.find((row) => row.target === `pryde/${surface}`)?.percent).toBe(percent);
      }
      expect(await driver.reach({ op: 'rollback', version: '2.4.0', toVersion: '2.3.0' })).toBe(1);
      expect(client.fleet.truth()).toMatchObject({ doubleActs: 0, rolledBackTargets: [`pryde/${surface}`], notApplied: 0 });
    });

    test(`R1.8 gets ${surface} back through refusals and lost answers without doing anything twice`, async () => {
      const truths = await Promise.all(
        [1, 2, 3, 4, 5].map(async (seed) => {
          const client = openFleet('flaky-platform', { seed });
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
        expect(truth.rolledBackTargets).toEqual([`pryde/${surface}`]);
      }
    });

    test(`R1.1 completes ${surface} at 100 %`, async () => {
      const client = openFleet('good-release');
      client.fleet.loadScenario('bad-release');
      const driver = open(client);
      for (const percent of [10, 50, 100]) await driver.reach({ op: 'expose', version: '2.4.0', percent });
      client.later(60_000);
      const row = client.fleet.truth('pryde').perTarget.find((one) => one.target === `pryde/${surface}`);
      expect(row?.percent).toBe(100);
      expect(client.fleet.truth('pryde').doubleActs).toBe(0);
    });
  }
});
