import { expect, test } from 'vitest';
import { usualRespondMs } from '../../main/core/incident/respond.ts';
import { minute } from '../support/engine/bench.ts';
import { openWorld } from '../support/engine/world.ts';

const reason = 'Nights are staffed by two';
const incident = { applicationId: 'pryde', severity: 'P1', title: 'Odd colours', reason: 'Seen in the shop' } as const;

test('R4.9 sets response times on record, and counts them for incidents from then on', async () => {
  const bench = await openWorld();
  expect(await bench.ask('incidents.responseTimes', {})).toEqual({ times: usualRespondMs, usual: usualRespondMs });
  const before = await bench.ask('incidents.open', incident);
  await bench.run(minute);
  const times = { ...usualRespondMs, P1: 45 * minute, P2: 60 * minute };
  expect((await bench.refused('incidents.saveResponseTimes', { times, reason }, { role: 'operator' })).code).toBe('role');
  expect((await bench.ask('incidents.saveResponseTimes', { times, reason }, { name: 'Robin' })).times).toEqual(times);
  await bench.ask('incidents.close', { incidentId: before.id, reason });
  const after = await bench.ask('incidents.open', incident);
  expect(after.dueAt - after.openedAt).toBe(45 * minute);
  const listed = await bench.ask('incidents.list', {});
  expect(listed.find((row) => row.id === before.id)?.dueAt).toBe(before.openedAt + 15 * minute);
  const { rows } = await bench.ask('audit.list', { action: 'responseTimes.saved' });
  expect(rows).toMatchObject([{ reason, actor: { name: 'Robin' }, before: usualRespondMs, after: times }]);
});

test('R4.9 tells everybody when the time that was set is over, and not before', async () => {
  const bench = await openWorld();
  await bench.ask('incidents.saveResponseTimes', { times: { ...usualRespondMs, P0: minute, P1: 3 * minute }, reason });
  const { id: incidentId } = await bench.ask('incidents.open', incident);
  const overdue = async () => (await bench.ask('incidents.timeline', { incidentId, kinds: ['overdue'] })).rows;
  await bench.run(2 * minute);
  expect(await overdue()).toEqual([]);
  await bench.run(2 * minute);
  expect(await overdue()).toMatchObject([{ title: 'Not acknowledged within 3 min' }]);
});

test('R4.9 refuses response times that nobody can keep, names which, and changes nothing', async () => {
  const bench = await openWorld();
  const refused = await bench.refused('incidents.saveResponseTimes', { times: { ...usualRespondMs, P0: 1000, P2: minute }, reason });
  expect(refused).toMatchObject({
    code: 'refused',
    message: 'Give P0 whole minutes. Nothing was changed.',
    fields: { 'times.P0': 'Give P0 whole minutes', 'times.P2': 'P2 is less urgent than P1: give it 15 min or more' },
  });
  expect((await bench.ask('incidents.responseTimes', {})).times).toEqual(usualRespondMs);
});
