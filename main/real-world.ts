import { setTimeout as delay } from 'node:timers/promises';
import type { Clock } from './engine/deps.ts';

/** The machine's own clock and randomness: made here, in the entries' room, and injected everywhere else. */
export const realClock: Clock = {
  now: () => Date.now(),
  sleep: realSleep,
};

export function realRandom(): number {
  return Math.random();
}

/** Resolves after `ms` or at once when the signal aborts; never keeps the process alive by itself. */
export async function realSleep(ms: number, signal?: AbortSignal): Promise<void> {
  try {
    await delay(ms, undefined, signal === undefined ? {} : { signal });
  } catch (error) {
    if (signal?.aborted !== true) throw error;
  }
}
