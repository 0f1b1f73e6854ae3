import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { dispatch } from '../../main/commands/dispatch.ts';
import type { AnswerOf } from '../../main/contract/index.ts';
import { readPlan } from '../../main/core/plan/index.ts';
import { metricKeyOf } from '../../main/engine/poll-metrics.ts';
import { pastPointsOf } from '../../main/store/history.ts';
import { pastRollouts } from '../../main/store/past-rollouts.ts';
import { pointsOf } from '../../main/store/readings.ts';
import { listRollouts } from '../../main/store/rollouts.ts';
import { hour, minute, personOf, plainPlan, planLike, reading, startTime } from '../support/engine/bench.ts';
import { openWorld, type TestWorld } from '../support/engine/world.ts';

const reason = 'History of last week';
const byRelease = planLike(['{ what: errors }', '{ what: "errors {{release}} {{platform}}" }']);
const place = { plan: 'plain', applicationId: 'pryde' };
const day = 24 * hour;
const from = startTime - 7 * day;
const always = { from: Date.UTC(2000), to: startTime };

async function worldWith(plan = byRelease): Promise<TestWorld> {
  const world = await openWorld();
  mkdirSync(join(world.folder, 'plans'), { recursive: true });
  writeFileSync(join(world.folder, 'plans', 'plain.yaml'), plan);
  return world;
}

type Finished = AnswerOf<'history.finish'>;

async function importFile(
  world: TestWorld,
  text: string,
  more: { format?: 'csv' | 'openmetrics' | 'jsonl'; metric?: string; release?: string; scale?: number; pieces?: number } = {},
): Promise<Pick<Finished, 'row' | 'problems'> & Partial<Finished>> {
  const { pieces = Math.ceil(text.length / 150_000), format = 'csv', ...labels } = more;
  const { importId } = await world.ask('history.begin', { kind: 'readings', name: 'file', format, ...place, ...labels });
  const length = Math.ceil(text.length / pieces);
  for (let part = 0; part < pieces; part += 1) {
    const { problems } = await world.ask('history.append', { importId, part, text: text.slice(part * length, (part + 1) * length) });
    if (problems.length > 0) return { row: null, problems };
  }
  return await world.ask('history.finish', { importId, reason });
}

function csv(count: number, value = (index: number): number => index / 1000, release = '1.9.0'): string {
  const rows = Array.from({ length: count }, (_one, index) => `errors,${release},stable,web,${from + index * 15_000},${value(index)},100`);
  return `metric,release,channel,platform,ts,value,samples\n${rows.join('\n')}\n`;
}

async function exported(world: TestWorld, format: 'csv' | 'openmetrics' | 'jsonl'): Promise<string> {
  let text = '';
  let cursor: AnswerOf<'history.export'>['cursor'] = null;
  do {
    const page: AnswerOf<'history.export'> = await world.ask('history.export', { format, ...place, ...always, cursor });
    text += page.text;
    cursor = page.cursor;
  } while (cursor !== null);
  return text;
}

function keyOf(world: TestWorld, release: string): string {
  const read = readPlan(byRelease, 'plain.yaml');
  const metric = read.ok ? read.plan.metrics[0] : undefined;
  if (metric === undefined) throw new Error('the plan has no metric');
  const scope = { application: 'pryde', release, channel: 'stable', platform: 'web' };
  return metricKeyOf(world.deps, 'any', metric, scope) ?? '';
}

const labels = { release: '1.9.0', channel: 'stable', platform: 'web' };
const stored = (world: TestWorld): number => pastPointsOf(world.store.reader, keyOf(world, '1.9.0'), labels, from - 1, startTime).length;

