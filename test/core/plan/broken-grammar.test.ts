import { describe, expect, test } from 'vitest';
import { readPlan } from '../../../main/core/plan/index.ts';
import { planOf } from '../../support/plan-text.ts';
import { rich } from '../../support/rich-plan.ts';

test('R3.2 accepts the plan that is broken below', () => {
  expect(planOf(rich).stages).toHaveLength(2);
});

/** What is broken, the piece and what stands in its place, the words on the expected line, the path, and what the message must say. */
type Broken = readonly [what: string, piece: string, other: string, onLine: string, path: string, ...says: string[]];

function lineOf(text: string, words: string): number {
  const line = text.split('\n').findIndex((one) => one.includes(words)) + 1;
  if (line === 0) throw new Error(`No line holds ${words}`);
  return line;
}

function check([, piece, other, onLine, path, ...says]: Broken): void {
  if (!rich.includes(piece)) throw new Error(`The plan has no ${piece}`);
  const text = rich.replace(piece, () => other);
  const read = readPlan(text, 'plan.yaml');
  const problems = read.ok ? [] : read.problems;
  const found = problems.find((problem) => problem.path === path);
  expect(problems.map((problem) => problem.path)).toContain(path);
  expect(found?.line).toBe(lineOf(text, onLine));
  for (const words of says) expect(found?.message).toContain(words);
  expect(found?.message).not.toMatch(/undefined|\[object|Invalid input/);
}

const scores: readonly Broken[] = [
  [
    'a score without parts',
    '    weights: { errors-a: 10, errors-b: 5 }\n',
    '',
    'id: score',
    'gates[0].weights',
    'weights is missing; add it',
    'such as weights:',
  ],
  [
    'a score of an unknown metric',
    'errors-b: 5 }',
    'errors-c: 5 }',
    'errors-c: 5',
    'gates[0].weights',
    'errors-c, which is not a metric',
    'Did you mean errors-a?',
  ],
  ['a score with the name of a metric', 'id: score', 'id: p95', 'id: p95', 'gates[0].id', 'p95 is a metric already', 'give it another'],
  [
    'a score of parts that are read differently',
    'unit: count, aggregate: last, query: { query: b }',
    'unit: count, aggregate: max, query: { query: b }',
    'weights: {',
    'gates[0].weights',
    'must share one aggregate',
    'errors-b max',
  ],
  [
    'a score that names a metric of its own',
    '    window: 5m\n    yellow: 6',
    '    metric: p95\n    window: 5m\n    yellow: 6',
    'metric: p95',
    'gates[0].metric',
    'is not for a weightedScore',
  ],
  [
    'a weight that is a word',
    'errors-a: 10',
    'errors-a: ten',
    'errors-a: ten',
    'gates[0].weights.errors-a',
    'must be a number; it is "ten"',
  ],
  [
    'weights of another kind',
    'metric: errors-a\n',
    'metric: errors-a\n    weights: { p95: 1 }\n',
    'weights: { p95',
    'gates[2].weights',
    'belongs to weightedScore; this gate is absolute',
    'Remove it',
  ],
  [
    'a breaker without its number of checks',
    '    consecutive: 3\n',
    '',
    'id: breaker',
    'gates[1].consecutive',
    'is missing; add it: how many checks in a row',
  ],
  ['a breaker that trips at once', 'consecutive: 3', 'consecutive: 1', 'consecutive: 1', 'gates[1].consecutive', '2 or more'],
];

const conditions: readonly Broken[] = [
  [
    'a condition on an unknown metric',
    'while: { metric: error-rate,',
    'while: { metric: error-rat,',
    'while:',
    'gates[2].while',
    'Did you mean error-rate?',
  ],
  ['a condition without a bound', ', above: 1 % }', ' }', 'while:', 'gates[2].while', 'needs one of above and below', 'such as while:'],
  ['a condition with two bounds', 'above: 1 % }', 'above: 1 %, below: 2 % }', 'while:', 'gates[2].while', 'needs one of above and below'],
  [
    'a condition in the wrong unit',
    'above: 1 % }',
    'above: 1 ms }',
    'while:',
    'gates[2].while',
    "a rate from 0 to 1 such as 0.02, or '2 %'",
  ],
  ['an unknown key of a condition', 'above: 1 % }', 'over: 1 % }', 'while:', 'gates[2].while.over', 'is not a key of this block'],
  ['an unknown action on red', 'onRed: pause', 'onRed: stop', 'onRed: stop', 'gates[2].onRed', 'one of rollback, pause; it is "stop"'],
  ['a growth below zero', 'yellow: 100', 'yellow: -100', 'yellow: -100', 'gates[3].yellow', 'direction says which side is bad'],
  [
    'evidence of something that is no rate',
    'metric: error-rate\n    window: 10m\n    red: 5 %',
    'metric: p95\n    window: 10m\n    red: 5 s',
    'evidence: interval',
    'gates[4].evidence',
    'interval needs a rate, and p95 is measured in ms',
    'use raw or canaryVsControl',
  ],
  [
    'evidence that counts events again and again',
    'unit: rate, query: { query: rate } }',
    'unit: rate, query: { query: "rate(errors[15m])" } }',
    'evidence: interval',
    'gates[4].evidence',
    'counts each event once, and the query of error-rate looks back over 15 min',
    'readings 1 min apart share events',
    'give error-rate aggregate: last, or use raw',
  ],
  [
    'an unknown kind of evidence',
    'evidence: interval',
    'evidence: bayes',
    'evidence: bayes',
    'gates[4].evidence',
    'one of raw, interval, sequential',
  ],
  [
    'a confidence in percent',
    'confidence: 0.95',
    'confidence: 95',
    'confidence: 95',
    'gates[4].confidence',
    'a number from 0 to 1; it is 95',
  ],
  [
    'an inclusive bound that is a word',
    '    yellow: 100',
    '    yellow: 100\n    inclusive: on',
    'inclusive: on',
    'gates[3].inclusive',
    'true or false',
  ],
];

const composites: readonly Broken[] = [
  [
    'a composite without members',
    'kind: allOf\n    gates:\n      - { id: slow, metric: p95, kind: baselineRatio, window: 5m, red: 30 % }\n      - { id: failing, metric: error-rate, window: 5m, red: 2 % }\n',
    'kind: allOf\n',
    'id: both',
    'gates[5].gates',
    'is missing; add it: the gates allOf judges by',
  ],
  [
    'a composite with a bound of its own',
    'kind: allOf\n',
    'kind: allOf\n    red: 7 %\n',
    'red: 7 %',
    'gates[5].red',
    'belongs to the members of allOf',
    'move it into gates',
  ],
  ['two members with one id', '{ id: failing,', '{ id: slow,', '{ id: slow, metric: error-rate', 'gates[5].gates[1].id', 'used twice'],
  [
    'a member that is a composite',
    '{ id: failing, metric: error-rate, window: 5m, red: 2 % }',
    '{ id: failing, kind: anyOf }',
    'kind: anyOf }',
    'gates[5].gates[1].gates',
    'is missing',
  ],
  [
    'a member for an unknown metric',
    '{ id: failing, metric: error-rate',
    '{ id: failing, metric: error-rte',
    'error-rte',
    'gates[5].gates[1].metric',
    'Did you mean error-rate?',
  ],
  [
    'a member without a window',
    'baselineRatio, window: 5m, red: 30 %',
    'baselineRatio, red: 30 %',
    'id: slow',
    'gates[5].gates[0].window',
    'is missing; add it: a duration',
  ],
  [
    'members outside a composite',
    '    yellow: 100',
    '    yellow: 100\n    gates: [{ id: x, metric: p95, window: 5m, red: 1 }]',
    'id: x',
    'gates[3].gates',
    'belongs to anyOf, allOf and canaryScore',
  ],
  [
    'a canary score of something else',
    'metric: p95, kind: canaryVsControl',
    'metric: p95, kind: baselineRatio',
    'kind: baselineRatio, window: 30m',
    'gates[6].gates',
    'are all of kind canaryVsControl',
    'Use anyOf for others',
  ],
  [
    'thresholds of a score in the wrong order',
    'marginal: 70',
    'marginal: 95',
    'marginal: 95',
    'gates[6].marginal',
    'marginal at or under pass',
  ],
  ['a score of more than everything', 'pass: 90', 'pass: 120', 'marginal: 70', 'gates[6].marginal', 'within 0–100 points'],
  [
    'a pass mark of another kind',
    '    yellow: 100',
    '    yellow: 100\n    pass: 90',
    '    pass: 90',
    'gates[3].pass',
    'belongs to canaryScore',
  ],
  [
    'critical outside a canary',
    '    yellow: 100',
    '    yellow: 100\n    critical: true',
    '    critical: true',
    'gates[3].critical',
    'belongs to canaryVsControl',
  ],
  [
    'a canary setting nobody knows',
    'critical: true }',
    'canary: { tolerence: 0.2 } }',
    'tolerence',
    'gates[6].gates[0].canary.tolerence',
    'Did you mean tolerance?',
  ],
];

const stages: readonly Broken[] = [
  ['extend without its time', '    extend: 30m\n', '', 'onYellow: extend', 'stages[0].onYellow', 'extend is missing; add it'],
  [
    'a time to extend by for nothing',
    'onYellow: extend',
    'onYellow: hold',
    'extend: 30m',
    'stages[0].extend',
    'belongs to onYellow: extend; onYellow is hold',
  ],
  [
    'an unknown action on yellow',
    'onYellow: extend',
    'onYellow: wait',
    'onYellow: wait',
    'stages[0].onYellow',
    'one of hold, pause, extend',
  ],
  [
    'a fast bake that is not faster',
    'accelerated: { bake: 30m',
    'accelerated: { bake: 2h',
    'accelerated:',
    'stages[0].accelerated.bake',
    'must be shorter',
  ],
  [
    'a fast bake by an unknown gate',
    'gates: [score] }',
    'gates: [scores] }',
    'accelerated:',
    'stages[0].accelerated.gates[0]',
    'Did you mean score?',
  ],
  [
    'a day that is no number',
    'earliestDay: 2',
    'earliestDay: monday',
    'earliestDay: monday',
    'stages[1].earliestDay',
    'a whole number from 1 to 365',
  ],
  ['approvals by nobody', 'count: 2', 'count: 0', 'count: 0', 'stages[1].approvals[0].count', 'a whole number from 1 to 20; it is 0'],
  [
    'approvals by an unknown role',
    'role: operator',
    'role: owner',
    'role: owner',
    'stages[1].approvals[0].role',
    'one of viewer, operator, admin',
  ],
  ['a streak without a unit', 'streak: 1h', 'streak: 3', 'streak: 3', 'stages[1].streak', 'a duration with its unit'],
  [
    'segments that are a text',
    'segments: [staff]',
    'segments: staff',
    'segments: staff',
    'stages[0].segments',
    'at least one item; it is "staff"',
  ],
  [
    'the same share again without a name',
    '  - name: rest\n    percent: 100',
    '  - percent: 10',
    '  - percent: 10',
    'stages[1].percent',
    'name a stage that only watches on',
  ],
];

const around: readonly Broken[] = [
  [
    'a check for an unknown stage',
    'stages: [first]',
    'stages: [frist]',
    'stages: [frist]',
    'checks[0].stages[0]',
    'frist is not a stage of this plan. Did you mean first?',
  ],
  [
    'a check that holds for ever so long',
    'freshFor: 1h',
    'freshFor: long',
    'freshFor: long',
    'checks[0].freshFor',
    'a duration with its unit',
  ],
  [
    'a signoff for an unknown stage',
    'stages: [rest]',
    'stages: [last]',
    'stages: [last]',
    'signoffs[0].stages[0]',
    'last is not a stage of this plan',
    'Stages: first, rest',
  ],
  ['a signoff by an unknown gate', 'gate: sure', 'gate: shure', 'gate: shure', 'signoffs[1].gate', 'Did you mean sure?'],
  [
    'a signoff by a gate and by a number',
    'gate: sure,',
    'gate: sure, value: { atLeast: 4 },',
    'gate: sure',
    'signoffs[1].value',
    'keep one of them',
  ],
  [
    'a signoff by a gate that its stages do not judge',
    '- id: sure',
    '- id: sure\n    shadow: true',
    'gate: sure',
    'signoffs[1].gate',
    'stays open for ever',
  ],
  ['a typed value without a bound', ', over: 40 }', ' }', 'id: nps', 'signoffs[0].value', 'one of atLeast, atMost, over and under'],
  [
    'a typed value with two bounds',
    'over: 40 }',
    'over: 40, atMost: 100 }',
    'id: nps',
    'signoffs[0].value',
    'one of atLeast, atMost, over and under',
  ],
  ['two signoffs with one id', 'id: quick', 'id: nps', 'gate: sure', 'signoffs[1].id', 'used twice'],
  ['an unknown time zone', 'Europe/Berlin', 'Europe/Berln', 'Europe/Berln', 'zone', 'no time zone known here', 'Europe/Berlin or UTC'],
  ['a freeze on an unknown day', 'days: [friday]', 'days: [fryday]', 'fryday', 'freezes[0].days[0]', 'Did you mean friday?'],
  ['a time of day beyond midnight', '"18:00"', '"25:00"', '25:00', 'freezes[0].from', 'a time of day in quotes'],
  [
    'a freeze that ends before it begins',
    'lastDay: 2027-01-02',
    'lastDay: 2026-12-02',
    'lastDay: 2026-12-02',
    'freezes[1].lastDay',
    'must not be before firstDay (2026-12-24)',
  ],
  [
    'a day that does not exist',
    'firstDay: 2026-12-24',
    'firstDay: 2026-13-24',
    '2026-13-24',
    'freezes[1].firstDay',
    'a calendar day such as 2026-12-24',
  ],
  [
    'a fixed baseline without its value',
    '{ from: lastWeek, window: 24h }',
    '{ from: fixed }',
    'from: fixed',
    'metrics.p95.baseline',
    'value is missing; add it',
  ],
  [
    'a value of a baseline that is taken',
    '{ from: lastWeek, window: 24h }',
    '{ from: lastWeek, value: 200 ms }',
    'value: 200 ms',
    'metrics.p95.baseline.value',
    'belongs to from: fixed; from is lastWeek',
  ],
  [
    'a baseline from nowhere',
    'from: lastWeek',
    'from: lastMonth',
    'from: lastMonth',
    'metrics.p95.baseline.from',
    'one of previous, sameStage, lastWeek, fixed',
  ],
  ['a dry run that is a word', 'every: 1m', 'every: 1m\ndryRun: yes please', 'dryRun', 'dryRun', 'true or false; it is "yes please"'],
  ['a channel that is a list', 'follows: alpha', 'follows: [alpha]', 'follows: [alpha]', 'follows', 'must be a text; it is a list'],
];

describe.each([
  ['scores and breakers', scores],
  ['conditions and evidence', conditions],
  ['composites', composites],
  ['stages', stages],
  ['checks, signoffs, freezes and baselines', around],
] as const)('%s', (_what, rows) => {
  test.each(rows.map((row) => [row[0], row] as const))('R3.3 refuses %s with its line, path and a way out', (_name, row) => {
    check(row);
  });
});

test('R3.3 wants a window for a sequential test that is as long as the query looks back', () => {
  const last = rich.replace(
    'unit: rate, query: { query: rate } }',
    'unit: rate, aggregate: last, query: { query: "rate(errors[1h30m])" } }',
  );
  const read = readPlan(last.replace('evidence: interval', 'evidence: sequential'), 'plan.yaml');
  expect(read.ok ? [] : read.problems).toEqual([
    expect.objectContaining({
      path: 'gates[4].window',
      line: lineOf(last, 'window: 10m\n    red: 5 %'.split('\n')[0] ?? ''),
      message:
        'window of 10 min is shorter: sequential counts each event once, and the query of error-rate looks back over 1 h 30 min; use 1 h 30 min, or a shorter range in the query',
    }),
  ]);
  expect(readPlan(last, 'plan.yaml').ok).toBe(true);
});

test('R3.3 holds at least fifty broken plans of the newer grammar', () => {
  expect(scores.length + conditions.length + composites.length + stages.length + around.length).toBeGreaterThanOrEqual(50);
});
