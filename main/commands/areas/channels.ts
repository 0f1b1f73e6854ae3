import type { channels } from '../../contract/channels.ts';
import type { Rollout } from '../../core/model/rollout.ts';
import { record } from '../../engine/audit.ts';
import { overrideFrom } from '../../engine/override.ts';
import { subjectById } from '../../engine/press.ts';
import { transaction } from '../../store/open.ts';
import { settled, stayed } from '../next-step.ts';
import { goOn } from '../next-steps.ts';
import { Refused } from '../problems.ts';
import { rolloutRow } from '../rows/rollout-row.ts';
import type { HandlersFor } from '../world.ts';

export const channelHandlers: HandlersFor<typeof channels> = {
  async 'channels.goOn'(world, input, caller) {
    const { rolloutId, reason } = input;
    const { rollout } = subjectById(world.deps, rolloutId);
    const press = { actor: caller.actor, trigger: caller.trigger, reason };
    const kept = (started: Rollout): void => caller.keep(rolloutRow(world, started));
    return rolloutRow(world, await goOn(world, rollout, { ...press, override: overrideFrom(input) }, kept));
  },
  'channels.stay'(world, { rolloutId, reason }, caller) {
    const subject = subjectById(world.deps, rolloutId);
    const { rollout, plan } = subject;
    if (rollout.state !== 'completed' || plan.next === null || settled(world, rollout, plan.next))
      throw new Refused('This rollout offers no next channel, so there is nothing to leave out.');
    const { channel } = plan.next;
    return transaction(world.deps.store.writer, () => {
      record(world.deps, subject, { actor: caller.actor, action: stayed, trigger: caller.trigger, reason, after: { channel } });
      world.deps.changed({ table: 'rollouts', id: rolloutId });
      return {};
    });
  },
};
