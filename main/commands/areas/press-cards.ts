import type { pressCards } from '../../contract/press-card.ts';
import { usersAt } from '../../engine/audit.ts';
import { pressCardOf } from '../../engine/press-card.ts';
import { percentOf } from '../rows/rollout-row.ts';
import type { HandlersFor } from '../world.ts';

export const pressCardHandlers: HandlersFor<typeof pressCards> = {
  async 'rollouts.pressCard'(world, { rolloutId, press }) {
    const { subject, card, calls, readAt } = await pressCardOf(world.deps, rolloutId, press);
    const { rollout, target } = subject;
    const { available, reason, undo, says, toPercent } = card;
    const fromPercent = percentOf(rollout);
    return {
      press,
      targetName: target.name,
      surface: target.surface,
      version: rollout.version,
      writes: card.operation !== null,
      available,
      reason,
      undo,
      says,
      fromPercent,
      toPercent,
      usersAfter: usersAt(target.population, toPercent ?? fromPercent),
      calls: [...calls],
      readAt,
    };
  },
};
