import { useEffect, useMemo, useRef } from 'react';
import type { RolloutRow } from '../../../main/contract/shapes.ts';
import { openContainment } from '../../stores/containment.ts';
import { useShortcuts } from '../../stores/shortcuts.ts';
import type { Shortcut } from '../../stores/shortcuts.ts';
import { suggestReason } from './suggest-reason.ts';
import { useHold } from './use-hold.ts';

function laneElements(): HTMLElement[] {
  return [...document.querySelectorAll<HTMLElement>('[data-lane]')];
}

function focusedLane(): HTMLElement | null {
  return document.activeElement?.closest<HTMLElement>('[data-lane]') ?? null;
}

/** Moves the focus to the next or previous lane; from nowhere to the first. */
function moveFocus(step: 1 | -1): void {
  const lanes = laneElements();
  const current = focusedLane();
  const index = current === null ? -1 : lanes.indexOf(current);
  const wanted = index === -1 ? 0 : Math.min(Math.max(index + step, 0), lanes.length - 1);
  const lane = lanes[wanted];
  lane?.querySelector('a')?.focus();
  lane?.scrollIntoView({ block: 'nearest' });
}

/** Keys over lanes: `j` and `k` move, Enter opens the focused link, `h` holds it, `shift+r` asks to take its release back. */
export function useLaneKeys(lanes: readonly RolloutRow[]): void {
  const { hold } = useHold();
  const latest = useRef({ lanes, hold });
  useEffect(() => {
    latest.current = { lanes, hold };
  });
  const shortcuts = useMemo<readonly Shortcut[]>(() => {
    const chosen = () => latest.current.lanes.find((lane) => lane.id === focusedLane()?.dataset['lane']);
    return [
      { keys: 'j', label: 'Next lane', group: 'Home', run: () => moveFocus(1) },
      { keys: 'k', label: 'Previous lane', group: 'Home', run: () => moveFocus(-1) },
      {
        keys: 'h',
        label: 'Hold the chosen lane',
        group: 'Home',
        run: () => {
          const lane = chosen();
          if (lane?.state === 'running') void latest.current.hold([lane]);
        },
      },
      {
        keys: 'shift+r',
        label: 'Roll back the chosen release, or the most urgent one',
        group: 'Home',
        run: () => {
          const lane = chosen() ?? latest.current.lanes[0];
          if (!lane) return;
          const release = latest.current.lanes.filter((row) => row.applicationId === lane.applicationId && row.version === lane.version);
          openContainment({
            applicationId: lane.applicationId,
            applicationName: lane.applicationName,
            version: lane.version,
            suggestion: suggestReason(release),
          });
        },
      },
    ];
  }, []);
  useShortcuts('home', shortcuts);
}
