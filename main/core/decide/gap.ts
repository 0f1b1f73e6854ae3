import type { Snapshot } from '../model/snapshot.ts';
import { durationInWords } from '../words.ts';
import { conclude, type Rule } from './view.ts';

/**
 * Why nobody watched for a while, in words; null when the watch is unbroken. A gap lasts until the platform
 * was read again after it was noticed.
 */
export function gapOf(snapshot: Snapshot): string | null {
  const { now, rollout, plan, platform } = snapshot;
  const { gapSince, lastSweepAt } = rollout;
  if (gapSince !== null) {
    const readAgain = platform.readAt !== null && platform.readAt > gapSince && platform.readAt <= now;
    if (!readAgain) return 'The watch was interrupted and the platform has not been read since.';
  }
  if (lastSweepAt === null) return null;
  if (now < lastSweepAt) return `The clock went back by ${durationInWords(lastSweepAt - now)}.`;
  if (now - lastSweepAt > 3 * plan.everyMs) return `Nobody watched for ${durationInWords(now - lastSweepAt)}.`;
  return null;
}

/** Sleep, a clock jump or time offline: hold and look again, never advance on the past (design promise 4). */
export const holdOnGap: Rule = (view) => {
  const gap = gapOf(view.snapshot);
  if (gap === null) return null;
  return conclude(view, {
    kind: 'hold',
    cause: 'gap',
    reason: `${gap} Holding until ${view.snapshot.target.name} is read again.`,
    next: 'reads the platform again',
  });
};
