import { z } from 'zod';
import type { World } from '../state.ts';
import type { FleetContext } from '../writes.ts';
import type { GithubRelease, GithubRepository } from './github-state.ts';

/** The token the practice fleet lets write. It opens nothing else. */
export const githubToken = 'practice-github-token';

interface FieldProblem {
  readonly resource: string;
  readonly code: string;
  readonly field?: string;
  readonly message?: string;
}

/** A refusal as GitHub words it. */
export class GithubRefusal extends Error {
  readonly status: number;
  readonly problems: readonly FieldProblem[];

  constructor(status: number, message: string, problems: readonly FieldProblem[] = []) {
    super(message);
    this.status = status;
    this.problems = problems;
  }

  response(): Response {
    const errors = this.problems.length === 0 ? {} : { errors: this.problems };
    const body = { message: this.message, ...errors, documentation_url: 'https://docs.github.com/rest', status: String(this.status) };
    return Response.json(body, { status: this.status });
  }
}

export function notFound(): never {
  throw new GithubRefusal(404, 'Not Found');
}

export function unprocessable(resource: string, code: string, field: string, message?: string): never {
  const problem = { resource, code, field, ...(message === undefined ? {} : { message }) };
  throw new GithubRefusal(422, 'Validation Failed', [problem]);
}

/** Whether the caller may write. Refuses a wrong token, and a call without a user agent, as GitHub does. */
export function mayWrite(c: FleetContext): boolean {
  if ((c.req.header('user-agent') ?? '') === '') {
    throw new GithubRefusal(403, 'Request forbidden by administrative rules. Please make sure your request has a User-Agent header.');
  }
  const authorization = c.req.header('authorization');
  if (authorization === undefined) return false;
  const token = /^(?:Bearer|token) (.+)$/i.exec(authorization)?.[1];
  if (token !== githubToken) throw new GithubRefusal(401, 'Bad credentials');
  return true;
}

/** The repository in the path. Without the right to write, a write finds nothing there. */
export function repositoryOf(world: World, c: FleetContext): GithubRepository {
  const writer = mayWrite(c);
  if (!writer && !['GET', 'HEAD'].includes(c.req.method)) notFound();
  const { owner, repo } = { owner: c.req.param('owner'), repo: c.req.param('repo') };
  const found = world.state.repositories.find((candidate) => candidate.owner === owner && candidate.repo === repo);
  return found ?? notFound();
}

/** Releases the caller can see: drafts only with the right to write. Newest first. */
export function visibleReleases(repository: GithubRepository, c: FleetContext): readonly GithubRelease[] {
  const drafts = mayWrite(c);
  const releases = repository.releases.filter((release) => drafts || !release.draft);
  return releases.toSorted((a, b) => b.createdAt - a.createdAt || b.id - a.id);
}

export function releaseOf(repository: GithubRepository, c: FleetContext): GithubRelease {
  const id = Number(c.req.param('id'));
  return visibleReleases(repository, c).find((release) => release.id === id) ?? notFound();
}

/** A JSON body that fits a schema; wrong types are refused as the API's own description does. */
export async function bodyOf<T>(c: FleetContext, schema: z.ZodType<T>): Promise<T> {
  let value: unknown;
  try {
    value = JSON.parse(await c.req.text());
  } catch {
    throw new GithubRefusal(400, 'Problems parsing JSON');
  }
  const result = schema.safeParse(value);
  if (!result.success) throw new GithubRefusal(422, `Invalid request.\n\n${z.prettifyError(result.error)}`);
  return result.data;
}

/** A page of a list with `Link` to the others. */
export function paged<T>(c: FleetContext, items: readonly T[]): readonly T[] {
  const size = Math.min(100, Math.max(1, Number(c.req.query('per_page') ?? '30') || 30));
  const number = Math.max(1, Number(c.req.query('page') ?? '1') || 1);
  const last = Math.max(1, Math.ceil(items.length / size));
  const links: string[] = [];
  const link = (page: number, relation: string): void => {
    const url = new URL(c.req.url);
    url.searchParams.set('page', String(page));
    links.push(`<${url.toString()}>; rel="${relation}"`);
  };
  if (number > 1) link(number - 1, 'prev');
  if (number < last) link(number + 1, 'next');
  if (number < last) link(last, 'last');
  if (number > 1) link(1, 'first');
  if (links.length > 0) c.header('link', links.join(', '));
  return items.slice((number - 1) * size, number * size);
}

/** Where the fleet was asked: the start of every address inside an answer. */
export function originOf(c: FleetContext): string {
  return new URL(c.req.url).origin;
}
