import { describe, expect, test } from 'vitest';
import { readPlan } from '../../../main/core/plan/index.ts';
import { rich } from '../../support/rich-plan.ts';

describe('everything in one round', () => {
  const pathsOf = (text: string) => {
    const read = readPlan(text, 'plan.yaml');
    return read.ok ? [] : read.problems.map((problem) => problem.path);
  };
  const broken = (...edits: readonly (readonly [string, string])[]) =>
    edits.reduce((text, [piece, other]) => {
      if (!text.includes(piece)) throw new Error(`The plan has no ${piece}`);
      return text.replace(piece, () => other);
    }, rich);

  test('R3.3 tells bounds in the wrong order together with a misspelt key elsewhere', () => {
    const text = broken(['onYellow: extend', 'onYelow: extend'], ['red: 5 %\n    evidence', 'yellow: 9 %\n    red: 5 %\n    evidence']);
    expect(pathsOf(text)).toEqual(['gates[4].red', 'stages[0].onYelow']);
  });

  test('R3.3 tells bounds in the wrong order together with a slip in the same gate', () => {
    const text = broken(['red: 5 %\n    evidence', 'yellow: 9 %\n    red: 5 %\n    title: 7\n    evidence']);
    expect(pathsOf(text)).toEqual(['gates[4].red', 'gates[4].title']);
  });

  test('R3.3 names the right item of a list after one before it was broken', () => {
    const text = broken(['id: breaker\n', 'id: 7\n'], ['red: 5 %\n    evidence', 'yellow: 9 %\n    red: 5 %\n    evidence']);
    expect(pathsOf(text)).toEqual(['gates[1].id', 'gates[4].red']);
  });

  test('R3.3 does not blame gates for a metric whose own block is broken', () => {
    expect(pathsOf(broken(['error-rate: { source: prom, unit: rate,', 'error-rate: { source: prom, unit: rated,']))).toEqual([
      'metrics.error-rate.unit',
    ]);
  });

  test('R3.3 does not blame a signoff for a gate whose own block is broken', () => {
    expect(pathsOf(broken(['metric: error-rate\n    window: 10m', 'metric: error-rate\n    window: ten']))).toEqual(['gates[4].window']);
  });

  test('R3.3 tells a slip of a reference although another block is broken', () => {
    expect(pathsOf(broken(['gate: sure', 'gate: shure'], ['streak: 1h', 'streak: 3']))).toEqual(['signoffs[1].gate', 'stages[1].streak']);
  });

  test('R3.3 tells what it can when a whole list is missing', () => {
    const text = rich.slice(0, rich.indexOf('stages:\n  - name: first'));
    expect(pathsOf(text)).toEqual(['stages']);
    expect(pathsOf(broken(['name: rich\n', '']))).toEqual(['name']);
    expect(pathsOf(broken(['name: rich\n', ''], ['gate: sure', 'gate: shure']))).toEqual(['name', 'signoffs[1].gate']);
  });
});
