import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import type { AdapterContext } from '../../../main/adapters/context.ts';
import { createHttpClient } from '../../../main/adapters/http/create-client.ts';
import { fetchTransport } from '../../../main/adapters/http/fetch-transport.ts';
import { prometheus } from '../../../main/adapters/metrics/prometheus.ts';
import { firebaseHosting } from '../../../main/adapters/platforms/firebase-hosting.ts';
import { githubReleases } from '../../../main/adapters/platforms/github-releases.ts';
import type { Reading } from '../../../main/core/model/reading.ts';
import type { ServedFleet } from '../../../main/practice/serve.ts';
import { driveOf, problemOf, serveBench, type Bench } from '../../support/bench.ts';
import { startPrometheus, until, whyNoPrometheus, type RealPrometheus } from '../../support/real-prometheus.ts';

const why = whyNoPrometheus();

const scope = { application: 'pryde', release: '2.4.0', channel: 'stable', platform: 'web' };
type Query = z.infer<typeof prometheus.query>;

/** The queries of the plan that ships for practice, by metric. */
function planQueries(): { readonly id: string; readonly query: Query }[] {
  const text = readFileSync(new URL('../../../resources/plans/practice.yaml', import.meta.url), 'utf8');
  const Plan = z.looseObject({ metrics: z.record(z.string(), z.looseObject({ source: z.string(), query: z.unknown() })) });
  const metrics = Object.entries(Plan.parse(parse(text)).metrics).filter(([, one]) => one.source === 'practice-metrics');
  return metrics.map(([id, one]) => ({ id, query: prometheus.query.parse(one.query) }));
}

/** A connection to a server, asked as of `at`, ms. */
function contextFor(url: string, at: number): AdapterContext<{ readonly url: string }> {
  const settings = prometheus.settings.schema.parse({ url });
  const http = createHttpClient({
    transport: fetchTransport,
    hosts: prometheus.hosts(settings),
    now: () => at,
    sleep: async () => Promise.resolve(),
    random: () => 0.5,
  });
  return { http, settings, now: () => at };
}

function byLabels(readings: readonly Reading[]): Map<string, Reading> {
  return new Map(readings.map((reading) => [Object.values(reading.labels).join('/'), reading]));
}

