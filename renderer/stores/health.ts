import { useEffect, useRef } from 'react';
import { create } from 'zustand';
import type { Change } from '../../main/contract/events.ts';
import type { HealthFilter } from '../../main/contract/health.ts';
import { createAskedStore } from './asked.ts';
import { useClock } from './clock.ts';

interface FilterState {
  readonly filter: HealthFilter;
  readonly change: (part: Partial<HealthFilter>) => void;
}

/** What the dashboard looks at; it stays while the window is open. */
export const useHealthFilter = create<FilterState>()((set) => ({
  filter: { applicationId: null, surface: null, version: null, range: '1h' },
  change: (part) => set((state) => ({ filter: { ...state.filter, ...part } })),
}));

const moved = new Set<Change['table']>(['rollouts', 'decisions', 'connections', 'reload']);

export const healthOverview = createAskedStore('health.overview', { asksAgain: (change) => moved.has(change.table) });
export const healthPanels = createAskedStore('health.panels', { asksAgain: (change) => change.table === 'reload' });
export const healthCompare = createAskedStore('health.compare', { asksAgain: (change) => change.table === 'reload' });
export const healthClusters = createAskedStore('health.clusters', { asksAgain: (change) => change.table === 'reload' });

/** Readings are not pushed one by one: what is drawn from them is asked again this often while it is looked at, ms. */
export const refreshMs = 5000;

/** Calls `work` every `refreshMs` while the window is visible. */
export function useRefresh(work: () => void): void {
  const turn = useClock((state) => Math.floor(state.now / refreshMs));
  const first = useRef(turn);
  useEffect(() => {
    if (turn !== first.current) work();
  }, [turn, work]);
}