describe('readings from a file', () => {
  test('R4.11 land under the key of the live metric, where baselines and backtests read them and live gates do not', async () => {
    const world = await worldWith();
    const done = await importFile(world, csv(50), { pieces: 7 });
    expect(done).toMatchObject({ problems: [], known: 0, row: { state: 'kept', added: 50 } });
    expect(stored(world)).toBe(50);
    expect(pointsOf(world.store.reader, keyOf(world, '1.9.0'), labels, from - 1, startTime)).toEqual([]);
  });

  test('R4.11 are taken once: the same file again adds nothing, a longer one only what is new', async () => {
    const world = await worldWith();
    await importFile(world, csv(50));
    expect(await importFile(world, csv(50))).toMatchObject({ row: null, known: 50, differing: 0, problems: [] });
    expect(
      await importFile(
        world,
        csv(60, (index) => (index === 3 ? 9 : index / 1000)),
      ),
    ).toMatchObject({ row: { added: 10 }, known: 50, differing: 1 });
    expect(stored(world)).toBe(60);
    expect(await world.ask('history.imports', {})).toHaveLength(2);
  });

  test('R4.11 are kept whole or not at all: one wrong line anywhere keeps nothing', async () => {
    const world = await worldWith();
    const lines = csv(5000).split('\n');
    lines[4321] = lines[4321]?.replace(/,100$/, ',many') ?? '';
    const done = await importFile(world, lines.join('\n'), { pieces: 9 });
    expect(done.problems).toEqual([{ line: 4322, message: 'samples "many" is not a number' }]);
    expect(stored(world)).toBe(0);
    expect(await world.ask('history.imports', {})).toEqual([]);
  });

  test('R4.11 are out of sight until the end, and a console that stopped half-way leaves nothing', async () => {
    const world = await worldWith();
    const { importId } = await world.ask('history.begin', { kind: 'readings', name: 'file', format: 'csv', ...place });
    await world.ask('history.append', { importId, part: 0, text: csv(20) });
    expect(stored(world)).toBe(0);
    expect((await world.refused('history.append', { importId, part: 5, text: 'x' })).message).toContain('piece 1 was expected');
    const restarted = { ...world.world, deps: { ...world.deps, store: { ...world.store } } };
    const caller = { actor: personOf('admin'), trigger: 'manual' as const };
    const begin = { kind: 'readings', name: 'other', format: 'csv', ...place };
    expect(await dispatch(restarted, 'history.append', { importId, part: 1, text: 'x' }, caller, null)).toMatchObject({ ok: false });
    await dispatch(restarted, 'history.begin', begin, caller, null);
    expect((await world.refused('history.finish', { importId, reason })).message).toContain('begin again');
    expect((await world.ask('history.imports', {})).map((one) => one.name)).toEqual(['other']);
    expect(stored(world)).toBe(0);
  });

  test.each([
    ['an unknown metric', 'metric,ts,value\nlatency,1763000000,1\n', 'line 2', 'has no metric "latency"'],
    ['no metric', 'ts,value\n1763000000,1\n', 'line 2', 'does not say its metric'],
    [
      'no release where the source is asked for it',
      'metric,ts,value\nerrors,1763000000,1\n',
      'line 2',
      'must say its release and platform',
    ],
    [
      'two values for one time',
      'metric,release,platform,ts,value\nerrors,1,web,1763000000,1\nerrors,1,web,1763000000,0.5\n',
      'line 3',
      'another value for the same series and time is in this file (1 and 0.5)',
    ],
  ])('R4.11 are refused with %s', async (_what, text, line, message) => {
    const world = await worldWith();
    const { problems } = await importFile(world, text);
    expect(`line ${problems[0]?.line}`).toBe(line);
    expect(problems[0]?.message).toContain(message);
  });

  test('R4.11 may be in percent: a scale turns them into rates, and without it a warning is given', async () => {
    const world = await worldWith();
    const warned = await importFile(
      world,
      csv(3, () => 5),
    );
    expect(warned.warnings?.[0]).toContain('3 values of a rate are above 1');
    await world.ask('history.remove', { importId: warned.row?.id ?? '', reason });
    await importFile(
      world,
      csv(3, () => 5),
      { scale: 0.01 },
    );
    expect(pastPointsOf(world.store.reader, keyOf(world, '1.9.0'), labels, from - 1, startTime)[0]?.value).toBeCloseTo(0.05);
  });

  test('R4.11 are removed again, in portions, with an audit entry', async () => {
    const world = await worldWith();
    const done = await importFile(world, csv(100));
    let left = true;
    while (left) ({ left } = await world.ask('history.remove', { importId: done.row?.id ?? '', reason }).catch(() => ({ left: false })));
    expect(world.store.reader.one('SELECT count(*) AS n FROM imported_reading')).toEqual({ n: 0 });
    const { rows } = await world.ask('audit.list', {});
    expect(rows.map((row) => row.action)).toEqual(expect.arrayContaining(['history.imported', 'history.removed']));
  });

  test('R4.11 are taken from an operator only, for a plan and an application that exist', async () => {
    const world = await worldWith();
    const begin = { kind: 'readings', name: 'f', format: 'csv', ...place };
    expect((await world.refused('history.begin', begin, { role: 'viewer' })).code).toBe('role');
    expect((await world.refused('history.begin', { ...begin, plan: 'nothing' })).code).toBe('notFound');
    expect((await world.refused('history.begin', { ...begin, applicationId: 'nothing' })).message).toContain('Known: ');
    expect((await world.refused('history.begin', { ...begin, metric: 'nothing' })).message).toContain('Its metrics: errors');
    expect((await world.refused('history.append', { importId: 'imp-none', part: 0, text: '' })).message).toContain('begin again');
  });
});

