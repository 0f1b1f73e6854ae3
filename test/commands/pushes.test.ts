import { describe, expect, test } from 'vitest';
import { needsOf } from '../../main/commands/rows/needs.ts';
import { Push } from '../../main/contract/events.ts';
import type { RolloutRow } from '../../main/contract/shapes.ts';
import { AdapterError } from '../../main/adapters/errors.ts';
import { minute, runningRollout } from '../support/engine/bench.ts';
import { openWorld } from '../support/engine/world.ts';

const reason = 'Because a test wants it';

describe('pushes', () => {
  test('R6.1 gather the changes of a moment, once each, and run without holes', async () => {
    const bench = await openWorld();
    const { id: rolloutId } = await runningRollout(bench);
    const pushes: Push[] = [];
    bench.hub.subscribe((push) => pushes.push(Push.parse(push)));
    await bench.ask('rollouts.hold', { rolloutId, reason });
    await bench.ask('rollouts.resume', { rolloutId, reason });
    expect(pushes).toEqual([]);
    bench.clock.moveTo(bench.clock.now() + 80);
    await new Promise((resolve) => setImmediate(resolve));
    expect(pushes.map((push) => push.seq)).toEqual([1]);
    const tables = pushes[0]?.changes.map((change) => change.table) ?? [];
    expect(tables.filter((table) => table === 'rollouts')).toHaveLength(1);
    expect(tables.filter((table) => table === 'decisions')).toHaveLength(2);
    expect(tables.slice(-2)).toEqual(['status', 'needs']);
    expect(bench.hub.seq()).toBe(1);

    await bench.ask('rollouts.hold', { rolloutId, reason });
    bench.hub.flush();
    expect(pushes.map((push) => push.seq)).toEqual([1, 2]);
  });

  test('R6.1 carry whole rows that replace the ones with the same id', async () => {
    const bench = await openWorld();
    const { id: rolloutId } = await runningRollout(bench);
    const rows = new Map<string, RolloutRow>();
    bench.hub.subscribe((push) => {
      for (const change of push.changes) if (change.table === 'rollouts') rows.set(change.row.id, change.row);
    });
    await bench.ask('rollouts.promote', { rolloutId, reason });
    bench.hub.flush();
    expect(rows.get(rolloutId)).toEqual((await bench.ask('rollouts.get', { rolloutId })).rollout);
    expect(rows.size).toBe(1);
  });

  test('R6.1 say what to ask again where a row cannot tell, and stop with the subscription', async () => {
    const bench = await openWorld();
    const pushes: Push[] = [];
    const stop = bench.hub.subscribe((push) => pushes.push(push));
    await bench.ask('system.saveSettings', { theme: 'dark' });
    bench.hub.flush();
    expect(pushes[0]?.changes).toEqual([expect.objectContaining({ table: 'audit' }), { table: 'reload', what: 'settings' }]);
    stop();
    await bench.ask('system.saveSettings', { theme: 'light' });
    bench.hub.flush();
    expect(pushes).toHaveLength(1);
  });

  test('R6.1 leave out rows that are gone', async () => {
    const bench = await openWorld();
    const pushes: Push[] = [];
    bench.hub.subscribe((push) => pushes.push(push));
    bench.hub.hint({ table: 'rollouts', id: 'gone' });
    bench.hub.hint({ table: 'audit', seq: 999 });
    bench.hub.flush();
    expect(pushes[0]?.changes.map((change) => change.table)).toEqual(['status', 'needs']);
  });
});

describe('what needs a person', () => {
  test('R6.3 comes worst first: a failed write, a rollback, drift, then what only asks', async () => {
    const bench = await openWorld();
    const { id: rolloutId } = await runningRollout(bench);
    const { rollout: row } = await bench.ask('rollouts.get', { rolloutId });
    const like = (id: string, more: Partial<RolloutRow>): RolloutRow => ({ ...row, id, ...more });
    const rows = [
      like('fine', {}),
      like('held', { state: 'held', heldReason: 'Lunch' }),
      like('asks', { next: { ...row.next, recommendation: true, kind: 'advance' } }),
      like('drift', { drift: { wrote: '2.0.0 at 10 %', says: '2.0.0 at 60 %', wroteAt: null, wroteBy: null, seenAt: null, who: '' } }),
      like('blind', { verdict: 'blind' }),
      like('failed', { failedActions: 1 }),
      like('back', { state: 'rollingBack' }),
      like('press', { next: { ...row.next, kind: 'rollback', cause: 'red', recommendation: true } }),
      like('channel', {
        next: { ...row.next, kind: 'hold', cause: 'channel', detail: '2.0.0 was not completed on channel alpha (web) yet.' },
      }),
    ];
    expect(needsOf(rows).map((need) => [need.id, need.kind, need.severity])).toEqual([
      ['failed', 'failedAction', 'danger'],
      ['back', 'rollback', 'danger'],
      ['press', 'recommendation', 'danger'],
      ['drift', 'drift', 'warning'],
      ['blind', 'blind', 'warning'],
      ['channel', 'held', 'warning'],
      ['held', 'held', 'info'],
      ['asks', 'recommendation', 'info'],
    ]);
  });

  test('R6.2 is counted in the status, with the time since when nothing answers any more', async () => {
    const bench = await openWorld();
    await runningRollout(bench);
    expect(await bench.ask('fleet.status', {})).toMatchObject({ worst: 'pending', needsYou: 0, offlineSince: null, version: '0.0.0-test' });
    const cut = bench.clock.now() + 10_000;
    const silent = new AdapterError('unavailable', 'There is no network.');
    bench.far.read = () => {
      throw silent;
    };
    bench.platform().readScript.push(...Array.from({ length: 60 }, () => silent));
    await bench.run(5 * minute);
    const status = await bench.ask('fleet.status', {});
    expect(status).toMatchObject({ worst: 'blind', needsYou: 1, offlineSince: expect.any(Number) });
    expect(status.offlineSince ?? 0).toBeGreaterThanOrEqual(cut);
    expect(status.sources.every((source) => source.message === 'There is no network.')).toBe(true);
    const home = await bench.ask('fleet.home', {});
    expect(home).toMatchObject({ needs: [{ kind: 'blind' }], rolling: [{ state: 'running' }] });
  });
});
