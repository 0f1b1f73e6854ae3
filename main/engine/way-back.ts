import { exposed, wayBackOf } from '../core/containment/index.ts';
import type { Ability } from '../core/model/operation.ts';
import type { Plan } from '../core/model/plan.ts';
import type { PlatformState } from '../core/model/platform-state.ts';
import type { Rollout } from '../core/model/rollout.ts';
import type { Target } from '../core/model/target.ts';
import type { WayBack } from '../core/model/way-back.ts';
import type { EngineDeps } from './deps.ts';
import { platformOf } from './poll-platforms.ts';

/** What a way back is asked for. */
export interface WayBackQuestion {
  readonly rollout: Pick<Rollout, 'version' | 'previousVersion' | 'stage' | 'expected'>;
  readonly target: Target;
  readonly plan: Plan;
}

/** Whether the release could be taken back once its next stage is entered; asks nobody, the last read of the platform counts. */
export function wayBackFrom(deps: EngineDeps, { rollout, target, plan }: WayBackQuestion, state: PlatformState | null): WayBack {
  const { version, previousVersion } = rollout;
  const percent = plan.stages[rollout.stage + 1]?.percent ?? rollout.expected?.percent ?? 100;
  const abilities = state === null ? [] : abilitiesOf(deps, target, exposed(state, version, percent), version);
  return wayBackOf({ surface: target.surface, version, previousVersion, state, abilities });
}

/** What a platform allows with a version in a state; empty when the connection cannot be opened. */
export function abilitiesOf(deps: EngineDeps, target: Target, state: PlatformState, version: string): readonly Ability[] {
  try {
    return platformOf(deps, target).abilities(state, version);
  } catch (error) {
    deps.log.warn({ target: target.id, error: String(error) }, 'what this platform allows cannot be said');
    return [];
  }
}
