import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Push } from '../../main/contract/events.ts';
import type { AnswerOf, InputOf } from '../../main/contract/index.ts';
import { hour, minute, plainPlan, startTime } from '../support/engine/bench.ts';
import { openWorld, type TestWorld } from '../support/engine/world.ts';

const day = 24 * hour;
const reason = 'History of last week';

/** Four releases, a day apart, each three hours long: a good one, a bad one, one that is a little bad, and one that only had a bad minute. */
const past = [
  { version: '1.1.0', outcome: 'completed', end: 180, rate: () => 0.004 },
  { version: '1.2.0', outcome: 'rolledBack', end: 60, rate: (at: number) => (at >= 20 ? 0.08 : 0.004) },
  { version: '1.3.0', outcome: 'rolledBack', end: 90, rate: (at: number) => (at >= 20 ? 0.04 : 0.004) },
  { version: '1.4.0', outcome: 'completed', end: 180, rate: (at: number) => (at >= 30 && at < 31 ? 0.06 : 0.004) },
];
const startOf = (index: number): number => startTime - (5 - index) * day;
const at = (time: number): string => new Date(time).toISOString();

function releasesFile(): string {
  const rows = past.map(({ version, outcome, end }, index) => {
    const start = startOf(index);
    return `web,${version},1.0.0,steady,0,10,${at(start)},,${outcome},${at(start + end * minute)},decided`;
  });
  return `target,version,previousVersion,plan,stage,percent,from,to,outcome,decidedAt,reason\n${rows.join('\n')}\n`;
}

function readingsFile(): string {
  const rows = past.flatMap(({ version, end, rate }, index) =>
    Array.from({ length: end * 6 }, (_, poll) => {
      const time = startOf(index) + (poll + 1) * 10_000;
      return `errors,${version},stable,web,${time},${rate((poll + 1) / 6)},500`;
    }),
  );
  return `metric,release,channel,platform,ts,value,samples\n${rows.join('\n')}\n`;
}

async function load(world: TestWorld, kind: 'readings' | 'releases', text: string): Promise<void> {
  const more =
    kind === 'readings' ? { kind, plan: 'plain', name: 'r', format: 'csv' as const } : { kind, name: 'r', format: 'csv' as const };
  const { importId } = await world.ask('history.begin', { ...more, applicationId: 'pryde' });
  for (let part = 0; part * 150_000 < text.length; part += 1)
    await world.ask('history.append', { importId, part, text: text.slice(part * 150_000, (part + 1) * 150_000) });
  const { problems } = await world.ask('history.finish', { importId, reason });
  expect(problems).toEqual([]);
}

async function worldWithPast(): Promise<TestWorld> {
  const world = await openWorld();
  await world.ask('plans.save', { file: 'plain.yaml', text: plainPlan });
  await load(world, 'releases', releasesFile());
  await load(world, 'readings', readingsFile());
  return world;
}

type Job = AnswerOf<'backtests.get'>;
type Result = NonNullable<Job['result']>;

async function finished(world: TestWorld, id: string): Promise<Job> {
  for (;;) {
    const job = await world.ask('backtests.get', { id });
    if (job.state !== 'running') return job;
    await new Promise((resolve) => setImmediate(resolve));
  }
}

async function backtest(world: TestWorld, input: Partial<InputOf<'backtests.run'>> = {}): Promise<Result> {
  const { id } = await world.ask('backtests.run', { plan: { file: 'plain' }, ...input });
  const { result } = await finished(world, id);
  if (result === null) throw new Error('the backtest was not finished');
  return result;
}

const red = (value: string) => [{ gate: 'errors', key: 'red' as const, value }];

/** Keeps every backtest from beginning until told: four small releases are done before anybody can cancel them. */
function holdBacktests(world: TestWorld): () => void {
  const gate = Promise.withResolvers<undefined>();
  const { heavy } = world.world;
  const call = heavy.call.bind(heavy);
  const held: typeof heavy.call = (name, input, watching) => {
    if (name !== 'backtest') return call(name, input, watching);
    return gate.promise.then(() => call(name, input, watching));
  };
  Object.assign(heavy, { call: held });
  return () => gate.resolve(undefined);
}

