import { expect, test } from 'vitest';
import { practiceSetting } from '../../main/commands/rows/practice.ts';
import { putSetting } from '../../main/store/settings.ts';
import { minute, plainPlan, reading, second } from '../support/engine/bench.ts';
import { openWorld } from '../support/engine/world.ts';

test('R4.9 tells from the record how a rollback split up, and counts it for the application', async () => {
  const bench = await openWorld();
  let rate = 0.001;
  bench.far.read = () => [reading('2.0.0', rate, bench.clock.now())];
  await bench.begin('2.0.0', plainPlan);
  await bench.run(40 * second);
  rate = 0.5;
  await bench.run(minute);
  const [row] = await bench.ask('incidents.list', {});
  const incidentId = row?.id ?? '';
  const { recovery } = await bench.ask('incidents.get', { incidentId });
  expect(recovery.map(({ moment }) => moment)).toEqual([
    'introduced',
    'detectable',
    'detected',
    'decided',
    'acted',
    'contained',
    'recovered',
  ]);
  expect(recovery.slice(0, 6).map(({ at }) => at)).not.toContain(null);
  expect(recovery[6]?.at).toBeNull();
  await bench.ask('incidents.close', { incidentId, reason: 'Taken back' });
  const closed = await bench.ask('incidents.get', { incidentId });
  expect(closed.recovery[6]?.at).toBe(closed.incident.closedAt);
  const [month] = await bench.ask('incidents.delivery', {});
  expect(month).toMatchObject({ days: 30, deployments: 1, failed: 1, changeFailureRate: 1, prevented: 1 });
  expect(month?.failedDeploymentRecoveryMs).toBeGreaterThan(0);
});

test('R4.9 keeps the numbers of the practice fleet apart from those of real applications', async () => {
  const bench = await openWorld();
  const practice = async () => (await bench.ask('incidents.delivery', {})).map((row) => row.practice);
  expect(await practice()).toEqual([false, false]);
  putSetting(bench.store.writer, practiceSetting, ['pryde']);
  expect(await practice()).toEqual([true, true]);
});
