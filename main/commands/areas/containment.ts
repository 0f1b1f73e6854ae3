import type { containment } from '../../contract/containment.ts';
import { contain, containmentOf, openContainments, waysBackOf } from '../../engine/containment.ts';
import { recordPlain } from '../../engine/audit.ts';
import { askEndpoints, checkEndpoint, emergency, type EndpointLine, recordEndpoints } from '../../engine/emergency.ts';
import { subjectById } from '../../engine/press.ts';
import { carryOn, settleByHand } from '../../engine/settle-press.ts';
import { actionsOf } from '../../store/actions.ts';
import { listApplications } from '../../store/applications.ts';
import { listEndpoints, saveEndpoint } from '../../store/endpoints.ts';
import { transaction } from '../../store/open.ts';
import { getTarget } from '../../store/targets.ts';
import { NotFound } from '../problems.ts';
import { containmentView } from '../rows/containment-view.ts';
import { endpointAnswers } from '../rows/endpoint-answers.ts';
import { actionRow } from '../rows/plain-rows.ts';
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
    return containmentView(world, { ...input, lines: containmentOf(world.deps, input.applicationId, input.version) });
  },
  'rollouts.containments': (world) => openContainments(world.deps).map((open) => containmentView(world, open)),
  'rollouts.carryOn'(world, input, caller) {
    carryOn(world.deps, input.rolloutId, { actor: caller.actor, trigger: caller.trigger, reason: input.reason });
    world.engine.wake();
    return {};
  },
  'rollouts.settle'(world, input, caller) {
    const press = { actor: caller.actor, trigger: caller.trigger, reason: input.reason };
    const { rolloutId } = settleByHand(world.deps, input.rolloutId, press);
    world.engine.wake();
    const { rollout } = subjectById(world.deps, rolloutId);
    const lines = containmentOf(world.deps, rollout.applicationId, rollout.version);
    return { standing: lines.find((line) => line.rollout.id === rolloutId)?.kind ?? 'accepted' };
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
  'rollouts.emergency'(world, input, caller) {
    const press = { actor: caller.actor, trigger: caller.trigger, reason: input.reason };
    const decision = emergency(world.deps, input, press);
    world.engine.wake();
    return { decisionId: decision?.id ?? null };
  },
  async 'rollouts.askEndpoints'(world, input, caller) {
    const lines = await askEndpoints(world.deps, input.applicationId);
    const rows = lines.map(endpointRow);
    if (lines.length === 0) return rows;
    return transaction(world.deps.store.writer, () => {
      recordEndpoints(world.deps, input, lines, { actor: caller.actor, trigger: caller.trigger, reason: '' });
      caller.keep(rows);
      return rows;
    });
  },
  'rollouts.endpointAnswers': (world, input) => endpointAnswers(world, input),
  'fleet.endpoints': (world, input) =>
    listEndpoints(world.deps.store.reader, input.applicationId).map(({ targetId, healthUrl, text }) => ({ targetId, healthUrl, text })),
  'fleet.saveEndpoint'(world, { healthUrl, text, ...place }, caller) {
    const { reader, writer } = world.deps.store;
    if (!listApplications(reader).some((one) => one.id === place.applicationId))
      throw new NotFound(`There is no application with the id ${place.applicationId}.`);
    if (place.targetId !== null && getTarget(reader, place.targetId)?.applicationId !== place.applicationId)
      throw new NotFound(`There is no target ${place.targetId} of application ${place.applicationId}.`);
    if (healthUrl !== null) checkEndpoint(healthUrl);
    return transaction(writer, () => {
      saveEndpoint(writer, place, healthUrl === null ? null : { ...place, healthUrl, text });
      const what = place.targetId ?? place.applicationId;
      recordPlain(world.deps, {
        actor: caller.actor,
        action: healthUrl === null ? 'endpoint.removed' : 'endpoint.saved',
        trigger: caller.trigger,
        reason: healthUrl === null ? `No health endpoint of ${what} any more` : `Health endpoint of ${what}`,
        ...place,
        after: { healthUrl, text },
      });
      world.deps.changed({ table: 'reload', what: 'applications' });
      return {};
    });
  },
};

function endpointRow({ endpoint, targetName, ok, status, says }: EndpointLine) {
  const { targetId, healthUrl, text } = endpoint;
  return { targetId, targetName, healthUrl, text, ok, status, says };
}
