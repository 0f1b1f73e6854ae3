import { expect, test } from 'vitest';
import { readPlan } from '../../../main/core/plan/index.ts';
import { goodPlan, planWith } from '../../support/plan-text.ts';

/** What is broken, the text, and the one problem expected: line, path and what the message must say. */
type Broken = readonly [what: string, text: string, line: number | null, path: string, ...says: string[]];

const errorsGate = '    yellow: 2 %\n    red: 5 %\n    emergency: 20 %';
const alias = `a: &a [1]\n${Array.from({ length: 12 }, (_, i) => `b${i}: &b${i} [${'*a, '.repeat(9)}*a]`).join('\n')}`;

const table: readonly Broken[] = [
  ['an empty file', '', 1, '', 'plan.yaml is empty', 'Start with name'],
  ['a comment only', '# nothing\n', 1, '', 'plan.yaml is empty'],
  ['a list instead of a plan', '- a\n', 1, '', 'The plan must be a block with name, description', 'it is a list'],
  ['YAML that does not close', planWith('[chat]', '[chat'), 47, '', 'not valid YAML', 'Check indentation'],
  ['a key written twice', planWith('every: 15s', 'every: 15s\nevery: 20s'), 4, '', 'written twice', 'Keep one'],
  ['two documents', `${goodPlan}---\nname: two\n`, 47, '', 'holds one plan'],
  ['indentation by tab', planWith('  p95:\n', '\tp95:\n'), 11, '', 'Indent with spaces'],
  ['an unknown reference', planWith('[chat]', '*nobody'), 46, '', '*nobody refers to nothing', 'quotes'],
  ['references that blow up', alias, null, '', 'unfold to far too much', 'plan.yaml'],
  ['a name that is missing', planWith('name: sample\n', ''), 1, 'name', 'name is missing; add it: a text'],
  ['a name that is empty', planWith('name: sample', "name: ' '"), 1, 'name', 'must be a text that is not empty'],
  ['an unknown key', planWith('every: 15s', 'evry: 15s'), 3, 'evry', 'evry is not a key', 'Did you mean every?', 'Allowed: name'],
  ['an unknown gate key', planWith('minSamples', 'minSample'), 22, 'gates[0].minSample', 'Did you mean minSamples?'],
  ['an unknown key nothing like the others', planWith('for: 15m', 'xyzzy: 1'), 29, 'gates[1].xyzzy', 'Allowed: id, metric'],
  ['a duration without a unit', planWith('every: 15s', 'every: 15'), 3, 'every', 'duration with its unit, such as 15s', 'it is 15'],
  ['a duration in words', planWith('bake: 1h', 'bake: soon'), 45, 'stages[2].bake', 'it is "soon"'],
  ['a duration left empty', planWith('bake: 1h', 'bake:'), 45, 'stages[2].bake', 'it is empty'],
  ['polls that are too frequent', planWith('every: 15s', 'every: 10ms'), 3, 'every', 'from 1 s to 1 d; it is 10 ms'],
  ['polls that are too rare', planWith('every: 15s', 'every: 15s\nplatformEvery: 3w'), 4, 'platformEvery', 'from 1 s to 1 d; it is 21 d'],
  ['an unknown unit', planWith('unit: rate', 'unit: rates'), 7, 'metrics.error-rate.unit', 'one of rate, ms, count', 'Did you mean rate?'],
  [
    'a metric id with a space',
    planWith('  p95:\n', '  p 95:\n').replace('metric: p95', 'metric: error-rate'),
    11,
    'metrics.p 95',
    'starts with a letter',
  ],
  ['a metric without a query', planWith('    query: { query: p95 }\n', ''), 12, 'metrics.p95', 'p95 needs a query'],
  ['a query that is a text', planWith('{ query: p95 }', 'p95'), 14, 'metrics.p95.query', 'must be a block of keys'],
  [
    'an unknown placeholder',
    planWith('{{application}}', '{{app}}'),
    10,
    'metrics.error-rate.query.query',
    '{{app}} cannot be filled in',
    'Allowed: {{application}}',
  ],
  [
    'a misspelt placeholder',
    planWith('query: p95 }', 'query: ["{{ chanel }}"] }'),
    14,
    'metrics.p95.query.query[0]',
    'Did you mean channel?',
  ],
  [
    'no gates at all',
    planWith(goodPlan.slice(goodPlan.indexOf('gates:'), goodPlan.indexOf('checks:')), 'gates: []\n').replace(/ {4}gates:\n.*\n.*3 %\n/, ''),
    15,
    'gates',
    'at least one item',
  ],
  [
    'a gate for a metric that is not there',
    planWith('metric: error-rate', 'metric: error-rat'),
    17,
    'gates[0].metric',
    'Did you mean error-rate?',
    'Metrics: error-rate, p95',
  ],
  ['two gates with one id', planWith('id: latency', 'id: errors'), 23, 'gates[1].id', 'used twice, first as number 1'],
  ['an unknown comparison', planWith('kind: baselineRatio', 'kind: baselineRation'), 26, 'gates[1].kind', 'Did you mean baselineRatio?'],
  [
    'an unknown direction',
    planWith('red: 30 %', 'red: 30 %\n    direction: up'),
    29,
    'gates[1].direction',
    'one of above, below; it is "up"',
  ],
  ['a rate in whole numbers', planWith('red: 5 %\n', 'red: 5\n'), 20, 'gates[0].red', 'is no rate', 'write a percentage with %', 'it is 5'],
  [
    'a rate with a unit of time',
    planWith('red: 5 %\n', 'red: 5 ms\n'),
    20,
    'gates[0].red',
    "a rate from 0 to 1 such as 0.02, or '2 %'",
    '"5 ms"',
  ],
  ['a bound that is a list', planWith('red: 5 %\n', 'red: [5]\n'), 20, 'gates[0].red', 'it is a list'],
  [
    'bounds in the wrong order',
    planWith('yellow: 2 %', 'yellow: 6 %'),
    20,
    'gates[0].red',
    'red (5 %) must be over yellow (6 %)',
    'change direction',
  ],
  [
    'bounds in the wrong order for below',
    planWith('minSamples', 'direction: below\n    minSamples'),
    20,
    'gates[0].red',
    'red (5 %) must be under yellow (2 %)',
  ],
  [
    'a gate without bounds',
    planWith(errorsGate, '    minEvents: 3').replace(/ {4}gates:\n.*\n.*3 %\n/, ''),
    16,
    'gates[0].id',
    'Gate errors has no bound',
  ],
  ['a rate bound nothing can pass', planWith('emergency: 20 %', 'emergency: 100 %'), 21, 'gates[0].emergency', 'can never be reached'],
  [
    'a fall by more than everything',
    planWith('red: 30 %', 'red: 100 %\n    direction: below'),
    28,
    'gates[1].red',
    'nothing falls by more than 100 %',
  ],
  ['a relative bound in whole percent', planWith('red: 30 %', 'red: 30'), 28, 'gates[1].red', 'a change of 3000 %', "such as '20 %'"],
  ['a relative bound below zero', planWith('red: 30 %', 'red: -0.3'), 28, 'gates[1].red', 'direction says which side is bad'],
  [
    'a window shorter than the polls and the lag',
    planWith('window: 5m', 'window: 20s'),
    18,
    'gates[0].window',
    'readings come every 15 s and error-rate is up to 15 s late',
    'at least 30 s',
  ],
  ['for beside consecutive', planWith('for: 15m', 'for: 15m\n    consecutive: 3'), 30, 'gates[1].consecutive', 'keep one of them'],
  ['for without red', planWith('red: 30 %', 'yellow: 30 %'), 29, 'gates[1].for', 'there is no red bound'],
  [
    'checks in a row that are not whole',
    planWith('for: 15m', 'consecutive: 1.5'),
    29,
    'gates[1].consecutive',
    'a whole number from 1 to 1000; it is 1.5',
  ],
  [
    'bad events of something that is no rate',
    planWith('for: 15m', 'minEvents: 3').replace('unit: ms', 'unit: count'),
    29,
    'gates[1].minEvents',
    'p95 is measured in count; remove it',
  ],
  ['a shadow that is a word', planWith('for: 15m', 'shadow: yes'), 29, 'gates[1].shadow', 'must be true or false; it is "yes"'],
  ['an unknown moment', planWith('afterStage]', 'after]'), 33, 'checks[0].moments[1]', 'one of beforeStart, afterStage'],
  ['a check without moments', planWith('[beforeStart, afterStage]', '[]'), 33, 'checks[0].moments', 'at least one item'],
  ['a check without a source', planWith('    source: guard\n', ''), 31, 'checks[0].source', 'source is missing'],
  [
    'no stages',
    `${goodPlan.slice(0, goodPlan.indexOf('stages:'))}notices: [chat]\n`,
    1,
    'stages',
    'stages is missing; add it: a list with at least one item',
  ],
  [
    'shares that do not rise',
    planWith('percent: 50', 'percent: 10'),
    37,
    'stages[1].percent',
    '10 comes after 10',
    'put the stages in order',
  ],
  [
    'a share of more than everybody',
    planWith('percent: 100', 'percent: 120'),
    44,
    'stages[2].percent',
    'more than 0 and at most 100; it is 120',
  ],
  ['a share of nobody', planWith('percent: 10\n', 'percent: 0 %\n'), 35, 'stages[0].percent', 'more than 0 and at most 100; it is "0 %"'],
  ['a share in words', planWith('percent: 100', 'percent: all'), 44, 'stages[2].percent', 'a share such as 10 or 10 %'],
  [
    'a stage gate nobody knows',
    planWith('- id: errors\n        red', '- id: error\n        red'),
    42,
    'stages[1].gates[0].id',
    'Did you mean errors?',
    'A new gate needs metric and window',
  ],
  [
    'a stage gate that breaks the order',
    planWith('red: 3 %', 'red: 1 %'),
    43,
    'stages[1].gates[0].red',
    'red (1 %) must be over yellow (2 %)',
  ],
  [
    'a stage gate changed twice',
    planWith('red: 3 %', 'red: 3 %\n      - id: errors\n        red: 4 %'),
    44,
    'stages[1].gates[1].id',
    'used twice',
  ],
  [
    'a next step without its plan',
    planWith('every: 15s', 'every: 15s\nnext: { channel: beta }'),
    4,
    'next.plan',
    'plan is missing; add it: a text',
  ],
  [
    'a next step that starts in an unknown way',
    planWith('every: 15s', 'every: 15s\nnext: { channel: beta, plan: beta.yaml, start: ato }'),
    4,
    'next.start',
    'one of ask, auto',
    'Did you mean auto?',
  ],
  [
    'a next step to where the release comes from',
    planWith('every: 15s', 'every: 15s\nfollows: alpha\nnext:\n  channel: alpha\n  plan: beta.yaml'),
    6,
    'next.channel',
    'alpha is the channel this plan follows',
    'name the channel after this one',
  ],
  [
    'a next step under the plan itself',
    planWith('every: 15s', 'every: 15s\nnext:\n  channel: beta\n  plan: sample'),
    6,
    'next.plan',
    'sample is this plan itself; name the plan of channel beta',
  ],
  [
    'automation with an unknown word',
    planWith('{ promote: false }', '{ promotion: false }'),
    40,
    'stages[1].automation.promotion',
    'Did you mean promote?',
  ],
];

