import { describe, expect, test } from 'vitest';
import { decide, judge, matrixOf } from '../../../main/core/decide/index.ts';
import { now, sampleBaseline } from '../../support/core-samples.ts';
import { planOf, presetText } from '../../support/plan-text.ts';
import { at, walkBands } from '../../support/preset-bands.ts';
import { goOf, healthy, stand, standingOf } from '../../support/preset-stand.ts';

const file = 'canary-10-50-100.yaml';
const hour = 3_600_000;
const day = 24 * hour;
const plan = planOf(presetText(file));

test('R3.1 takes 10, 50 and 100 %, a day each', () => {
  expect(plan.stages.map(({ percent, bakeMs }) => [percent, bakeMs])).toEqual([
    [10, day],
    [50, day],
    [100, day],
  ]);
});

describe('the seven metrics', () => {
  walkBands(file, [
    ['R3.2 goes on at a 5xx rate under 0.5 %', at('server-errors', 0.0029), 'server-errors', 'green', 'advance'],
    ['R3.2 holds at a 5xx rate between 0.5 and 1 %', at('server-errors', 0.006), 'server-errors', 'yellow', 'hold'],
    ['R3.2 rolls back at a 5xx rate over 1 %', at('server-errors', 0.011), 'server-errors', 'red', 'rollback'],
    ['R3.2 R3.9 calls a 5xx rate over 5 % an emergency', at('server-errors', 0.051), 'server-errors', 'emergency', 'rollback'],
    ['R3.2 goes on 0.2 points over the 5xx rate of before', at('server-errors', 0.00299), 'server-errors-rise', 'green', 'advance'],
    ['R3.2 holds over 0.2 points more 5xx than before', at('server-errors', 0.0031), 'server-errors-rise', 'yellow', 'hold'],

    ['R3.2 goes on less than 10 % slower', at('p95', 197), 'latency', 'green', 'advance'],
    ['R3.2 holds 10 to 20 % slower', at('p95', 199), 'latency', 'yellow', 'hold'],
    ['R3.2 rolls back over 20 % slower', at('p95', 217), 'latency', 'red', 'rollback'],
    ['R3.2 R3.9 calls over 50 % slower an emergency', at('p95', 271), 'latency', 'emergency', 'rollback'],

    ['R3.2 goes on without database errors', at('database-errors', 0), 'database-errors', 'green', 'advance'],
    ['R3.2 holds at one database error a minute', at('database-errors', 1), 'database-errors', 'yellow', 'hold'],
    ['R3.2 holds at five database errors a minute', at('database-errors', 5), 'database-errors', 'yellow', 'hold'],
    ['R3.2 rolls back at over five database errors a minute', at('database-errors', 5.1), 'database-errors', 'red', 'rollback'],

    ['R3.2 goes on while the audit log is written', at('audit-inserts', 0.1), 'audit-log', 'green', 'advance'],
    ['R3.2 stops at a silent audit log while users change things', at('audit-inserts', 0), 'audit-log', 'red', 'pause'],
    [
      'R3.2 goes on at a silent audit log while nobody changes anything',
      { values: { 'audit-inserts': 0, mutations: 0 } },
      'audit-log',
      'green',
      'advance',
    ],

    ['R3.2 goes on at a 403 rate under 1 %', at('forbidden', 0.009), 'forbidden', 'green', 'advance'],
    ['R3.2 holds at a 403 rate between 1 and 2 %', at('forbidden', 0.015), 'forbidden', 'yellow', 'hold'],
    ['R3.2 stops for a fix or a rollback at a 403 rate over 2 %', at('forbidden', 0.021), 'forbidden', 'red', 'pause'],
    ['R3.2 only stops at a 403 rate of 5 %', at('forbidden', 0.05), 'forbidden-many', 'green', 'pause'],
    ['R3.2 rolls back at a 403 rate over 5 %', at('forbidden', 0.051), 'forbidden-many', 'red', 'rollback'],

    ['R3.2 goes on with less than 10 % fewer users', at('active-users', 0.91), 'active-users', 'green', 'advance'],
    ['R3.2 holds with 10 to 20 % fewer users', at('active-users', 0.89), 'active-users', 'yellow', 'hold'],
    ['R3.2 rolls back with over 20 % fewer users', at('active-users', 0.79), 'active-users', 'red', 'rollback'],
    ['R3.2 R3.9 calls over 50 % fewer users an emergency', at('active-users', 0.49), 'active-users', 'emergency', 'rollback'],
    [
      'R3.2 R3.3 holds with over 10 % fewer users over a day than last week',
      at('active-users-of-day', 890),
      'active-users-of-day',
      'yellow',
      'hold',
    ],
    ['R3.2 R3.3 rolls back with over 20 % fewer over a day', at('active-users-of-day', 790), 'active-users-of-day', 'red', 'rollback'],
  ]);

  const grown = (gigabytes: number, agoMs: number) => ({
    values: { 'table-size': 4e9 + gigabytes * 1e9 },
    earlier: { 'table-size': [{ ts: now - agoMs, value: 4e9, samples: null }] },
  });
  walkBands(file, [
    ['R3.2 goes on while tables grow by less than 1 GB in a week', grown(0.9, 6 * day), 'table-growth', 'green', 'advance'],
    ['R3.2 holds once tables grew by more than 1 GB in the first week', grown(1.1, 6 * day), 'table-growth', 'yellow', 'hold'],
    ['R3.2 does not count what tables grew by before this week', grown(1.1, 8 * day), 'table-growth', 'green', 'advance'],
    ['R3.2 goes on while tables grow by less than half in a day', grown(1.9, 23 * hour), 'table-pace', 'green', 'hold'],
    ['R3.2 holds when tables grow by more than half in a day', grown(2.1, 23 * hour), 'table-pace', 'yellow', 'hold'],
  ]);
});

