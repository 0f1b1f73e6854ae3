import { minute, plainPlan, reading, second } from './bench.ts';
import { openWorld, type TestWorld } from './world.ts';

/** A release that a gate took back, with its incident; `close` ends the incident too. */
export async function takenBack(close = false): Promise<TestWorld & { readonly incidentId: string }> {
  const bench = await openWorld();
  let rate = 0.001;
  bench.far.read = () => [reading('2.0.0', rate, bench.clock.now())];
  await bench.begin('2.0.0', plainPlan);
  await bench.run(40 * second);
  rate = 0.5;
  await bench.run(minute);
  const [row] = await bench.ask('incidents.list', {});
  const incidentId = row?.id ?? '';
  if (close) await bench.ask('incidents.close', { incidentId, reason: 'Taken back' });
  return { ...bench, incidentId };
}
