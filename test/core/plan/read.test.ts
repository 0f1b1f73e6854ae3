import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { textHash } from '../../../main/core/hash.ts';
import { explainPlan, readPlan } from '../../../main/core/plan/index.ts';
import { nearest } from '../../../main/core/plan/nearest.ts';
import { readBound, readPercent } from '../../../main/core/plan/bounds.ts';
import type { GateKind, MetricUnit } from '../../../main/core/model/plan.ts';
import { goodPlan, planOf, planWith } from '../../support/plan-text.ts';
import { minute, second } from '../../support/core-samples.ts';

const hour = 60 * minute;

describe('a good plan', () => {
  const plan = planOf(goodPlan);

  test('R3.1 is filled in with every default', () => {
    expect(plan).toMatchObject({
      name: 'sample',
      everyMs: 15 * second,
      platformEveryMs: minute,
      baselineWindowMs: hour,
      rollbackScope: 'release',
      notices: ['chat'],
    });
    expect(plan.metrics.map(({ id, title, aggregate, lagMs }) => [id, title, aggregate, lagMs])).toEqual([
      ['error-rate', 'Error rate', 'pooled', 15 * second],
      ['p95', 'P95', 'pooled', 0],
    ]);
    expect(plan.checks).toEqual([
      {
        id: 'guardian',
        title: 'Guardian',
        source: 'guard',
        moments: ['beforeStart', 'afterStage'],
        settings: {},
        freshForMs: null,
        stages: null,
      },
    ]);
  });

  test('R3.3 has gates in the units of their metrics', () => {
    expect(plan.stages[0]?.gates).toMatchObject([
      {
        id: 'errors',
        title: 'Errors',
        metric: 'error-rate',
        kind: 'absolute',
        direction: 'above',
        yellow: 0.02,
        red: 0.05,
        emergency: 0.2,
        windowMs: 5 * minute,
        forMs: 0,
        consecutive: 1,
        minSamples: 50,
        minEvents: 3,
        whenNoData: 'hold',
        shadow: false,
      },
      expect.objectContaining({ id: 'latency', kind: 'baselineRatio', yellow: null, red: 0.3, forMs: 15 * minute }),
    ]);
  });

  test('R3.1 has stages with their own automation and gates', () => {
    expect(plan.stages.map(({ name, percent, bakeMs, approval, automation }) => [name, percent, bakeMs, approval, automation])).toEqual([
      ['10 %', 10, 24 * hour, false, { promote: true, rollback: true }],
      ['50 %', 50, 24 * hour, true, { promote: false, rollback: true }],
      ['100 %', 100, hour, false, { promote: true, rollback: true }],
    ]);
    const changed = plan.stages[1]?.gates.find((gate) => gate.id === 'errors');
    expect(changed).toMatchObject({ metric: 'error-rate', yellow: 0.02, red: 0.03, minSamples: 50 });
    expect(plan.stages[2]?.gates).toEqual(plan.stages[0]?.gates);
  });

  test('design 3 is known by the hash of its text', () => {
    const read = readPlan(goodPlan, 'plan.yaml');
    expect(read.ok && read.hash).toBe(textHash(goodPlan));
  });
});

test('R3.3 lets a stage take a bound away and add a gate of its own', () => {
  const text = planWith(
    '        red: 3 %\n',
    '        red: null\n      - id: slow\n        metric: p95\n        window: 5m\n        red: 2 s\n',
  );
  expect(planOf(text).stages[1]?.gates.map((gate) => [gate.id, gate.red])).toEqual([
    ['errors', null],
    ['latency', 0.3],
    ['slow', 2000],
  ]);
});

test('R5.5 needs no query for a metric that is pushed to the console', () => {
  const text = planWith('source: prometheus\n    unit: ms\n    query: { query: p95 }', 'source: intake\n    unit: ms');
  expect(planOf(text).metrics[1]).toMatchObject({ source: 'intake', query: {} });
});

const bounds: [number | string, MetricUnit, GateKind, number | null][] = [
  [0.02, 'rate', 'absolute', 0.02],
  ['2 %', 'rate', 'absolute', 0.02],
  ['0.5%', 'rate', 'absolute', 0.005],
  ['200 ms', 'ms', 'absolute', 200],
  ['3 s', 'ms', 'absolute', 3000],
  [200, 'ms', 'absolute', 200],
  [-1, 'ms', 'absolute', null],
  ['1 GB', 'bytes', 'absolute', 1e9],
  ['1.5 kB', 'bytes', 'baselineDelta', 1500],
  ['5/min', 'perMinute', 'absolute', 5],
  ['5', 'count', 'absolute', null],
  [-10, 'score', 'absolute', -10],
  ['+20 %', 'ms', 'baselineRatio', 0.2],
  ['20 ms', 'ms', 'baselineRatio', null],
  ['0.2 points', 'rate', 'baselineDelta', 0.002],
  [-3, 'score', 'baselineDelta', null],
];

