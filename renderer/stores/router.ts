import { create } from 'zustand';
import type { Route } from '../views/index.ts';

interface RouterState {
  /** Path without `#` and query: `/rollouts/abc`. */
  readonly path: string;
  readonly query: string;
}

function readHash(): RouterState {
  const hash = window.location.hash.replace(/^#/, '');
  const [path = '', query = ''] = hash.split('?', 2);
  return { path: path.startsWith('/') ? path : '/', query };
}

export const useRouter = create<RouterState>()(() => readHash());

/** Follows the address bar; returns the function that stops it. */
export function startRouter(): () => void {
  const follow = () => useRouter.setState(readHash());
  follow();
  window.addEventListener('hashchange', follow);
  return () => window.removeEventListener('hashchange', follow);
}

/** Goes to a path such as `/rollouts/abc` or `/audit?text=pryde`. */
export function navigate(path: string): void {
  window.location.hash = path;
}

/** Link target of a path, for real anchors. */
export function href(path: string): string {
  return `#${path}`;
}

/** Query values of the current address; setting them is `navigate`. */
export function useQuery(): URLSearchParams {
  return new URLSearchParams(useRouter((state) => state.query));
}

function decode(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

/** Named parts of `path` when it fits `pattern`, else null. */
export function matchPath(pattern: string, path: string): Record<string, string> | null {
  const wanted = pattern.split('/').filter(Boolean);
  const given = path.split('/').filter(Boolean);
  if (wanted.length !== given.length) return null;
  const params: Record<string, string> = {};
  for (const [index, part] of wanted.entries()) {
    const value = given[index] ?? '';
    if (part.startsWith(':')) params[part.slice(1)] = decode(value);
    else if (part !== value) return null;
  }
  return params;
}

/** The first route that fits, or null. */
export function findRoute(routes: readonly Route[], path: string): { route: Route; params: Record<string, string> } | null {
  for (const route of routes) {
    const params = matchPath(route.pattern, path);
    if (params) return { route, params };
  }
  return null;
}
