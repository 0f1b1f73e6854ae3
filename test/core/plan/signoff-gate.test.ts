import { expect, test } from 'vitest';
import { readPlan } from '../../../main/core/plan/index.ts';

const text = (signoff: string, more = ''): string => `name: one
metrics:
  errors: { source: prom, unit: rate, query: { query: errors } }
gates:
  - { id: wide, metric: errors, window: 5m, red: 5 %${more} }
signoffs:
  - ${signoff}
stages:
  - { name: first, percent: 10, bake: 1h }
  - { name: rest, percent: 100, bake: 1h, gates: [{ id: late, metric: errors, window: 5m, red: 1 % }] }
`;

function problems(plan: string): string[] {
  const read = readPlan(plan, 'one.yaml');
  return read.ok ? [] : read.problems.map((problem) => `${problem.line} ${problem.path}: ${problem.message}`);
}

test('R3.8 tells of a signoff whose gate its stage does not have, with the line and what to do', () => {
  expect(problems(text('{ id: calm, gate: late }'))).toEqual([
    '7 signoffs[0].gate: late is not judged in stage first, so the item stays open for ever there; add the gate to the stage, or name under stages those that have it',
  ]);
  expect(problems(text('{ id: calm, gate: late, stages: [rest] }'))).toEqual([]);
  expect(problems(text('{ id: calm, gate: wide }'))).toEqual([]);
});

test('R3.8 tells of a signoff by a shadow gate, which fills nothing in', () => {
  expect(problems(text('{ id: calm, gate: wide }', ', shadow: true'))[0]).toContain('wide is a shadow gate in stage first and rest');
});
