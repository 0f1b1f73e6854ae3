import type { responseTimes, ResponseTimes } from '../../contract/response-times.ts';
import { respondProblems, usualRespondMs } from '../../core/incident/respond.ts';
import { recordPlain } from '../../engine/audit.ts';
import { addRespondMs, respondNow } from '../../store/response-times.ts';
import { Refused } from '../problems.ts';
import type { HandlersFor, World } from '../world.ts';

function view({ deps }: World): ResponseTimes {
  return { times: { ...respondNow(deps.store.reader) }, usual: { ...usualRespondMs } };
}

export const responseTimeHandlers: HandlersFor<typeof responseTimes> = {
  'incidents.responseTimes': (world) => view(world),
  'incidents.saveResponseTimes'(world, { times, reason }, caller) {
    const problems = respondProblems(times);
    const [first] = Object.values(problems);
    if (first !== undefined) {
      const fields = Object.fromEntries(Object.entries(problems).map(([severity, problem]) => [`times.${severity}`, problem]));
      throw new Refused(`${first}. Nothing was changed.`, fields);
    }
    const before = view(world).times;
    addRespondMs(world.deps.store.writer, world.deps.clock.now(), times);
    const { actor, trigger } = caller;
    recordPlain(world.deps, { actor, action: 'responseTimes.saved', trigger, reason, before, after: { ...times } });
    world.deps.changed({ table: 'reload', what: 'settings' });
    return view(world);
  },
};
