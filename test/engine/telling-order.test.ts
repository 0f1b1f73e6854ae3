import { describe, expect, test } from 'vitest';
import { tell } from '../../main/engine/notify.ts';
import { subjectById, takeBack } from '../../main/engine/press.ts';
import { listAudit } from '../../main/store/audit.ts';
import { saveConnection } from '../../main/store/connections.ts';
import { transaction } from '../../main/store/open.ts';
import { type Bench, minute, openBench, personOf, planLike, pressOf, runningRollout } from '../support/engine/bench.ts';

/** A stage that outlasts every test, so that nothing else is told. */
const quiet = ['bake: 1m }\n  - { percent: 100', 'bake: 9h }\n  - { percent: 100'] as const;

async function running(plan = planLike(quiet)): Promise<{ bench: Bench; say: (title: string, event?: string) => void }> {
  const bench = await openBench();
  const { id } = await runningRollout(bench, plan);
  return { bench, say: (title, event = title) => tell(bench.deps, subjectById(bench.deps, id), 'warning', title, 'At this.', event) };
}

const titles = (bench: Bench): string[] => bench.shown.map((notice) => notice.title);

describe('a notice on this desktop', () => {
  test('design 6 is shown once what it tells is stored, and never when that was undone', async () => {
    const { bench, say } = await running();
    const { writer } = bench.store;
    const undone = (): void =>
      transaction(writer, () => {
        say('Undone');
        throw new Error('the disk is full');
      });
    expect(undone).toThrow('the disk is full');
    transaction(writer, () => {
      say('Stored');
      bench.engine.actions.kick();
      expect(titles(bench)).toEqual([]);
    });
    bench.engine.wake();
    expect(titles(bench)).toEqual(['Stored']);
  });

  test('design 6 is shown once in 30 minutes, and after a kill by the next process', async () => {
    const { bench, say } = await running();
    say('Look');
    say('Look');
    const next = bench.restart();
    await next.step();
    bench.clock.moveTo(bench.clock.now() + 29 * minute);
    say('Look');
    await next.step();
    expect(titles(bench)).toEqual(['Look']);
    bench.clock.moveTo(bench.clock.now() + 2 * minute);
    say('Look');
    await next.step();
    expect(titles(bench)).toEqual(['Look', 'Look']);
  });

  test('design 6 that cannot be shown keeps nothing else from happening, and does not come up again and again', async () => {
    const { bench, say } = await running();
    let tries = 0;
    Object.assign(bench.deps, {
      showNotice: () => {
        tries += 1;
        throw new Error('no desktop');
      },
    });
    say('Look');
    await bench.run(minute);
    expect(tries).toBe(1);
    expect(bench.far.sent.map((notice) => notice.title)).toEqual(['Look']);
  });
});

test('design 6 a chat service that hangs keeps no other one waiting, and each hears things in order', async () => {
  const { bench, say } = await running(planLike(quiet, ['notices: [chat]', 'notices: [chat, mail]']));
  saveConnection(bench.store.writer, { id: 'con-mail', kind: 'notice', adapter: 'slack-webhook', name: 'mail', settings: {} });
  const heard: string[] = [];
  let answer: () => void = () => undefined;
  bench.deps.desk.send = async (connection, notice) => {
    heard.push(`${connection.name} ${notice.title}`);
    if (connection.name === 'chat' && notice.title === 'First')
      await new Promise<void>((resolve) => {
        answer = resolve;
      });
  };
  say('First');
  say('Second');
  const stepped = bench.engine.step();
  await new Promise((resolve) => setImmediate(resolve));
  expect(heard.toSorted()).toEqual(['chat First', 'mail First', 'mail Second']);
  answer();
  await stepped;
  expect(heard.at(-1)).toBe('chat Second');
});

test.each([['cli'], ['webhook'], ['manual']])('R1.11 names the door %s of a press on the outcome of its write too', async (trigger) => {
  const bench = await openBench();
  await runningRollout(bench);
  const release = { applicationId: 'pryde', version: '2.0.0', targetIds: null, toVersion: null };
  takeBack(bench.deps, release, pressOf('Checkout is broken', { actor: personOf(), trigger }));
  await bench.engine.actions.idle();
  const entries = listAudit(bench.store.reader, { limit: 20 }).filter((one) => ['action.sent', 'rollout.rolledBack'].includes(one.action));
  expect(entries.slice(0, 2).map((one) => one.trigger)).toEqual([trigger, trigger]);
});
