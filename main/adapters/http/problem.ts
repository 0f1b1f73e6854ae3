import type { ProblemKind } from '../../core/model/connection.ts';
import { AdapterError } from '../errors.ts';
import type { HttpAnswer } from './client.ts';
import { redact } from './redact.ts';
import { retryAtOf } from './retry.ts';

/** What an adapter knows about a call that was refused. */
export interface ProblemContext {
  /** As people call it: `GitHub`. */
  readonly platform: string;
  /** What was being done, to follow "while": `reading releases of acme/harbor`. */
  readonly doing: string;
  /** Now, ms. */
  readonly now: number;
  /** True when the call was a write: an answer that leaves its effect open becomes `unknownOutcome`. */
  readonly write: boolean;
  /** Values that must not appear in the error. */
  readonly secrets: readonly string[];
  /** The platform's own code and message from the body, where it has them. */
  readonly code?: string | null;
  readonly message?: string | null;
  /** What to do, when the adapter knows better than the general advice. */
  readonly hint?: string | null;
  /** Kind, when the platform's code says more than the status. */
  readonly kind?: ProblemKind | null;
}

const byStatus: Readonly<Record<number, ProblemKind>> = {
  400: 'invalid',
  401: 'auth',
  402: 'plan',
  403: 'permission',
  404: 'notFound',
  409: 'conflict',
  410: 'notFound',
  412: 'conflict',
  422: 'invalid',
  429: 'rateLimited',
};

const says: Readonly<Record<ProblemKind, string>> = {
  auth: 'did not accept the credentials. Renew them in Connections.',
  permission: 'refused for want of a right. Grant it to the account of this connection.',
  rateLimited: 'asks to slow down. The call is made again later.',
  notFound: 'does not know it. Check the names in the settings of the target.',
  conflict: 'shows something else than was read before. Look again before deciding.',
  invalid: 'refused the request as not valid.',
  precondition: 'does not allow this in its present state.',
  plan: 'does not include this in the current plan of the account.',
  unavailable: 'is not available at the moment.',
  unknownOutcome: 'failed without saying whether the change was applied. It is looked up before anything is sent again.',
};

/** The kind an HTTP status means when the platform says nothing more. */
export function kindOf(answer: HttpAnswer, write: boolean): ProblemKind {
  const { status, headers } = answer;
  if (status === 403 && (headers.has('retry-after') || headers.get('x-ratelimit-remaining') === '0')) return 'rateLimited';
  if (status === 503 && headers.has('retry-after')) return 'unavailable';
  if (status === 408 || status >= 500) return write ? 'unknownOutcome' : 'unavailable';
  return byStatus[status] ?? 'invalid';
}

/** An answer that is not a success, as the error adapters throw: a sentence, and the platform's own words and request id as detail. */
export function problemFrom(answer: HttpAnswer, context: ProblemContext): AdapterError {
  const kind = context.kind ?? kindOf(answer, context.write);
  const message = `${context.platform} ${context.hint ?? says[kind]} (while ${context.doing})`;
  const id = requestId(answer.headers);
  const parts = [`HTTP ${answer.status}`, context.code, shortened(context.message), id === null ? null : `request ${id}`];
  const detail = parts.filter((part) => typeof part === 'string' && part !== '').join(' · ');
  const retryAt = kind === 'rateLimited' || kind === 'unavailable' ? retryAtOf(answer.headers, context.now) : null;
  return new AdapterError(kind, redact(message, context.secrets), { detail: redact(detail, context.secrets), retryAt });
}

function shortened(message: string | null | undefined): string | null {
  const plain = message?.replaceAll(/\s+/g, ' ').trim() ?? '';
  if (plain === '') return null;
  return plain.length > 400 ? `${plain.slice(0, 400)}…` : plain;
}

function requestId(headers: Headers): string | null {
  const names = ['x-github-request-id', 'x-request-id', 'x-goog-request-id', 'cf-ray', 'x-nf-request-id', 'x-vercel-id'];
  for (const name of names) {
    const value = headers.get(name);
    if (value !== null && value !== '') return value.slice(0, 100);
  }
  return null;
}
