import type { DrillRecord, DrillState, DrillTarget } from '../core/model/drill.ts';
import type { Rollout } from '../core/model/rollout.ts';
import type { FleetTruth } from '../practice/fleet.ts';
import type { Reader } from '../store/open.ts';
import { listDecisions } from '../store/decisions.ts';
import { rolloutsOfRelease } from '../store/rollouts.ts';
import type { ReleaseName } from './drive.ts';

/** A drill nobody finishes is over after this, ms. */
export const longestDrillMs = 45 * 60_000;

/** A drill after another look: at the fleet for what really is, at the drill's console for what it said. */
export function observe(record: DrillRecord, reader: Reader, release: ReleaseName, truth: FleetTruth, now: number): DrillRecord {
  if (record.state !== 'running') return record;
  const rollouts = rolloutsOfRelease(reader, release.applicationId, release.version);
  const targets = record.targets.map((target) => seenTarget(target, truth, release, now));
  const gone = goneEverywhere(targets, rollouts);
  const looked: DrillRecord = {
    ...record,
    badAt: record.badAt ?? truth.badSince,
    detectedAt: record.detectedAt ?? detectedAt(reader, release),
    targets,
    containedAt: gone ? Math.max(...targets.map((target) => target.containedAt ?? 0)) : null,
    exposedUsersMax: truth.exposedUsersMax,
  };
  return ended(looked, stateAfter(looked, now), now);
}

function stateAfter(record: DrillRecord, now: number): DrillState {
  if (record.containedAt !== null) return 'contained';
  return now - record.startedAt > longestDrillMs ? 'open' : 'running';
}

/** A drill that is over, at its time. */
export function ended(record: DrillRecord, state: DrillState, now: number): DrillRecord {
  return state === 'running' ? record : { ...record, state, endedAt: record.endedAt ?? now };
}

function seenTarget(target: DrillTarget, truth: FleetTruth, release: ReleaseName, now: number): DrillTarget {
  const percent = truth.perTarget.find((row) => row.target === `${release.applicationId}/${target.name}`)?.percent ?? 0;
  if (percent > 0) return { ...target, exposedAt: target.exposedAt ?? now, containedAt: null };
  return target.exposedAt === null || target.containedAt !== null ? target : { ...target, containedAt: now };
}

/** Nobody is offered the release, and nothing is on its way to offering it to somebody. */
function goneEverywhere(targets: readonly DrillTarget[], rollouts: readonly Rollout[]): boolean {
  const exposed = targets.filter((target) => target.exposedAt !== null);
  const moving = rollouts.some((rollout) => rollout.state === 'preparing' || rollout.state === 'running');
  return exposed.length > 0 && !moving && exposed.every((target) => target.containedAt !== null);
}

/** When Tidegate first said that the release has to go back: by itself, or as something a person must do. */
function detectedAt(reader: Reader, release: ReleaseName): number | null {
  const said = listDecisions(reader, { applicationId: release.applicationId, version: release.version, limit: 500 })
    .filter((decision) => decision.actor.kind === 'system')
    .filter((decision) => decision.kind === 'rollback' || (decision.kind === 'pause' && decision.cause === 'red'));
  return said.length === 0 ? null : Math.min(...said.map((decision) => decision.at));
}
