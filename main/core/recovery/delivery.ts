/** A release that reached users, with what became of it. Times in ms. */
export interface Deployment {
  readonly version: string;
  /** Highest share of users that had it on any target, percent. */
  readonly peakPercent: number;
  /** A person or a gate took it back or paused it. */
  readonly failed: boolean;
  /** A gate did so, not a person. */
  readonly byGate: boolean;
  /** From its first user to recovery; null while that is not known. */
  readonly recoveryMs: number | null;
}

export interface DeliveryNumbers {
  readonly deployments: number;
  readonly failed: number;
  /** Share of deployments that failed, 0-1; null without deployments. */
  readonly changeFailureRate: number | null;
  /** Median, ms; null when no failed deployment has recovered. */
  readonly failedDeploymentRecoveryMs: number | null;
  /** Releases that a gate stopped before everybody had them. */
  readonly prevented: number;
}

function median(values: readonly number[]): number | null {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  const upper = sorted[middle];
  if (upper === undefined) return null;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? upper) + upper) / 2;
}

/** Change-failure rate and failed-deployment recovery time as DORA (dora.dev, four keys) names them; a release on many targets counts once. */
export function deliveryNumbers(deployments: readonly Deployment[]): DeliveryNumbers {
  const failed = deployments.filter((one) => one.failed);
  return {
    deployments: deployments.length,
    failed: failed.length,
    changeFailureRate: deployments.length === 0 ? null : failed.length / deployments.length,
    failedDeploymentRecoveryMs: median(failed.flatMap((one) => (one.recoveryMs === null ? [] : [one.recoveryMs]))),
    prevented: failed.filter((one) => one.byGate && one.peakPercent < 100).length,
  };
}
