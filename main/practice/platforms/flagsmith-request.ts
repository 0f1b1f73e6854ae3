import type { MiddlewareHandler } from 'hono';
import type { z } from 'zod';
import type { World } from '../state.ts';
import type { FleetContext, FleetEnv } from '../writes.ts';
import type { FlagsmithProject } from './flagsmith-state.ts';

/** The organisation key of the practice flag service. It opens nothing else. */
export const flagsmithKey = 'practice-flagsmith-key';

/** A refusal in the words of the service's framework. */
export class FlagsmithRefusal extends Error {
  readonly status: number;
  readonly body: Record<string, unknown>;

  constructor(status: number, body: Record<string, unknown>) {
    super(JSON.stringify(body));
    this.status = status;
    this.body = body;
  }

  response(): Response {
    return Response.json(this.body, { status: this.status });
  }
}

/** Lets only calls with the organisation key pass. */
export function requireKey(): MiddlewareHandler<FleetEnv> {
  return async (c, next) => {
    const authorization = c.req.header('authorization');
    if (authorization === undefined) throw new FlagsmithRefusal(401, { detail: 'Authentication credentials were not provided.' });
    if (authorization !== `Api-Key ${flagsmithKey}`) throw new FlagsmithRefusal(401, { detail: 'Invalid API key.' });
    await next();
  };
}

export function projectByEnvironment(world: World, c: FleetContext): FlagsmithProject {
  const key = c.req.param('environment');
  const project = world.state.projects.find((candidate) => candidate.environment.key === key);
  if (project === undefined) throw new FlagsmithRefusal(404, { detail: 'Not found.' });
  return project;
}

export function projectById(world: World, c: FleetContext): FlagsmithProject {
  const id = Number(c.req.param('project'));
  const project = world.state.projects.find((candidate) => candidate.id === id);
  if (project === undefined) throw new FlagsmithRefusal(404, { detail: 'Not found.' });
  return project;
}

/** A JSON body that fits a schema, or the field errors the service would give. */
export async function bodyOf<T>(c: FleetContext, schema: z.ZodType<T>): Promise<T> {
  let value: unknown;
  try {
    value = JSON.parse(await c.req.text());
  } catch {
    throw new FlagsmithRefusal(400, { detail: 'JSON parse error' });
  }
  const result = schema.safeParse(value);
  if (!result.success) {
    throw new FlagsmithRefusal(
      400,
      Object.fromEntries(result.error.issues.map((issue) => [issue.path.join('.') || 'detail', [issue.message]])),
    );
  }
  return result.data;
}
