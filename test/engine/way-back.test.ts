import { describe, expect, test } from 'vitest';
import { begin } from '../../main/engine/begin.ts';
import { PressRefused, promote } from '../../main/engine/press.ts';
import { listAudit } from '../../main/store/audit.ts';
import { decided, minute, openBench, plainPlan, pressOf, runningRollout } from '../support/engine/bench.ts';
import { stateOf } from '../support/engine/fake-platform.ts';

const first = { applicationId: 'pryde', version: '2.0.0', targetIds: ['web'], planText: plainPlan, planFile: 'plain.yaml' };

describe('R4.2 way back', () => {
  test('R4.2 holds an automatic advance once the version before is gone, and goes on when it is back', async () => {
    const bench = await openBench();
    const { id } = await runningRollout(bench);
    const before = bench.platform().state;
    bench.platform().state = {
      ...before,
      releases: [{ version: '1.0.0', status: 'removed', percent: 0, publishedAt: null, ref: '1' }],
      fallbackVersion: null,
    };
    await bench.run(3 * minute);
    expect(bench.rollout(id)).toMatchObject({ state: 'running', stage: 0 });
    expect(decided(bench, id)).toContain('hold/noWayBack');
    bench.platform().state = before;
    await bench.run(minute);
    expect(bench.rollout(id).stage).toBe(1);
  });

  test('R4.2 lets a person promote only with the override, and keeps it in the audit log', async () => {
    const bench = await openBench();
    const { id } = await runningRollout(bench);
    bench.platform().state = { ...bench.platform().state, notes: [{ kind: 'blocked', text: 'The site is frozen' }] };
    await bench.run(minute);
    expect(() => promote(bench.deps, id, pressOf())).toThrow(PressRefused);
    expect(bench.platform().applied).toHaveLength(1);
    promote(bench.deps, id, pressOf('The fix cannot wait'), true);
    expect(
      listAudit(bench.store.reader, { rolloutId: id, limit: 50 }).find((entry) => entry.action === 'rollout.wayBackOverridden'),
    ).toMatchObject({
      reason: 'The fix cannot wait',
      actor: { name: 'Ada' },
      after: { wayBack: expect.stringContaining('The site is frozen') },
    });
  });

  test('R4.2 begins the first release of a target only with the override', async () => {
    const bench = await openBench();
    bench.platform().state = stateOf(null, 0);
    await expect(begin(bench.deps, first, pressOf())).rejects.toThrow(/first release here.*Nothing was started/);
    expect(bench.audited()).toEqual([]);
    const [rollout] = await begin(bench.deps, { ...first, override: true }, pressOf());
    expect(listAudit(bench.store.reader, { rolloutId: rollout?.id ?? '', limit: 5 })[0]).toMatchObject({
      action: 'rollout.created',
      after: { noWayBack: expect.stringContaining('first release') },
    });
  });
});
