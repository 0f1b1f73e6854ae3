import { useEffect } from 'react';
import { create } from 'zustand';
import type { CallProblem } from '../../main/contract/bridge.ts';
import type { DrillNow } from '../../main/contract/drills.ts';
import { createAskedStore } from './asked.ts';
import { askReal } from './feed.ts';

const aboutDrills = (change: { readonly table: string; readonly what?: string }): boolean =>
  change.table === 'reload' && ['drills', 'everything', 'settings'].includes(change.what ?? '');

export const drillOffer = createAskedStore('drills.offer', { asksAgain: aboutDrills });
export const drillList = createAskedStore('drills.list', { asksAgain: aboutDrills });
export const drillNow = createAskedStore('drills.now', { asksAgain: aboutDrills });

/** How a plan would be played; asked for each choice. */
export const drillPreparation = createAskedStore('drills.prepare');

interface Watched {
  readonly answer: DrillNow | null;
  readonly problem: CallProblem | null;
}

const useWatched = create<Watched>()(() => ({ answer: null, problem: null }));

/** The frame of a drill counts seconds. */
const lookEveryMs = 1000;

async function look(): Promise<void> {
  const result = await askReal('drills.now', {});
  if (result.ok) useWatched.setState({ answer: result.answer, problem: null });
  else useWatched.setState({ problem: result.problem });
}

/** The drill as the real console sees it, looked at every second while the component is mounted. */
export function useWatchedDrill(): Watched {
  useEffect(() => {
    void look();
    const timer = window.setInterval(() => void look(), lookEveryMs);
    return () => window.clearInterval(timer);
  }, []);
  return useWatched();
}
