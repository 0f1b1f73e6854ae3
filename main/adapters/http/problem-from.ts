import type { ProblemKind } from '../../core/model/connection.ts';
import { AdapterError } from '../errors.ts';
import type { HttpAnswer } from './client.ts';
import { redact } from './redact.ts';
import { rateLimitEnd } from './retry-after.ts';

/** How a status reads, before a platform's own words are looked at. */
export function kindOfStatus(status: number): ProblemKind {
  if (status === 401) return 'auth';
  if (status === 402) return 'plan';
  if (status === 403) return 'permission';
  if (status === 404 || status === 410) return 'notFound';
  if (status === 409 || status === 412) return 'conflict';
  if (status === 429) return 'rateLimited';
  if (status === 408 || status >= 500) return 'unavailable';
  return 'invalid';
}

export interface ProblemWords {
  /** What was asked, such as `reading the releases of acme/harbor`. */
  readonly doing: string;
  /** What to do about it, by kind. */
  readonly advice?: Partial<Record<ProblemKind, string>>;
  /** The platform's own message, when its error body was understood. */
  readonly said?: string | null;
  readonly kind?: ProblemKind;
  readonly now: number;
  /** Set for a write: a 5xx then says nothing about whether it was applied. */
  readonly write?: boolean;
}

const adviceOf: Partial<Record<ProblemKind, string>> = {
  auth: 'The credentials are not accepted or have expired: renew them in Connections.',
  permission: 'The credentials lack a right for this.',
  rateLimited: 'Tidegate waits and tries again.',
  unavailable: 'Tidegate tries again.',
};

/** An answer that is not a success as the error an adapter throws. */
export function problemFrom(answer: HttpAnswer, words: ProblemWords): AdapterError {
  const limited = answer.status === 429 || (answer.status === 403 && rateLimitEnd(answer.headers, words.now) !== null);
  const plain = words.kind ?? (limited ? 'rateLimited' : kindOfStatus(answer.status));
  const retryAt = rateLimitEnd(answer.headers, words.now);
  // A gateway error after a write may hide one that went through; only an explicit "come back later" says it did not.
  const unknown = words.write === true && plain === 'unavailable' && !(answer.status === 503 && retryAt !== null);
  const kind = unknown ? 'unknownOutcome' : plain;
  const said = words.said ? ` It said: ${redact(words.said)}` : '';
  const advice = words.advice?.[kind] ?? adviceOf[kind];
  const requestId = answer.headers.get('x-github-request-id') ?? answer.headers.get('x-request-id');
  const detail = [`status ${answer.status}`, requestId === null ? null : `request ${requestId}`, redact(answer.text.slice(0, 300))].filter(Boolean).join(', ');
  return new AdapterError(kind, `Failed while ${words.doing} (${answer.status}).${said}${advice === undefined ? '' : ` ${advice}`}`, { detail, retryAt });
}
