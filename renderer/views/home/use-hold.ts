import { useRef, useState } from 'react';
import type { RolloutRow } from '../../../main/contract/shapes.ts';
import { ask } from '../../stores/feed.ts';
import { newKey } from '../../stores/press.ts';
import { tellDone, tellProblem } from '../../stores/tell.ts';

/** Freezes lanes where they are, all at once. A hold takes nothing back, so it asks no confirmation. */
export function useHold(): { readonly hold: (lanes: readonly RolloutRow[]) => Promise<void>; readonly pending: boolean } {
  const [pending, setPending] = useState(false);
  const busy = useRef(false);
  async function hold(lanes: readonly RolloutRow[]): Promise<void> {
    if (busy.current || lanes.length === 0) return;
    busy.current = true;
    setPending(true);
    const results = await Promise.all(lanes.map((lane) => ask('rollouts.hold', { rolloutId: lane.id, reason: 'Held by hand' }, newKey())));
    busy.current = false;
    setPending(false);
    for (const [index, result] of results.entries()) {
      const lane = lanes[index];
      if (!lane) continue;
      const name = `${lane.applicationName} ${lane.version} ${lane.targetName}`;
      if (result.ok) tellDone(`${name} is held`);
      else tellProblem(`${name} is not held`, result.problem);
    }
  }
  return { hold, pending };
}
