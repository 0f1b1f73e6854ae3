import type { ScoreSpec } from '../model/plan.ts';
import type { Point } from '../model/reading.ts';
import { inOrder } from './window.ts';

/** Readings of one addend of a score. */
export interface PartReadings {
  readonly metric: string;
  readonly points: readonly Point[];
  /** Since when its source does not answer, ms: from then on a missing reading is not read as zero. Left out while it answers. */
  readonly failingSince?: number | null;
}

/** One poll: what each part said in it, at most once. */
interface Poll {
  readonly startedAt: number;
  ts: number;
  readonly values: Map<string, number>;
}

/**
 * The readings of a weighted score (R2.1): for each poll the sum of weight times value over its parts. A poll that misses a part says
 * nothing, unless the score reads a missing part as zero; one that saw no part at all never does. Silence of a source that is down is no
 * zero, and neither is an answer that is still on its way when the others are there.
 */
export function scorePoints(score: ScoreSpec, parts: readonly PartReadings[], everyMs: number): readonly Point[] {
  const polls = pollsOf(parts, everyMs);
  return inOrder(
    polls.flatMap((poll, index) => sumOf(score, parts, poll, index === polls.length - 1 ? polls[index - 1] : undefined, everyMs)),
  );
}

/**
 * The least a score can be: what is missing adds nothing, whyever it is missing. Null when that says nothing new, because the score wants
 * every part or some weight takes points away.
 */
export function leastScorePoints(score: ScoreSpec, parts: readonly PartReadings[], everyMs: number): readonly Point[] | null {
  if (!score.missingIsZero || score.parts.some((part) => part.weight < 0)) return null;
  return inOrder(pollsOf(parts, everyMs).flatMap((poll) => sumOf(score, [], poll, undefined, everyMs)));
}

/**
 * Readings of one poll lie closer together than half the time between two, wherever the clock stands, and hold each part once: fixed
 * slots would tear a poll that straddles their border apart, and put two of a part into the next.
 */
function pollsOf(parts: readonly PartReadings[], everyMs: number): Poll[] {
  const readings = parts
    .flatMap(({ metric, points }) => points.map(({ ts, value }) => ({ metric, ts, value })))
    .toSorted((a, b) => a.ts - b.ts || (a.metric < b.metric ? -1 : a.metric > b.metric ? 1 : a.value - b.value));
  const polls: Poll[] = [];
  for (const { metric, ts, value } of readings) {
    const last = polls.at(-1);
    if (last === undefined || ts - last.startedAt > everyMs / 2 || last.values.has(metric)) {
      polls.push({ startedAt: ts, ts, values: new Map([[metric, value]]) });
      continue;
    }
    last.values.set(metric, value);
    last.ts = ts;
  }
  return polls;
}

/** `before` is the poll before the newest one, whose missing parts may still be on their way. */
function sumOf(score: ScoreSpec, parts: readonly PartReadings[], poll: Poll, before: Poll | undefined, everyMs: number): Point[] {
  let value = 0;
  for (const { metric, weight } of score.parts) {
    const seen = poll.values.get(metric);
    if (seen === undefined && (!score.missingIsZero || before?.values.has(metric) === true)) return [];
    const failingSince = parts.find((part) => part.metric === metric)?.failingSince ?? null;
    if (seen === undefined && failingSince !== null && poll.ts > failingSince - everyMs) return [];
    value += weight * (seen ?? 0);
  }
  return [{ ts: poll.ts, value, samples: null }];
}
