import { create } from 'zustand';

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
