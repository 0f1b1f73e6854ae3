import { activeStates, type Rollout } from '../core/model/rollout.ts';
import { openActions } from '../engine/gather.ts';
import { rolloutsOfRelease } from '../store/rollouts.ts';
import type { Running } from '../start.ts';
import type { SimClock } from './sim-clock.ts';

export interface ReleaseName {
  readonly applicationId: string;
  readonly version: string;
}

export const drillOutcomes = ['completed', 'rolledBack', 'partial', 'held', 'waiting', 'unsettled'] as const;
export type DrillOutcome = (typeof drillOutcomes)[number];

const hourMs = 60 * 60_000;
/** A drill gives up after this much simulated time: twice the plan, and then some. */
const usualLimitMs = 60 * hourMs;
/** Simulated time that a drill gets, ms, under a plan whose stages need `lastsMs`. */
export function drillLimitMs(lastsMs: number): number {
  return Math.max(usualLimitMs, 2 * lastsMs + 12 * hourMs);
}

/** Nothing new for this long, simulated, means that the rollout has come to rest. */
const restMs = 2 * hourMs;

/** Even a rollout that cannot be swept lets time pass. */
const shortestStepMs = 1000;

/** Turns the engine and moves the clock from one due time to the next until the release has settled. A plan of `lastsMs` gets twice that. */
export async function driveUntilSettled(
  running: Running,
  clock: SimClock,
  release: ReleaseName,
  moved: (now: number) => Promise<void>,
  lastsMs = 0,
): Promise<DrillOutcome> {
  const limitMs = drillLimitMs(lastsMs);
  const begun = clock.now();
  let restingSince = clock.now();
  let seen = '';
  while (clock.now() - begun < limitMs) {
    await running.engine.step();
    const rollouts = lanes(running, release);
    if (rollouts.length > 0 && rollouts.every((rollout) => !activeStates.includes(rollout.state))) return ended(rollouts);
    const picture = pictureOf(running, rollouts);
    if (picture !== seen) {
      seen = picture;
      restingSince = clock.now();
    }
    if (clock.now() - restingSince >= restMs && resting(running, rollouts) !== 'unsettled') return resting(running, rollouts);
    clock.moveTo(Math.max(running.engine.nextDueAt() ?? 0, clock.now() + shortestStepMs));
    await moved(clock.now());
  }
  return 'unsettled';
}

function lanes(running: Running, release: ReleaseName): Rollout[] {
  return rolloutsOfRelease(running.store().reader, release.applicationId, release.version);
}

function ended(rollouts: readonly Rollout[]): DrillOutcome {
  if (rollouts.every((rollout) => rollout.state === 'completed')) return 'completed';
  const back = rollouts.every((rollout) => rollout.state === 'rolledBack' || rollout.state === 'cancelled');
  return back && rollouts.some((rollout) => rollout.state === 'rolledBack') ? 'rolledBack' : 'unsettled';
}

function causeOf(running: Running, rollout: Rollout): string {
  return running.engine.latest.get(rollout.id)?.conclusion.cause ?? 'none';
}

/** What would change when a rollout still moves: its states, stages and the causes of the last decisions. */
function pictureOf(running: Running, rollouts: readonly Rollout[]): string {
  return rollouts.map((rollout) => `${rollout.state}/${rollout.stage}/${causeOf(running, rollout)}`).join(' ');
}

const holdingCauses = new Set(['drift', 'blind', 'unreachable', 'yellow', 'gap', 'held', 'checkFailed', 'noWayBack']);
const waitingCauses = new Set(['thin', 'pending', 'check', 'approval', 'bake']);

/** Taking back was refused for good, so that it waits for a person. */
function refused(running: Running, rollout: Rollout): boolean {
  return rollout.state === 'rollingBack' && openActions(running.world.deps, rollout.id).some((action) => action.state === 'failed');
}

/** The rest state of lanes that go no further: held by something wrong, or waiting for enough evidence. */
function resting(running: Running, rollouts: readonly Rollout[]): DrillOutcome {
  const open = rollouts.filter((rollout) => activeStates.includes(rollout.state));
  const causes = open.map((rollout) => causeOf(running, rollout));
  if (open.length > 0 && open.every((rollout) => refused(running, rollout))) return 'partial';
  // Time still does something for these: they are not at rest.
  if (causes.some((cause) => cause === 'bake' || cause === 'busy')) return 'unsettled';
  if (causes.some((cause) => holdingCauses.has(cause))) return 'held';
  return causes.length > 0 && causes.every((cause) => waitingCauses.has(cause)) ? 'waiting' : 'unsettled';
}
