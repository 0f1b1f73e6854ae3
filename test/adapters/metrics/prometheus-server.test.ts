import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import type { AdapterContext } from '../../../main/adapters/context.ts';
import { createHttpClient } from '../../../main/adapters/http/create-client.ts';
import { fetchTransport } from '../../../main/adapters/http/fetch-transport.ts';
import { prometheus } from '../../../main/adapters/metrics/prometheus.ts';
import type { PrometheusSettings } from '../../../main/adapters/metrics/prometheus/ask.ts';
import type { JsonObject } from '../../../main/core/model/json.ts';
import type { Reading } from '../../../main/core/model/reading.ts';
import { problemOf } from '../../support/bench.ts';
import {
  type Exporter,
  openExporter,
  prometheusBinary,
  type RealPrometheus,
  startPrometheus,
  whyNoPrometheus,
} from '../../support/prometheus-server.ts';

const binary = prometheusBinary();
const skipped = whyNoPrometheus();
const nasty = 'we"ird\\one\nü';
const soon = { timeout: 15_000, interval: 100 };

/** Counters that grow by themselves, so that any two scrapes show traffic. */
function page(): string {
  const ticks = Math.floor(performance.now() / 10);
  const line = (name: string, release: string, value: number, more = ''): string => {
    const label = release.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n');
    return `${name}{app="shop",release="${label}",channel="stable",platform="web"${more}} ${value}`;
  };
  return [
    line('app_requests_total', '2.4.0', ticks * 10),
    line('app_requests_total', '2.4.1', ticks * 10),
    line('app_requests_total', nasty, ticks),
    line('app_request_errors_total', '2.4.1', ticks),
    line('app_still', '2.4.0', 0),
    ...[0.1, 0.5, 1].map((le) => line('app_request_duration_seconds_bucket', '2.4.0', ticks * (le === 0.1 ? 8 : 10), `,le="${le}"`)),
    line('app_request_duration_seconds_bucket', '2.4.0', ticks * 10, ',le="+Inf"'),
    '',
  ].join('\n');
}

function contextOf(server: RealPrometheus, settings: JsonObject = {}, now: () => number = Date.now): AdapterContext<PrometheusSettings> {
  const parsed = prometheus.settings.schema.parse({ url: server.url, ...settings });
  const http = createHttpClient({
    hosts: prometheus.hosts(parsed),
    transport: fetchTransport,
    now,
    random: () => 0,
    sleep: async () => await Promise.resolve(),
  });
  return { http, settings: parsed, now };
}

const by = 'sum by (release, channel, platform)';
const window = '[5s]';

