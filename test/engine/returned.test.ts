import { expect, test } from 'vitest';
import { AdapterError } from '../../main/adapters/errors.ts';
import { takeBack } from '../../main/engine/press.ts';
import { listIncidents, updateIncident } from '../../main/store/incidents.ts';
import { hour, minute, pressOf, runningRollout } from '../support/engine/bench.ts';
import { stateOf } from '../support/engine/fake-platform.ts';
import { openWorld, type TestWorld } from '../support/engine/world.ts';

const release = { applicationId: 'pryde', version: '2.0.0', targetIds: null, toVersion: null };

/** A release that was taken back, its incident closed and everything told. */
async function takenBack(): Promise<{ bench: TestWorld; id: string }> {
  const bench = await openWorld();
  const { id } = await runningRollout(bench);
  takeBack(bench.deps, release, pressOf());
  await bench.engine.step();
  for (const incident of listIncidents(bench.store.reader, {}))
    updateIncident(bench.store.writer, incident.id, { closedAt: bench.clock.now() });
  await bench.run(10 * minute, minute);
  return { bench, id };
}

const told = (bench: TestWorld): number => bench.shown.filter((notice) => notice.title === '2.0.0 is offered again on web').length;

test('R1.8 tells once when a version that was taken back is offered again, and keeps it in sight until it is gone', async () => {
  const { bench, id } = await takenBack();
  const drifts = async () => (await bench.ask('fleet.home', {})).needs.filter(({ kind }) => kind === 'drift');
  expect(told(bench)).toBe(0);
  expect(bench.engine.returned.size).toBe(0);
  bench.platform().state = stateOf('2.0.0', 50);
  await bench.run(7 * minute, minute);
  expect(told(bench)).toBe(1);
  expect(bench.audited(id).at(-1)).toBe('rollout.offeredAgain');
  expect(listIncidents(bench.store.reader, { open: true })).toMatchObject([{ version: '2.0.0', title: '2.0.0 is offered again on web' }]);
  const need = { kind: 'drift', severity: 'danger', rolloutId: id, text: expect.stringContaining('web offers 2.0.0 again to 50 %') };
  expect(await drifts()).toMatchObject([need]);
  await bench.run(2 * hour, minute);
  expect(told(bench)).toBe(1);
  const next = bench.restart();
  await next.step();
  expect([next.returned.size, told(bench)]).toEqual([0, 1]);
  bench.platform().state = stateOf('1.0.0', 100);
  await bench.run(7 * minute, minute);
  expect(await drifts()).toEqual([]);
});

test('R6.1 looks at what is over every five minutes for a week, and not while the platform cannot be read', async () => {
  const { bench } = await takenBack();
  const platform = bench.platform();
  const before = platform.reads;
  await bench.run(hour, minute);
  expect(platform.reads - before).toBe(12);
  platform.readScript.push(new AdapterError('unavailable', 'The platform answered 503.'));
  platform.state = stateOf('2.0.0', 0);
  await bench.run(hour, minute);
  expect(bench.engine.returned.size).toBe(0);
  bench.clock.moveTo(bench.clock.now() + 7 * 24 * hour);
  const later = platform.reads;
  await bench.run(hour, minute);
  expect(platform.reads).toBe(later);
});
