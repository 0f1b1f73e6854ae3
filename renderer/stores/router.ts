import { create } from 'zustand';
import { holdsBack } from './leave-guard.ts';

/** The real console, or the one of a fire drill. */
export type PlaceWorld = 'real' | 'drill';

interface RouterState {
  readonly world: PlaceWorld;
  /** Path inside its world, without `#` and query: `/rollouts/abc`. */
  readonly path: string;
  readonly query: string;
}

/** Addresses of a drill begin with this, so that going back and reloading stay where they were. */
const drillPrefix = '/drill';

function readHash(): RouterState {
  const hash = window.location.hash.replace(/^#/, '');
  const [whole = '', query = ''] = hash.split('?', 2);
  if (whole === drillPrefix || whole.startsWith(`${drillPrefix}/`))
    return { world: 'drill', path: whole.slice(drillPrefix.length) || '/', query };
  return { world: 'real', path: whole.startsWith('/') ? whole : '/', query };
}

function addressOf({ world, path, query }: RouterState): string {
  const whole = world === 'drill' ? `${drillPrefix}${path}` : path;
  return query === '' ? whole : `${whole}?${query}`;
}

export const useRouter = create<RouterState>()(() => readHash());

/** Follows the address bar, unless something unsaved holds the view back; returns the function that stops it. */
export function startRouter(): () => void {
  useRouter.setState(readHash());
  const follow = () => {
    const next = readHash();
    const { world, path, query } = useRouter.getState();
    const elsewhere = next.path !== path || next.world !== world;
    if (!elsewhere || !holdsBack(addressOf(next))) useRouter.setState(next);
    else window.location.replace(`#${addressOf({ world, path, query })}`);
  };
  window.addEventListener('hashchange', follow);
  return () => window.removeEventListener('hashchange', follow);
}

function inWorld(path: string): string {
  return useRouter.getState().world === 'drill' ? `${drillPrefix}${path}` : path;
}

/** Goes to a path such as `/rollouts/abc` or `/audit?text=pryde`; inside a drill it stays there. */
export function navigate(path: string): void {
  window.location.hash = inWorld(path);
}

/** Goes to a path of the real console, out of a drill as well. */
export function navigateReal(path: string): void {
  window.location.hash = path;
}

/** Goes to a path of the drill's console. */
export function navigateDrill(path: string): void {
  window.location.hash = `${drillPrefix}${path}`;
}

/** Link target of a path, for real anchors; inside a drill it stays there. */
export function href(path: string): string {
  return `#${inWorld(path)}`;
}

/** Link target of a path of the real console. */
export function realHref(path: string): string {
  return `#${path}`;
}

/** Link target of a path of the drill's console. */
export function drillHref(path: string): string {
  return `#${drillPrefix}${path}`;
}

/** Query values of the current address; setting them is `navigate`. */
export function useQuery(): URLSearchParams {
  return new URLSearchParams(useRouter((state) => state.query));
}