describe.skipIf(skipped !== '')(`R3.4 reads a real Prometheus${skipped}`, () => {
  let server: RealPrometheus;
  let exporter: Exporter;

  const ask = async (query: string, more: JsonObject = {}): Promise<readonly Reading[]> => {
    const parsed = prometheus.query.parse({ query, ...more });
    const scope = { application: 'shop', release: nasty, channel: 'stable', platform: 'web' };
    return await prometheus.read(contextOf(server), prometheus.resolve(parsed, scope));
  };

  beforeAll(async () => {
    exporter = await openExporter(page);
    server = await startPrometheus(binary ?? '', { exporter: exporter.host });
    await vi.waitFor(async () => {
      const rates = await ask(`${by} (rate(app_requests_total{app="{{application}}"}${window}))`);
      if (rates.length < 3) throw new Error('Not scraped twice yet.');
    }, soon);
  }, 20_000);

  afterAll(async () => {
    await server.stop();
    await exporter.close();
  });

  test('R6.1 passes every part of the connection test', async () => {
    const lines = await prometheus.test(contextOf(server));
    expect(lines.map((line) => line.ok)).toEqual([true, true, true]);
  });

  test('R3.4 sees a release without any errors as 0, and nothing at all as nothing', async () => {
    const total = `${by} (rate(app_requests_total${window}))`;
    const errors = `${by} (rate(app_request_errors_total${window}))`;
    const rates = await ask(`(${errors} or 0 * ${total}) / ${total}`, { samples: `${by} (increase(app_requests_total${window}))` });
    const found = new Map(rates.map((reading) => [reading.labels.release, reading]));
    expect(found.get('2.4.0')?.value).toBe(0);
    expect(found.get('2.4.1')?.value).toBeCloseTo(0.1, 2);
    expect(found.get('2.4.1')?.samples).toBeGreaterThan(0);
    expect((await ask(`${errors} / ${total}`)).map((reading) => reading.labels.release)).toEqual(['2.4.1']);
    expect(await ask('app_nobody_exports_this')).toEqual([]);
    expect(await ask(`${total} > 1e12`)).toEqual([]);
  });

  test('R3.4 leaves 0/0 out', async () => {
    expect(await ask('app_still')).toHaveLength(1);
    expect(await ask('app_still / app_still')).toEqual([]);
  });

  test('R1.5 reads a p95, and nothing when the query forgot le', async () => {
    const buckets = `rate(app_request_duration_seconds_bucket${window})`;
    const [p95] = await ask(`histogram_quantile(0.95, sum by (le, release, channel, platform) (${buckets}))`, { scale: 1000 });
    expect(p95?.value).toBeGreaterThan(100);
    expect(p95?.value).toBeLessThanOrEqual(500);
    expect(await ask(`histogram_quantile(0.95, ${by} (${buckets}))`)).toEqual([]);
  });

  test('R3.4 finds a release with quotes, backslashes and line ends in its name, and only that', async () => {
    for (const query of [
      'app_requests_total{release="{{release}}"}',
      "app_requests_total{release='{{release}}'}",
      'app_requests_total{release=~"{{release}}"}',
    ])
      expect((await ask(query)).map((reading) => reading.labels.release)).toEqual([nasty]);
  });

  test('R3.4 says what is wrong with a query', async () => {
    const syntax = await problemOf(ask('sum by (release'));
    expect([syntax.kind, syntax.message.includes('bad_data')]).toEqual(['invalid', true]);
    const join = await problemOf(ask('app_requests_total * on (app) app_request_errors_total'));
    expect([join.kind, join.message.includes('execution')]).toEqual(['invalid', true]);
    expect((await problemOf(ask('"text"'))).message).toContain('text, not a number');
    expect(await ask('3')).toMatchObject([{ value: 3, labels: { release: '*' } }]);
  });

  test('R3.4 reads the past in parts, never beyond now', async () => {
    const query = prometheus.query.parse({ query: `${by} (app_requests_total{release="2.4.0"})` });
    const resolved = prometheus.resolve(query, { application: 'shop', release: '', channel: '', platform: '' });
    const now = Date.now();
    const context = contextOf(server, {}, () => now);
    const points = await prometheus.history(context, resolved, now - 4 * 3_600_000, now + 3_600_000, 1000);
    expect(points.length).toBeGreaterThan(0);
    expect(Math.max(...points.map((point) => point.ts))).toBeLessThanOrEqual(now);
    expect(new Set(points.map((point) => point.ts)).size).toBe(points.length);
    expect(await prometheus.history(context, resolved, now - 86_400_000, now - 80_000_000, 1000)).toEqual([]);
  });

  test('R3.4 meets the wall of the server itself: a 401 that is not JSON', async () => {
    // A user `reader` with the password `reader-pass`.
    const web = 'basic_auth_users:\n  reader: $2b$04$4GVNhGl8uEILZFPebhFtvOF.1IvRQ3hDXk8Rpi3Zuf/0jcdt0bCHu\n';
    const walled = await startPrometheus(binary ?? '', { exporter: null, web });
    try {
      const resolved = { query: 'vector(1)', scale: 1 };
      const good = contextOf(walled, { user: 'reader', password: 'reader-pass' });
      await vi.waitFor(async () => expect(await prometheus.read(good, resolved)).toHaveLength(1), soon);
      for (const settings of [{}, { user: 'reader', password: 'wrong-pass' }, { token: 'wrong-pass' }]) {
        const problem = await problemOf(prometheus.read(contextOf(walled, settings), resolved));
        expect(problem.kind).toBe('auth');
        expect(`${problem.message} ${problem.detail}`).not.toContain('wrong-pass');
      }
    } finally {
      await walled.stop();
    }
  });

  test('R3.4 sees a target that went away as no data, not as zero', async () => {
    await exporter.close();
    await vi.waitFor(async () => expect(await ask('app_still')).toEqual([]), soon);
  });
});
