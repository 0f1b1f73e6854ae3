import type { DispatchRow, dispatches } from '../../contract/dispatches.ts';
import type { Dispatch } from '../../core/model/dispatch.ts';
import { codePlaceOf } from '../../engine/code-place.ts';
import { PressRefused } from '../../engine/press.ts';
import { sendDispatch, standing } from '../../engine/send-dispatch.ts';
import { dispatchesOf } from '../../store/dispatches.ts';
import type { HandlersFor, World } from '../world.ts';

function dispatchRow(world: World, one: Dispatch): DispatchRow {
  const {
    applicationId: _application,
    version: _version,
    connectionId: _connection,
    finishedAt: _finished,
    actor,
    ...row
  } = standing(one, world.deps.clock.now());
  return { ...row, actor: { ...actor } };
}

export const dispatchHandlers: HandlersFor<typeof dispatches> = {
  'dispatches.list'(world, input) {
    const sent = dispatchesOf(world.deps.store.reader, input).map((one) => dispatchRow(world, one));
    try {
      const { connection, repository } = codePlaceOf(world.deps, input.applicationId);
      return { repository: `${repository.owner}/${repository.repo}`, connection: connection.name, blocked: null, sent };
    } catch (error) {
      if (!(error instanceof PressRefused)) throw error;
      return { repository: null, connection: null, blocked: error.message, sent };
    }
  },
  async 'dispatches.send'(world, { reason, ...wish }, caller) {
    const press = { actor: caller.actor, trigger: caller.trigger, reason };
    const done = await sendDispatch(world.deps, wish, press, (one) => caller.keep(dispatchRow(world, one)));
    return dispatchRow(world, done);
  },
};