test.each(table.map((row) => [row[0], row] as const))('R3.3 refuses %s with its place and a way out', (_what, row) => {
  const [, text, line, path, ...says] = row;
  const read = readPlan(text, 'plan.yaml');
  const problems = read.ok ? [] : read.problems;
  const [first] = problems;
  expect({ line: first?.line, path: first?.path }).toEqual({ line, path });
  for (const words of says) expect(first?.message).toContain(words);
  expect(first?.message).not.toMatch(/undefined|\[object|Invalid input/);
});

test('R3.3 tells every problem at once, in the order of the file', () => {
  const text = goodPlan.replace('unit: rate', 'unit: rated').replace('bake: 1h', 'bake: 1 fortnight').replace('every: 15s', 'evry: 15s');
  const read = readPlan(text, 'plan.yaml');
  expect(read.ok ? [] : read.problems.map((problem) => [problem.line, problem.column, problem.path])).toEqual([
    [3, 1, 'evry'],
    [7, 11, 'metrics.error-rate.unit'],
    [45, 11, 'stages[2].bake'],
  ]);
});

test('R3.3 tells a broken gate once, also when a stage changes it', () => {
  const read = readPlan(planWith('yellow: 2 %', 'yellow: 6 %'), 'plan.yaml');
  expect(read.ok ? [] : read.problems).toHaveLength(1);
});

test('R3.3 tells two unknown keys of one block apart', () => {
  const read = readPlan(planWith('for: 15m', 'fro: 15m\n    windows: 1'), 'plan.yaml');
  expect(read.ok ? [] : read.problems.map((problem) => problem.message.slice(0, 50))).toEqual([
    'fro is not a key of this block. Did you mean for? ',
    'windows is not a key of this block. Did you mean w',
  ]);
});

test('R3.3 tells tabs alone, because the lines after one only look wrong', () => {
  const read = readPlan(planWith('  p95:\n', '\tp95:\n'), 'tabs.yaml');
  expect(read.ok ? [] : read.problems.map((problem) => problem.message)).toEqual([
    'A tab stands where YAML wants spaces. Indent with spaces',
  ]);
});
