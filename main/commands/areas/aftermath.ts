import type { aftermath } from '../../contract/aftermath.ts';
import { fill } from '../../core/incident/fill.ts';
import { fillValues } from '../../core/incident/values.ts';
import { incidentById } from '../../engine/incident-room.ts';
import { type Message, pages, recordMessage, sendMessage } from '../../engine/messages.ts';
import type { Press } from '../../engine/press.ts';
import { getConnection, listConnections } from '../../store/connections.ts';
import { anyAdapter } from '../../engine/desk.ts';
import { postmortemWordings } from '../../store/postmortems.ts';
import { listTemplates, templateNamed } from '../message-files.ts';
import { closePostmortem, postmortemView, savePostmortem } from '../postmortem.ts';
import { NotFound, Refused } from '../problems.ts';
import { fillFactsOf } from '../rows/incident-record.ts';
import type { Caller, HandlersFor } from '../world.ts';

function pressOf(caller: Caller, reason: string): Press {
  return { actor: caller.actor, trigger: caller.trigger, reason };
}

export const aftermathHandlers: HandlersFor<typeof aftermath> = {
  async 'messages.templates'(world) {
    return (await listTemplates(world)).map(({ name, origin, moment, audience, subject }) => ({ name, origin, moment, audience, subject }));
  },
  async 'messages.draft'(world, input) {
    const incident = incidentById(world.deps, input.incidentId);
    const template = await templateNamed(world, input.template);
    const values = fillValues(fillFactsOf(world, incident));
    const [subject, body] = [fill(template.subject, values), fill(template.body, values)];
    const unknown = [...new Set([...subject.unknown, ...body.unknown])];
    return { ...template, subject: subject.text, body: body.text, unknown };
  },
  'messages.receivers': (world) =>
    listConnections(world.deps.store.reader)
      .filter((one) => one.kind === 'notice')
      .map((one) => ({ connectionId: one.id, name: one.name, adapterLabel: anyAdapter(one).label, pages: pages(one) })),
  async 'messages.send'(world, input, caller) {
    const { deps } = world;
    const incident = incidentById(deps, input.incidentId);
    const template = input.template === null ? null : await templateNamed(world, input.template);
    const message: Message = { ...input, template: template?.name ?? null, moment: template?.moment ?? null };
    const press = pressOf(caller, input.subject);
    if (input.connectionId === null) {
      const says = 'Copied. Whether it was posted is not known here.';
      return deps.store.writer.transaction(() => {
        const outcome = recordMessage(deps, incident, message, press, { state: 'copied', says, to: null });
        caller.keep(outcome);
        return outcome;
      });
    }
    const connection = getConnection(deps.store.reader, input.connectionId);
    if (connection === null) throw new NotFound(`There is no connection ${input.connectionId}.`);
    if (connection.kind !== 'notice') throw new Refused(`${connection.name} is no connection that tells people. Choose one that does.`);
    return await sendMessage(deps, incident, connection, message, press, caller.keep);
  },
  'postmortems.get': (world, input) => postmortemView(world, incidentById(world.deps, input.incidentId)),
  'postmortems.wording'(world, input) {
    const found = postmortemWordings(world.deps.store.reader, input.incidentId).find((one) => one.version === input.version);
    if (found === undefined) throw new NotFound(`This post-mortem has no wording ${input.version}.`);
    return { text: found.text };
  },
  'postmortems.save': (world, input, caller) =>
    savePostmortem(world, incidentById(world.deps, input.incidentId), input, pressOf(caller, 'Post-mortem saved')),
  'postmortems.close'(world, input, caller) {
    closePostmortem(world, incidentById(world.deps, input.incidentId), pressOf(caller, input.reason));
    return {};
  },
};
