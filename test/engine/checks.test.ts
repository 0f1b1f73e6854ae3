import { describe, expect, test } from 'vitest';
import { AdapterError } from '../../main/adapters/errors.ts';
import { askChecks } from '../../main/engine/ask-checks.ts';
import { subjectOf } from '../../main/engine/gather.ts';
import { checksOf } from '../../main/store/checks.ts';
import { saveConnection } from '../../main/store/connections.ts';
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
    const common = { application: 'pryde', release: '2.0.0', previousRelease: '1.0.0', channel: 'stable', target: 'web', surface: 'web' };
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
      reason: 'The check “guard” failed: The security scan found 2 problems.',
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
    expect(bench.far.checksAsked).toHaveLength(3);
    bench.far.check = () => ({ passed: null, summary: 'Still scanning.', items: [] });
    await bench.run(minute);
    expect(bench.platform().calls).toEqual([]);
    bench.far.check = () => ({ passed: true, summary: 'Passed.', items: [] });
    await bench.run(2 * minute);
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

  test('R1.4 are asked again after twice the time whenever they stay without an answer, at most 5 minutes later', async () => {
    const { bench, id } = await started();
    const asked: number[] = [];
    bench.far.check = () => {
      asked.push(bench.clock.now());
      return { passed: null, summary: 'Still running.', items: [] };
    };
    await bench.run(20 * minute);
    const waits = asked.slice(1).map((at, index) => (at - (asked[index] ?? 0)) / second);
    expect(waits).toEqual([30, 30, 60, 120, 240, 300, 300]);
    const said = bench.engine.latest.get(id)?.conclusion.reason;
    expect(said).toBe('Waiting for the answer of Guardian. Said last: Still running.');
    const [kept] = checksOf(bench.store.reader, id);
    expect(kept).toMatchObject({ unknownSince: asked[0], againAt: (asked.at(-1) ?? 0) + 5 * minute });
    bench.restart();
    bench.far.check = () => ({ passed: true, summary: 'Passed.', items: [] });
    await bench.run(5 * minute);
    expect(checksOf(bench.store.reader, id)[0]).not.toHaveProperty('againAt');
    expect(bench.rollout(id).stage).toBeGreaterThan(-1);
  });

  test('R1.4 wait as long as a service asks them to', async () => {
    const { bench } = await started();
    bench.far.check = () => {
      throw new AdapterError('rateLimited', 'Too many questions.', { retryAt: bench.clock.now() + 12 * minute });
    };
    await bench.run(11 * minute);
    expect(bench.far.checksAsked).toHaveLength(1);
    await bench.run(2 * minute);
    expect(bench.far.checksAsked).toHaveLength(2);
  });

  test('R1.4 that take longer than the time between two turns are not asked twice at once', async () => {
    const { bench, id } = await started();
    const answers: ((passed: boolean) => void)[] = [];
    bench.far.check = () => new Promise((resolve) => void answers.push((passed) => resolve({ passed, summary: 'Slow.', items: [] })));
    const subject = subjectOf(bench.deps, bench.rollout(id));
    const first = askChecks(bench.deps, subject, 'beforeStart');
    await askChecks(bench.deps, subject, 'beforeStart');
    expect(answers).toHaveLength(1);
    expect(checksOf(bench.store.reader, id)).toEqual([]);
    answers[0]?.(true);
    await first;
    expect(checksOf(bench.store.reader, id)).toMatchObject([{ passed: true }]);
    await askChecks(bench.deps, subject, 'beforeStart');
    expect(answers).toHaveLength(1);
  });

  test('R1.4 get what the plan says under with', async () => {
    const bench = await openBench();
    saveConnection(bench.store.writer, { id: 'con-guardian', kind: 'check', adapter: 'github-checks', name: 'guardian', settings: {} });
    await bench.begin('2.0.0', guarded.replace('source: guardian', 'source: guardian, with: { required: [build], ignore: [e2e] }'));
    await bench.run(10 * second);
    expect(bench.far.checkOptions).toEqual([{ required: ['build'], ignore: ['e2e'] }]);
  });

  test('R1.10 from before the start are asked again before each further step once their answer no longer holds', async () => {
    const lasting = `${plainPlan}checks: [{ id: bugs, title: Open bugs, source: guardian, freshFor: 30s }]\n`;
    const { bench, id } = await started(lasting);
    let bugs = 0;
    bench.far.check = () => ({ passed: bugs === 0, summary: `${bugs} open.`, items: [] });
    await bench.run(30 * second);
    expect(bench.rollout(id).stage).toBe(0);
    bugs = 1;
    await bench.run(3 * minute);
    expect(bench.rollout(id)).toMatchObject({ stage: 0, state: 'running' });
    expect(decided(bench, id).at(-1)).toBe('hold/checkFailed');
    expect(bench.audited(id)).toContain('check.failed');
    bugs = 0;
    await bench.run(4 * minute);
    expect(bench.rollout(id).state).toBe('completed');
  });

  test('R1.10 whose answer still holds are not asked again', async () => {
    const { bench, id } = await started(`${plainPlan}checks: [{ id: bugs, source: guardian, freshFor: 1h }]\n`);
    await bench.run(5 * minute);
    expect(bench.rollout(id).state).toBe('completed');
    expect(bench.far.checksAsked).toHaveLength(1);
  });

  test('R1.4 that failed before the start are asked again once their answer no longer holds', async () => {
    const { bench, id } = await started(`${plainPlan}checks: [{ id: bugs, source: guardian, freshFor: 2m }]\n`);
    bench.far.check = () => ({ passed: bench.far.checksAsked.length > 1, summary: 'One open.', items: [] });
    await bench.run(minute);
    expect(decided(bench, id)).toEqual(['hold/checkFailed']);
    await bench.run(2 * minute);
    expect(bench.rollout(id).stage).toBe(0);
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

describe('what a plan says under with', () => {
  const withWords = (words: string): string => guarded.replace('source: guardian', `source: guardian, with: ${words}`);

  test('R1.4 is checked against the connection it names, with its line, before anything starts', async () => {
    const bench = await openBench();
    await expect(bench.begin('2.0.0', withWords('{ labels: [P0] }'))).rejects.toThrow(
      /^plain\.yaml:\d+ checks\[0\]\.with\.labels with\.labels is not a word that Guardian knows$/,
    );
    saveConnection(bench.store.writer, { id: 'con-guardian', kind: 'check', adapter: 'github-issues', name: 'guardian', settings: {} });
    await expect(bench.begin('2.0.0', withWords('{ allowed: { P0: few } }'))).rejects.toThrow(/with\.allowed\.P0: .*\(GitHub issues\)/);
    await expect(bench.begin('2.0.0', withWords('{ allowed: { P0: 1 } }'))).resolves.toHaveLength(1);
  });

  test('R1.4 needs a check connection, and is left alone until there is one', async () => {
    const bench = await openBench();
    await expect(bench.begin('2.0.0', guarded.replace('source: guardian', 'source: numbers'))).rejects.toThrow(
      'numbers is a metric connection. Name a check connection here',
    );
    await expect(bench.begin('2.0.0', withWords('{ labels: [P0] }').replace('source: guardian', 'source: later'))).resolves.toHaveLength(1);
  });
});
