import type { FleetTruth } from '../practice/fleet.ts';
import type { Reader } from '../store/open.ts';
import { rolloutsOfRelease } from '../store/rollouts.ts';
import { getTargetRead } from '../store/target-states.ts';
import { getTarget } from '../store/targets.ts';
import type { ReleaseName } from './drive.ts';

/** Shares that differ by less are the same, percent. */
const rounding = 1;

/** What a console says that is not so, target by target; empty when its report is the fleet's own truth. */
export function untruths(reader: Reader, release: ReleaseName, truth: FleetTruth): string[] {
  return rolloutsOfRelease(reader, release.applicationId, release.version).flatMap((rollout) => {
    const name = getTarget(reader, rollout.targetId)?.name ?? rollout.targetId;
    const really = truth.perTarget.find((row) => row.target === `${release.applicationId}/${name}`);
    if (really === undefined) return [`${name}: the fleet knows nothing of it`];
    const state = getTargetRead(reader, rollout.targetId)?.state ?? null;
    const said = state === null ? null : state.version === really.version ? state.percent : 0;
    const wrong: string[] = [];
    if (said !== null && Math.abs(said - really.percent) > rounding)
      wrong.push(`${name}: said ${said} %, really offered to ${really.percent} %`);
    if (rollout.state === 'rolledBack' && really.percent > 0)
      wrong.push(`${name}: said to be taken back, really offered to ${really.percent} %`);
    if (rollout.state === 'rollingBack' && really.percent === 0) wrong.push(`${name}: said not to be taken back, and it is`);
    return wrong;
  });
}
