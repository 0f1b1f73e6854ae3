import type { containment } from '../../contract/containment.ts';
import { contain, containmentInWords, type ContainmentLine, containmentOf, waysBackOf } from '../../engine/containment.ts';
import { actionsOf } from '../../store/actions.ts';
import { actionRow, rungRow } from '../rows/plain-rows.ts';
import type { HandlersFor } from '../world.ts';

export const containmentHandlers: HandlersFor<typeof containment> = {
  async 'rollouts.waysBack'(world, input) {
    const ways = await waysBackOf(world.deps, input.applicationId, input.version);
    return ways.map(({ targets, measured, ...way }) => ({
      ...way,
      measured: measured === null ? null : { ...measured },
      targets: targets.map((line) => ({ ...line, measured: line.measured === null ? null : { ...line.measured } })),
    }));
  },
  'rollouts.containment'(world, input) {
    const lines = containmentOf(world.deps, input.applicationId, input.version);
    const contained = lines.every((line) => line.kind === 'contained');
    return { contained, says: containmentInWords(lines), targets: lines.map(containmentRow) };
  },
  'rollouts.contain'(world, input, caller) {
    const press = { actor: caller.actor, trigger: caller.trigger, reason: input.reason };
    const decision = contain(world.deps, input, press);
    world.engine.wake();
    return {
      decisionId: decision.id,
      actions: actionsOf(world.deps.store.reader, { decisionId: decision.id }).map((action) => actionRow(world, action)),
    };
  },
};

function containmentRow(line: ContainmentLine) {
  return {
    rolloutId: line.rollout.id,
    targetId: line.target.id,
    targetName: line.target.name,
    surface: line.target.surface,
    standing: line.kind,
    how: line.how,
    says: line.says,
    tookMs: line.tookMs,
    next: line.next.map(rungRow),
  };
}