describe('an export', () => {
  test.each(['csv', 'openmetrics', 'jsonl'] as const)(
    'R4.11 as %s comes back the same in another workspace, over many pages',
    async (format) => {
      const world = await worldWith();
      await importFile(world, csv(4500));
      await importFile(
        world,
        csv(10, (index) => index, '1.8'),
      );
      const text = await exported(world, format);
      const other = await worldWith();
      const again = await importFile(other, text, { format });
      expect(again).toMatchObject({ problems: [], row: { added: 4510 } });
      expect(await exported(other, format)).toBe(text);
      expect(await importFile(world, text, { format })).toMatchObject({ row: null, known: 4510, differing: 0 });
    },
  );

  test('R4.11 holds what was measured here too, which goes before what was imported', async () => {
    const world = await worldWith();
    world.far.read = () => [reading('2.0.0', 0.01, world.clock.now())];
    await world.begin('2.0.0', byRelease);
    await world.run(minute);
    const asked = { ...place, from: startTime, to: world.clock.now() };
    const { text, rows } = await world.ask('history.export', { format: 'csv', ...asked });
    expect(rows).toBeGreaterThan(3);
    expect((await importFile(world, text.replaceAll(',0.01,', ',0.5,'))).row?.added).toBe(rows);
    expect((await world.ask('history.export', { format: 'csv', ...asked })).text).toBe(text);
  });
});

describe('a range of the source itself', () => {
  const range = {
    kind: 'range',
    source: 'numbers',
    ...place,
    metric: 'errors',
    release: '1.9.0',
    platform: 'web',
    channel: 'stable',
  } as const;

  test('R4.11 is fetched in parts, and goes on where it stopped', async () => {
    const world = await worldWith();
    world.far.history = (start, end) =>
      Array.from({ length: 10 }, (_one, index) => reading('1.9.0', 0.1, start + ((end - start) * index) / 10, 5, 'web'));
    const asked = { ...range, from, to: from + 2 * hour, stepMs: 60_000 };
    const { importId, fetchFrom } = await world.ask('history.begin', asked);
    expect(fetchFrom).toBe(from);
    expect(await world.ask('history.fetch', { importId, from, to: from + hour })).toEqual({ rows: 10, reached: from + hour });
    expect(stored(world)).toBe(0);
    expect(await world.ask('history.begin', asked)).toEqual({ importId, fetchFrom: from + hour + 60_000 });
    const later = { ...asked, from: from + 120_000, to: asked.to + 60_000 };
    expect(await world.ask('history.begin', later)).toEqual({ importId, fetchFrom: from + hour + 60_000 });
    await world.ask('history.fetch', { importId, from: from + hour + 60_000, to: from + 2 * hour });
    expect(await world.ask('history.finish', { importId, reason })).toMatchObject({ row: { added: 20 }, problems: [] });
    expect(stored(world)).toBe(20);
  });

  test('R4.11 is refused for another source, a metric without one, and a source without history', async () => {
    const world = await worldWith();
    const asked = { ...range, from, to: from + hour, stepMs: 60_000 };
    expect((await world.refused('history.begin', { ...asked, source: 'others' })).message).toContain('comes from numbers, not from others');
    expect((await world.refused('history.begin', { ...asked, to: from })).message).toContain('ends before it begins');
    world.far.history = null;
    const { importId } = await world.ask('history.begin', asked);
    expect((await world.refused('history.fetch', { importId, from, to: from + hour })).message).toContain('keeps no history');
  });
});

