import { useEffect } from 'react';
import { create } from 'zustand';

/** A key or a short sequence: `g h`, `j`, `shift+r`, `?`. */
export interface Shortcut {
  readonly keys: string;
  readonly label: string;
  /** Heading on the help sheet. */
  readonly group: string;
  readonly run: () => void;
}

interface ShortcutState {
  readonly sets: Readonly<Record<string, readonly Shortcut[]>>;
}

export const useShortcutStore = create<ShortcutState>()(() => ({ sets: {} }));

/** Puts a named set of shortcuts in force, replacing the set of that name; returns the function that takes it out. */
export function registerShortcuts(id: string, shortcuts: readonly Shortcut[]): () => void {
  useShortcutStore.setState((state) => ({ sets: { ...state.sets, [id]: shortcuts } }));
  return () =>
    useShortcutStore.setState((state) => {
      if (state.sets[id] !== shortcuts) return state;
      const { [id]: _gone, ...rest } = state.sets;
      return { sets: rest };
    });
}

/** Keeps shortcuts in force while the calling component is mounted. Pass a stable list. */
export function useShortcuts(id: string, shortcuts: readonly Shortcut[]): void {
  useEffect(() => registerShortcuts(id, shortcuts), [id, shortcuts]);
}

/** Every shortcut in force; the later set wins a clash. */
export function allShortcuts(sets: ShortcutState['sets']): readonly Shortcut[] {
  const byKeys = new Map<string, Shortcut>();
  for (const shortcut of Object.values(sets).flat()) byKeys.set(shortcut.keys, shortcut);
  return [...byKeys.values()];
}
