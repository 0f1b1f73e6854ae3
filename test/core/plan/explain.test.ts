import { expect, test } from 'vitest';
import { explainPlan } from '../../../main/core/plan/index.ts';
import { planOf } from '../../support/plan-text.ts';
import { rich } from '../../support/rich-plan.ts';

function linesOf(...edits: readonly (readonly [string, string])[]): string {
  return explainPlan(planOf(edits.reduce((text, [piece, other]) => text.replace(piece, () => other), rich))).join('\n');
}

test('R3.3 explains every word of the grammar in plain words', () => {
  expect(explainPlan(planOf(rich))).toEqual([
    'rich.',
    'Reads metrics every 1 min and the platform every 1 min.',
    'Compares P95 with 1 d of the same time a week ago.',
    'Asks Bugs before the start, again once the answer is 1 h old; a failure stops the release.',
    'In every stage:',
    '  Score: yellow ≥ 6, adding 10 × Errors a and 5 × Errors b, over 5 min, holds without data.',
    '  Breaker: red ≥ 15, over 5 min, red after 3 checks in a row, holds without data.',
    '  Quiet: red > 5, over 5 min, only while Error rate is over 1 %, holds without data, red pauses for a person.',
    '  Grown: yellow > first +100, over 1 d, holds without data.',
    '  Sure: red > 5 %, over 10 min, red and green only when 95 % sure, holds without data.',
    '  Both: all of Slow, Failing.',
    '    Slow: red > base +30 %, over 5 min, holds without data.',
    '    Failing: red > 2 %, over 5 min, holds without data.',
    '  Canary: yellow < 90 points, red < 70 points, scored by the members that pass.',
    '    Canary p95: red > control +10 %, over 30 min, told from the version before with 98 % confidence, critical, holds without data.',
    '    Canary rate: red > control +10 %, over 30 min, told from the version before with 98 % confidence, in group rates of weight 2, holds without data.',
    'Stage 1 (first): 10 % of users and everybody in staff, watched for 1 h (only 30 min while Score stays at 0), each yellow adds 30 min to the watch, then goes on by itself when all is green.',
    'Stage 2 (rest): 100 % of users on day 2 of the rollout at the earliest once 2 operators approve, watched for 6 h, green for 1 h running, then completes by itself when all is green.',
    'Needs a go for “Nps” after rest from an operator, over 40 points, good for 7 d.',
    'Needs a go for “Quick” after each stage: it fills itself in while Sure is green.',
    'Weekend: nothing reaches more users on Friday from 18:00 to 24:00 (Europe/Berlin); taking back goes on.',
    'Holidays: nothing reaches more users between 2026-12-24 and 2027-01-02 (Europe/Berlin); taking back goes on.',
    'On red or emergency: takes the release back on every target of the release together, by itself.',
    'On yellow, missing data or too few samples: holds the share.',
    'Waits until the release is complete on channel alpha, on the same surface.',
    'Nobody is told.',
  ]);
});

test('R3.7 says first that a dry run sends nothing', () => {
  expect(linesOf(['every: 1m', 'every: 1m\ndryRun: true']).split('\n')[1]).toBe(
    'Dry run: everything is judged and recorded, nothing is sent.',
  );
});

test.each([
  ['{ from: previous }', 'Compares P95 with the version before, over the 1 h before the start.'],
  ['{ from: sameStage, window: 2h }', 'Compares P95 with the version before at the same stage, or else over the 2 h before the start.'],
  ['{ value: 200 ms }', 'Compares P95 with 200 ms, which the plan says.'],
])('R3.3 says what a baseline of %s is', (baseline, line) => {
  expect(linesOf(['{ from: lastWeek, window: 24h }', baseline])).toContain(line);
});

test.each([
  ['[{ role: operator, count: 2 }, { role: admin }]', 'once 2 operators and 1 admin approve'],
  ['[{ role: admin }]', 'once 1 admin approves'],
  ['[{ role: operator }]', 'once a person approves'],
])('R4.5 says whose yes a stage needs: %s', (approvals, words) => {
  expect(linesOf(['[{ role: operator, count: 2 }]', approvals])).toContain(words);
});

test.each([
  ['over: 40', 'over 40 points'],
  ['under: 40', 'under 40 points'],
  ['atLeast: 40', 'at least 40 points'],
  ['atMost: 40', 'at most 40 points'],
])('R4.5 says what number a signoff asks for: %s', (bound, words) => {
  expect(linesOf(['over: 40', bound])).toContain(`from an operator, ${words}, good for 7 d.`);
});

test('R4.5 says what else a signoff asks for', () => {
  const text = linesOf([
    'value: { unit: points, over: 40 }, stages: [rest], expires: 7d',
    'role: admin, evidence: true, due: 2d, moments: [beforeStart, afterStage]',
  ]);
  expect(text).toContain(
    'Needs a go for “Nps” before the start and after each stage from an admin, with a note about the evidence, wanted within 2 d.',
  );
});

test('R1.5 says what yellow does where it does not only hold', () => {
  expect(linesOf(['onYellow: extend\n    extend: 30m', 'onYellow: pause'])).toContain('yellow pauses it until a person resumes');
});

test('design 5 says how sure a sequence is', () => {
  expect(linesOf(['evidence: interval', 'evidence: sequential'])).toContain(
    'red and green only when 95 % sure by everything seen since the start',
  );
});

test('design 4 says when a freeze is for every day or without an end', () => {
  const text = linesOf(
    ['days: [friday], from: "18:00", to: "24:00"', 'from: "22:00", to: "06:00"'],
    ['firstDay: 2026-12-24, lastDay: 2027-01-02', 'days: [sunday, monday]'],
  );
  expect(text).toContain('nothing reaches more users from 22:00 to 06:00 (Europe/Berlin)');
  expect(text).toContain('nothing reaches more users on Sunday and Monday (Europe/Berlin)');
});

test('R3.2 knows that a gate can roll back through its members, and that one which pauses cannot', () => {
  const only = (gate: string) =>
    explainPlan(
      planOf(`name: one\nmetrics: { m: { source: intake, unit: count } }\ngates:\n  - ${gate}\nstages:\n  - { percent: 100, bake: 1h }\n`),
    ).join('\n');
  expect(only('{ id: either, kind: anyOf, gates: [{ id: x, metric: m, window: 5m, red: 1 }] }')).toContain(
    'On red or emergency: takes the release back',
  );
  expect(only('{ id: x, metric: m, window: 5m, red: 1, onRed: pause }')).toContain('No gate can roll back');
  expect(only('{ id: x, metric: m, window: 5m, red: 1, emergency: 2, onRed: pause }')).toContain('takes the release back');
});
