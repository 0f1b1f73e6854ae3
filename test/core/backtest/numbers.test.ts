import { describe, expect, test } from 'vitest';
import { gateNumbers } from '../../../main/core/backtest/index.ts';

const text = `name: sample
gates:
  - id: errors
    title: Error rate
    metric: error-rate
    window: 5m
    yellow: 2 %
    red: 5 %
  - id: outer
    kind: anyOf
    gates:
      - id: slow
        metric: p95
        window: 10m
        direction: below
        red: 300 ms
stages:
  - percent: 10
    gates:
      - id: errors
        red: 8 %
      - id: late
        metric: error-rate
        minSamples: 200
  - percent: 100
`;

describe('numbers of a plan', () => {
  test('design 3 lists every gate with its numbers as they are written, and the stages that have their own', () => {
    const gates = gateNumbers(text);
    expect(gates.map((gate) => gate.gate)).toEqual(['errors', 'outer', 'outer/slow', 'late']);
    const red = gates[0]?.numbers.find((one) => one.key === 'red');
    expect(red).toEqual({ key: 'red', value: '5 %', stages: ['10 %'] });
    expect(gates[0]?.numbers.find((one) => one.key === 'for')?.value).toBeNull();
    expect(gates[2]).toMatchObject({ title: 'outer/slow', direction: 'below' });
    expect(gates[3]?.numbers.find((one) => one.key === 'minSamples')?.value).toBe(200);
  });

  test('design 3 has nothing to list of a text that is not YAML', () => {
    expect(gateNumbers('gates: [')).toEqual([]);
  });
});
