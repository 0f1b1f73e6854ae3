import { describe, expect, test } from 'vitest';
import { overrideOption } from '../../main/cli/backtest-command.ts';
import { backtestLines } from '../../main/cli/backtest-table.ts';
import { BacktestReportRow, BacktestResult, PastRow } from '../../main/contract/backtests.ts';
import { reportOf } from '../../main/core/backtest/index.ts';
import { minute, now, sampleGate, samplePlan, sampleStage } from '../support/core-samples.ts';
import { plainPlan } from '../support/engine/bench.ts';
import { samplePast } from '../support/past-samples.ts';
import { cliPlace } from '../support/cli.ts';

const start = now - 180 * minute;
const taken = samplePast({ outcome: 'rolledBack', decidedAt: start + 90 * minute, reason: 'Customers complained' });
const good = samplePast({ id: 'past-2', version: '4.9.0' });

function report(name: string, stopped: boolean): BacktestReportRow {
  const plan = samplePlan({ name, stages: [sampleStage({ gates: [sampleGate()] })] });
  const stop = {
    at: start + 30 * minute,
    percent: 10,
    stage: 0,
    gate: 'errors',
    title: 'Error rate',
    kind: 'red' as const,
    reason: 'too many',
    recommendation: false,
    through: null,
  };
  const own = { stop: null, paused: null, alarms: [], held: { yellow: 0, blind: 10 * minute, thin: 0 }, paceMs: 15_000, read: true };
  const replayed = [taken, good].map((past, index) => ({ past, end: now, replay: { ...own, stop: stopped && index === 0 ? stop : null } }));
  return BacktestReportRow.parse(reportOf(plan, 'abcdef0123456789', replayed));
}

function result(compare: boolean): BacktestResult {
  const past = [taken, good].map((one) => PastRow.parse({ ...one, applicationName: 'Harbor' }));
  return BacktestResult.parse({
    from: start,
    to: now,
    past,
    plan: report('careful', true),
    compare: compare ? report('bold', false) : null,
    warnings: [],
  });
}

describe('plan backtest', () => {
  test('R1.6 prints a line for each release, each gate, and what it all comes to', () => {
    const text = backtestLines(result(false)).join('\n');
    expect(text).toMatch(
      /Harbor 4\.8\.0 +Harbor web +rolled back .* +roll back .* at 10 % by Error rate +caught earlier +1 h +36,000 +10 min/,
    );
    expect(text).toMatch(/Harbor 4\.9\.0 +Harbor web +completed +let it through +rightly let through/);
    expect(text).toMatch(/GATE +ALARMS +TRUE +FALSE +FIRST/);
    expect(text).toMatch(/time saved +1 h/);
  });

  test('R1.6 sets two plans side by side', () => {
    const text = backtestLines(result(true)).join('\n');
    expect(text).toMatch(/missed +0 +1/);
    expect(text).toMatch(/RELEASE +TARGET +REALLY +CAREFUL +BOLD/);
    expect(text).not.toContain('Harbor 4.9.0');
  });

  test('R1.6 reads changed numbers as they are typed', () => {
    expect(overrideOption('errors.red=2%')).toEqual({ gate: 'errors', stage: null, key: 'red', value: '2%' });
    expect(overrideOption('errors@10 %.minSamples=200')).toEqual({ gate: 'errors', stage: '10 %', key: 'minSamples', value: 200 });
    expect(overrideOption('any/errors.for=')).toEqual({ gate: 'any/errors', stage: null, key: 'for', value: null });
    for (const wrong of ['errors', 'errors=2', 'errors.colour=red', '.red=2'])
      expect(() => overrideOption(wrong)).toThrow(/gate\.number=value.*yellow, red/);
  });

  test('R1.6 runs over a workspace, and ends with the code that fits', { timeout: 90_000 }, async () => {
    const { run, file: named } = cliPlace();
    const file = named('plain.yaml', plainPlan);
    expect(await run('plan', 'backtest', file)).toMatchObject({ code: 0, out: expect.stringContaining('No release was rolled out') });
    const json = await run('plan', 'backtest', file, '--set', 'errors.red=3%', '--json');
    expect(JSON.parse(json.out)).toMatchObject({ past: [], plan: { totals: { releases: 0 } } });
    expect(await run('plan', 'backtest', file, '--set', 'errors.red')).toMatchObject({ code: 2 });
    expect(await run('plan', 'backtest', file, '--set', 'error.red=3%')).toMatchObject({
      code: 4,
      error: expect.stringContaining('Did you mean errors?'),
    });
    expect(await run('explain', 'dec_none')).toMatchObject({ code: 4, error: 'There is no decision dec_none.\n' });
  });
});
