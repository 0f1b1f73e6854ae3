import { z } from 'zod';
import type { AdapterContext } from '../context.ts';
import { AdapterError } from '../errors.ts';
import type { GithubAccess } from '../http/github-api.ts';

const Access = z.object({ apiUrl: z.string(), token: z.string() });

/** A connection's way to GitHub, whatever the connection is for. Throws `invalid` when it leads elsewhere. */
export function githubContext(context: AdapterContext<unknown>, name: string): AdapterContext<GithubAccess> {
  const access = Access.safeParse(context.settings);
  if (access.success) return { ...context, settings: access.data };
  throw new AdapterError('invalid', `Connection ${name} does not lead to GitHub.`);
}
