import type { PastRollout } from '../model/past-rollout.ts';
import type { Plan } from '../model/plan.ts';
import type { SeriesHistory } from './series.ts';

/**
 * The plan at the pace of what is kept: where even the finest series has fewer readings than the plan would have polled, its looks
 * lie as far apart as those. Otherwise every second look would be blind although nothing was wrong.
 */
export function paced(plan: Plan, series: Iterable<SeriesHistory>): Plan {
  const spacings = [...series].map(spacingOf).filter((spacing) => spacing !== null);
  if (spacings.length === 0) return plan;
  const finest = Math.min(...spacings);
  return finest <= plan.everyMs * 1.5 ? plan : { ...plan, everyMs: Math.round(finest / 1000) * 1000 };
}

/** Usual time between two readings, ms: how many a block holds in the middle of the history. */
function spacingOf({ blocks, blockMs }: SeriesHistory): number | null {
  if (blocks.length === 0) return null;
  const most = blocks.map((block) => block.count).toSorted((a, b) => a - b);
  const usual = most[Math.floor(most.length * 0.75)] ?? 1;
  const first = blocks[0]?.start ?? 0;
  const last = blocks.at(-1)?.start ?? 0;
  // Readings further apart than a block leave blocks without any.
  if (usual <= 1 && blocks.length > 1) return (last - first) / (blocks.length - 1);
  return blockMs / usual;
}

/** When the watch over a past rollout ended, ms; `until` for one that still runs. */
export function endOf(past: PastRollout, until: number): number {
  const last = past.stages.at(-1);
  return Math.min(until, last?.to ?? past.endedAt ?? until);
}
