import type { AdapterProblem, ProblemKind } from '../core/model/connection.ts';

/** The only error adapters throw: what went wrong, in words a person can act on, with the platform's own kept. */
export class AdapterError extends Error {
  readonly kind: ProblemKind;
  readonly detail: string | null;
  /** Earliest time to try again, ms. */
  readonly retryAt: number | null;
  /** True when the far side certainly did not apply the call. */
  readonly notApplied: boolean;

  constructor(kind: ProblemKind, message: string, more: { detail?: string | null; retryAt?: number | null; notApplied?: boolean } = {}) {
    super(message);
    this.name = 'AdapterError';
    this.kind = kind;
    this.detail = more.detail ?? null;
    this.retryAt = more.retryAt ?? null;
    this.notApplied = more.notApplied ?? kind !== 'unknownOutcome';
  }

  problem(): AdapterProblem {
    return { kind: this.kind, message: this.message, detail: this.detail, retryAt: this.retryAt };
  }
}
