import { bySpeed, left, type Measured, measuredFrom, type Rung, rungsOf } from '../core/containment/index.ts';
import type { Ability } from '../core/model/operation.ts';
import type { PlatformState } from '../core/model/platform-state.ts';
import type { AdapterProblem } from '../core/model/connection.ts';
import type { Rollout } from '../core/model/rollout.ts';
import type { Target } from '../core/model/target.ts';
import { rolloutsOfRelease } from '../store/rollouts.ts';
import { containmentTimes } from '../store/containment-times.ts';
import { getTarget } from '../store/targets.ts';
import type { EngineDeps } from './deps.ts';
import { platformOf, pollPlatform } from './poll-platforms.ts';
import { problemOf } from './problems.ts';

/** What a rollback would really do on one target, read from the platform just now (design promise 7). */
export interface UndoCardLine {
  readonly rollout: Rollout;
  readonly target: Target;
  readonly state: PlatformState | null;
  readonly ability: Ability | null;
  readonly calls: readonly string[];
  /** What is left, best first, if the rollback is refused. */
  readonly next: readonly Rung[];
  readonly measured: Measured | null;
  readonly readAt: number | null;
  readonly problem: AdapterProblem | null;
}

/** One line per target that has, or had, the release in front of users. Reads each platform; writes nothing. */
export async function undoCard(deps: EngineDeps, applicationId: string, version: string): Promise<UndoCardLine[]> {
  const exposed = rolloutsOfRelease(deps.store.reader, applicationId, version).filter(
    (rollout) => rollout.stage >= 0 && rollout.state !== 'rolledBack',
  );
  const lines = await Promise.all(exposed.map((rollout) => lineOf(deps, rollout)));
  return bySpeed(lines.map((line) => ({ ...line, surface: line.target.surface })));
}

async function lineOf(deps: EngineDeps, rollout: Rollout): Promise<UndoCardLine> {
  const target = getTarget(deps.store.reader, rollout.targetId);
  if (target === null) throw new Error(`Rollout ${rollout.id} lost its target. Restore a backup in Settings.`);
  const read = await pollPlatform(deps, target);
  const none = {
    rollout,
    target,
    state: read.state,
    ability: null,
    calls: [],
    next: [],
    measured: measuredFrom(containmentTimes(deps.store.reader, target.id)),
    readAt: read.readAt,
  };
  if (read.state === null || read.problem !== null) return { ...none, problem: read.problem };
  try {
    const platform = platformOf(deps, target);
    const abilities = platform.abilities(read.state, rollout.version);
    const ability = abilities.find((one) => one.op === 'rollback') ?? null;
    const { version, previousVersion } = rollout;
    const first = { op: 'rollback' as const, version, toVersion: previousVersion };
    const next = left(rungsOf({ surface: target.surface, version, previousVersion, state: read.state, abilities }), [first]);
    const calls = platform.describe({ op: 'rollback', version: rollout.version, toVersion: rollout.previousVersion }, read.state);
    return { ...none, ability, calls, next, problem: null };
  } catch (error) {
    return { ...none, problem: problemOf(error) };
  }
}
