import { describe, expect, test } from 'vitest';
import { containmentOf } from '../../main/engine/containment.ts';
import { emergency } from '../../main/engine/emergency.ts';
import { tellNow } from '../../main/engine/notify.ts';
import { PressRefused } from '../../main/engine/press.ts';
import { listAudit } from '../../main/store/audit.ts';
import { saveConnection } from '../../main/store/connections.ts';
import { listIncidents } from '../../main/store/incidents.ts';
import { minute, openBench, pressOf, runningRollout, second } from '../support/engine/bench.ts';

const release = { applicationId: 'pryde', version: '2.0.0' };
const press = pressOf('Customers cannot pay', { trigger: 'cli' });

describe('R4.3 emergency', () => {
  test('R4.3 takes back everywhere, pages every notice connection and leaves a P0 incident and an audit entry', async () => {
    const bench = await openBench();
    bench.addTarget('desktop', 'desktop');
    saveConnection(bench.store.writer, { id: 'con-pager', kind: 'notice', adapter: 'slack-webhook', name: 'pager', settings: {} });
    await runningRollout(bench, undefined, ['web', 'desktop']);
    expect(emergency(bench.deps, release, press)).not.toBeNull();
    await bench.engine.actions.idle();
    await tellNow(bench.deps);
    expect(containmentOf(bench.deps, 'pryde', '2.0.0').map((line) => line.kind)).toEqual(['contained', 'contained']);
    const paged = bench.far.sent.filter((notice) => notice.severity === 'critical');
    // The plan names the chat alone; an emergency also reaches the pager.
    expect(paged).toHaveLength(2);
    expect(paged[0]?.body).toMatch(/Customers cannot pay \(Ada\)\. Taking it back on (web, desktop|desktop, web)\./);
    expect(listIncidents(bench.store.reader, {})[0]).toMatchObject({ severity: 'P0' });
    expect(listAudit(bench.store.reader, { text: 'rollout.emergency' })[0]).toMatchObject({
      trigger: 'cli',
      reason: 'Customers cannot pay',
    });
  });

  test('R4.3 pressed again carries on: it repeats nothing, and tries again what was refused', async () => {
    const bench = await openBench();
    bench.addTarget('desktop', 'desktop');
    await runningRollout(bench, undefined, ['web', 'desktop']);
    bench.platform('desktop').script.push({ kind: 'refuse' }, { kind: 'refuse' });
    emergency(bench.deps, release, press);
    await bench.engine.actions.idle();
    expect(
      containmentOf(bench.deps, 'pryde', '2.0.0')
        .map((line) => line.kind)
        .toSorted(),
    ).toEqual(['contained', 'failed']);
    bench.clock.moveTo(bench.clock.now() + second);
    expect(emergency(bench.deps, release, press)).toBeNull();
    await bench.engine.actions.idle();
    expect(containmentOf(bench.deps, 'pryde', '2.0.0').map((line) => line.kind)).toEqual(['contained', 'contained']);
    expect(bench.platform('web').calls.filter((call) => call.operation.op === 'rollback')).toHaveLength(1);
    await bench.run(minute);
    expect(bench.platform('web').doubleActs + bench.platform('desktop').doubleActs).toBe(0);
  });

  test('R4.3 refuses a release that was never rolled out, so that a mistyped name does not look contained', async () => {
    const bench = await openBench();
    await runningRollout(bench);
    expect(() => emergency(bench.deps, { ...release, version: '9.9.9' }, press)).toThrow(PressRefused);
    expect(bench.audited()).not.toContain('rollout.emergency');
  });
});
