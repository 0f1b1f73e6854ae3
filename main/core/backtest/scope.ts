import type { BacktestStop, OwnReplay } from '../model/backtest.ts';
import type { PastRollout } from '../model/past-rollout.ts';

/** A past rollout with what the plan made of it by itself. */
export interface Replayed {
  readonly past: PastRollout;
  readonly replay: OwnReplay;
  /** When users no longer had it, ms. */
  readonly end: number;
}

/**
 * With the scope `release` every target of a release goes back when one of them does: the first stop counts for all that were under way
 * then. A target that had not started by then would not have started.
 */
export function withScope(scope: 'release' | 'target', all: readonly Replayed[]): Replayed[] {
  if (scope === 'target') return [...all];
  const releases = Map.groupBy(all, ({ past }) => JSON.stringify([past.applicationId, past.version]));
  return all.map((one) => {
    const siblings = releases.get(JSON.stringify([one.past.applicationId, one.past.version])) ?? [];
    const [first] = siblings
      .flatMap(({ past, replay }) =>
        replay.stop === null || replay.stop.recommendation || past.id === one.past.id ? [] : [{ id: past.id, stop: replay.stop }],
      )
      .filter(({ stop }) => stop.at <= one.end && overlaps(one, siblings))
      .toSorted((a, b) => a.stop.at - b.stop.at);
    if (first === undefined || (one.replay.stop !== null && one.replay.stop.at <= first.stop.at)) return one;
    return { ...one, replay: { ...one.replay, stop: through(one.past, first.stop, first.id) } };
  });
}

/** The same version may have been rolled out again later: only rollouts that ran side by side belong together. */
function overlaps(one: Replayed, siblings: readonly Replayed[]): boolean {
  return siblings.some((other) => other.past.id !== one.past.id && other.past.startedAt <= one.end && one.past.startedAt <= other.end);
}

function through(past: PastRollout, stop: BacktestStop, id: string): BacktestStop {
  const at = Math.max(stop.at, past.startedAt);
  const begun = past.stages.find((stage) => stage.from < at && (stage.to ?? Number.POSITIVE_INFINITY) >= at);
  return { ...stop, at, percent: begun?.percent ?? 0, stage: begun?.stage ?? 0, through: id };
}
