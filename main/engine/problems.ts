import { AdapterError } from '../adapters/errors.ts';
import type { AdapterProblem } from '../core/model/connection.ts';

/** Any thrown value as a problem to show. A surprise is `unavailable`: it is no answer of the platform. */
export function problemOf(error: unknown): AdapterProblem {
  if (error instanceof AdapterError) return error.problem();
  const message = error instanceof Error ? error.message : String(error);
  return { kind: 'unavailable', message: `Tidegate could not finish the call: ${message}`, detail: null, retryAt: null };
}

/**
 * Wait before try number `attempt` (from 1), ms: doubles from one second to a minute, with full jitter
 * as in AWS' "Exponential Backoff and Jitter", so that many targets do not come back at once.
 */
export function backoffMs(attempt: number, random: () => number): number {
  const ceiling = Math.min(60_000, 1000 * 2 ** Math.min(attempt - 1, 6));
  return Math.round(ceiling / 2 + (ceiling / 2) * random());
}

/** Wait before a platform that could not be read is read again, ms: grows with the time already waited, from one second to half a minute. */
export function lookAgainMs(waitedMs: number, random: () => number): number {
  const base = Math.min(30_000, Math.max(1000, waitedMs / 2));
  return Math.round(base / 2 + (base / 2) * random());
}
