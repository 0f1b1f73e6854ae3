import { expect, test } from 'vitest';
import type { DrillHost } from '../../main/commands/world.ts';
import type { DrillRecord } from '../../main/core/model/drill.ts';
import { listAudit } from '../../main/store/audit.ts';
import { saveDrill } from '../../main/store/drills.ts';
import { drillDay, playedDrill } from '../support/drill-samples.ts';
import { openWorld } from '../support/engine/world.ts';

const wish = { scenario: 'bad-release', plan: 'ours.yaml' };

/** A host that plays nothing, and remembers what it was asked. */
function quietHost(): DrillHost & { readonly asked: string[] } {
  const asked: string[] = [];
  const held: { record: DrillRecord | null } = { record: null };
  return {
    asked,
    scenarios: () => [{ id: 'bad-release', title: 'A release turns bad', summary: 'It fails.' }],
    prepare: async () => ({
      problem: null,
      speed: 2,
      lastsMs: 90_000,
      metrics: [],
      judging: ['Errors'],
      blind: [],
      leftOut: [],
      targets: ['web'],
    }),
    async begin(_wish, actor, kept) {
      held.record = { ...playedDrill, person: actor.name, state: 'running', endedAt: null };
      kept(held.record);
      return held.record;
    },
    now: () => held.record,
    async call(name) {
      asked.push(name);
      return { ok: true, answer: { from: 'the drill' } };
    },
    async end() {
      held.record = null;
      return playedDrill;
    },
  };
}

test('R1.12 a drill is begun and put away with an entry in the audit log each, and by an operator at least', async () => {
  const bench = await openWorld({ drills: quietHost() });
  expect((await bench.refused('drills.begin', wish, { role: 'viewer' })).code).toBe('role');
  const row = await bench.ask('drills.begin', wish, { role: 'operator', name: 'Anna', key: 'k1' });
  expect(row).toMatchObject({ person: 'Anna', state: 'running' });
  expect(await bench.ask('drills.now', {})).toMatchObject({ drill: { id: 'drl_1' }, realNeeds: 0 });
  expect(await bench.ask('drills.end', {})).toMatchObject({ state: 'contained', totalMs: 40_000 });
  expect(await bench.ask('drills.now', {})).toMatchObject({ drill: null });
  const actions = listAudit(bench.store.reader, { limit: 10 }).map((entry) => entry.action);
  expect(actions.filter((action) => action.startsWith('drill.'))).toEqual(['drill.ended', 'drill.begun']);
});

test('R2.7 a begin that is pressed twice under one key begins one drill', async () => {
  const host = quietHost();
  const bench = await openWorld({ drills: host });
  const first = await bench.call('drills.begin', wish, { key: 'k1' });
  expect(await bench.call('drills.begin', wish, { key: 'k1' })).toMatchObject({ ok: true, replayed: true });
  expect(first.ok).toBe(true);
});

test('design 5 calls of the drill go to its own console, and what is not about releases is refused before', async () => {
  const host = quietHost();
  const bench = await openWorld({ drills: host });
  expect(await bench.ask('drills.call', { name: 'rollouts.list', input: {} })).toEqual({
    result: { ok: true, answer: { from: 'the drill' } },
  });
  for (const name of ['connections.save', 'system.restore', 'plans.save', 'drills.begin'])
    expect((await bench.refused('drills.call', { name, input: {} })).message).toContain('not part of a fire drill');
  expect(host.asked).toEqual(['rollouts.list']);
});

test('R1.12 the record lists drills with the person’s own one before, leaves as CSV, and reminds after the set days', async () => {
  const bench = await openWorld({ drills: quietHost() });
  expect(await bench.ask('drills.offer', {})).toMatchObject({
    available: true,
    scenarios: [{ id: 'bad-release' }],
    reminder: { due: true, everyDays: 30 },
  });
  saveDrill(bench.store.writer, { ...playedDrill, id: 'drl_0', startedAt: drillDay - 1000 });
  saveDrill(bench.store.writer, { ...playedDrill, endedAt: bench.clock.now() });
  const rows = await bench.ask('drills.list', {});
  expect(rows.map((row) => [row.id, row.before?.id ?? null])).toEqual([
    ['drl_1', 'drl_0'],
    ['drl_0', null],
  ]);
  expect((await bench.ask('drills.csv', {})).text.split('\r\n')).toHaveLength(4);
  expect((await bench.ask('drills.offer', {})).reminder.due).toBe(false);
  await bench.ask('system.saveSettings', { drillEveryDays: 0 });
  expect((await bench.ask('drills.offer', {})).reminder).toMatchObject({ due: false, everyDays: 0 });
});

test('R1.12 a console that cannot play drills says where they can be played', async () => {
  const bench = await openWorld();
  expect(await bench.ask('drills.offer', {})).toMatchObject({ available: false, scenarios: [] });
  expect((await bench.refused('drills.prepare', wish)).message).toContain('needs a running console');
});
