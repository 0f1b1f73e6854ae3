import type { Clock } from '../engine/deps.ts';

/** A clock that a drill moves by hand: a plan of 24 hours settles in seconds, and the same seed gives the same times. */
export interface SimClock extends Clock {
  /** Moves to `time` (ms); never backwards. */
  moveTo(time: number): void;
}

/** Sleeping on a simulated clock ends when the clock is moved past it, or when the signal aborts. */
export function createSimClock(start: number): SimClock {
  let time = start;
  let sleepers: { until: number; wake: () => void }[] = [];
  return {
    now: () => time,
    async sleep(ms, signal) {
      await new Promise<void>((resolve) => {
        if (signal?.aborted === true) {
          resolve();
          return;
        }
        sleepers.push({ until: time + ms, wake: resolve });
        signal?.addEventListener('abort', () => resolve(), { once: true });
      });
    },
    moveTo(next) {
      time = Math.max(time, next);
      const due = sleepers.filter((sleeper) => sleeper.until <= time);
      sleepers = sleepers.filter((sleeper) => sleeper.until > time);
      for (const sleeper of due) sleeper.wake();
    },
  };
}

/** mulberry32: small, seeded and good enough for jitter and ids; the same seed repeats a drill exactly. */
export function seededRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = state;
    mixed = Math.imul(mixed ^ (mixed >>> 15), mixed | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