describe('a backtest', () => {
  test('R1.6 sets what a plan would have done beside what happened to each release', async () => {
    const { past: rows, plan, compare, warnings } = await backtest(await worldWithPast());
    expect(rows.map((row) => row.version)).toEqual(['1.1.0', '1.2.0', '1.3.0', '1.4.0']);
    expect(plan.releases.map((one) => one.class)).toEqual(['letThrough', 'caughtEarlier', 'missed', 'falseAlarm']);
    const [, bad] = plan.releases;
    expect(bad?.replay.stop).toMatchObject({ at: startOf(1) + 20 * minute, percent: 10, gate: 'errors', kind: 'red' });
    expect(bad?.replay.stop?.reason).toContain('8 %, over the red bound of 5 %');
    expect(bad?.savedMs).toBe(40 * minute);
    expect(plan.gates).toEqual([
      { gate: 'errors', title: 'Error rate', shadow: false, alarms: 2, trueAlarms: 1, falseAlarms: 1, first: 2 },
    ]);
    expect(plan.totals).toMatchObject({ releases: 4, stopped: 2, savedMs: 40 * minute, classes: { missed: 1, falseAlarm: 1 } });
    // The little that was wrong with 1.3.0 is yellow under this plan, which holds.
    expect(plan.releases[2]?.replay.held.yellow).toBeGreaterThan(60 * minute);
    expect([compare, warnings]).toEqual([null, []]);
  });

  test('R1.6 runs changed numbers and a second plan side by side', async () => {
    const world = await worldWithPast();
    const overrides = [...red('3 %'), { gate: 'errors', key: 'for' as const, value: '3m' }];
    const { plan, compare } = await backtest(world, { plan: { file: 'plain', overrides }, compare: { file: 'plain' } });
    expect(plan.releases.map((one) => one.class)).toEqual(['letThrough', 'caughtEarlier', 'caughtEarlier', 'letThrough']);
    expect(compare?.totals.classes).toMatchObject({ missed: 1, falseAlarm: 1 });
    expect(plan.hash).not.toBe(compare?.hash);
  });

  test('R1.6 tells how far it is and when it is done, by pushes', async () => {
    const world = await worldWithPast();
    const pushes: Push[] = [];
    world.hub.subscribe((push) => pushes.push(push));
    const { id } = await world.ask('backtests.run', { plan: { file: 'plain' } });
    await finished(world, id);
    world.hub.flush();
    const rows = pushes.flatMap((push) => push.changes).flatMap((change) => (change.table === 'backtests' ? [change.row] : []));
    expect(rows.at(-1)).toMatchObject({ id, state: 'done', done: 4, total: 4, message: null });
  });

  test('R1.6 ends when it is told to, and when its window begins another', async () => {
    const world = await worldWithPast();
    const release = holdBacktests(world);
    const run = (window: string): Promise<AnswerOf<'backtests.run'>> => world.ask('backtests.run', { window, plan: { file: 'plain' } });
    const [first, other, second] = await Promise.all([run('w1'), run('w2'), run('w1')]);
    expect(await world.ask('backtests.cancel', { id: second.id })).toMatchObject({ state: 'cancelled' });
    release();
    const jobs = await Promise.all([first, other, second].map(({ id }) => finished(world, id)));
    expect(jobs.map((job) => [job.state, job.result === null])).toEqual([
      ['cancelled', true],
      ['done', false],
      ['cancelled', true],
    ]);
  });

  test('R1.6 says what is missing instead of guessing', async () => {
    const world = await worldWithPast();
    const elsewhere = plainPlan.replace('source: numbers', 'source: nowhere');
    const { plan, warnings } = await backtest(world, { plan: { file: 'other.yaml', text: elsewhere } });
    expect(new Set(plan.releases.map((one) => one.class))).toEqual(new Set(['noReadings']));
    expect(warnings).toEqual(['Error rate of plan plain comes from nowhere, which is not connected, so nothing is kept of it.']);
    const none = await backtest(world, { from: startTime - hour });
    expect(none.warnings[0]).toContain('No release was rolled out in this period');
  });

  test('R1.6 refuses a plan, a gate, a number or a period that cannot be, in words', async () => {
    const world = await worldWithPast();
    const message = async (input: InputOf<'backtests.run'>): Promise<string> => (await world.refused('backtests.run', input)).message;
    expect(await message({ plan: { file: 'mine.yaml', text: 'name: x' } })).toMatch(/^mine\.yaml:1 /);
    expect(await message({ plan: { file: 'plain', overrides: [{ gate: 'error', key: 'red', value: 1 }] } })).toContain(
      'Did you mean errors?',
    );
    expect(await message({ plan: { file: 'plain', overrides: red('much') } })).toMatch(/^plain\.yaml:\d+ gates\[0\]\.red .*must be a rate/);
    expect(await message({ plan: { file: 'plain' }, from: 2, to: 1 })).toContain('ends before it begins');
    expect(await message({ plan: { file: 'plain' }, applicationId: 'nobody' })).toContain('no application nobody');
    expect((await world.refused('backtests.get', { id: 'bt_gone' })).message).toContain('Run it again');
  });

  test('R1.6 saves the numbers that were found, comments and all, for an admin only', async () => {
    const world = await worldWithPast();
    const plan = { file: 'plain', overrides: red('3 %') };
    expect((await world.refused('backtests.use', { file: 'plain.yaml', plan }, { role: 'operator' })).code).toBe('role');
    const { text } = await world.ask('backtests.text', { plan });
    const saved = await world.ask('backtests.use', { file: 'plain.yaml', plan });
    expect(saved.text).toBe(text);
    expect(text).toBe(plainPlan.replace('red: 5 %', 'red: 3 %'));
    expect(readFileSync(join(world.folder, 'plans', 'plain.yaml'), 'utf8')).toBe(text);
  });
});
