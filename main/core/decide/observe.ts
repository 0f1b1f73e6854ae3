import type { Snapshot } from '../model/snapshot.ts';
import type { Verdict, VerdictKind } from '../model/verdict.ts';
import { driftOf } from './drift.ts';
import { gapOf } from './gap.ts';
import { unfinishedOf } from './busy.ts';

const watched: readonly VerdictKind[] = ['green', 'yellow', 'thin', 'pending'];

/** A verdict that rests on a fresh, non-red reading. A gate that still waits for its first reading saw nothing. */
function saw(verdict: Verdict): boolean {
  if (!watched.includes(verdict.kind)) return false;
  return verdict.kind === 'green' || verdict.kind === 'yellow' || verdict.observedAt !== null;
}

/**
 * Observed time of the current stage after this sweep, ms (design promise 4). The time since the last sweep counts, two polls
 * at most, when nothing was hidden meanwhile: no gap, no drift, no write under way, the release on offer,
 * and a fresh, non-red reading behind every acting gate.
 */
export function observe(snapshot: Snapshot, verdicts: readonly Verdict[]): number {
  const { now, rollout, plan } = snapshot;
  const { lastSweepAt, stageEnteredAt, observedMs } = rollout;
  if (lastSweepAt === null || stageEnteredAt === null) return observedMs;
  if (rollout.state !== 'running' && rollout.state !== 'held') return observedMs;
  if (rollout.expected?.status === 'halted') return observedMs;
  if (unfinishedOf(snapshot) !== null || driftOf(snapshot) !== null || gapOf(snapshot) !== null) return observedMs;
  if (!verdicts.filter((verdict) => !verdict.shadow).every(saw)) return observedMs;
  const since = Math.max(lastSweepAt, stageEnteredAt);
  return observedMs + Math.max(0, Math.min(now - since, 2 * plan.everyMs));
}
