import { z } from 'zod';
import type { TimelineRow } from '../../contract/incidents.ts';
import type { IncidentEntry } from '../../core/model/incident-entry.ts';

type Base = Omit<TimelineRow, 'kind' | 'title'>;
type Words = Pick<TimelineRow, 'title'> & Partial<TimelineRow>;

const Body = z.looseObject({
  title: z.string().catch(''),
  text: z.string().catch(''),
  reason: z.string().catch(''),
  severity: z.string().catch(''),
  from: z.string().catch(''),
  to: z.string().catch(''),
  name: z.string().catch(''),
  done: z.boolean().catch(true),
});
type Body = z.infer<typeof Body>;

/** What each kind of entry says; other kinds bring their own title and text. */
const saying: Readonly<Partial<Record<IncidentEntry['kind'], (body: Body) => Words>>> = {
  opened: ({ severity, title, reason }) => ({ title: `Opened as ${severity}: ${title}`, text: reason, tone: 'bad' }),
  acknowledged: () => ({ title: 'Acknowledged', tone: 'good' }),
  severity: ({ from, to, reason }) => ({ title: `Severity ${from} → ${to}`, text: reason, tone: to < from ? 'bad' : 'plain' }),
  overdue: ({ title, text }) => ({ title, text, tone: 'warning' }),
  note: ({ text }) => ({ title: 'Note', text }),
  tick: ({ name, text, done, reason }) => ({
    title: `${name}: ${done ? 'a step done' : 'a step not done after all'}`,
    text: done ? text : `${text}\n\n${reason}`,
    tone: done ? 'good' : 'plain',
  }),
  closed: ({ reason }) => ({ title: 'Closed', text: reason, tone: 'good' }),
};

/** An entry of the incident itself, as its timeline shows it; a note with its newest wording. */
export function entryRow(base: Base, entry: IncidentEntry, edits: readonly IncidentEntry[]): TimelineRow {
  const kind = entry.kind === 'noteEdited' ? 'note' : entry.kind;
  const body = Body.parse(entry.body);
  const say = saying[entry.kind] ?? (({ title, text }: Body): Words => ({ title, text }));
  const row: TimelineRow = { ...base, kind, actor: { ...entry.actor }, ...say(body) };
  const wordings = [entry, ...edits].map((one) => ({ at: one.at, actor: { ...one.actor }, text: Body.parse(one.body).text }));
  return edits.length === 0 ? row : { ...row, text: wordings.at(-1)?.text ?? row.text, earlier: wordings.slice(0, -1) };
}
