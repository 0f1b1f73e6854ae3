import type { Postmortem, WordingRow } from '../contract/aftermath.ts';
import type { Incident } from '../core/model/incident.ts';
import { postmortemMarkdown } from '../core/postmortem/index.ts';
import { enter, told } from '../engine/incident-room.ts';
import type { Press } from '../engine/press.ts';
import { transaction } from '../store/open.ts';
import {
  endPostmortem,
  insertPostmortem,
  postmortemEnd,
  postmortemsDue,
  type PostmortemWording,
  postmortemWordings,
} from '../store/postmortems.ts';
import { Refused } from './problems.ts';
import { postmortemRecordOf } from './rows/incident-record.ts';
import { settingsOf } from './settings.ts';
import type { World } from './world.ts';

const dayMs = 24 * 60 * 60_000;

/** While an incident is open people contain it; after a day of it Home reminds all the same. */
export function remindsOpenSince(now: number): number {
  return now - dayMs;
}

function rowOf({ version, at, actor }: PostmortemWording): WordingRow {
  return { version, at, actor: { ...actor } };
}

/** When the reminder of an incident gets more weight, ms; null when this console does not remind. */
export function postmortemDueAt(world: Pick<World, 'deps' | 'openedAs' | 'defaultActor'>, openedAt: number): number | null {
  const { postmortemDays } = settingsOf(world);
  return postmortemDays === 0 ? null : openedAt + postmortemDays * dayMs;
}

/** The draft from the record as it is now, every wording that was saved, and who closed it. */
export function postmortemView(world: World, incident: Incident): Postmortem {
  const { reader } = world.deps.store;
  const wordings = postmortemWordings(reader, incident.id);
  const end = postmortemEnd(reader, incident.id);
  const asked = end === null && postmortemsDue(reader, Number.MAX_SAFE_INTEGER).includes(incident.id);
  return {
    draft: postmortemMarkdown(postmortemRecordOf(world, incident)),
    text: wordings[0]?.text ?? null,
    wordings: wordings.map(rowOf),
    end: end === null ? null : { ...end, actor: { ...end.actor } },
    asked,
    dueAt: asked ? postmortemDueAt(world, incident.openedAt) : null,
  };
}

/** Keeps a new wording beside the ones before; two people never write over each other. */
export function savePostmortem(
  world: World,
  incident: Incident,
  { text, basedOn }: { readonly text: string; readonly basedOn: number },
  press: Press,
): WordingRow {
  const { deps } = world;
  refuseEnded(world, incident, 'changed');
  const newest = postmortemWordings(deps.store.reader, incident.id)[0];
  if ((newest?.version ?? 0) !== basedOn)
    throw new Refused(
      `${newest?.actor.name ?? 'Somebody'} saved wording ${newest?.version ?? 0} after the one you began with. Nothing was saved; copy your text, open the newest wording and put it in.`,
    );
  const wording = { incidentId: incident.id, version: basedOn + 1, at: deps.clock.now(), actor: press.actor, text };
  return transaction(deps.store.writer, () => {
    insertPostmortem(deps.store.writer, wording);
    enter(deps, incident, 'postmortem', press, {
      title: `Post-mortem: wording ${wording.version} saved`,
      text: '',
      version: wording.version,
    });
    told(deps, incident, press, 'postmortem.saved', { incident: incident.id, version: wording.version });
    return rowOf(wording);
  });
}

/** Ends the reminder. A post-mortem of a release that still runs away would be closed too early. */
export function closePostmortem(world: World, incident: Incident, press: Press): void {
  const { deps } = world;
  refuseEnded(world, incident, 'closed');
  if (incident.closedAt === null) throw new Refused('The incident is still open. Close it first; its post-mortem comes after it.');
  const version = postmortemWordings(deps.store.reader, incident.id)[0]?.version ?? null;
  transaction(deps.store.writer, () => {
    endPostmortem(deps.store.writer, incident.id, { at: deps.clock.now(), actor: press.actor, reason: press.reason, version });
    enter(deps, incident, 'postmortem', press, { title: 'Post-mortem closed', text: press.reason, version });
    told(deps, incident, press, 'postmortem.closed', { incident: incident.id, version });
  });
  deps.changed({ table: 'reload', what: 'needs' });
}

function refuseEnded({ deps }: World, { id }: Incident, what: string): void {
  const end = postmortemEnd(deps.store.reader, id);
  if (end !== null)
    throw new Refused(`${end.actor.name} closed this post-mortem, so it cannot be ${what}. Write what you learn later as a note.`);
}
