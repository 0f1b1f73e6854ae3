import type { JsonObject } from './json.ts';

export const connectionKinds = ['platform', 'flag', 'metric', 'check', 'notice'] as const;
export type ConnectionKind = (typeof connectionKinds)[number];

/** A configured adapter. Secret settings are not here: they live in the vault under `connection id/key`. */
export interface Connection {
  readonly id: string;
  readonly kind: ConnectionKind;
  /** Adapter id, such as `github-releases`. */
  readonly adapter: string;
  readonly name: string;
  readonly settings: JsonObject;
}

/** What is known of a connection's far side. `failingSince` is when answers stopped, null while it answers. Times in ms. */
export interface SourceHealth {
  readonly connectionId: string;
  readonly lastOkAt: number | null;
  readonly failingSince: number | null;
  readonly problem: AdapterProblem | null;
}

export const problemKinds = [
  'auth',
  'permission',
  'rateLimited',
  'notFound',
  'conflict',
  'invalid',
  'precondition',
  'plan',
  'unavailable',
  'unknownOutcome',
] as const;
export type ProblemKind = (typeof problemKinds)[number];

/** Why a call to a platform or source did not do what was asked, in our words, with the platform's own kept for display. */
export interface AdapterProblem {
  readonly kind: ProblemKind;
  /** A sentence a person can act on. */
  readonly message: string;
  /** Platform code, message and request id as received. */
  readonly detail: string | null;
  /** Earliest time to try again, ms, when the platform said so. */
  readonly retryAt: number | null;
}
