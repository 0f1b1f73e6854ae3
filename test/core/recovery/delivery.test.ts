import { expect, test } from 'vitest';
import { type Deployment, deliveryNumbers } from '../../../main/core/recovery/index.ts';

function deployment(part: Partial<Deployment> = {}): Deployment {
  return { version: '1.0.0', peakPercent: 100, failed: false, byGate: false, recoveryMs: null, ...part };
}

test('R4.9 gives change-failure rate and the median recovery of failed deployments', () => {
  const bad = { failed: true, byGate: true };
  expect(
    deliveryNumbers([
      deployment(),
      deployment({ ...bad, peakPercent: 10, recoveryMs: 1000 }),
      deployment({ ...bad, recoveryMs: 4000 }),
      deployment({ failed: true, recoveryMs: null }),
    ]),
  ).toEqual({ deployments: 4, failed: 3, changeFailureRate: 0.75, failedDeploymentRecoveryMs: 2500, prevented: 1 });
});

test('R4.9 claims no rate without deployments', () => {
  expect(deliveryNumbers([])).toMatchObject({ changeFailureRate: null, failedDeploymentRecoveryMs: null, prevented: 0 });
});
