import type { CheckMoment } from './plan.ts';

export interface CheckItem {
  readonly name: string;
  readonly passed: boolean | null;
  readonly detail: string;
}

/** An answer of an external check. `passed` null means it could not be asked: never read as passed. */
export interface CheckResult {
  readonly check: string;
  readonly moment: CheckMoment;
  readonly stage: number;
  readonly passed: boolean | null;
  readonly summary: string;
  readonly items: readonly CheckItem[];
  readonly at: number;
  /** Since when there has been no answer, ms; absent once there is one. */
  readonly unknownSince?: number | undefined;
  /** Earliest time an unanswered check is asked again, ms. */
  readonly againAt?: number | undefined;
}
