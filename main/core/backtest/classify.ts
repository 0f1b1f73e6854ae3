import type { BacktestClass, BacktestRelease, OwnReplay } from '../model/backtest.ts';
import type { PastRollout } from '../model/past-rollout.ts';

/** Sets what a plan would have done beside what really happened. */
export function classified(past: PastRollout, replay: OwnReplay): BacktestRelease {
  const kind = classOf(past, replay);
  const truth = past.outcome === 'rolledBack' ? past.decidedAt : null;
  const savedMs = replay.stop === null || truth === null ? 0 : Math.max(0, truth - replay.stop.at);
  return {
    rolloutId: past.id,
    class: kind,
    replay,
    savedMs,
    usersSpared: past.population === null ? null : usersSpared(past, past.population, replay),
    userMinutesSpared: past.population === null ? null : userMinutesSpared(past, past.population, replay, truth),
  };
}

function classOf(past: PastRollout, { stop, read, paceMs }: OwnReplay): BacktestClass {
  if (!read && stop === null) return 'noReadings';
  if (past.outcome === 'completed') return stop === null ? 'letThrough' : 'falseAlarm';
  if (past.outcome !== 'rolledBack' || past.decidedAt === null) return 'unknown';
  if (stop === null) return 'missed';
  if (Math.abs(stop.at - past.decidedAt) <= paceMs) return 'caughtSame';
  return stop.at < past.decidedAt ? 'caughtEarlier' : 'caughtLater';
}

/** Users who got the release only after the stop: population × (largest share from then on − share at the stop). */
function usersSpared(past: PastRollout, population: number, { stop }: OwnReplay): number {
  if (stop === null) return 0;
  const largest = past.stages.reduce(
    (most, stage) => ((stage.to ?? Number.POSITIVE_INFINITY) > stop.at ? Math.max(most, stage.percent) : most),
    0,
  );
  return Math.round((population * Math.max(0, largest - stop.percent)) / 100);
}

/** Population × share, summed over the minutes between the stop and the real decision. */
function userMinutesSpared(past: PastRollout, population: number, { stop }: OwnReplay, truth: number | null): number {
  if (stop === null || truth === null) return 0;
  const exposed = past.stages.reduce((sum, stage) => {
    const from = Math.max(stage.from, stop.at);
    const to = Math.min(stage.to ?? truth, truth);
    return sum + Math.max(0, to - from) * (stage.percent / 100);
  }, 0);
  return Math.round((population * exposed) / 60_000);
}
