import { describe, expect, test } from 'vitest';
import type { Reading } from '../../main/core/model/reading.ts';
import { listHealth } from '../../main/store/connections.ts';
import { latestVerdicts } from '../../main/store/verdicts.ts';
import { type Bench, openBench, planLike, reading, runningRollout, second } from '../support/engine/bench.ts';

/** Silence counts as nobody there, and nobody there is red. */
const silenceIsZero = planLike(
  ['yellow: 2 %, red: 5 %, emergency: 20 %, minSamples: 50', 'direction: below, red: 10, whenNoData: zero'],
  ['unit: rate', 'unit: count'],
);

/** A source whose answers come when the test lets them. */
function slowSource(bench: Bench): { readonly asked: () => number; answer(readings: readonly Reading[]): Promise<void> } {
  const waiting: ((readings: readonly Reading[]) => void)[] = [];
  let asked = 0;
  const { metric } = bench.deps.desk;
  bench.deps.desk.metric = (connection) => ({
    ...metric(connection),
    read: () => {
      asked += 1;
      return new Promise((resolve) => waiting.push(resolve));
    },
  });
  return {
    asked: () => asked,
    async answer(readings) {
      for (const resolve of waiting.splice(0)) resolve(readings);
      await settled();
    },
  };
}

async function settled(): Promise<void> {
  await new Promise((resolve) => setImmediate(resolve));
}

/** Turns of an engine that loses its patience with a poll: five seconds each. */
async function impatiently(bench: Bench, turns: number): Promise<void> {
  for (let turn = 0; turn < turns; turn += 1) {
    bench.clock.moveTo(bench.clock.now() + 5 * second);
    const stepped = bench.engine.step();
    await settled();
    bench.clock.moveTo(bench.clock.now() + 5 * second);
    await stepped;
  }
}

const verdict = (bench: Bench, id: string) => latestVerdicts(bench.store.reader, id)[0];

describe('a source that is slower than the plan asks', () => {
  test('R2.10 is asked again only once it answered', async () => {
    const bench = await openBench();
    await runningRollout(bench);
    const source = slowSource(bench);
    await impatiently(bench, 4);
    expect(source.asked()).toBe(1);
    await source.answer([reading('2.0.0', 0.001, bench.clock.now())]);
    await impatiently(bench, 2);
    expect(source.asked()).toBe(2);
  });

  test('design 2.4 is blind while it hangs, and its silence is not read as zero', async () => {
    const bench = await openBench();
    bench.far.read = () => [reading('2.0.0', 500, bench.clock.now())];
    const { id } = await runningRollout(bench, silenceIsZero);
    await bench.run(20 * second);
    slowSource(bench);
    await impatiently(bench, 12);
    expect(listHealth(bench.store.reader).find((one) => one.connectionId === 'con-numbers')?.failingSince).toBeNull();
    expect(verdict(bench, id)).toMatchObject({ kind: 'blind', reason: expect.stringContaining('the source has not answered for') });
    expect(bench.rollout(id).state).toBe('running');
  });

  test('design 2.4 still reads silence as zero where the plan says so and the source answers', async () => {
    const bench = await openBench();
    bench.far.read = () => [reading('2.0.0', 500, bench.clock.now())];
    const { id } = await runningRollout(bench, silenceIsZero);
    await bench.run(20 * second);
    bench.far.read = () => [];
    await bench.run(120 * second);
    expect(bench.rollout(id).state).toBe('rolledBack');
  });

  test('design 2.4 does not read the silence of a closed console as zero', async () => {
    const bench = await openBench();
    bench.far.read = () => [reading('2.0.0', 500, bench.clock.now())];
    const { id } = await runningRollout(bench, silenceIsZero);
    await bench.run(20 * second);
    const health = listHealth(bench.store.reader).find((one) => one.connectionId === 'con-numbers');
    slowSource(bench);
    bench.clock.moveTo(bench.clock.now() + 600 * second);
    await impatiently(bench, 1);
    expect(health).toMatchObject({ failingSince: null });
    expect(verdict(bench, id)?.kind).toBe('blind');
    expect(bench.rollout(id).state).toBe('running');
  });
});
