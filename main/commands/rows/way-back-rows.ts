import type { AnswerOf, ParsedInputOf } from '../../contract/index.ts';
import { readPlan } from '../../core/plan/index.ts';
import { wayBackBefore } from '../../engine/begin.ts';
import { getTargetRead } from '../../store/target-states.ts';
import { listTargets } from '../../store/targets.ts';
import { planTextOf } from '../plan-files.ts';
import { Refused } from '../problems.ts';
import type { World } from '../world.ts';

/** Whether a release could be taken back on each target once a plan starts it there, by the last read of the platforms. */
export async function wayBackRows(
  world: World,
  input: ParsedInputOf<'rollouts.wayBackBefore'>,
): Promise<AnswerOf<'rollouts.wayBackBefore'>> {
  const file = await planTextOf(world, input.plan);
  const read = readPlan(file.text, file.file);
  if (!read.ok) throw new Refused(`Plan ${file.file} is not valid, so the way back cannot be worked out. Correct it in Plans.`);
  const targets = listTargets(world.deps.store.reader, input.applicationId).filter((target) => input.targetIds.includes(target.id));
  return targets.map((target) => {
    const { exists, says, to = null } = wayBackBefore(world.deps, target, input.version, read.plan);
    const readAt = getTargetRead(world.deps.store.reader, target.id)?.readAt ?? null;
    return { targetId: target.id, targetName: target.name, exists, says, to, readAt };
  });
}
