import { expect, test } from 'vitest';
import { saveConnection } from '../../main/store/connections.ts';
import { listIncidents } from '../../main/store/incidents.ts';
import { openWorld, type TestWorld } from '../support/engine/world.ts';
import { minute, runningRollout } from '../support/engine/bench.ts';

async function paged(): Promise<{ bench: TestWorld; incidentId: string }> {
  const bench = await openWorld();
  saveConnection(bench.store.writer, { id: 'con-pager', kind: 'notice', adapter: 'pagerduty', name: 'pager', settings: {} });
  await runningRollout(bench);
  await bench.ask('rollouts.emergency', { applicationId: 'pryde', version: '2.0.0', reason: 'Customers cannot pay' });
  await bench.engine.actions.idle();
  return { bench, incidentId: listIncidents(bench.store.reader, {})[0]?.id ?? '' };
}

function told(bench: TestWorld, connection: string): string[] {
  return bench.store.reader
    .all(
      `SELECT json_extract(notice, '$.alert.act') AS act, json_extract(notice, '$.alert.key') AS key FROM notice WHERE connection = ? ORDER BY created_at, id`,
      connection,
    )
    .map((row) => `${String(row['act'])} ${String(row['key'])}`);
}

const alert = 'tidegate:pryde:2.0.0';

test('R4.9 pages once for a release, acknowledges with the person and resolves when the incident is closed', async () => {
  const { bench, incidentId } = await paged();
  expect([...new Set(told(bench, 'con-pager'))]).toEqual([`trigger ${alert}`]);
  // Whoever pressed has acknowledged already; here the gate would have opened it.
  bench.store.writer.run('UPDATE incident SET acknowledged_by = NULL, acknowledged_at = NULL');
  await bench.ask('incidents.acknowledge', { incidentId });
  expect(told(bench, 'con-pager').at(-1)).toBe(`acknowledge ${alert}`);
  await bench.ask('incidents.close', { incidentId, reason: 'Contained and fixed' });
  expect(told(bench, 'con-pager').at(-1)).toBe(`resolve ${alert}`);
  // A channel keeps no alerts: it is not told about their end.
  expect(told(bench, 'con-chat').some((line) => line.startsWith('resolve'))).toBe(false);
});

test('R4.9 pages again for what comes back after its alert was resolved, however soon', async () => {
  const { bench, incidentId } = await paged();
  bench.clock.moveTo(bench.clock.now() + minute);
  await bench.ask('incidents.close', { incidentId, reason: 'Contained and fixed' });
  const before = told(bench, 'con-pager').length;
  bench.clock.moveTo(bench.clock.now() + minute);
  await bench.ask('rollouts.emergency', { applicationId: 'pryde', version: '2.0.0', reason: 'It is back' });
  expect(told(bench, 'con-pager').slice(before)).toContain(`trigger ${alert}`);
  await bench.ask('rollouts.emergency', { applicationId: 'pryde', version: '2.0.0', reason: 'It is back' });
  expect(
    told(bench, 'con-pager')
      .slice(before)
      .filter((line) => line === `trigger ${alert}`),
  ).toHaveLength(1);
});
