import { createContext, useContext } from 'react';

const WhyNot = createContext<string | null>(null);

/** Everything below it can be read and nothing pressed; the value says why. */
export const ReadOnly = WhyNot.Provider;

/** Why nothing can be pressed here, or null where things can. */
export function useReadOnly(): string | null {
  return useContext(WhyNot);
}
