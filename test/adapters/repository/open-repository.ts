import type { AdapterContext } from '../../../main/adapters/context.ts';
import type { GithubAccess } from '../../../main/adapters/http/github-api.ts';
import { githubReleases } from '../../../main/adapters/platforms/github-releases.ts';
import { type Bench, contextOf } from '../../support/bench.ts';

export const repository = { owner: 'practice', repo: 'pryde-desktop' };

/** The practice repository as a connection for desktop releases reaches it. */
export function access(bench: Bench, token?: string): AdapterContext<GithubAccess> {
  return contextOf(bench, githubReleases, token === undefined ? {} : { token });
}

/** A request that the fleet's GitHub would have to write for. */
export function posts(path: string): (request: Request) => boolean {
  return (request) => request.method === 'POST' && new URL(request.url).pathname.endsWith(path);
}
