import type { DrillRow } from '../../../main/contract/drills.ts';
import { countdown } from '../../format.ts';

/** A measured time: `3.2 s`, `1 min 08 s`; `—` when it never came. */
export function took(ms: number | null): string {
  if (ms === null) return '—';
  return ms < 10_000 ? `${(ms / 1000).toFixed(1)}\u00a0s` : countdown(ms);
}

export const stateWords: Readonly<Record<DrillRow['state'], { readonly mark: string; readonly words: string }>> = {
  running: { mark: '▶', words: 'playing' },
  contained: { mark: '✓', words: 'contained' },
  open: { mark: '▲', words: 'not contained in time' },
  cancelled: { mark: '·', words: 'ended early' },
  interrupted: { mark: '·', words: 'interrupted' },
};

/** How a time compares with the one before: `2.1 s faster than before`. Null when there is nothing to compare. */
export function compared(now: number | null, before: number | null | undefined): string | null {
  if (now === null || before === null || before === undefined) return null;
  const difference = now - before;
  if (Math.abs(difference) < 100) return 'as fast as before';
  return `${took(Math.abs(difference))} ${difference < 0 ? 'faster' : 'slower'} than before`;
}
