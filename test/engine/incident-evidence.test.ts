import { expect, test } from 'vitest';
import { IncidentEvidence } from '../../main/contract/incidents.ts';
import { getIncident, listIncidents } from '../../main/store/incidents.ts';
import { hour, minute, openBench, planLike, reading, second } from '../support/engine/bench.ts';

test('R6.2 freezes the last hours in detail, and up to a week of a release that has been out for longer', async () => {
  const bench = await openBench();
  let rate = 0.001;
  bench.far.read = () => [reading('2.0.0', rate, bench.clock.now())];
  await bench.begin('2.0.0', planLike(['{ percent: 10, bake: 1m }', '{ percent: 10, bake: 3d }']));
  await bench.run(30 * second);
  await bench.run(9 * hour, 5 * minute);
  rate = 0.08;
  await bench.run(2 * minute);
  const [head] = listIncidents(bench.store.reader, {});
  const incident = getIncident(bench.store.reader, head?.id ?? '');
  const [series] = IncidentEvidence.parse(incident?.evidence).series;
  const openedAt = incident?.openedAt ?? 0;
  expect(series?.metric).toBe('errors');
  expect(openedAt - (series?.points[0]?.[0] ?? 0)).toBeLessThanOrEqual(6 * hour);
  expect(openedAt - (series?.week[0]?.[0] ?? openedAt)).toBeGreaterThan(8 * hour);
});

test('R6.2 freezes one stretch of a release that is younger than that', async () => {
  const bench = await openBench();
  let rate = 0.001;
  bench.far.read = () => [reading('2.0.0', rate, bench.clock.now())];
  await bench.begin('2.0.0', planLike(['{ percent: 10, bake: 1m }', '{ percent: 10, bake: 3d }']));
  await bench.run(5 * minute);
  rate = 0.08;
  await bench.run(2 * minute);
  const [head] = listIncidents(bench.store.reader, {});
  const incident = getIncident(bench.store.reader, head?.id ?? '');
  const [series] = IncidentEvidence.parse(incident?.evidence).series;
  expect(series?.points.length).toBeGreaterThan(0);
  expect(series?.week).toEqual([]);
});
