import type { ProblemKind } from '../../core/model/connection.ts';
import { AdapterError } from '../errors.ts';
import type { HttpAnswer } from './client.ts';
import { redact } from './redact.ts';
import { rateLimitEnd } from './retry.ts';

const kinds: Readonly<Record<number, ProblemKind>> = {
  401: 'auth',
  402: 'plan',
  403: 'permission',
  404: 'notFound',
  408: 'unavailable',
  409: 'conflict',
  410: 'notFound',
  412: 'conflict',
  429: 'rateLimited',
};

/** How a status reads, before a platform's own words are looked at. */
export function kindOfStatus(status: number): ProblemKind {
  return kinds[status] ?? (status >= 500 ? 'unavailable' : 'invalid');
}

export interface ProblemWords {
  /** What was asked, such as `reading the releases of acme/harbor`. */
  readonly doing: string;
  /** What to do about it, by kind. */
  readonly advice?: Partial<Record<ProblemKind, string>>;
  /** The platform's own message, when its error body was understood. */
  readonly said?: string | null;
  /** Kind by the platform's own words, which know more than the status. */
  readonly kind?: ProblemKind | null;
  /** Now, ms. */
  readonly now: number;
  /** Set for a write: a 5xx then says nothing about whether it was applied. */
  readonly write?: boolean;
}

const adviceOf: Partial<Record<ProblemKind, string>> = {
  auth: 'The credentials are not accepted or have expired: renew them in Connections.',
  permission: 'The credentials lack a right for this.',
  rateLimited: 'Tidegate waits and tries again.',
  unavailable: 'Tidegate tries again.',
  unknownOutcome: 'Whether it was applied is looked up before anything is sent again.',
};

/** An answer that is not a success as the error an adapter throws: never with a credential in it. */
export function problemFrom(answer: HttpAnswer, words: ProblemWords): AdapterError {
  const conceal = answer.conceal ?? redact;
  const retryAt = rateLimitEnd(answer.headers, words.now);
  const kind = kindOf(answer.status, words, retryAt);
  const said = words.said ? ` It said: ${sentence(conceal(words.said))}` : '';
  const advice = words.advice?.[kind] ?? adviceOf[kind];
  const requestId = answer.headers.get('x-github-request-id') ?? answer.headers.get('x-request-id');
  // Concealed before it is cut, so that half a secret cannot slip through.
  const body = conceal(answer.text.slice(0, 4000)).slice(0, 300);
  const detail = [`status ${answer.status}`, requestId === null ? '' : `request ${conceal(requestId.slice(0, 100))}`, body]
    .filter(Boolean)
    .join(', ');
  const message = `Failed while ${words.doing} (${answer.status}).${said}${advice === undefined ? '' : ` ${advice}`}`;
  return new AdapterError(kind, message, { detail, retryAt: kind === 'rateLimited' || kind === 'unavailable' ? retryAt : null });
}

function kindOf(status: number, words: ProblemWords, retryAt: number | null): ProblemKind {
  if (status === 403 && retryAt !== null) return 'rateLimited';
  const plain = words.kind ?? kindOfStatus(status);
  // A gateway error after a write may hide one that went through; only an explicit "come back later" says it did not.
  if (words.write === true && plain === 'unavailable' && !(status === 503 && retryAt !== null)) return 'unknownOutcome';
  return plain;
}

/** The far side's words on one line and with an end, so that advice can follow. */
function sentence(words: string): string {
  const line = words.replaceAll(/\s+/g, ' ').trim().slice(0, 400);
  return /[.?]$/.test(line) ? line : `${line}.`;
}
