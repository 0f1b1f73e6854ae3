import { z } from 'zod';
import { textHash } from '../../../core/hash.ts';
import type { ProblemKind } from '../../../core/model/connection.ts';
import type { AdapterContext } from '../../context.ts';
import { AdapterError } from '../../errors.ts';
import type { HttpAnswer, HttpRequest } from '../../http/client.ts';
import { parseAnswer } from '../../http/parse-answer.ts';
import { problemFrom } from '../../http/problem-from.ts';

export interface GithubSettings {
  readonly apiUrl: string;
  readonly token: string;
  /** `owner/name` of a repository that a connection test looks at. */
  readonly tryOn?: string | undefined;
}

export interface Repository {
  readonly owner: string;
  readonly repo: string;
}

export type GithubContext = AdapterContext<GithubSettings>;

const platform = 'GitHub';
/** The version that the published OpenAPI description describes. */
const apiVersion = '2022-11-28';
/** GitHub asks for at least a minute after a secondary limit that names no time. */
const secondaryLimitMs = 60_000;

const ErrorItem = z.object({ code: z.string().nullish(), field: z.string().nullish(), message: z.string().nullish() });
const ErrorBody = z.object({ message: z.string().catch(''), errors: z.array(z.union([ErrorItem, z.string()])).catch([]) });

/** GitHub's own message with its field problems; null when the body is not one. */
function wordsOf(answer: HttpAnswer): string | null {
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

function refusal(context: GithubContext, request: HttpRequest, answer: HttpAnswer, doing: string): AdapterError {
  const needed = answer.headers.get('x-accepted-github-permissions');
  const said = wordsOf(answer);
  const limited = answer.status === 403 && /rate limit|abuse/i.test(said ?? '');
  const problem = problemFrom(answer, {
    doing,
    said,
    kind: limited ? 'rateLimited' : kindOf(answer.status, said ?? ''),
    advice: {
      permission: `The token lacks a right${needed === null ? '' : ` (GitHub names: ${needed})`}. Releases need Contents: write; a release whose commit touches workflows also needs Workflows: write.`,
      notFound: 'It is not there, or the token may not see it: GitHub answers the same to a token without Contents: write.',
    },
    now: context.now(),
    write: request.method !== 'GET',
  });
  if (!limited || problem.retryAt !== null) return problem;
  return new AdapterError('rateLimited', problem.message, { detail: problem.detail, retryAt: context.now() + secondaryLimitMs });
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

/** Sends one request to the API; anything but a success is thrown with GitHub's own words. */
export async function send(context: GithubContext, request: HttpRequest, doing: string): Promise<HttpAnswer> {
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
  if (answer.status >= 300) throw refusal(context, request, answer, doing);
  const etag = answer.headers.get('etag');
  remembered.delete(key);
  if (request.method === 'GET' && etag !== null) {
    const oldest = remembered.keys().next();
    if (remembered.size >= mostRemembered && oldest.done !== true) remembered.delete(oldest.value);
    remembered.set(key, { etag, answer });
  }
  return answer;
}

/** Address of a repository's API. */
export function repositoryUrl(context: GithubContext, { owner, repo }: Repository): string {
  return `${context.settings.apiUrl}/repos/${encodeURIComponent(owner)}/${encodeURIComponent(repo)}`;
}

const RateLimit = z.object({ resources: z.object({ core: z.object({ limit: z.number(), remaining: z.number() }) }) });

/** Calls left this hour, and the scopes a classic token carries; null for a fine-grained one. */
export async function aboutToken(
  context: GithubContext,
): Promise<{ readonly remaining: number; readonly limit: number; readonly scopes: string | null }> {
  const answer = await send(
    context,
    { method: 'GET', url: `${context.settings.apiUrl}/rate_limit` },
    'asking what is left of the hourly allowance',
  );
  const { core } = parseAnswer(RateLimit, answer, platform).resources;
  const scopes = answer.headers.get('x-oauth-scopes')?.trim() ?? '';
  return { ...core, scopes: scopes === '' ? null : scopes };
}

const RepositoryAnswer = z.object({ permissions: z.object({ push: z.boolean() }).nullish() });

/** Whether the token may push to a repository; null when GitHub does not say. */
export async function mayPush(context: GithubContext, repository: Repository): Promise<boolean | null> {
  const answer = await send(
    context,
    { method: 'GET', url: repositoryUrl(context, repository) },
    `looking at ${repository.owner}/${repository.repo}`,
  );
  return parseAnswer(RepositoryAnswer, answer, platform).permissions?.push ?? null;
}