describe('baselines', () => {
  test('R3.3 keeps absolute bounds, bounds against a baseline and one under a condition', () => {
    const kinds = plan.stages[0]?.gates.map(({ id, kind, condition }) => [id, kind, condition?.metric ?? null]);
    expect(kinds).toContainEqual(['server-errors', 'absolute', null]);
    expect(kinds).toContainEqual(['server-errors-rise', 'baselineDelta', null]);
    expect(kinds).toContainEqual(['latency', 'baselineRatio', null]);
    expect(kinds).toContainEqual(['audit-log', 'absolute', 'mutations']);
    expect(plan.metrics.find(({ id }) => id === 'active-users-of-day')?.baseline).toEqual({ from: 'lastWeek', windowMs: day, value: null });
  });

  test.each(['server-errors', 'p95', 'active-users-of-day'])('R3.3 exposes nobody before the baseline of %s is kept', (metric) => {
    const baselines = Object.entries(healthy)
      .filter(([id]) => id !== metric)
      .map(([id, value]) => sampleBaseline(value, id));
    const snapshot = standingOf(plan, -1, { rollout: { baselines } });
    expect(decide(snapshot, judge(snapshot))).toMatchObject({ kind: 'wait', cause: 'pending', steps: [], next: 'captures baselines' });
  });

  test('R3.3 judges by the baseline that was kept, not by what the version before does now', () => {
    const baselines = Object.entries({ ...healthy, p95: 360 }).map(([id, value]) => sampleBaseline(value, id));
    expect(stand(file, { values: { p95: 271 }, rollout: { baselines } }).gates['latency']).toBe('green');
  });
});

describe('the matrix', () => {
  const { stages } = plan;
  const rows = (values: Readonly<Record<string, number>>) => {
    const snapshot = standingOf(plan, 0, { values });
    const [stage] = stages;
    return stage === undefined ? [] : matrixOf(plan, stage, stage.automation, judge(snapshot));
  };
  const row = (gate: string, values: Readonly<Record<string, number>> = {}) => rows(values).find((one) => one.gate === gate);
  const cell = (gate: string, column: string) => row(gate)?.cells.find((one) => one.column === column);

  test('R3.7 says for each metric what each band leads to', () => {
    expect(cell('server-errors', 'yellow')).toMatchObject({ when: 'over 0.5 %', outcome: 'holds' });
    expect(cell('server-errors', 'red')).toMatchObject({ when: 'over 1 %', outcome: 'rolls back' });
    expect(cell('server-errors', 'emergency')).toMatchObject({ when: 'over 5 %', outcome: 'rolls back at once, pages everybody' });
    expect(cell('latency', 'yellow')).toMatchObject({ when: 'over base +10 %', outcome: 'holds' });
    expect(cell('database-errors', 'red')).toMatchObject({ when: 'over 5/min', outcome: 'rolls back' });
    expect(cell('audit-log', 'red')).toMatchObject({ when: 'at or under 0/min', outcome: 'pauses' });
    expect(cell('forbidden', 'red')).toMatchObject({ when: 'over 2 %', outcome: 'pauses' });
    expect(cell('forbidden-many', 'red')).toMatchObject({ when: 'over 5 %', outcome: 'rolls back' });
    expect(cell('active-users', 'red')).toMatchObject({ when: 'under 0.8', outcome: 'rolls back' });
    expect(cell('table-growth', 'yellow')).toMatchObject({ when: 'over first +1 GB', outcome: 'holds' });
    expect(cell('table-growth', 'red')?.when).toBeNull();
  });

  test.each([
    [0.001, 'green'],
    [0.006, 'yellow'],
    [0.011, 'red'],
    [0.051, 'emergency'],
  ])('R3.7 marks where a 5xx rate of %d stands: %s', (value, column) => {
    expect(row('server-errors', { 'server-errors': value })?.current).toBe(column);
  });
});

describe('the checklist', () => {
  const snapshot = standingOf(plan, 0);
  const criteria = plan.signoffs.filter((item) => item.gate !== null);

  test('R3.8 fills itself in from gates, and asks people for the rest', () => {
    expect(criteria.map((item) => item.gate)).toEqual([
      'server-errors',
      'latency',
      'database-errors',
      'audit-log',
      'forbidden',
      'active-users',
    ]);
    const noAnswers = decide({ ...snapshot, signoffs: [] }, judge(snapshot));
    expect(noAnswers).toMatchObject({ kind: 'wait', cause: 'signoff', next: 'needs a go for No complaints about access' });
    const answered = decide({ ...snapshot, signoffs: [goOf('criterion-complaints', 0)] }, judge(snapshot));
    expect(answered.kind).toBe('advance');
  });

  test('R3.8 holds when somebody says that users complain', () => {
    const no = decide({ ...snapshot, signoffs: [goOf('criterion-complaints', 0, { go: false, note: 'two tickets' })] }, judge(snapshot));
    expect(no).toMatchObject({ kind: 'hold', cause: 'signoffRefused' });
    expect(no.reason).toContain('two tickets');
  });
});

test('R3.9 tells an emergency from a rollback in its cause', () => {
  expect(stand(file, at('server-errors', 0.011)).conclusion).toMatchObject({ kind: 'rollback', cause: 'red' });
  expect(stand(file, at('server-errors', 0.051)).conclusion).toMatchObject({ kind: 'rollback', cause: 'emergency' });
});
