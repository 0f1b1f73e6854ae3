import { z } from 'zod';
import { textHash } from '../../core/hash.ts';
import type { ProblemKind } from '../../core/model/connection.ts';
import type { AdapterContext } from '../context.ts';
import { AdapterError } from '../errors.ts';
import type { HttpAnswer, HttpRequest } from './client.ts';
import { parseAnswer } from './parse-answer.ts';
import { problemFrom } from './problem-from.ts';

/** How GitHub is reached: github.com, GitHub Enterprise Server at `https://HOST/api/v3`, or GitHub Enterprise Cloud. */
export interface GithubAccess {
  readonly apiUrl: string;
  readonly token: string;
}

export interface Repository {
  readonly owner: string;
  readonly repo: string;
}

/** What a call is for, and what to do when GitHub refuses it. */
export interface GithubWords {
  readonly doing: string;
  /** Which right it takes, as a sentence. */
  readonly permission: string;
  readonly notFound: string;
  /** Statuses that mean something here: they are answered instead of thrown. */
  readonly expected?: readonly number[];
}

export const githubAddress = 'https://api.github.com';
const platform = 'GitHub';
/** The version that the published OpenAPI description describes. */
const apiVersion = '2022-11-28';
/** GitHub asks for at least a minute after a secondary limit that names no time. */
const secondaryLimitMs = 60_000;

const ErrorItem = z.object({ code: z.string().nullish(), field: z.string().nullish(), message: z.string().nullish() });
const ErrorBody = z.object({ message: z.string().catch(''), errors: z.array(z.union([ErrorItem, z.string()])).catch([]) });

/** GitHub's own message with its field problems; null when the body is not one. */
export function githubSaid(answer: HttpAnswer): string | null {
  try {
    const body = ErrorBody.parse(answer.json());
    const details = body.errors.map((one) =>
      typeof one === 'string' ? one : (one.message ?? [one.field, one.code].filter(Boolean).join(' ')),
    );
    return [body.message, ...details].filter(Boolean).join('; ');
  } catch {
    return null;
  }
}

function isLimit(answer: HttpAnswer): boolean {
  return answer.status === 403 && /rate limit|abuse/i.test(githubSaid(answer) ?? '');
}

/** An answer that is no success as the error an adapter throws, with GitHub's words and the right it names. */
export function githubRefusal(now: number, answer: HttpAnswer, words: GithubWords, write = false): AdapterError {
  const needed = answer.headers.get('x-accepted-github-permissions');
  const said = githubSaid(answer);
  const limited = isLimit(answer);
  const problem = problemFrom(answer, {
    doing: words.doing,
    said,
    kind: limited ? 'rateLimited' : kindOf(answer.status, said ?? ''),
    advice: {
      permission: `The token lacks a right${needed === null ? '' : ` (GitHub names: ${needed})`}. ${words.permission}`,
      notFound: words.notFound,
    },
    now,
    write,
  });
  if (!limited || problem.retryAt !== null) return problem;
  return new AdapterError('rateLimited', problem.message, { detail: problem.detail, retryAt: now + secondaryLimitMs });
}

function kindOf(status: number, said: string): ProblemKind | null {
  if (status !== 422) return null;
  if (/immutable/i.test(said)) return 'precondition';
  // Somebody, or a try whose answer was lost, made it meanwhile: looking again finds it.
  return /already_exists/.test(said) ? 'conflict' : null;
}

/** Answers with their ETags: a question that is answered 304 costs nothing of the hourly allowance. */
const remembered = new Map<string, { readonly etag: string; readonly answer: HttpAnswer }>();
const mostRemembered = 100;
/** Longer answers, such as comparisons of versions, are asked for again rather than kept. */
const longestRemembered = 4 * 1024 * 1024;

/** Sends one request to the API; anything but a success or an expected status is thrown with GitHub's own words. */
export async function sendGithub(context: AdapterContext<GithubAccess>, request: HttpRequest, words: GithubWords): Promise<HttpAnswer> {
  const { token } = context.settings;
  const key = textHash(`${token} ${request.url}`);
  const known = request.method === 'GET' ? remembered.get(key) : undefined;
  const headers = {
    accept: 'application/vnd.github+json',
    'user-agent': 'Tidegate',
    'x-github-api-version': apiVersion,
    authorization: `Bearer ${token}`,
    ...(known === undefined ? {} : { 'if-none-match': known.etag }),
    ...request.headers,
  };
  const answer = await context.http.send({ ...request, headers });
  if (answer.status === 304 && known !== undefined) return known.answer;
  if (answer.status >= 300) {
    if (words.expected?.includes(answer.status) === true && !isLimit(answer)) return answer;
    throw githubRefusal(context.now(), answer, words, request.method !== 'GET');
  }
  remember(request, key, answer);
  return answer;
}

function remember(request: HttpRequest, key: string, answer: HttpAnswer): void {
  const etag = answer.headers.get('etag');
  remembered.delete(key);
  if (request.method !== 'GET' || etag === null || answer.bytes.length > longestRemembered) return;
  const oldest = remembered.keys().next();
  if (remembered.size >= mostRemembered && oldest.done !== true) remembered.delete(oldest.value);
  remembered.set(key, { etag, answer });
}

/** Address of a repository's API. */
export function repositoryUrl(context: AdapterContext<GithubAccess>, { owner, repo }: Repository): string {
  return `${context.settings.apiUrl}/repos/${encodeURIComponent(owner)}/${encodeURIComponent(repo)}`;
}

/** Address of the next page; null on the last one. */
export function nextPage(answer: HttpAnswer): string | null {
  return /<([^>]+)>;\s*rel="next"/.exec(answer.headers.get('link') ?? '')?.[1] ?? null;
}

const RateLimit = z.object({ resources: z.object({ core: z.object({ limit: z.number(), remaining: z.number() }) }) });

/** Calls left this hour, and the scopes a classic token carries; null for a fine-grained one. */
export async function aboutToken(
  context: AdapterContext<GithubAccess>,
): Promise<{ readonly remaining: number; readonly limit: number; readonly scopes: string | null }> {
  const words = {
    doing: 'asking what is left of the hourly allowance',
    permission: 'Renew it in Connections.',
    notFound: 'Check the API address in Connections.',
  };
  const answer = await sendGithub(context, { method: 'GET', url: `${context.settings.apiUrl}/rate_limit` }, words);
  const { core } = parseAnswer(RateLimit, answer, platform).resources;
  const scopes = answer.headers.get('x-oauth-scopes')?.trim() ?? '';
  return { ...core, scopes: scopes === '' ? null : scopes };
}
