import { useRef, useState } from 'react';
import type { RolloutRow } from '../../../main/contract/shapes.ts';
import { holdLanes } from '../../stores/hold.ts';

/** Freezes lanes where they are, once for each press. */
export function useHold(): { readonly hold: (lanes: readonly RolloutRow[]) => Promise<void>; readonly pending: boolean } {
  const [pending, setPending] = useState(false);
  const busy = useRef(false);
  async function hold(lanes: readonly RolloutRow[]): Promise<void> {
    if (busy.current || lanes.length === 0) return;
    busy.current = true;
    setPending(true);
    await holdLanes(lanes);
    busy.current = false;
    setPending(false);
  }
  return { hold, pending };
}