describe.skipIf(why !== '')(`a real Prometheus that scrapes the practice fleet${why}`, () => {
  let bench: Bench;
  let fleet: ServedFleet;
  let server: RealPrometheus;
  let ticking: NodeJS.Timeout;
  /** A moment both have whole windows for, ms. */
  let at = 0;

  beforeAll(async () => {
    const served = await serveBench('bad-release', { now: Date.now() });
    bench = served.bench;
    fleet = served.server;
    ticking = setInterval(() => bench.later(Math.max(0, Date.now() - bench.now)), 100);
    server = await startPrometheus(new URL(bench.baseUrl).host);
    for (const adapter of [driveOf(bench, firebaseHosting), driveOf(bench, githubReleases)]) {
      await adapter.go({ op: 'expose', version: '2.4.0', percent: 50 });
    }
    // Its faults begin 8 s later, and the plan's windows are 20 s long.
    await until('30 s of scrapes', 60_000, async () => {
      const query = 'min(count_over_time(app_requests_total{app="pryde",release="2.4.0"}[60s]))';
      const [reading] = await prometheus.read(contextFor(server.url, Date.now()), { query, scale: 1 });
      return (reading?.value ?? 0) >= 30;
    });
    at = Date.now() - 1000;
  }, 120_000);

  afterAll(async () => {
    clearInterval(ticking);
    await server.stop();
    await fleet.close();
  });

  const read = (query: string): Promise<readonly Reading[]> => prometheus.read(contextFor(server.url, at), { query, scale: 1 });

  test('R6.1 passes the connection test', async () => {
    const lines = await prometheus.test(contextFor(server.url, at));
    expect(lines.map((line) => line.ok)).toEqual([true, true, true]);
  });

  // Both extrapolate from scrapes a second apart that do not fall together: 20 one-second steps leave 10 % between them.
  test.each(planQueries())('R3.3 gives the fleet’s own value of $id within 10 percent', async ({ query }) => {
    const resolved = prometheus.resolve(query, scope);
    const [real, own] = await Promise.all([
      prometheus.read(contextFor(server.url, at), resolved).then(byLabels),
      prometheus.read(contextFor(`${bench.baseUrl}/prometheus`, at), resolved).then(byLabels),
    ]);
    const compared = [...real.keys()].filter((key) => own.has(key));
    expect(compared).toEqual(expect.arrayContaining(['2.4.0/stable/web', '2.3.0/stable/web', '2.4.0/stable/desktop']));
    for (const key of compared) {
      const [a, b] = [real.get(key), own.get(key)];
      if (a === undefined || b === undefined || (a.samples ?? 0) < 200) continue;
      const distance = Math.abs(a.value - b.value);
      expect({
        key,
        real: a.value,
        own: b.value,
        near: distance <= 0.1 * Math.max(Math.abs(a.value), Math.abs(b.value)) + 0.01,
      }).toMatchObject({
        near: true,
      });
      expect(Math.abs((a.samples ?? 0) - (b.samples ?? 0)) / Math.max(1, b.samples ?? 0)).toBeLessThan(0.1);
    }
  });

  test('R3.3 sees the bad release on the same side of the plan’s bound as the fleet does', async () => {
    const errors = planQueries().find(({ id }) => id === 'error-rate')?.query;
    if (errors === undefined) throw new Error('The plan has no error rate.');
    for (const url of [server.url, `${bench.baseUrl}/prometheus`]) {
      const readings = byLabels(await prometheus.read(contextFor(url, at), prometheus.resolve(errors, scope)));
      expect(readings.get('2.4.0/stable/web')?.value).toBeGreaterThan(0.05);
      expect(readings.get('2.3.0/stable/web')?.value).toBeLessThan(0.02);
    }
  });

  test('R3.4 keeps nothing apart from zero', async () => {
    expect(await read('no_such_metric_total')).toEqual([]);
    expect(await read('rate(app_requests_total{app="pryde"}[100ms])')).toEqual([]);
    expect(await read('sum(rate(app_requests_total{app="none"}[20s])) / sum(rate(app_requests_total{app="none"}[20s]))')).toEqual([]);
    expect(await read('vector(0) / vector(0)')).toEqual([]);
    expect(await read('vector(1) / vector(0)')).toEqual([]);
    expect(await read('vector(0)')).toMatchObject([{ value: 0 }]);
  });

  test('R3.4 keeps a release without a single error in the answer, as the plan’s ratio is written', async () => {
    const ratio = (numerator: string): string => `(${numerator}) / sum by (release) (rate(app_requests_total{app="harbor"}[20s]))`;
    const errors = 'sum by (release) (rate(no_such_errors_total{app="harbor"}[20s]))';
    expect(await read(ratio(errors))).toEqual([]);
    const [zero] = await read(ratio(`${errors} or 0 * sum by (release) (rate(app_requests_total{app="harbor"}[20s]))`));
    expect(zero?.value).toBe(0);
  });

  test('R3.4 refuses two series for one release where the query forgets to add them up', async () => {
    const problem = await problemOf(read('app_request_duration_seconds_bucket{app="pryde"}'));
    expect(problem.kind).toBe('invalid');
  });

  test.each([
    ['a query that cannot be read', 'sum by (release', 'bad_data'],
    ['a join that has no single answer', 'app_requests_total * on (app) app_requests_total', 'execution'],
  ])('R3.4 says what is wrong with %s, without asking twice', async (_what, query, words) => {
    const problem = await problemOf(read(query));
    expect(problem.kind).toBe('invalid');
    expect(problem.message).toContain(words);
    expect(problem.message).toContain('Correct the query in the plan');
  });

  test('R3.4 finds a release whose name holds quotes, backslashes and pattern signs, and no other', async () => {
    const wild = String.raw`2.4.0"\.*`;
    const query = (matcher: string): Query =>
      prometheus.query.parse({
        query: `label_replace(vector(7), "release", "2.4.0x", "", "") or label_replace(vector(9), "release", "{{release}}", "", "") and on () (count(up{job${matcher}"{{release}}"}) or vector(1))`,
      });
    for (const matcher of ['=', '=~', '!=']) {
      const resolved = prometheus.resolve(query(matcher), { ...scope, release: wild.replaceAll('$', '') });
      const readings = await prometheus.read(contextFor(server.url, at), resolved);
      expect(readings.map((reading) => reading.labels.release)).toContain(wild);
    }
  });

  test('R3.3 reads the past up to now and not beyond, without a point twice', async () => {
    const query = { query: 'sum by (release) (app_requests_total{app="pryde"})', scale: 1 };
    const history = await prometheus.history(contextFor(server.url, at), query, at - 15_000, at + 600_000, 1000);
    const times = history.filter((one) => one.labels.release === '2.3.0').map((one) => one.ts);
    expect(Math.max(...times)).toBeLessThanOrEqual(at);
    expect(new Set(times).size).toBe(times.length);
    expect(times.length).toBeGreaterThanOrEqual(14);
  });

  test('R3.3 cuts a long range into parts that the server takes', async () => {
    const query = { query: 'vector(1)', scale: 1 };
    const history = await prometheus.history(contextFor(server.url, at), query, at - 12_000_000, at, 1000);
    expect(history).toHaveLength(12_001);
  });
});
