import { describe, expect, test } from 'vitest';
import { AdapterError } from '../../main/adapters/errors.ts';
import { createIngest } from '../../main/engine/ingest.ts';
import { minute, reading, runningRollout, second } from '../support/engine/bench.ts';
import { openWorld, type TestWorld } from '../support/engine/world.ts';

/** Both versions are read, the new one with this rate of errors. */
function readBoth(bench: TestWorld, rate: number): void {
  bench.far.read = (resolved) => {
    const release = String(resolved['release']);
    return [reading(release, release === '2.0.0' ? rate : 0.001, bench.clock.now())];
  };
}

describe('health overview', () => {
  test('R5.4 is idle while nothing rolls out, and shows what the platforms serve', async () => {
    const bench = await openWorld();
    await bench.ask('fleet.applications', {});
    const { overall, active, rollbacks, applications } = await bench.ask('health.overview', {}, { role: 'viewer' });
    expect(overall).toMatchObject({ kind: 'idle', words: 'Nothing is rolling out', reasons: [] });
    expect([active, rollbacks]).toEqual([[], []]);
    expect(applications).toEqual([{ id: 'pryde', name: 'Pryde', versions: [] }]);
  });

  test('R5.4 shows the canary with its share, users, verdict and since when, and the version the others have', async () => {
    const bench = await openWorld();
    readBoth(bench, 0.001);
    const rollout = await runningRollout(bench);
    await bench.run(40 * second);
    const { overall, active } = await bench.ask('health.overview', {});
    expect(overall).toMatchObject({ kind: 'green', blindSince: null });
    expect(active).toMatchObject([
      { version: '2.0.0', role: 'canary', percent: 10, users: 1000, verdict: 'green', rolloutId: rollout.id, since: expect.any(Number) },
      { version: '1.0.0', role: 'stable', percent: 90, users: 9000, verdict: null },
    ]);
    const filtered = await bench.ask('health.overview', { version: '1.0.0' });
    expect(filtered.active.map((row) => row.version)).toEqual(['1.0.0']);
    expect((await bench.ask('health.overview', { surface: 'mobile' })).active).toEqual([]);
  });

  test('R5.4 names the rollout and the panel that are over their lines, and lists the rollback afterwards', async () => {
    const bench = await openWorld();
    readBoth(bench, 0.03);
    await runningRollout(bench);
    await bench.run(40 * second);
    const { overall } = await bench.ask('health.overview', {});
    expect(overall.kind).toBe('yellow');
    expect(overall.reasons.map((one) => one.what)).toEqual(['rollout', 'panel']);
    expect(overall.reasons[1]?.text).toBe('Pryde 2.0.0 on web: Error rate is 3 %, over its yellow line of 2 %');
    readBoth(bench, 0.3);
    await bench.run(2 * minute);
    const { rollbacks } = await bench.ask('health.overview', {});
    expect(rollbacks).toMatchObject([{ version: '2.0.0', toVersion: '1.0.0', targets: ['web'], byPerson: false }]);
    await bench.run(2 * 60 * minute, 10 * minute);
    expect((await bench.ask('health.overview', { range: '1h' })).rollbacks).toEqual([]);
    expect((await bench.ask('health.overview', { range: '6h' })).rollbacks).toHaveLength(1);
  });

  test('R5.4 tells a network that is gone once, with every source it takes away', async () => {
    const bench = await openWorld();
    await runningRollout(bench);
    await bench.run(40 * second);
    const gone = new AdapterError('unavailable', 'There is no network (ENETDOWN).');
    bench.far.read = () => {
      throw gone;
    };
    bench.platform().readScript.push(...Array.from({ length: 60 }, () => gone));
    await bench.run(5 * minute);
    const { overall } = await bench.ask('health.overview', {});
    const text = overall.reasons.map((reason) => reason.text).join('\n');
    expect(text.match(/ENETDOWN/g)).toHaveLength(1);
    expect(text).toMatch(/(hosting and numbers|numbers and hosting) do not answer: There is no network \(ENETDOWN\)\./);
  });

  test('R5.4 says since when it cannot see while the source is silent, and never that all is well', async () => {
    const bench = await openWorld();
    readBoth(bench, 0.001);
    await runningRollout(bench);
    await bench.run(40 * second);
    bench.far.read = () => {
      throw new Error('no route to host');
    };
    await bench.run(5 * minute);
    const { overall } = await bench.ask('health.overview', {});
    expect(overall.kind).toBe('blind');
    expect(overall.blindSince).toBeLessThan(bench.clock.now() - 4 * minute);
    expect(overall.reasons.map((one) => one.what)).toContain('source');
    const { panels } = await bench.ask('health.panels', {});
    expect(panels.map((panel) => panel.verdict)).toEqual(['blind']);
  });

  test('R5.4 calls no version green whose platform cannot be seen, however good its numbers are', async () => {
    const bench = await openWorld();
    readBoth(bench, 0.001);
    await runningRollout(bench);
    await bench.run(40 * second);
    Object.assign(bench.platform(), { read: () => Promise.reject(new AdapterError('unavailable', 'No answer.')) });
    await bench.run(minute);
    const { active } = await bench.ask('health.overview', {});
    expect(active[0]).toMatchObject({ role: 'canary', verdict: 'blind', blindSince: expect.any(Number) });
  });
});

