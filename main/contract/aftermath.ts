import { z } from 'zod';
import { audiences, messageMoments } from '../core/incident/templates.ts';
import { alertActs } from '../core/model/notice.ts';
import { changes, reads } from './call.ts';
import { ActorRow, Id, Reason, Time } from './shapes.ts';

export const TemplateRow = z.object({
  name: z.string(),
  origin: z.enum(['preset', 'workspace']),
  moment: z.enum(messageMoments).nullable(),
  audience: z.enum(audiences),
  subject: z.string(),
});
export type TemplateRow = z.infer<typeof TemplateRow>;

/** A template filled in from the record of an incident. */
export const MessageDraft = TemplateRow.extend({
  body: z.string(),
  /** Values the record does not know; they read `not known` in the text. */
  unknown: z.array(z.string()),
});
export type MessageDraft = z.infer<typeof MessageDraft>;

/** Where a message can be sent. `pages`: the service keeps alerts open, so a message has to say what it does to one. */
export const ReceiverRow = z.object({ connectionId: Id, name: z.string(), adapterLabel: z.string(), pages: z.boolean() });
export type ReceiverRow = z.infer<typeof ReceiverRow>;

/** What became of a message. `copied`: a person took the text; whether it was posted is not known here. */
export const messageStates = ['copied', 'sent', 'failed', 'unknown'] as const;

export const WordingRow = z.object({ version: z.number(), at: Time, actor: ActorRow });
export type WordingRow = z.infer<typeof WordingRow>;

export const Postmortem = z.object({
  /** Written from the record as it is now. */
  draft: z.string(),
  /** The newest wording that was saved; null before the first. */
  text: z.string().nullable(),
  /** Newest first; every wording is kept. */
  wordings: z.array(WordingRow),
  end: z.object({ at: Time, actor: ActorRow, reason: z.string(), version: z.number().nullable() }).nullable(),
  /** The release was taken back, so a post-mortem has to follow (R1.12). */
  asked: z.boolean(),
  /** Home reminds of it from then on with more weight; null when it does not remind. */
  dueAt: Time.nullable(),
});
export type Postmortem = z.infer<typeof Postmortem>;

/** Longest text of a post-mortem, characters. */
export const longestPostmortem = 180_000;

const incident = z.object({ incidentId: Id });

export const aftermath = {
  /** Templates of the workspace, then those that ship with Tidegate and are not replaced by one of the same name. */
  'messages.templates': reads('viewer', z.object({}), z.array(TemplateRow)),
  'messages.draft': reads('viewer', incident.extend({ template: z.string().min(1).max(200) }), MessageDraft),
  'messages.receivers': reads('viewer', z.object({}), z.array(ReceiverRow)),
  /**
   * Sends a message through a notice connection, or records that a person copied it when `connectionId` is null. The answer says what
   * became of it; it is written into the timeline and the audit log whatever that is.
   */
  'messages.send': changes(
    'operator',
    incident.extend({
      template: z.string().max(200).nullable().default(null),
      audience: z.enum(audiences).default('other'),
      subject: z.string().trim().min(1, 'Give it a subject').max(300),
      body: z.string().trim().min(1, 'Write something first').max(20_000),
      connectionId: Id.nullable().default(null),
      /** What it does to the page of the incident, at services that page. */
      alert: z.enum(alertActs).nullable().default(null),
    }),
    z.object({ entryId: Id, state: z.enum(messageStates), says: z.string() }),
  ),
  'postmortems.get': reads('viewer', incident, Postmortem),
  'postmortems.wording': reads('viewer', incident.extend({ version: z.number().int().min(1) }), z.object({ text: z.string() })),
  /** Keeps a new wording; refused when somebody saved one after `basedOn` (0 for the draft). */
  'postmortems.save': changes(
    'operator',
    incident.extend({
      text: z.string().trim().min(1, 'Write something first').max(longestPostmortem),
      basedOn: z.number().int().min(0),
    }),
    WordingRow,
  ),
  /** A person says that nothing is left to learn or to decide; the reminder ends. */
  'postmortems.close': changes('operator', incident.extend({ reason: Reason }), z.object({})),
} as const;
