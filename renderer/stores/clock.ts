import { create } from 'zustand';

interface ClockState {
  /** Console time, ms UTC; moves once a second while the window is visible. */
  readonly now: number;
}

/** Smaller differences are transport time, not a different clock. */
const toleratedSkewMs = 1500;

let offset = 0;

/** The console's time in this window, ms UTC. The only place of the renderer that reads the machine's clock. */
export function currentTime(): number {
  return Date.now() + offset;
}

export const useClock = create<ClockState>()(() => ({ now: currentTime() }));

/** Console time that re-renders each second. */
export function useNow(): number {
  return useClock((state) => state.now);
}

/** Takes over the engine's clock when this machine's differs, so that countdowns end when the engine acts. */
export function followEngineClock(engineNow: number): void {
  if (Math.abs(engineNow - currentTime()) < toleratedSkewMs) return;
  offset = engineNow - Date.now();
  useClock.setState({ now: currentTime() });
}

/** Ticks once a second, paused while the window is hidden; returns the function that stops it. */
export function startClock(): () => void {
  let timer: number | undefined;
  const tick = () => useClock.setState({ now: currentTime() });
  const stop = () => {
    window.clearInterval(timer);
    timer = undefined;
  };
  const follow = () => {
    stop();
    if (document.hidden) return;
    tick();
    timer = window.setInterval(tick, 1000);
  };
  follow();
  document.addEventListener('visibilitychange', follow);
  return () => {
    stop();
    document.removeEventListener('visibilitychange', follow);
  };
}
