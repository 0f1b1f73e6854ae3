import type { Actor } from './actor.ts';
import type { JsonObject } from './json.ts';

/** What is written into the timeline of an incident itself. `noteEdited` is shown with the note it belongs to. */
export const entryKinds = [
  'opened',
  'acknowledged',
  'severity',
  'overdue',
  'note',
  'noteEdited',
  'tick',
  'message',
  'postmortem',
  'closed',
] as const;
export type EntryKind = (typeof entryKinds)[number];

/** What the timeline takes from the record of the release. */
export const recordKinds = ['reading', 'verdict', 'decision', 'action'] as const;
export type RecordKind = (typeof recordKinds)[number];

/** Everything a timeline shows. */
export const timelineKinds = [
  ...recordKinds,
  'opened',
  'acknowledged',
  'severity',
  'overdue',
  'note',
  'tick',
  'message',
  'postmortem',
  'closed',
] as const;
export type TimelineKind = (typeof timelineKinds)[number];

/** One entry, never changed and never removed. Time in ms. */
export interface IncidentEntry {
  readonly id: string;
  readonly incidentId: string;
  readonly at: number;
  readonly kind: EntryKind;
  readonly actor: Actor;
  /** `title` heads its line and `text` stands below it, as Markdown; the rest is the kind's own. */
  readonly body: JsonObject;
}
