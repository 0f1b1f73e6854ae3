import { describe, expect, test } from 'vitest';
import { AdapterError } from '../../main/adapters/errors.ts';
import { checksOf } from '../../main/store/checks.ts';
import { listAudit } from '../../main/store/audit.ts';
import { listIncidents } from '../../main/store/incidents.ts';
import { type Bench, decided, minute, openBench, plainPlan, runningRollout, second } from '../support/engine/bench.ts';

const guarded = `${plainPlan}checks: [{ id: guard, title: Guardian, source: guardian, moments: [beforeStart, afterStage] }]\n`;

async function started(planText = guarded): Promise<{ bench: Bench; id: string }> {
  const bench = await openBench();
  const [rollout] = await bench.begin('2.0.0', planText);
  return { bench, id: rollout?.id ?? '' };
}

describe('external checks', () => {
  test('R1.4 are asked once before the start and once after each stage, with release, channel and stage', async () => {
    const { bench, id } = await started();
    await bench.run(5 * minute);
    expect(bench.rollout(id).state).toBe('completed');
    const common = { application: 'pryde', release: '2.0.0', channel: 'stable' };
    expect(bench.far.checksAsked).toEqual([
      { ...common, moment: 'beforeStart', stage: null },
      { ...common, moment: 'afterStage', stage: '10 %' },
      { ...common, moment: 'afterStage', stage: '100 %' },
    ]);
    expect(bench.audited(id).filter((action) => action === 'check.passed')).toHaveLength(3);
  });

  test('R1.4 block a release that fails before anybody has it, on record with what failed', async () => {
    const { bench, id } = await started();
    bench.far.check = () => ({
      passed: false,
      summary: 'The security scan found 2 problems.',
      items: [{ name: 'security', passed: false, detail: '2 high' }],
    });
    await bench.run(10 * minute);
    expect(decided(bench, id)).toEqual(['hold/checkFailed']);
    expect(bench.platform().calls).toEqual([]);
    expect(bench.far.checksAsked).toHaveLength(1);
    expect(listAudit(bench.store.reader, { text: 'check.failed' })[0]).toMatchObject({
      trigger: 'check',
      reason: 'guard: The security scan found 2 problems.',
    });
  });

  test('R1.4 that answer "unknown" or cannot be asked never count as passed, and are asked again after a while', async () => {
    const { bench, id } = await started();
    bench.far.check = () => {
      throw new AdapterError('unavailable', 'Guardian does not answer.');
    };
    await bench.run(2 * minute);
    expect(decided(bench, id)).toEqual(['wait/check']);
    expect(checksOf(bench.store.reader, id)).toMatchObject([{ passed: null, summary: 'Guardian does not answer.' }]);
    expect(bench.far.checksAsked).toHaveLength(4);
    bench.far.check = () => ({ passed: null, summary: 'Still scanning.', items: [] });
    await bench.run(minute);
    expect(bench.platform().calls).toEqual([]);
    bench.far.check = () => ({ passed: true, summary: 'Passed.', items: [] });
    await bench.run(minute);
    expect(bench.rollout(id).stage).toBe(0);
  });

  test('R1.4 without a connection say which one to add', async () => {
    const { bench, id } = await started(guarded.replace('source: guardian', 'source: sentinel'));
    await bench.run(30 * second);
    expect(checksOf(bench.store.reader, id)[0]).toMatchObject({
      passed: null,
      summary: 'There is no check connection named sentinel. Add it in Connections.',
    });
    expect(bench.platform().calls).toEqual([]);
  });

  test('R1.8 take the release back when one fails after the deployment', async () => {
    const { bench, id } = await started();
    bench.far.check = ({ moment }) => ({ passed: moment === 'beforeStart', summary: 'The benchmark is 40 % slower.', items: [] });
    await bench.run(4 * minute);
    expect(decided(bench, id).at(-1)).toBe('rollback/checkFailed');
    expect(bench.rollout(id).state).toBe('rolledBack');
    expect(listAudit(bench.store.reader, { text: 'rolledback' })[0]).toMatchObject({ trigger: 'check', actor: { kind: 'system' } });
    expect(listIncidents(bench.store.reader, {})).toHaveLength(1);
  });

  test('R1.8 of one stage do not speak for the next', async () => {
    const { bench, id } = await started();
    await bench.run(2 * minute);
    bench.far.check = () => ({ passed: null, summary: 'Still scanning.', items: [] });
    await bench.run(4 * minute);
    expect(bench.rollout(id)).toMatchObject({ stage: 1, state: 'running' });
    expect(decided(bench, id).at(-1)).toBe('wait/check');
    const running = await openBench();
    expect((await runningRollout(running)).stage).toBe(0);
  });
});
