import type { playbooks } from '../../contract/playbooks.ts';
import { fill } from '../../core/incident/fill.ts';
import { stepsOf } from '../../core/playbook/index.ts';
import { enter, incidentById, told } from '../../engine/incident-room.ts';
import { transaction } from '../../store/open.ts';
import { listPlaybooks, playbookFolder, playbookNamed } from '../playbook-files.ts';
import { NotFound, Refused } from '../problems.ts';
import { playbookPage, playbookRows, ticksOf, valuesOf } from '../rows/playbook-rows.ts';
import type { HandlersFor, World } from '../world.ts';

function incidentOrNone(world: World, id: string | null): ReturnType<typeof incidentById> | null {
  return id === null ? null : incidentById(world.deps, id);
}

export const playbookHandlers: HandlersFor<typeof playbooks> = {
  async 'playbooks.list'(world, input) {
    const incident = incidentOrNone(world, input.incidentId);
    const { files, broken } = await listPlaybooks(world);
    return { rows: playbookRows(world, files, incident), problems: broken.map((one) => ({ ...one })), folder: playbookFolder(world) };
  },
  async 'playbooks.get'(world, input) {
    const incident = incidentOrNone(world, input.incidentId);
    return playbookPage(world, await playbookNamed(world, input.name), incident);
  },
  async 'playbooks.tick'(world, input, caller) {
    if (!input.done && input.reason.length < 3) throw new Refused('Say in at least three characters why it is not done after all.');
    const file = await playbookNamed(world, input.playbook);
    const step = stepsOf(file.playbook).find(({ id, number }) => id === input.step || String(number) === input.step);
    if (step === undefined) {
      const count = stepsOf(file.playbook).length;
      throw new NotFound(`${file.name} has no step ${input.step}. Its steps count from 1 to ${count}.`);
    }
    return transaction(world.deps.store.writer, () => {
      const incident = incidentById(world.deps, input.incidentId);
      const last = ticksOf(world, incident.id).get(`${file.name}/${step.id}`);
      if (input.done && last?.done === true)
        throw new Refused(`${last.entry.actor.name} ticked step ${step.number} of ${file.name} already.`);
      if (!input.done && last?.done !== true) throw new Refused(`Step ${step.number} of ${file.name} is not ticked.`);
      const press = { actor: caller.actor, trigger: caller.trigger, reason: input.reason === '' ? file.playbook.title : input.reason };
      const { text } = fill(step.text, valuesOf(world, file, incident));
      const body = {
        playbook: file.name,
        name: file.playbook.title,
        step: step.id,
        number: step.number,
        text,
        done: input.done,
        reason: input.reason,
      };
      const entry = enter(world.deps, incident, 'tick', press, body);
      const after = { incident: incident.id, playbook: file.name, step: step.number };
      told(world.deps, incident, press, input.done ? 'incident.stepDone' : 'incident.stepUndone', after);
      const answer = { entryId: entry.id, step: step.id, number: step.number, done: input.done };
      caller.keep(answer);
      return answer;
    });
  },
};