test('R5.4 refuses an application nobody knows, with those there are', async () => {
  const bench = await openWorld();
  for (const name of ['health.overview', 'health.panels', 'health.compare', 'health.clusters'])
    expect(await bench.refused(name, { applicationId: 'nope' })).toMatchObject({
      code: 'notFound',
      message: 'There is no application nope. Known: pryde.',
    });
});

describe('health panels', () => {
  test('R3.5 draw the release and the one before with their alert lines, in at most 500 points', async () => {
    const bench = await openWorld();
    readBoth(bench, 0.03);
    await runningRollout(bench);
    await bench.run(60 * second, 5 * second);
    const { panels, from, to } = await bench.ask('health.panels', { buckets: 500 });
    // One minute of readings would be a dot at the end of an hour.
    expect(to - from).toBe(5 * minute);
    expect(panels).toHaveLength(1);
    const [panel] = panels;
    expect(panel).toMatchObject({
      title: 'Error rate',
      unit: 'rate',
      targetName: 'web',
      lines: { yellow: 0.02, red: 0.05, emergency: 0.2 },
      bounds: 'yellow > 2 %, red > 5 %, emergency > 20 %',
      verdict: 'yellow',
      watched: true,
      latest: 0.03,
    });
    expect(panel?.release.length).toBeGreaterThan(2);
    expect(panel?.release.length).toBeLessThanOrEqual(500);
  });

  test('R5.4 shows what applications send about themselves where no plan reads it', async () => {
    const bench = await openWorld();
    const ingest = createIngest(bench.deps);
    const ts = bench.clock.now();
    const base = { application: 'pryde', release: '2.0.0', channel: 'stable', platform: 'web', ts };
    const taken = ingest.take({
      events: [
        { ...base, kind: 'session', count: 100 },
        { ...base, kind: 'safeMode', count: 4 },
        { ...base, kind: 'swUpdate', count: 8 },
        { ...base, kind: 'swUpdate', ok: false, count: 2 },
      ],
    });
    expect(taken).toMatchObject({ ok: true });
    bench.clock.moveTo(ts + minute);
    ingest.flush();
    const { panels } = await bench.ask('health.panels', {});
    expect(panels.map((panel) => [panel.title, panel.latest, panel.verdict])).toEqual([
      ['Crash rate', 0, null],
      ['Safe-mode activations', 0.04, null],
      ['Service-worker updates', 0.8, null],
    ]);
    expect((await bench.ask('health.panels', { surface: 'mobile' })).panels).toEqual([]);
  });
});

describe('health comparison', () => {
  test('R5.4 compares what rolls out with what it replaces and names the better one', async () => {
    const bench = await openWorld();
    bench.far.read = () => [reading('2.0.0', 0.04, bench.clock.now()), reading('1.0.0', 0.001, bench.clock.now())];
    await runningRollout(bench);
    await bench.run(4 * minute);
    const found = await bench.ask('health.compare', {});
    expect(found).toMatchObject({ applicationId: 'pryde', a: '2.0.0', b: '1.0.0', versions: ['2.0.0', '1.0.0'] });
    const same = await bench.ask('health.compare', { a: '2.0.0', b: '2.0.0' });
    expect(same.rows).toEqual([]);
  });
});

describe('error clusters', () => {
  test('R5.6 are listed by cause with counts per version, what recurs, and where to look first', async () => {
    const bench = await openWorld();
    await runningRollout(bench);
    const ingest = createIngest(bench.deps);
    const inPryde = { application: 'pryde', channel: 'stable', kind: 'error' };
    const error = (release: string, message: string, count: number, platform = 'web') => ({
      ...inPryde,
      release,
      platform,
      message,
      count,
      ts: bench.clock.now(),
    });
    ingest.take({ events: [error('1.0.0', 'timeout after 30 s', 2)] });
    bench.clock.moveTo(bench.clock.now() + minute);
    ingest.flush();
    ingest.take({
      events: [
        error('2.0.0', 'timeout after 12 s', 5),
        error('2.0.0', "TypeError: Cannot read properties of undefined (reading 'ada')", 9),
        error('2.0.0', "TypeError: Cannot read properties of undefined (reading 'bob')", 1, 'mobile'),
      ],
    });
    bench.clock.moveTo(bench.clock.now() + minute);
    ingest.flush();
    const { rows, more } = await bench.ask('health.clusters', {}, { role: 'viewer' });
    expect(more).toEqual({ clusters: 0, errors: 0 });
    expect(rows).toMatchObject([
      {
        name: 'TypeError',
        total: 10,
        age: 'new',
        hint: expect.stringContaining('value is missing'),
        versions: [{ version: '2.0.0', count: 10 }],
      },
      {
        title: 'timeout after # s',
        total: 7,
        age: 'recurring',
        versions: [
          { version: '2.0.0', count: 5 },
          { version: '1.0.0', count: 2 },
        ],
      },
    ]);
    expect(JSON.stringify(rows)).not.toMatch(/ada|bob/);
    expect((await bench.ask('health.clusters', { surface: 'mobile' })).rows.map((row) => row.total)).toEqual([1]);
    const before = await bench.ask('health.clusters', { version: '1.0.0' });
    expect(before.rows.map((row) => [row.total, row.age])).toEqual([[2, 'unknown']]);
  });
});
