import { describe, expect, test } from 'vitest';
import { type Override, overridden } from '../../../main/core/backtest/index.ts';

const plan = `# Ours since spring
name: careful
gates:
  - id: errors # the one that matters
    metric: error-rate
    red: 5 % # agreed with support
    query: >-
      a
      b
  - { id: crashes, metric: crash-rate, red: 2 %, for: 5m }
  - id: either
    kind: anyOf
    gates:
      - { id: slow, red: 300 ms }
stages:
  - percent: 10
  - name: everybody
    percent: 100
    gates:
      - id: errors
        red: 1 %
`;

function change(over: Partial<Override>): string {
  const done = overridden(plan, [{ gate: 'errors', stage: null, key: 'red', value: '3 %', ...over }]);
  return done.ok ? done.text : done.message;
}

/** Lines that are not in the plan as it was written. */
function fresh(text: string): string[] {
  const known = plan.split('\n');
  return text.split('\n').filter((line) => !known.includes(line));
}

describe('R1.6 changes numbers of a plan', () => {
  test('R1.6 sets a number and leaves comments, order and folded lines alone, in stages that have their own as well', () => {
    expect(change({})).toBe(plan.replace('red: 5 %', 'red: 3 %').replace('red: 1 %', 'red: 3 %'));
  });

  test('R1.6 changes one stage only', () => {
    expect(change({ stage: 'everybody' })).toBe(plan.replace('red: 1 %', 'red: 3 %'));
    expect(fresh(change({ stage: '10 %' })).map((line) => line.trim())).toEqual(['- { id: errors, red: 3 % }']);
  });

  test('R1.6 adds a number that was not there', () => {
    expect(fresh(change({ key: 'for', value: '10m' }))).toEqual(['    for: 10m']);
    expect(fresh(change({ gate: 'crashes', key: 'minSamples', value: 200 }))).toEqual([
      '  - { id: crashes, minSamples: 200, metric: crash-rate, red: 2 %, for: 5m }',
    ]);
  });

  test('R1.6 takes a number out', () => {
    expect(change({ stage: 'everybody', value: null })).toBe(plan.replace('        red: 1 %\n', ''));
    expect(change({ gate: 'crashes', key: 'for', value: null })).toBe(plan.replace(', for: 5m', ''));
    expect(change({ gate: 'crashes', key: 'yellow', value: null })).toBe(plan);
  });

  test('R1.6 reaches a member of a composite', () => {
    expect(change({ gate: 'either/slow', value: '250 ms' })).toBe(plan.replace('300 ms', '250 ms'));
  });

  test('R1.6 says which gates and stages there are', () => {
    expect(change({ gate: 'crashs' })).toBe('There is no gate crashs. Did you mean crashes? Gates: errors, crashes, either');
    expect(change({ stage: 'nobody' })).toBe('There is no stage nobody. Stages: 10 %, everybody');
    expect(overridden('a: [', [{ gate: 'errors', stage: null, key: 'red', value: 1 }])).toMatchObject({ ok: false });
  });
});
