import type { Ability } from '../core/model/operation.ts';
import type { PlatformState } from '../core/model/platform-state.ts';
import type { AdapterProblem } from '../core/model/connection.ts';
import type { Rollout } from '../core/model/rollout.ts';
import type { Target } from '../core/model/target.ts';
import { rolloutsOfRelease } from '../store/rollouts.ts';
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
  readonly readAt: number | null;
  readonly problem: AdapterProblem | null;
}

/** One line per target that has, or had, the release in front of users. Reads each platform; writes nothing. */
export async function undoCard(deps: EngineDeps, applicationId: string, version: string): Promise<UndoCardLine[]> {
  const exposed = rolloutsOfRelease(deps.store.reader, applicationId, version).filter(
    (rollout) => rollout.stage >= 0 && rollout.state !== 'rolledBack',
  );
  return await Promise.all(exposed.map((rollout) => lineOf(deps, rollout)));
}

async function lineOf(deps: EngineDeps, rollout: Rollout): Promise<UndoCardLine> {
  const target = getTarget(deps.store.reader, rollout.targetId);
  if (target === null) throw new Error(`Rollout ${rollout.id} lost its target. Restore a backup in Settings.`);
  const read = await pollPlatform(deps, target);
  const none = { rollout, target, state: read.state, ability: null, calls: [], readAt: read.readAt };
  if (read.state === null || read.problem !== null) return { ...none, problem: read.problem };
  try {
    const platform = platformOf(deps, target);
    const ability = platform.abilities(read.state, rollout.version).find((one) => one.op === 'rollback') ?? null;
    const calls = platform.describe({ op: 'rollback', version: rollout.version, toVersion: rollout.previousVersion }, read.state);
    return { ...none, ability, calls, problem: null };
  } catch (error) {
    return { ...none, problem: problemOf(error) };
  }
}