describe('past releases from a file', () => {
  const header = 'target,version,previousVersion,plan,stage,percent,from,to,outcome,decidedAt,reason\n';
  const at = (ms: number): string => new Date(from + ms).toISOString();
  const file =
    header +
    `web,1.8.0,1.7.0,steady,0,10,${at(0)},${at(hour)},completed,${at(3 * hour)},fine\n` +
    `web,1.8.0,1.7.0,steady,1,100,${at(hour)},${at(3 * hour)},completed,${at(3 * hour)},fine\n` +
    `web,1.9.0,1.8.0,steady,0,10,${at(5 * hour)},,rolledBack,${at(6 * hour)},errors rose\n`;

  async function releases(world: TestWorld, text: string, applicationId: string | null = 'pryde'): Promise<Finished> {
    const { importId } = await world.ask('history.begin', { kind: 'releases', name: 'releases.csv', format: 'csv', applicationId });
    await world.ask('history.append', { importId, part: 0, text });
    return await world.ask('history.finish', { importId, reason });
  }

  test('R4.11 are there for a backtest and nowhere live', async () => {
    const world = await worldWith();
    expect(await releases(world, file)).toMatchObject({ problems: [], row: { kind: 'releases', added: 2 } });
    const past = pastRollouts(world.store.reader, always);
    expect(past).toMatchObject([
      {
        version: '1.8.0',
        source: 'imported',
        targetId: 'web',
        outcome: 'completed',
        stages: [{ percent: 10, to: from + hour }, { percent: 100 }],
      },
      { version: '1.9.0', previousVersion: '1.8.0', outcome: 'rolledBack', decidedAt: from + 6 * hour, endedAt: from + 6 * hour },
    ]);
    expect(listRollouts(world.store.reader, {})).toEqual([]);
    expect(await world.ask('rollouts.list', { state: 'all' })).toEqual([]);
    expect(await releases(world, file)).toMatchObject({ row: null, known: 2 });
  });

  test('R4.11 are refused whole, with the line, when a target is not known or an end is missing', async () => {
    const world = await worldWith();
    const { problems } = await releases(world, file.replace('web,1.9.0', 'webb,1.9.0'));
    expect(problems).toEqual([{ line: 4, message: expect.stringContaining('target "webb" is not one of pryde: web') }]);
    expect((await releases(world, file, null)).problems[0]?.message).toContain('does not say its application');
    expect(pastRollouts(world.store.reader, always)).toEqual([]);
  });

  test('R4.11 stand beside what this console led, in one list', async () => {
    const world = await worldWith(plainPlan);
    await releases(world, file);
    world.far.read = () => [reading('2.0.0', 0.001, world.clock.now())];
    await world.begin('2.0.0', plainPlan);
    await world.run(10 * minute);
    const past = pastRollouts(world.store.reader, { from: always.from, to: world.clock.now(), applicationId: 'pryde' });
    expect(past.map((one) => [one.version, one.source, one.outcome])).toEqual([
      ['1.8.0', 'imported', 'completed'],
      ['1.9.0', 'imported', 'rolledBack'],
      ['2.0.0', 'live', 'completed'],
    ]);
    expect(past.at(-1)?.stages.map(({ stage, percent }) => [stage, percent])).toEqual([
      [0, 10],
      [1, 100],
    ]);
    const { text, rows } = await world.ask('history.exportReleases', { from: always.from, to: world.clock.now() });
    expect(rows).toBe(3);
    expect(text.split('\n')[0]).toContain('version,previousVersion');
  });
});
