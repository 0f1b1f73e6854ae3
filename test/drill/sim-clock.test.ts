import { describe, expect, test } from 'vitest';
import { createSimClock, seededRandom } from '../../main/drill/sim-clock.ts';

/** Whether a promise is settled once everything that can run without the clock has run. */
async function settled(promise: Promise<unknown>): Promise<boolean> {
  let done = false;
  void promise.then(() => {
    done = true;
  });
  await new Promise((resolve) => setImmediate(resolve));
  return done;
}

describe('the simulated clock', () => {
  test('design 1 stands still until it is moved, and never goes back', () => {
    const clock = createSimClock(1000);
    expect(clock.now()).toBe(1000);
    clock.moveTo(5000);
    clock.moveTo(4000);
    expect(clock.now()).toBe(5000);
  });

  test('design 1 wakes sleepers in time, and only those', async () => {
    const clock = createSimClock(0);
    const [short, long] = [clock.sleep(100), clock.sleep(200)];
    clock.moveTo(99);
    expect([await settled(short), await settled(long)]).toEqual([false, false]);
    clock.moveTo(100);
    expect([await settled(short), await settled(long)]).toEqual([true, false]);
    clock.moveTo(1000);
    expect(await settled(long)).toBe(true);
  });

  test('design 1 ends a sleep at once when its signal aborts, before or meanwhile', async () => {
    const clock = createSimClock(0);
    const stop = new AbortController();
    const asleep = clock.sleep(100, stop.signal);
    expect(await settled(asleep)).toBe(false);
    stop.abort();
    expect(await settled(asleep)).toBe(true);
    expect(await settled(clock.sleep(100, stop.signal))).toBe(true);
  });

  test('design 1 repeats its randomness by the seed, evenly between 0 and 1', () => {
    const draw = (seed: number): number[] => Array.from({ length: 1000 }, seededRandom(seed));
    expect(draw(7)).toEqual(draw(7));
    expect(draw(7)).not.toEqual(draw(8));
    const values = draw(7);
    expect(values.every((value) => value >= 0 && value < 1)).toBe(true);
    expect(values.reduce((sum, value) => sum + value, 0) / values.length).toBeCloseTo(0.5, 1);
  });
});
