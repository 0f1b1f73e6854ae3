import { z } from 'zod';
import type { ProblemKind } from '../../core/model/connection.ts';
import type { AdapterContext } from '../context.ts';
import type { HttpAnswer, HttpRequest } from './client.ts';
import { googleToken, type GoogleSettings } from './google-auth.ts';
import { problemFrom } from './problem-from.ts';

const Failure = z.object({ message: z.string().nullish().catch(null), status: z.string().nullish().catch(null) });

const kinds: Readonly<Record<string, ProblemKind>> = {
  UNAUTHENTICATED: 'auth',
  PERMISSION_DENIED: 'permission',
  NOT_FOUND: 'notFound',
  FAILED_PRECONDITION: 'precondition',
  ALREADY_EXISTS: 'conflict',
  ABORTED: 'conflict',
  RESOURCE_EXHAUSTED: 'rateLimited',
};

/** One call of a Google API, and how this API's own words are read. */
export interface GoogleCall {
  readonly doing: string;
  readonly scope: string;
  readonly advice: Partial<Record<ProblemKind, string>>;
  /** True when a lost answer leaves open what users get. */
  readonly write: boolean;
  /** Kind by message, before the general table; null when the message says nothing special. */
  readonly kindOf?: (message: string) => ProblemKind | null;
}

/** Google's own status and message; both shapes seen in the wild are read, with and without the `error` wrapper. */
export function googleWords(answer: HttpAnswer): { readonly status: string | null; readonly message: string | null } {
  let body: unknown = null;
  try {
    body = answer.json();
  } catch {
    return { status: null, message: null };
  }
  const inner: unknown = typeof body === 'object' && body !== null && 'error' in body ? body.error : body;
  const parsed = Failure.safeParse(inner);
  return parsed.success ? { status: parsed.data.status ?? null, message: parsed.data.message ?? null } : { status: null, message: null };
}

/** Sends with a token and returns a success, else throws what the answer means. A refused token is renewed once. */
export async function googleSend(context: AdapterContext<GoogleSettings>, call: GoogleCall, request: HttpRequest): Promise<HttpAnswer> {
  const { http, settings, now } = context;
  const sendWith = (token: string): Promise<HttpAnswer> =>
    http.send({ ...request, headers: { ...request.headers, authorization: `Bearer ${token}` } });
  const token = await googleToken(http, settings, call.scope, now());
  let answer = await sendWith(token);
  if (answer.status === 401 && !settings.accessToken) answer = await sendWith(await googleToken(http, settings, call.scope, now(), token));
  if (answer.status >= 200 && answer.status < 300) return answer;
  const { status, message } = googleWords(answer);
  const own = message === null ? null : (call.kindOf?.(message) ?? null);
  const byStatus = answer.status < 500 && status !== null ? (kinds[status] ?? null) : null;
  throw problemFrom(answer, {
    doing: call.doing,
    said: message,
    kind: own ?? byStatus,
    advice: call.advice,
    now: now(),
    write: call.write,
  });
}
