import { useEffect } from 'react';
import { create } from 'zustand';

interface LeaveState {
  /** Path that was asked for while something here is unsaved; null when nobody wants to leave. */
  readonly wanted: string | null;
}

/** Whether somebody wants to leave a view that has something unsaved, and where to. */
export const useLeave = create<LeaveState>()(() => ({ wanted: null }));

let guarded = false;

/** Whether going to another view must be asked about first; the wanted address is kept for the answer. */
export function holdsBack(address: string): boolean {
  if (guarded) useLeave.setState({ wanted: address });
  return guarded;
}

/** Lets the next step through, such as after the person chose to leave. */
export function letGo(): void {
  guarded = false;
  useLeave.setState({ wanted: null });
}

export function stay(): void {
  useLeave.setState({ wanted: null });
}

/** While `active`, other views are opened only after a question, and the window asks before it is closed. */
export function useLeaveGuard(active: boolean): void {
  useEffect(() => {
    if (!active) return undefined;
    guarded = true;
    const ask = (event: BeforeUnloadEvent) => event.preventDefault();
    // A desktop window would only refuse to close: there main asks in its own words.
    const inBrowser = window.tidegate === undefined;
    if (inBrowser) window.addEventListener('beforeunload', ask);
    window.tidegate?.unsaved?.(true);
    return () => {
      letGo();
      window.tidegate?.unsaved?.(false);
      window.removeEventListener('beforeunload', ask);
    };
  }, [active]);
}