test.each(bounds)('R3.2 reads a bound of %s for %s, %s', (raw, unit, kind, value) => {
  const read = readBound(raw, unit, kind);
  expect(read.ok ? read.value : null).toBe(value);
});

test('R3.1 reads shares with and without their sign', () => {
  expect([readPercent(2.5), readPercent('10 %'), readPercent('10%')].map((read) => read.ok && read.value)).toEqual([2.5, 10, 10]);
});

test('R3.3 guesses the word that was meant, and none when nothing is close', () => {
  expect([nearest('wndow', ['window', 'yellow']), nearest('RED', ['red']), nearest('sausage', ['red', 'for'])]).toEqual([
    'window',
    'red',
    null,
  ]);
});

test('R3.3 explains a plan in plain words', () => {
  expect(explainPlan(planOf(goodPlan))).toEqual([
    'sample: For tests',
    'Reads metrics every 15 s and the platform every 1 min.',
    'Compares P95 with the version before, over the 1 h before the start.',
    'Asks Guardian before the start and after each stage; a failure stops the release.',
    'In every stage:',
    '  p95 latency: red > base +30 %, over 10 min, red after 15 min, holds without data.',
    'Stage 1: 10 % of users, watched for 1 d, then goes on by itself when all is green.',
    '  Errors: yellow > 2 %, red > 5 %, emergency > 20 %, over 5 min, good only with 50 samples, holds without data.',
    'Stage 2: 50 % of users once a person approves, watched for 1 d, then asks a person before it goes on.',
    '  Errors: yellow > 2 %, red > 3 %, emergency > 20 %, over 5 min, good only with 50 samples, holds without data.',
    'Stage 3: 100 % of users, watched for 1 h, then completes by itself when all is green.',
    '  Errors: yellow > 2 %, red > 5 %, emergency > 20 %, over 5 min, good only with 50 samples, holds without data.',
    'On red or emergency: takes the release back on every target of the release together, by itself.',
    'On yellow, missing data or too few samples: holds the share.',
    'Tells chat about rollbacks, holds and completion.',
  ]);
});

test('R3.3 says plainly what a plan leaves to people', () => {
  const quiet = goodPlan.replace('notices: [chat]\n', 'rollbackScope: target\nautomation: { rollback: false }\n');
  expect(explainPlan(planOf(quiet)).slice(-3)).toEqual([
    'On red or emergency: takes the release back on this target only, once a person presses.',
    'On yellow, missing data or too few samples: holds the share.',
    'Nobody is told.',
  ]);
  const partly = planWith('{ promote: false }', '{ rollback: false }').replace('name: sample\ndescription: For tests', 'name: sample');
  const lines = explainPlan(planOf(partly));
  expect(lines[0]).toBe('sample.');
  expect(lines.at(-3)).toContain('by itself, but in stage 2 once a person presses');
  const shadow = planOf(goodPlan.replace('minSamples: 50', 'shadow: true').replace('for: 15m', 'shadow: true'));
  expect(explainPlan(shadow).join('\n')).toContain('No gate can roll back');
});

test('R3.3 answers any text with a plan or with problems, never with a crash', () => {
  const lines = goodPlan.split('\n');
  const words = fc.constantFrom(
    '',
    '?',
    '- {',
    'x: [',
    '*a',
    '&a b',
    '%',
    '!!map',
    'null',
    '  - 1',
    '__proto__: 1',
    'percent: .nan',
    'red: .inf',
    '"',
  );
  const edits = fc.array(fc.record({ at: fc.nat(lines.length - 1), word: words, keep: fc.boolean() }), { maxLength: 4 });
  fc.assert(
    fc.property(edits, (list) => {
      const text = lines.map((line, index) =>
        list.reduce((now, edit) => (edit.at === index ? `${edit.keep ? now : ''}${edit.word}` : now), line),
      );
      const read = readPlan(text.join('\n'), 'plan.yaml');
      const problems = read.ok ? [] : read.problems;
      expect(read.ok || problems.length > 0).toBe(true);
      expect(problems.filter((problem) => problem.message.length < 10 || /undefined|\[object/.test(problem.message))).toEqual([]);
    }),
    { numRuns: 400 },
  );
  fc.assert(
    fc.property(fc.string({ maxLength: 80 }), (text) => {
      expect(readPlan(text, 'plan.yaml').ok).toBe(false);
    }),
  );
});
