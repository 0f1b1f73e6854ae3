import type { ReactNode } from 'react';
import { useEffect } from 'react';
import { create } from 'zustand';

interface PageState {
  /** Null: the top bar shows the route's own title. */
  readonly title: string | null;
  /** Smaller words after the title. */
  readonly detail: string;
  /** A mark next to the title. */
  readonly mark: ReactNode;
}

const blank: PageState = { title: null, detail: '', mark: null };

export const usePage = create<PageState>()(() => blank);

/** Names what the open view shows, in the top bar and the window's title, while the component is mounted. */
export function usePageTitle(title: string | null, detail = ''): void {
  useEffect(() => {
    if (title === null) return undefined;
    usePage.setState({ title, detail });
    return () => usePage.setState({ title: null, detail: '' });
  }, [title, detail]);
}

/** Shows a mark next to the title while the component is mounted. Pass a memoised one. */
export function usePageMark(mark: ReactNode): void {
  useEffect(() => {
    usePage.setState({ mark });
    return () => usePage.setState({ mark: null });
  }, [mark]);
}
