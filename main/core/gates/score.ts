import type { Aggregate, ScoreSpec } from '../model/plan.ts';
import type { Point } from '../model/reading.ts';
import { inOrder, pool } from './window.ts';

/** Readings of one addend of a score, and how they become one value. */
export interface PartReadings {
  readonly metric: string;
  readonly aggregate: Aggregate;
  readonly points: readonly Point[];
}

/**
 * The readings of a weighted score (R2.1): for each poll the sum of weight times value over its parts. A poll that misses a part says
 * nothing, unless the score reads a missing part as zero; one that saw no part at all never does.
 */
export function scorePoints(score: ScoreSpec, parts: readonly PartReadings[], everyMs: number): readonly Point[] {
  const byPart = new Map(parts.map((part) => [part.metric, slotsOf(part, everyMs)]));
  const slots = new Set([...byPart.values()].flatMap((readings) => [...readings.keys()]));
  return inOrder([...slots].flatMap((slot) => sumAt(score, byPart, slot)));
}

function slotsOf(part: PartReadings, everyMs: number): Map<number, Point> {
  const slots = new Map<number, Point>();
  for (const [slot, points] of Map.groupBy(part.points, (point) => Math.floor(point.ts / everyMs))) {
    const pooled = pool(inOrder(points), part.aggregate);
    if (pooled !== null) slots.set(slot, { ts: Math.max(...points.map((point) => point.ts)), ...pooled });
  }
  return slots;
}

function sumAt(score: ScoreSpec, byPart: ReadonlyMap<string, ReadonlyMap<number, Point>>, slot: number): Point[] {
  let value = 0;
  let ts = 0;
  for (const part of score.parts) {
    const point = byPart.get(part.metric)?.get(slot);
    if (point === undefined && !score.missingIsZero) return [];
    value += part.weight * (point?.value ?? 0);
    ts = Math.max(ts, point?.ts ?? 0);
  }
  return [{ ts, value, samples: null }];
}
