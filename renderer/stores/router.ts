import { create } from 'zustand';
import { holdsBack } from './leave-guard.ts';

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

function addressOf({ path, query }: RouterState): string {
  return query === '' ? path : `${path}?${query}`;
}

export const useRouter = create<RouterState>()(() => readHash());

/** Follows the address bar, unless something unsaved holds the view back; returns the function that stops it. */
export function startRouter(): () => void {
  useRouter.setState(readHash());
  const follow = () => {
    const next = readHash();
    const { path, query } = useRouter.getState();
    if (next.path === path || !holdsBack(addressOf(next))) useRouter.setState(next);
    else window.location.replace(`#${addressOf({ path, query })}`);
  };
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
