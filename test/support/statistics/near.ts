import { expect } from 'vitest';

/** Below this a double has lost digits, and SciPy returns 0. */
const leastSize = 1e-300;

/** Fails unless the value equals the expected one within `tolerance`, relative to its size. */
export function expectNear(value: number, expected: number, tolerance: number): void {
  const allowed = tolerance * Math.max(Math.abs(expected), leastSize);
  expect(Math.abs(value - expected), `${value} should be within ${tolerance} of ${expected}`).toBeLessThanOrEqual(allowed);
}
