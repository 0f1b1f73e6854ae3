import type { AdapterContext } from '../context.ts';
import type { GithubAccess } from '../http/github-api.ts';
/** A connection's way to GitHub, whatever the connection is for. Throws `invalid` when it leads elsewhere. */
export declare function githubContext(context: AdapterContext<unknown>, name: string): AdapterContext<GithubAccess>;
