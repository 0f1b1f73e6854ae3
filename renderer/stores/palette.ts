import { create } from 'zustand';

/** One line of the command palette. */
export interface PaletteAction {
  readonly id: string;
  readonly label: string;
  readonly description?: string;
  readonly group: string;
  /** Further words it is found by. */
  readonly keywords?: readonly string[];
  /** Shown at the end of the line, such as `g h`. */
  readonly keys?: string;
  readonly run: () => void;
}

interface PaletteState {
  readonly sets: Readonly<Record<string, readonly PaletteAction[]>>;
}

export const usePalette = create<PaletteState>()(() => ({ sets: {} }));

/** Puts a named set of actions into the palette, replacing the set of that name; returns the function that takes it out. */
export function registerActions(id: string, actions: readonly PaletteAction[]): () => void {
  usePalette.setState((state) => ({ sets: { ...state.sets, [id]: actions } }));
  return () =>
    usePalette.setState((state) => {
      if (state.sets[id] !== actions) return state;
      const { [id]: _gone, ...rest } = state.sets;
      return { sets: rest };
    });
}

/** All registered actions, in the order their sets were added. */
export function allActions(sets: PaletteState['sets']): readonly PaletteAction[] {
  return Object.values(sets).flat();
}
